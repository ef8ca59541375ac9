/** Packs by what they hold: contents and their files, which of them is installed, whose keys are known. */
import type { PackSummary } from '../../core/host.ts';
import { SUMMARY_VERSION } from '../../core/lab/catalog.ts';
import { isSeal, MANIFEST, SIGNATURE } from '../files/pack-seal.ts';
import type { TrustFile } from '../files/trust.ts';
import type { Db } from './database.ts';

/** A file as it is kept: its bytes are raw deflate data. */
export interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly deflated: Uint8Array;
}
/** What identifies a content: the SHA-256 in hex of the list of its files, and what its pack.yml says. */
export interface ContentHead {
  readonly hash: string;
  readonly pack: string;
  readonly uuid: string;
  readonly version: string;
}
export interface PackContent extends ContentHead {
  readonly summary: PackSummary;
  readonly files: readonly StoredFile[];
}
export interface Installed extends ContentHead {
  /** It came with the program. */
  readonly builtIn: boolean;
  /** Fingerprint of the key it came with. */
  readonly signer: string | undefined;
}
/** Attempts at an exercise of a pack that were begun with one content. */
export interface AttemptCount {
  readonly exercise: string;
  readonly content: string | null;
  readonly open: number;
  readonly ended: number;
}

export class PackTable {
  readonly #db: Db;
  readonly #now: () => string;

  constructor(db: Db, now: () => string) {
    this.#db = db;
    this.#now = now;
  }

  head(hash: string): ContentHead | undefined {
    return this.#db.prepare<[string], ContentHead>('SELECT hash, pack, uuid, version FROM pack_content WHERE hash = ?').get(hash);
  }
  /** Undefined too where a lab of another version wrote it. */
  summary(hash: string): PackSummary | undefined {
    const row = this.#db
      .prepare<[string, number], { summary: string }>('SELECT summary FROM pack_content WHERE hash = ? AND summary_version = ?')
      .get(hash, SUMMARY_VERSION);
    return row && (JSON.parse(row.summary) as PackSummary);
  }
  renewSummary(hash: string, summary: PackSummary): void {
    this.#db
      .prepare('UPDATE pack_content SET summary = ?, summary_version = ? WHERE hash = ?')
      .run(JSON.stringify(summary), SUMMARY_VERSION, hash);
  }
  /** Files of a content whose name begins so, by name. */
  files(hash: string, prefix = ''): readonly StoredFile[] {
    return this.#db
      .prepare<[string, string, string], StoredFile>(
        'SELECT name, size, deflated FROM pack_file WHERE content = ? AND substr(name, 1, length(?)) = ? ORDER BY name',
      )
      .all(hash, prefix, prefix);
  }
  /** Keep a content with all its files, or none of them; of one that is known, the seal it came with last. */
  keep({ hash, pack, uuid, version, summary, files }: PackContent): void {
    const put = this.#db.prepare('INSERT INTO pack_file (content, name, size, deflated) VALUES (?, ?, ?, ?)');
    this.#db.transaction(() => {
      const known = this.head(hash) !== undefined;
      if (known) this.#db.prepare('DELETE FROM pack_file WHERE content = ? AND name IN (?, ?)').run(hash, MANIFEST, SIGNATURE);
      else
        this.#db
          .prepare('INSERT INTO pack_content (hash, pack, uuid, version, summary, summary_version) VALUES (?, ?, ?, ?, ?, ?)')
          .run(hash, pack, uuid, version, JSON.stringify(summary), SUMMARY_VERSION);
      for (const file of known ? files.filter(f => isSeal(f.name)) : files) put.run(hash, file.name, file.size, file.deflated);
    })();
  }

  /** Those that came with the program first, then by id. */
  installed(): readonly Installed[] {
    return this.#db
      .prepare<[], ContentHead & { builtIn: number; signer: string | null }>(
        `SELECT c.hash, c.pack, c.uuid, c.version, i.built_in AS builtIn, i.signer
         FROM pack_installed i JOIN pack_content c ON c.hash = i.content ORDER BY i.built_in DESC, i.pack`,
      )
      .all()
      .map(row => ({ ...row, builtIn: row.builtIn === 1, signer: row.signer ?? undefined }));
  }
  /** Make an imported content the current one of its pack, and its key the one that is known for it, all at once. @param signer fingerprint */
  install(content: PackContent, signer: string | undefined): void {
    this.#db.transaction(() => {
      this.#setCurrent(content, false, signer);
      if (this.trust().packs[content.uuid]?.fingerprint !== signer) this.#trustKey(content.uuid, signer);
      this.#collect();
    })();
  }
  /** The same for a pack that came with the program: there is no key. */
  installBuiltIn(content: PackContent): void {
    this.#db.transaction(() => {
      this.#setCurrent(content, true, undefined);
      this.#collect();
    })();
  }
  #setCurrent(content: PackContent, builtIn: boolean, signer: string | undefined): void {
    this.keep(content);
    this.#db
      .prepare('INSERT OR REPLACE INTO pack_installed (pack, content, built_in, signer, at) VALUES (?, ?, ?, ?, ?)')
      .run(content.pack, content.hash, builtIn ? 1 : 0, signer ?? null, this.#now());
  }
  /** What was done on it is kept. @returns whether there was such a pack */
  remove(pack: string): boolean {
    return this.#db.transaction(() => {
      const { changes } = this.#db.prepare('DELETE FROM pack_installed WHERE pack = ?').run(pack);
      this.#collect();
      return changes > 0;
    })();
  }
  /** An end of contents that are neither installed nor worked on. */
  #collect(): void {
    this.#db.exec(
      `DELETE FROM pack_content WHERE hash NOT IN (SELECT content FROM pack_installed)
         AND NOT EXISTS (SELECT 1 FROM session WHERE session.content = pack_content.hash)
         AND NOT EXISTS (SELECT 1 FROM exam WHERE exam.content = pack_content.hash)`,
    );
  }

  trust(): TrustFile {
    const rows = this.#db
      .prepare<[], { uuid: string; fingerprint: string; since: string }>('SELECT uuid, fingerprint, since FROM trusted_key')
      .all();
    return { format: 'lab-trust/1', packs: Object.fromEntries(rows.map(({ uuid, ...key }) => [uuid, key])) };
  }
  #trustKey(uuid: string, fingerprint: string | undefined): void {
    this.#db.prepare('DELETE FROM trusted_key WHERE uuid = ?').run(uuid);
    if (fingerprint !== undefined)
      this.#db
        .prepare('INSERT INTO trusted_key (uuid, fingerprint, since) VALUES (?, ?, ?)')
        .run(uuid, fingerprint, this.#now().slice(0, 10));
  }

  /** The content that the open attempt at an exercise was begun with; null where that was not written down. */
  openAttempt(pack: string, exercise: string): string | null | undefined {
    return this.#db
      .prepare<[string, string], { content: string | null }>(
        "SELECT content FROM session WHERE pack = ? AND exercise = ? AND mode <> 'exam' AND ended IS NULL ORDER BY id DESC LIMIT 1",
      )
      .get(pack, exercise)?.content;
  }
  attempts(pack: string): readonly AttemptCount[] {
    return this.#db
      .prepare<[string], AttemptCount>(
        `SELECT exercise, content, sum(ended IS NULL) AS open, sum(ended IS NOT NULL) AS ended
         FROM session WHERE pack = ? GROUP BY exercise, content ORDER BY exercise`,
      )
      .all(pack);
  }
}
