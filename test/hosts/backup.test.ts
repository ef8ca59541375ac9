import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { BACKUPS, backupName, backupsIn, backupTime, restoreStore, superfluous } from '../../main/store/backup.ts';
import { openDatabase, SCHEMA_VERSION } from '../../main/store/database.ts';
import { StoreError } from '../../main/store/store-error.ts';
import { Store } from '../../main/store/store.ts';
import { dataFolder, root } from './services.ts';

const DAY = 86_400_000,
  at = (days: number): string => new Date(Date.UTC(2026, 10, 29, 12) - days * DAY).toISOString();
/** A data folder whose store has this line in its history. */
function folderWith(...lines: string[]): string {
  const folder = dataFolder(),
    store = new Store(folder);
  for (const line of lines) store.addHistory(line);
  store.close();
  return folder;
}
function historyOf(folder: string): string[] {
  const store = new Store(folder);
  try {
    return store.history();
  } finally {
    store.close();
  }
}

describe('a backup', () => {
  test('is a whole store in one file, made while the store is open', () => {
    const folder = folderWith('r', 'k'),
      store = new Store(folder, () => at(0)),
      file = store.backUp();
    expect(path.basename(file)).toBe('lab-20261129T120000Z.db');
    store.addHistory('later');
    expect(store.backUp()).toBe(file); // once a second is enough
    store.close();
    expect(readdirSync(path.join(folder, BACKUPS))).toEqual([path.basename(file)]);
    const other = dataFolder();
    cpSync(file, path.join(other, 'lab.db'));
    expect(historyOf(other)).toEqual(['r', 'k']);
  });
  test('never overwrites a file', () => {
    const folder = folderWith('r'),
      file = path.join(folder, 'mine.db'),
      store = new Store(folder);
    writeFileSync(file, 'mine');
    expect(() => store.copyTo(file)).toThrow(/already there/);
    store.close();
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
  test('is made before a store of an older version changes', () => {
    const folder = folderWith('r'),
      before: number[] = [],
      next = readFileSync(path.join(root, 'main/store/schema/001.sql'), 'utf8'),
      migrations = [...Array.from({ length: SCHEMA_VERSION }, () => next), 'CREATE TABLE later (x INTEGER) STRICT;'];
    openDatabase(folder, (_db, version) => before.push(version), migrations).close();
    openDatabase(folder, (_db, version) => before.push(version), migrations).close();
    openDatabase(dataFolder(), (_db, version) => before.push(version), [next]).close();
    expect(before).toEqual([SCHEMA_VERSION]);
  });
  test('that fails keeps the store from being migrated', () => {
    const folder = folderWith('r'),
      migrations = [...Array.from({ length: SCHEMA_VERSION }, () => ''), 'CREATE TABLE later (x INTEGER) STRICT;'];
    const full = (): never => {
      throw new Error('the disk is full');
    };
    expect(() => openDatabase(folder, full, migrations)).toThrow('the disk is full');
    expect(historyOf(folder)).toEqual(['r']);
  });
});

describe('old backups', () => {
  test('are thinned: the newest five, one a day for two weeks, one a week for half a year', () => {
    const names = Array.from({ length: 400 * 4 }, (_, n) => backupName(at(n / 4))), // every six hours for four hundred days
      gone = new Set(superfluous(names, Date.parse(at(0)))),
      kept = names.filter(name => !gone.has(name)),
      ages = kept.map(name => (Date.parse(at(0)) - backupTime(name)!) / DAY);
    expect(kept.slice(0, 5)).toEqual(names.slice(0, 5));
    expect(ages.filter(a => a < 14).length).toBeLessThanOrEqual(5 + 14);
    for (let day = 0; day < 13; day++) expect(ages.some(a => a >= day && a <= day + 1)).toBe(true);
    expect(ages.filter(a => a >= 14).length).toBeGreaterThanOrEqual(23);
    expect(Math.max(...ages)).toBeLessThan(26 * 7);
    expect(superfluous(kept, Date.parse(at(0)))).toEqual([]);
  });
  test('are all kept while they are few', () => {
    expect(
      superfluous(
        [900, 901, 902, 903].map(n => backupName(at(n))),
        Date.parse(at(0)),
      ),
    ).toEqual([]);
  });
  test('only files named as backups are looked at', () => {
    const folder = folderWith('r'),
      where = path.join(folder, BACKUPS);
    mkdirSync(where);
    for (const name of ['mine.db', 'lab-2026.db', 'before-version-2-lab-20200101T000000Z.db']) writeFileSync(path.join(where, name), '');
    for (let n = 300; n > 200; n--) writeFileSync(path.join(where, backupName(at(n))), '');
    const store = new Store(folder, () => at(0));
    store.backUp();
    store.close();
    expect(backupsIn(folder)).toHaveLength(5);
    expect(existsSync(path.join(where, 'mine.db'))).toBe(true);
    expect(existsSync(path.join(where, 'before-version-2-lab-20200101T000000Z.db'))).toBe(true);
  });
});

describe('putting a backup back', () => {
  const KEEP = backupName(at(0));
  test('replaces the store and keeps what was there', () => {
    const old = folderWith('old'),
      copy = path.join(dataFolder(), 'copy.db'),
      store = new Store(old);
    store.copyTo(copy);
    store.addHistory('newer');
    store.close();
    expect(restoreStore(copy, old, KEEP)).toBe(true);
    expect(historyOf(old)).toEqual(['old']);
    expect(backupsIn(old)).toEqual([KEEP]);
    restoreStore(path.join(old, BACKUPS, KEEP), old, backupName(at(-1)));
    expect(historyOf(old)).toEqual(['old', 'newer']);
  });
  test('into an empty folder: that is the move to another computer', () => {
    const copy = path.join(dataFolder(), 'copy.db'),
      store = new Store(folderWith('mine')),
      seed = store.learnerSeed();
    store.copyTo(copy);
    store.close();
    const elsewhere = path.join(dataFolder(), 'new');
    expect(restoreStore(copy, elsewhere, KEEP)).toBe(false);
    const there = new Store(elsewhere);
    expect([there.history(), there.learnerSeed()]).toEqual([['mine'], seed]);
    there.close();
  });
  test('where the store is damaged its file is kept as it is', () => {
    const folder = folderWith('x'),
      copy = path.join(dataFolder(), 'copy.db'),
      good = new Store(folderWith('good'));
    good.copyTo(copy);
    good.close();
    writeFileSync(path.join(folder, 'lab.db'), 'broken '.repeat(500));
    restoreStore(copy, folder, KEEP);
    expect(historyOf(folder)).toEqual(['good']);
    expect(readFileSync(path.join(folder, BACKUPS, `${KEEP}.damaged`), 'utf8')).toContain('broken');
  });
  test.each(['a file that is none', 'a database of something else', 'a damaged backup', 'a file that is not there', 'one of a newer lab'])(
    '%s is refused and nothing changes',
    what => {
      const folder = folderWith('mine'),
        file = path.join(dataFolder(), 'file.db');
      if (what === 'a file that is none') writeFileSync(file, 'hello');
      else if (what === 'a database of something else') new Database(file).exec('CREATE TABLE x (y)').close();
      else if (what !== 'a file that is not there') {
        cpSync(path.join(folderWith(...Array.from({ length: 500 }, (_, n) => `line ${n}`)), 'lab.db'), file);
        if (what === 'one of a newer lab') {
          const db = new Database(file);
          db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
          db.close();
        } else {
          const bytes = readFileSync(file);
          writeFileSync(file, bytes.fill(0xff, 8192, 16_384));
        }
      }
      expect(() => restoreStore(file, folder, KEEP)).toThrow(StoreError);
      expect(historyOf(folder)).toEqual(['mine']);
      expect(existsSync(path.join(folder, BACKUPS, KEEP))).toBe(false);
    },
  );
  test('is refused while a lab has the store open', () => {
    const folder = folderWith('mine'),
      copy = path.join(dataFolder(), 'copy.db'),
      open = new Store(folder);
    open.copyTo(copy);
    expect(() => restoreStore(copy, folder, KEEP)).toThrow(/Another Syscall Lab is using/);
    open.addHistory('still here');
    open.close();
    expect(historyOf(folder)).toEqual(['mine', 'still here']);
  });
});

describe('one writer for a data folder', () => {
  const SECOND = `import { Store } from ${JSON.stringify(path.join(root, 'main/store/store.ts'))};
    try { new Store(process.argv[1]); console.log('opened'); } catch (e) { console.log(e.reason); }`;
  const second = (folder: string): string =>
    spawnSync(process.execPath, ['--input-type=module', '-e', SECOND, folder], { encoding: 'utf8' }).stdout.trim();
  test('another process is told that it is in use, and may have it afterwards', () => {
    const folder = folderWith('r'),
      first = new Store(folder);
    expect(second(folder)).toBe('in-use');
    first.addHistory('k');
    first.close();
    expect(second(folder)).toBe('opened');
    expect(historyOf(folder)).toEqual(['r', 'k']);
  });
});

describe('what is said', () => {
  test('of a newer store, in both languages: what is there, that nothing changed, what to do', () => {
    const error = new StoreError('newer', { version: '9', known: '1' });
    expect(error.message).toMatch(/newer Syscall Lab \(version 9 .* knows 1\)\. Nothing was changed\. Update/);
    expect(error.in('zh-CN')).toMatch(/版本 9.*没有改动任何内容.*请更新/);
    expect(error.in('en')).toBe(error.message);
  });
});
