import { spawn } from 'node:child_process';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../main/store/database.ts';
import { Store } from '../../main/store/store.ts';
import { dataFolder, root } from './services.ts';

const start = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: 'ssdt-descriptor' } };

describe('the store', () => {
  test('keeps what it was given, in order, over a restart', () => {
    const folder = dataFolder(),
      first = new Store(folder),
      seed = first.learnerSeed(),
      { session } = first.openSession(start);
    first.appendInput(session, 0, { kind: 'line', text: 'r' });
    first.recordAnswer(
      session,
      1,
      { kind: 'answer', step: 'count', text: '0n471' },
      { step: 'count', result: 'right', points: 0.9, feedback: undefined },
    );
    first.addHistory('dq nt!KeServiceDescriptorTable L4');
    first.saveSettings({ language: 'zh-CN' });
    first.close();
    const second = new Store(folder);
    expect(second.learnerSeed()).toBe(seed);
    expect(second.openSession(start)).toEqual({
      session,
      start,
      inputs: [
        { kind: 'line', text: 'r' },
        { kind: 'answer', step: 'count', text: '0n471' },
      ],
    });
    expect(second.history()).toEqual(['dq nt!KeServiceDescriptorTable L4']);
    expect(second.settings()).toEqual({ language: 'zh-CN' });
    expect(second.progress().steps).toEqual([
      { pack: 'syscalls', exercise: 'ssdt-descriptor', step: 'count', result: 'right', points: 0.9, attempts: 1 },
    ]);
    second.close();
  });

  test('refuses an input that is not the next one and changes nothing', () => {
    const store = new Store(dataFolder()),
      { session } = store.openSession(start);
    store.appendInput(session, 0, { kind: 'line', text: 'r' });
    expect(() => store.appendInput(session, 0, { kind: 'line', text: 'k' })).toThrow(/the next is 1/);
    expect(() =>
      store.recordAnswer(
        session,
        3,
        { kind: 'answer', step: 'count', text: '1' },
        { step: 'count', result: 'wrong', points: 0, feedback: undefined },
      ),
    ).toThrow();
    expect(store.openSession(start).inputs).toHaveLength(1);
    expect(store.progress().steps).toEqual([]);
    store.close();
  });

  test('starting over keeps the old session and opens an empty one', () => {
    const store = new Store(dataFolder()),
      old = store.openSession(start);
    store.appendInput(old.session, 0, { kind: 'line', text: 'g' });
    const fresh = store.openSession(start, { fresh: true });
    expect(fresh.session).not.toBe(old.session);
    expect(store.openSession(start)).toEqual({ session: fresh.session, start, inputs: [] });
    store.close();
  });

  test('practice is kept apart, and never counted', () => {
    const store = new Store(dataFolder()),
      official = store.openSession(start),
      practice = store.openSession({ ...start, mode: 'practice' });
    expect(practice.session).not.toBe(official.session);
    expect(store.openSession({ ...start, mode: 'practice' })).toMatchObject({ session: practice.session, start: { mode: 'practice' } });
    store.recordAnswer(
      practice.session,
      0,
      { kind: 'answer', step: 's', text: '1' },
      { step: 's', result: 'right', points: 1, score: 100, feedback: undefined },
    );
    store.appendInput(practice.session, 1, { kind: 'hint', id: 'h' });
    expect(store.progress()).toMatchObject({ steps: [], exercises: [{ attempts: 1, hints: 0 }] });
    expect(store.progress().exercises[0]!.score ?? null).toBeNull();
    store.openSession({ ...start, mode: 'practice' }, { fresh: true });
    expect(store.openSession(start).session).toBe(official.session);
    store.recordAnswer(
      official.session,
      0,
      { kind: 'answer', step: 's', text: '1' },
      { step: 's', result: 'right', points: 1, score: 40, feedback: undefined },
    );
    expect(store.progress()).toMatchObject({ steps: [{ step: 's', attempts: 1 }], exercises: [{ attempts: 1, score: 40 }] });
    store.close();
  });

  test('keeps notes of a session in the order of time, and writes one anew', () => {
    const folder = dataFolder(),
      store = new Store(folder),
      { session } = store.openSession(start);
    for (const [position, text] of [['A:0', 'ten'], ['9:1F', 'nine'], ['9:2', '']] as const) expect(store.notes.put(session, { position, text })).toBe(true); // prettier-ignore
    store.notes.put(session, { position: 'A:0', text: 'ten again' });
    store.notes.remove(session, '9:1F');
    expect(store.notes.put(session + 1, { position: '0:0', text: 'of no session' })).toBe(false);
    store.openSession(start, { fresh: true });
    store.close();
    const again = new Store(folder);
    expect(again.notes.list(session)).toEqual([
      { position: '9:2', text: '' },
      { position: 'A:0', text: 'ten again' },
    ]);
    expect(again.check()).toEqual([]);
    again.close();
  });

  test('knows on which machines an exercise was attempted', () => {
    const store = new Store(dataFolder()),
      on = (seed: string) => ({ ...start, ref: { ...start.ref, seed } });
    expect(store.attemptSeeds('syscalls', 'ssdt-descriptor')).toEqual({ variants: 0, attempts: 0 });
    store.openSession(on('mine'));
    store.openSession(on('mine-2'), { fresh: true });
    store.openSession(on('mine-2'), { fresh: true });
    store.openSession({ ...on('other'), exercise: { pack: 'syscalls', id: 'console-first-break' } });
    expect(store.attemptSeeds('syscalls', 'ssdt-descriptor')).toEqual({ variants: 2, attempts: 3, open: 'mine-2' });
    store.close();
  });

  test('is durable: WAL with synchronous FULL, at the current version', () => {
    const folder = dataFolder();
    new Store(folder).close();
    const db = new Database(path.join(folder, 'lab.db'));
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('what is kept of progress is what sessions, hints and answers say', () => {
    const store = new Store(dataFolder()),
      answer = (session: number, index: number, result: string, points: number, score: number): void =>
        store.recordAnswer(
          session,
          index,
          { kind: 'answer', step: 'count', text: '1' },
          { step: 'count', result, points, feedback: undefined, score },
        );
    const one = store.openSession(start).session;
    answer(one, 0, 'malformed', 0, 0);
    answer(one, 1, 'wrong', 0.25, 12);
    store.appendInput(one, 2, { kind: 'hint', id: 'look' }, 7);
    answer(one, 3, 'right', 0.75, 70);
    const two = store.openSession(start, { fresh: true }).session;
    answer(two, 0, 'right', 0.5, 50);
    store.openSession({ ref: start.ref }); // free play is no exercise
    const named = { pack: 'syscalls', exercise: 'ssdt-descriptor' };
    expect(store.progress()).toEqual({
      steps: [{ ...named, step: 'count', result: 'right', points: 0.75, attempts: 3 }],
      exercises: [{ ...named, attempts: 2, hints: 1, score: 70 }],
    });
    expect(store.check()).toEqual([]);
    store.close();
  });

  test('opens what version 1 wrote', () => {
    const folder = dataFolder();
    cpSync(path.join(root, 'test/hosts/fixtures/store-1.db'), path.join(folder, 'lab.db'));
    const store = new Store(folder);
    expect(store.learnerSeed()).toBe('l-0123456789abcdef');
    const opened = store.openSession(start);
    expect(opened.inputs).toEqual([{ kind: 'line', text: 'dq nt!KeServiceDescriptorTable L4' }]);
    expect(opened.content).toBeUndefined();
    expect(store.check()).toEqual([]);
    store.close();
  });

  test('says in a sentence why it cannot be opened, and leaves the file alone', () => {
    const newer = dataFolder();
    new Store(newer).close();
    const db = new Database(path.join(newer, 'lab.db'));
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    expect(() => new Store(newer)).toThrow(/newer Syscall Lab/);
    const damaged = dataFolder();
    writeFileSync(path.join(damaged, 'lab.db'), 'not a database, but long enough to look at '.repeat(30));
    expect(() => new Store(damaged)).toThrow(/not a readable store/);
    const busy = dataFolder(),
      open = new Store(busy);
    expect(() => new Store(busy)).toThrow(/Another Syscall Lab is using/);
    open.close();
    if (process.getuid?.() !== 0) {
      const readonly = dataFolder();
      chmodSync(readonly, 0o555);
      expect(() => new Store(readonly)).toThrow(/cannot be written/);
    }
    const file = path.join(dataFolder(), 'file');
    writeFileSync(file, '');
    expect(() => new Store(file)).toThrow(/cannot be made|cannot be written/);
  });

  test('killed at any moment: everything acknowledged is there, nothing is half-written', async () => {
    for (const delay of [30, 90, 170]) {
      const folder = dataFolder();
      const child = spawn(process.execPath, [path.join(root, 'test/hosts/writer.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let acknowledged = -1;
      child.stdout.on('data', (b: Buffer) => {
        const seen = b.toString().trim().split('\n').at(-1);
        acknowledged = Number(seen);
        if (acknowledged >= 5) setTimeout(() => child.kill('SIGKILL'), delay);
      });
      await new Promise(done => child.on('exit', done));
      const store = new Store(folder),
        { inputs } = store.openSession(start),
        answers = store.progress().steps.reduce((n, p) => n + p.attempts, 0);
      expect(acknowledged).toBeGreaterThan(0);
      expect(inputs.length).toBeGreaterThan(acknowledged);
      expect(answers).toBe(inputs.length);
      store.close();
    }
  }, 30_000);
});
