/** The packs there are: those that came with the program, brought into the store as they are now, and those that were imported. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readPack, summaryOf } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { pageFiles } from '../../core/lab/pages.ts';
import type { ExerciseFiles, ListedPack, PackSummary, PageFiles } from '../../core/host.ts';
import { exerciseFiles } from '../files/exercise-files.ts';
import { contentOf, filesOf, textsIn } from '../files/pack-content.ts';
import { contentHash, MANIFEST, seal } from '../files/pack-seal.ts';
import { openPack, readFolder } from '../files/pack-source.ts';
import { packing } from '../files/zip-host.ts';
import { writeZip } from '../../core/lab/zip-write.ts';
import type { Installed, PackTable } from '../store/packs.ts';

interface Exported {
  readonly content: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}
export class Packs {
  readonly #folder: string;
  readonly #table: PackTable;
  #listed: readonly ListedPack[] | undefined;
  #exported: Exported | undefined;

  /** @param folder holds one folder per pack that came with the program */
  constructor(folder: string, table: PackTable) {
    this.#folder = folder;
    this.#table = table;
  }

  list(): readonly ListedPack[] {
    if (!this.#listed) {
      this.#bringIn();
      this.#listed = this.#table.installed().map(p => this.#listedAs(p));
    }
    return this.#listed;
  }
  /** What is installed has changed. */
  changed(): void {
    this.#listed = undefined;
  }
  #listedAs({ hash, builtIn, signer }: Installed): ListedPack {
    return { ...this.#summary(hash), builtIn, content: hash, ...(signer !== undefined && { signer }) };
  }
  #summary(hash: string): PackSummary {
    const kept = this.#table.summary(hash);
    if (kept) return kept;
    const read = readPack(textsIn(this.#table.files(hash)));
    if (!read.ok) throw new Error(`a pack that was good no longer is:\n${read.problems.map(p => problemLine(p)).join('\n')}`);
    const summary = summaryOf(read.value);
    this.#table.renewSummary(hash, summary);
    return summary;
  }
  /** Files are read at every start, and understood only when they have changed. */
  #bringIn(): void {
    const known = new Map(this.#table.installed().map(p => [p.pack, p])),
      names = readdirSync(this.#folder, { withFileTypes: true }).filter(e => e.isDirectory()).map(e => e.name); // prettier-ignore
    for (const { pack, builtIn } of known.values()) if (builtIn && !names.includes(pack)) this.#table.remove(pack);
    for (const name of names) {
      const folder = path.join(this.#folder, name),
        old = known.get(name);
      if (old && (!old.builtIn || old.hash === contentHash(readFolder(folder, [])))) continue;
      const { files, texts, problems } = openPack(folder),
        read = readPack(texts);
      if (!read.ok || problems.length > 0)
        throw new Error(`the built-in pack ${name} is broken:\n${[...problems, ...read.problems].map(p => problemLine(p)).join('\n')}`);
      this.#table.installBuiltIn(contentOf(files, read.value));
    }
  }

  /** Files of one exercise, keyed by their name, plus the pack's own `pack.yml`. @param wanted a content other than the installed one */
  exercise(pack: string, id: string, wanted?: string): ExerciseFiles | undefined {
    const listed = this.list().find(p => p.id === pack);
    if (!listed) return undefined;
    const hash = wanted ?? listed.content,
      head = this.#table.head(hash);
    if (head?.pack !== pack) return undefined;
    const texts = textsIn(['pack.yml', 'machines/', `exercises/${id}/`].flatMap(prefix => [...this.#table.files(hash, prefix)])),
      files = exerciseFiles(pack, id, texts);
    return files && { ...files, content: hash, version: head.version };
  }
  /** The content to begin or go on with: that of the open attempt, else the installed one. */
  contentFor(pack: string, id: string): string | undefined {
    const begun = this.#table.openAttempt(pack, id);
    return begun ?? this.list().find(p => p.id === pack)?.content;
  }
  page(pack: string, id: string): PageFiles | undefined {
    const listed = this.list().find(p => p.id === pack),
      page = listed?.pages.find(p => p.id === id);
    if (!listed || !page) return undefined;
    return pageFiles(page, textsIn(this.#table.files(listed.content, `reference/${id}.`)));
  }

  /** A pack as a file: the one it came as, where it came as one. It is made once for all its pieces. */
  exported(pack: string): Exported | undefined {
    const listed = this.list().find(p => p.id === pack);
    if (!listed) return undefined;
    if (this.#exported?.content === listed.content) return this.#exported;
    const files = filesOf(this.#table.files(listed.content)),
      bytes = writeZip(files.has(MANIFEST) ? files : seal(files), packing);
    return (this.#exported = { content: listed.content, name: `${pack}-${listed.version}.labpack`, bytes });
  }
  /** The file is not asked for any more. */
  forgetExported(): void {
    this.#exported = undefined;
  }
  /** What was done on it is kept. @returns whether there was such a pack that may be removed */
  remove(pack: string): boolean {
    if (this.list().find(p => p.id === pack)?.builtIn !== false) return false;
    this.changed();
    return this.#table.remove(pack);
  }
}
