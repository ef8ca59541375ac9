import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createDispatch } from '../../main/dispatch.ts';
import { backUpIfDue, restore } from '../../main/services/care.ts';
import { Log, withoutNames } from '../../main/services/log.ts';
import { openServices } from '../../main/services/open.ts';
import { BACKUPS, backupsIn } from '../../main/store/backup.ts';
import { SCHEMA_VERSION } from '../../main/store/database.ts';
import { Store } from '../../main/store/store.ts';
import { dataFolder, root, services } from './services.ts';

const START = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: 'ssdt-descriptor' } };
const DAY = 86_400_000;

describe('backups by themselves', () => {
  test('one a day, none of an empty store', () => {
    const folder = dataFolder();
    let now = Date.UTC(2026, 10, 29);
    const store = new Store(folder, () => new Date(now).toISOString());
    backUpIfDue(store, folder, now);
    expect(backupsIn(folder)).toEqual([]);
    store.openSession(START);
    for (let hours = 0; hours < 72; hours += 3, now += DAY / 8) backUpIfDue(store, folder, now);
    expect(backupsIn(folder)).toHaveLength(3);
    store.close();
  });
  test('are made when the lab is opened; where that cannot be, the lab opens all the same and writes it down', () => {
    const folder = dataFolder(),
      first = services(folder);
    first.dispatch('sessions/open', START);
    first.close();
    services(folder).close();
    expect(backupsIn(folder)).toHaveLength(1);
    const other = dataFolder(),
      store = new Store(other);
    store.openSession(START);
    store.close();
    writeFileSync(path.join(other, BACKUPS), 'a file where the folder should be');
    const opened = services(other);
    expect(opened.dispatch('app/info', {})).toMatchObject({ ok: true });
    expect(opened.log.lines.join('\n')).toContain('the daily backup: ');
  });
  test('what a restored backup replaces is kept under a name of its own', () => {
    const folder = dataFolder(),
      opened = services(folder),
      copy = path.join(folder, 'copy.db');
    opened.care.copyTo(copy);
    opened.close();
    expect(restore(copy, folder, '2026-11-29T12:00:00.000Z')).toBe(path.join(folder, BACKUPS, 'replaced-lab-20261129T120000Z.db'));
    expect(restore(copy, path.join(folder, 'new'), '2026-11-29T12:00:00.000Z')).toBeUndefined();
  });
});

describe('the check for people', () => {
  test('says that the data is sound', () => {
    const { care, dispatch } = services();
    dispatch('sessions/open', START);
    expect(care.check('en')).toEqual({
      ok: true,
      lines: [`The data is sound: 1 sessions, 0 answers, version ${SCHEMA_VERSION} of the store.`],
    });
    expect(care.check('zh-CN').lines[0]).toMatch(/^数据完好：1 个会话/);
  });
  test('says what is wrong and which backup is the newest', () => {
    const folder = dataFolder(),
      store = new Store(folder);
    store.saveSettings({ theme: 'dark' });
    const backup = path.basename(store.backUp());
    store.close();
    const db = new Database(path.join(folder, 'lab.db'));
    db.exec("UPDATE setting SET value = '{'");
    db.close();
    const opened = openServices({ root }, folder, 'web', 'en');
    expect(opened.care.check('en')).toEqual({
      ok: false,
      lines: [
        `1 things are not as they should be. Nothing was changed. A backup may be better; the newest is ${backup}.`,
        'Cannot be read: setting theme',
      ],
    });
    opened.close();
  });
});

