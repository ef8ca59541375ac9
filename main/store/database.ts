/** The one SQLite file of a data folder: opened durable, brought to the current version, owned by one process. */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

export type Db = Database.Database;
export const STORE_FILE = 'lab.db';

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
 * @param beforeMigrating called with a store of an older version before anything in it changes
 * @throws StoreError with a sentence for the person: folder not writable, in use, newer version, damaged
 */
export function openDatabase(folder: string, beforeMigrating?: (db: Db, version: number) => void, migrations = MIGRATIONS): Db {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new StoreError('no-folder', { folder });
  }
  let db: Db | undefined;
  try {
    db = new Database(path.join(folder, STORE_FILE), { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    assertDurable(db);
    migrate(db, migrations, beforeMigrating);
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

function migrate(db: Db, migrations: readonly string[], before?: (db: Db, version: number) => void): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) throw new StoreError('newer', { version: String(version), known: String(migrations.length) });
  if (version > 0 && version < migrations.length) before?.(db, version);
  for (let next = version + 1; next <= migrations.length; next++) {
    const run = db.transaction(() => {
      db.exec(migrations[next - 1]!);
      db.pragma(`user_version = ${next}`);
    });
    run.immediate();
  }
}

function explain(e: unknown, folder: string): Error {
  if (e instanceof StoreError) return e;
  const code = (e as { code?: string }).code ?? '';
  if (/BUSY|LOCKED/.test(code)) return new StoreError('in-use', { folder });
  if (/READONLY|CANTOPEN|PERM|IOERR/.test(code)) return new StoreError('folder', { folder });
  if (/CORRUPT|NOTADB/.test(code)) return new StoreError('damaged', { file: path.join(folder, STORE_FILE) });
  return e as Error;
}
