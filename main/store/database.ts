/** The one SQLite file of a data folder: opened durable, brought to the current version, owned by one process. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

export type Db = Database.Database;

/** Migration n brings a store of version n - 1 to version n. */
const MIGRATIONS: readonly string[] = loadMigrations();
export const SCHEMA_VERSION = MIGRATIONS.length;

function loadMigrations(): string[] {
  const folder = fileURLToPath(new URL('./schema/', import.meta.url));
  return readdirSync(folder)
    .filter(name => /^\d{3}\.sql$/.test(name))
    .sort()
    .map(name => readFileSync(path.join(folder, name), 'utf8'));
}

/**
 * Open (or make) `lab.db` in a folder.
 * @throws StoreError with a sentence for the person: folder not writable, in use, newer version, damaged
 */
export function openDatabase(folder: string): Db {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new StoreError('folder', `The data folder ${folder} cannot be made. Choose another with --data.`);
  }
  let db: Db | undefined;
  try {
    db = new Database(path.join(folder, 'lab.db'), { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    assertDurable(db);
    migrate(db);
    return db;
  } catch (e) {
    db?.close();
    throw explain(e, folder);
  }
}

/** better-sqlite3 defaults to NORMAL in WAL mode, which loses acknowledged commits at a power cut. */
function assertDurable(db: Db): void {
  const journal: unknown = db.pragma('journal_mode', { simple: true });
  const synchronous: unknown = db.pragma('synchronous', { simple: true });
  if (journal !== 'wal' || synchronous !== 2)
    throw new Error(`the store is not durable: journal ${String(journal)}, synchronous ${String(synchronous)}`);
}

function migrate(db: Db): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > SCHEMA_VERSION)
    throw new StoreError(
      'newer',
      `The data was written by a newer Syscall Lab (version ${version} of the store; this one knows ${SCHEMA_VERSION}). Nothing was changed. Update the lab, or choose another folder with --data.`,
    );
  for (let next = version + 1; next <= SCHEMA_VERSION; next++) {
    const run = db.transaction(() => {
      db.exec(MIGRATIONS[next - 1]!);
      db.pragma(`user_version = ${next}`);
    });
    run.immediate();
  }
}

function explain(e: unknown, folder: string): Error {
  if (e instanceof StoreError) return e;
  const code = (e as { code?: string }).code ?? '';
  if (/BUSY|LOCKED/.test(code))
    return new StoreError('in-use', `Another Syscall Lab is using ${folder}. Close it, or choose another folder with --data.`);
  if (/READONLY|CANTOPEN|PERM|IOERR/.test(code))
    return new StoreError('folder', `The data folder ${folder} cannot be written to. Choose another with --data.`);
  if (/CORRUPT|NOTADB/.test(code))
    return new StoreError(
      'damaged',
      `${path.join(folder, 'lab.db')} is not a readable store. It was left as it is; move it away or choose another folder with --data.`,
    );
  return e as Error;
}