describe('diagnostics and the log', () => {
  test('hold versions, counts and what happened; no name, no folder, no seed, nothing typed', () => {
    const folder = dataFolder(),
      { care, dispatch, log } = services(folder);
    const info = dispatch('app/info', {}) as { value: { learnerSeed: string } };
    dispatch('history/add', { line: 'secret line' });
    const opened = dispatch('sessions/open', { ...START, ref: { ...START.ref, seed: 'secret-seed' } }) as { value: { session: number } };
    dispatch('sessions/append', { session: opened.value.session, index: 0, input: { kind: 'line', text: 'secret input' } });
    log.add(`could not open ${path.join(homedir(), 'x.labpack')} of ${userInfo().username} on ${hostname()} in ${folder}`);
    const said = care.diagnostics();
    expect(said).toMatch(/^Syscall Lab \d+\.\d+\.\d+, web host/);
    expect(said).toMatch(/node 2\d/);
    expect(said).toContain('"session":1,"input":1');
    expect(said).toContain('The data is sound');
    expect(said).toContain('started: version');
    for (const name of [folder, homedir(), info.value.learnerSeed, 'secret']) expect(said).not.toContain(name);
    expect(said).toContain('<data>');
  });
  test('names are hidden wherever they come from', () => {
    const home = (of: string): string => path.posix.join('/', 'home', of, 'x.ts');
    expect(withoutNames(`at C:\\Users\\Ada\\x.ts and ${home('ada')}:1 and /Users/ada/y`, '/data')).toBe(
      `at C:\\Users\\<user>\\x.ts and ${home('<user>')}:1 and /Users/<user>/y`,
    );
    expect(withoutNames('in /data/mine/lab.db', '/data/mine')).toBe('in <data>/lab.db');
  });
  test('the log keeps its newest three hundred lines over a restart, each a line of at most four hundred letters', () => {
    const folder = dataFolder(),
      log = new Log(folder, () => 'T');
    for (let n = 0; n < 350; n++) log.add(`line ${n}\nof two ${'x'.repeat(500)}`);
    const again = new Log(folder, () => 'T');
    expect(again.lines).toHaveLength(300);
    expect(again.lines.at(-1)).toMatch(/^T line 349 of two x+$/);
    expect(Math.max(...again.lines.map(l => l.length))).toBeLessThanOrEqual(402);
    expect(readFileSync(path.join(folder, 'log.txt'), 'utf8').trimEnd().split('\n')).toEqual(again.lines);
  });
  test('a folder that cannot be written to stops nothing', () => {
    const folder = dataFolder();
    mkdirSync(path.join(folder, 'log.txt.new'));
    const log = new Log(folder);
    log.add('kept in memory');
    expect(log.lines).toHaveLength(1);
  });
  test('a mistake of ours in a call is written down with its place, and is a problem for the window', () => {
    const folder = dataFolder(),
      log = new Log(folder),
      store = new Store(folder);
    store.close(); // every call that needs it now fails
    const dispatch = createDispatch({
      info: { version: '1', host: 'web', systemLanguage: 'en', platform: 'linux', safe: false },
      store,
      folder,
      packs: undefined as never,
      imports: undefined as never,
      author: undefined as never,
      report: (call, error) => log.addError(call, error),
    });
    expect(dispatch('packs/list', {})).toMatchObject({ ok: false, problem: { code: 'host/error' } });
    expect(dispatch('history/get', {})).toMatchObject({ ok: false });
    expect(log.lines[0]).toMatch(/packs\/list: .* at .*dispatch\.ts/);
    expect(log.lines).toHaveLength(2);
  });
});

describe('safe mode', () => {
  test('leaves out the kept layout, keeps the rest, and says so', () => {
    const folder = dataFolder(),
      usual = openServices({ root }, folder, 'web', 'en');
    usual.dispatch('settings/set', { theme: 'dark', layout: { 'large.left': [300] } });
    expect(usual.dispatch('settings/get', {})).toEqual({ ok: true, value: { theme: 'dark', layout: { 'large.left': [300] } } });
    usual.close();
    const safe = openServices({ root }, folder, 'web', 'en', { safe: true });
    expect(safe.dispatch('settings/get', {})).toEqual({ ok: true, value: { theme: 'dark' } });
    expect(safe.dispatch('app/info', {})).toMatchObject({ value: { safe: true } });
    safe.dispatch('settings/set', { theme: 'light' });
    safe.close();
    const again = openServices({ root }, folder, 'web', 'en');
    expect(again.dispatch('settings/get', {})).toEqual({ ok: true, value: { theme: 'light', layout: { 'large.left': [300] } } });
    again.close();
  });
});
