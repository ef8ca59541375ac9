/** Copies of a store: made whole or not at all, thinned by age, put back without losing what is replaced. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { SCHEMA_VERSION, STORE_FILE, type Db } from './database.ts';
import { StoreError } from './store-error.ts';

export const BACKUPS = 'backups';
const DAY = 86_400_000;
/** Kept whatever their age; then the newest of each day for two weeks, of each week for half a year. */
const NEWEST = 5,
  DAYS = 14,
  WEEKS = 26;

/** `lab-20261129T123456Z.db`: sorted by name is sorted by time. @param time ISO 8601 in UTC */
export const backupName = (time: string): string => `lab-${time.replace(/\.\d+/, '').replace(/[-:]/g, '')}.db`;
/** Milliseconds of a backup's name; undefined for any other file. */
export function backupTime(name: string): number | undefined {
  const [, y, mo, d, h, mi, s] = /^lab-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/.exec(name) ?? [];
  return y === undefined ? undefined : Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
}
/** Names of the backups of a data folder, newest first. */
export function backupsIn(folder: string): readonly string[] {
  const where = path.join(folder, BACKUPS);
  return existsSync(where)
    ? readdirSync(where)
        .filter(name => backupTime(name) !== undefined)
        .sort()
        .reverse()
    : [];
}
/** Which of these backups are no longer kept. @param names newest first */
export function superfluous(names: readonly string[], now: number): readonly string[] {
  const kept = new Set<string>();
  return names.filter((name, n) => {
    const age = now - backupTime(name)!;
    const of = age < DAYS * DAY ? `day ${Math.floor(backupTime(name)! / DAY)}` : `week ${Math.floor(backupTime(name)! / (7 * DAY))}`;
    const first = age < WEEKS * 7 * DAY && !kept.has(of);
    if (first) kept.add(of);
    return n >= NEWEST && !first;
  });
}

/** Copy an open store into a file that must not be there yet: complete, checked and on the disk before it has its name. */
export function copyStore(db: Db, file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) throw new StoreError('exists', { file });
  const temporary = `${file}.new`;
  rmSync(temporary, { force: true });
  db.prepare('VACUUM INTO ?').run(temporary);
  const written = openSync(temporary, 'r+');
  fsyncSync(written);
  closeSync(written);
  refuseUnlessStore(temporary);
  renameSync(temporary, file);
}
/** @throws StoreError unless the file is a sound store of a version we know */
function refuseUnlessStore(file: string): void {
  let db: Db | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const version = db.pragma('user_version', { simple: true }) as number,
      tables = db
        .prepare<[], { n: number }>("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('learner', 'session', 'input', 'answer')")
        .get();
    if (version > SCHEMA_VERSION) throw new StoreError('newer', { version: String(version), known: String(SCHEMA_VERSION) });
    if (version < 1 || tables?.n !== 4 || db.pragma('integrity_check', { simple: true }) !== 'ok')
      throw new StoreError('no-backup', { file });
  } catch (e) {
    throw e instanceof StoreError ? e : new StoreError('no-backup', { file });
  } finally {
    db?.close();
  }
}

/**
 * Put a backup in the place of the store of a folder; the store that was there is kept as a backup of its own. Nobody may have it open.
 * @param keepAs name for what is replaced
 * @returns whether there was a store to keep
 */
export function restoreStore(file: string, folder: string, keepAs: string): boolean {
  refuseUnlessStore(file);
  mkdirSync(path.join(folder, BACKUPS), { recursive: true });
  const store = path.join(folder, STORE_FILE),
    incoming = `${store}.new`;
  rmSync(incoming, { force: true });
  const source = new Database(file, { readonly: true });
  try {
    copyStore(source, incoming); // also leaves the backup itself untouched
  } finally {
    source.close();
  }
  const there = existsSync(store);
  if (there) keepOld(store, folder, keepAs);
  for (const rest of ['-wal', '-shm']) rmSync(store + rest, { force: true });
  renameSync(incoming, store);
  return there;
}
/** The store that is replaced, as a backup; where it cannot be read any more, its files as they are. */
function keepOld(store: string, folder: string, keepAs: string): void {
  const kept = path.join(folder, BACKUPS, keepAs);
  let old: Db | undefined;
  try {
    old = openOnlyWriter(store, folder);
    copyStore(old, kept);
  } catch (e) {
    if (e instanceof StoreError && (e.reason === 'in-use' || e.reason === 'exists')) throw e;
    old?.close();
    for (const rest of ['', '-wal']) if (existsSync(store + rest)) renameSync(store + rest, `${kept}.damaged${rest}`);
  } finally {
    old?.close();
  }
}
function openOnlyWriter(store: string, folder: string): Db {
  const db = new Database(store, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (e) {
    db.close();
    throw /BUSY|LOCKED/.test(String((e as { code?: unknown }).code)) ? new StoreError('in-use', { folder }) : e;
  }
}
