import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Store } from '../../main/store/store.ts';
import { dataFolder } from './services.ts';

const START = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: 'ssdt-descriptor' } };
function worked(): string {
  const folder = dataFolder(),
    store = new Store(folder),
    { session } = store.openSession(START);
  store.appendInput(session, 0, { kind: 'line', text: 'r' });
  store.recordAnswer(
    session,
    1,
    { kind: 'answer', step: 'count', text: '471' },
    { step: 'count', result: 'right', points: 1, feedback: undefined },
  );
  store.saveSettings({ theme: 'dark' });
  store.close();
  return folder;
}
/** What a check finds after somebody has been at the file. */
function after(sql: string): unknown {
  const folder = worked(),
    db = new Database(path.join(folder, 'lab.db'));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
  const store = new Store(folder),
    found = store.check();
  store.close();
  return found;
}

const PROGRESS = { what: 'progress', where: 'syscalls/ssdt-descriptor/count' };

describe('the check of what is stored', () => {
  test('finds nothing in a store as the lab wrote it', () => {
    expect(after('')).toEqual([]);
  });
  test.each([
    ['DELETE FROM answer; DELETE FROM input WHERE idx = 0', [{ what: 'gap', where: 'session 1' }, PROGRESS]],
    ['UPDATE step_progress SET attempts = 5', [PROGRESS]],
    ["UPDATE input SET body = '{' WHERE idx = 0", [{ what: 'unreadable', where: 'input 1/0' }]],
    ["UPDATE setting SET value = 'dark'", [{ what: 'unreadable', where: 'setting theme' }]],
    ["UPDATE session SET switches = ''", [{ what: 'unreadable', where: 'session 1' }]],
    ['UPDATE answer SET idx = 0', [{ what: 'no-answer-input', where: 'answer 1/0' }]],
    [
      "UPDATE answer SET step = 'other'",
      [{ what: 'no-answer-input', where: 'answer 1/1' }, PROGRESS, { what: 'progress', where: 'syscalls/ssdt-descriptor/other' }],
    ],
    ['DELETE FROM session', [{ what: 'reference', where: 'input → session' }, { what: 'reference', where: 'input → session' }, PROGRESS]],
    ['DELETE FROM input', [{ what: 'reference', where: 'answer → input' }]],
  ])('%s', (sql, found) => {
    expect(after(sql)).toEqual(found);
  });
  test('counts rows', () => {
    const store = new Store(worked());
    expect(store.counts()).toEqual({
      learner: 0,
      exam: 0,
      setting: 1,
      session: 1,
      input: 2,
      answer: 1,
      hint_taken: 0,
      note: 0,
      history: 0,
      pack_content: 0,
      pack_installed: 0,
      trusted_key: 0,
    });
    store.close();
  });
});
