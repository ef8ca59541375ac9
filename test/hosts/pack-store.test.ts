/** Packs in the store: kept by what they hold, whole or not at all, as long as somebody needs them; and a catalog that opens at once. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../../main/files/pack-seal.ts';
import { filesOf } from '../../main/files/pack-content.ts';
import { Packs } from '../../main/services/packs.ts';
import { Store } from '../../main/store/store.ts';
import { content, editionFiles, KEYS } from './pack-bytes.ts';
import { dataFolder, root } from './services.ts';

const start = { ref: { machine: 'bench-x64', seed: 'note', set: {} }, exercise: { pack: 'small', id: 'first' } };

describe('packs in the store', () => {
  test('a content comes back as it was, file by file, over a restart', () => {
    const folder = dataFolder(),
      first = new Store(folder),
      kept = content({ key: 'one' });
    first.packs.install(kept, KEYS.one.fingerprint);
    first.close();
    const { packs, close } = opened(folder);
    expect(packs.installed()).toEqual([
      { hash: kept.hash, pack: 'small', uuid: kept.uuid, version: '1.0.0', builtIn: false, signer: KEYS.one.fingerprint },
    ]);
    const files = filesOf(packs.files(kept.hash));
    expect([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])).toEqual(
      [...editionFiles({ key: 'one' })].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, b]) => [name, Buffer.from(b).toString('base64')]),
    );
    expect(contentHash(files)).toBe(kept.hash);
    expect(packs.summary(kept.hash)).toEqual(kept.summary);
    expect(packs.files(kept.hash, 'exercises/first/').map(f => f.name)).toEqual(
      [...files.keys()].filter(n => n.startsWith('exercises/first/')),
    );
    close();
  });

  test('an attempt keeps the content it was begun with; what nobody needs goes', () => {
    const store = new Store(dataFolder()),
      [v1, v2, v3] = [content(), content({ version: '1.1.0' }), content({ version: '2.0.0' })] as const;
    store.packs.install(v1, undefined);
    const begun = store.openSession(start, { content: v1.hash });
    store.packs.install(v2, undefined);
    expect(store.packs.installed().map(p => p.version)).toEqual(['1.1.0']);
    expect(store.openSession(start, { content: v2.hash })).toMatchObject({ session: begun.session, content: v1.hash });
    expect(store.packs.openAttempt('small', 'first')).toBe(v1.hash);
    store.packs.install(v3, undefined);
    expect([v1, v2, v3].map(c => store.packs.head(c.hash) !== undefined)).toEqual([true, false, true]);
    const fresh = store.openSession(start, { content: v3.hash, fresh: true });
    expect(store.packs.attempts('small').toSorted((a, b) => b.ended - a.ended)).toEqual([
      { exercise: 'first', content: v1.hash, open: 0, ended: 1 },
      { exercise: 'first', content: v3.hash, open: 1, ended: 0 },
    ]);
    expect(store.packs.remove('small')).toBe(true);
    expect(store.packs.remove('small')).toBe(false);
    expect(store.packs.installed()).toEqual([]);
    expect(store.openSession(start)).toMatchObject({ session: fresh.session, content: v3.hash });
    expect(store.packs.files(v1.hash)).toHaveLength(v1.files.length);
    expect(store.check()).toEqual([]);
    store.close();
  });

  test('keys: known since the day they came, another in their place only with another install', () => {
    let now = '2026-01-31T10:00:00.000Z';
    const store = new Store(dataFolder(), () => now),
      { uuid } = content();
    store.packs.install(content({ key: 'one' }), KEYS.one.fingerprint);
    now = '2026-03-01T10:00:00.000Z';
    store.packs.install(content({ version: '1.0.1', key: 'one' }), KEYS.one.fingerprint);
    expect(store.packs.trust().packs).toEqual({ [uuid]: { fingerprint: KEYS.one.fingerprint, since: '2026-01-31' } });
    store.packs.install(content({ version: '1.0.2', key: 'two' }), KEYS.two.fingerprint);
    expect(store.packs.trust().packs).toEqual({ [uuid]: { fingerprint: KEYS.two.fingerprint, since: '2026-03-01' } });
    store.packs.install(content({ version: '1.0.3' }), undefined);
    expect(store.packs.trust().packs).toEqual({});
    store.close();
  });

  test('killed while packs are installed: the old one or the new one, whole, and nothing else', async () => {
    for (const delay of [5, 40, 90]) {
      const folder = dataFolder();
      const child = spawn(process.execPath, [path.join(root, 'test/hosts/installer.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
      await new Promise(done => child.on('exit', done));
      const store = new Store(folder),
        [installed, ...more] = store.packs.installed();
      expect(more).toEqual([]);
      expect(contentHash(filesOf(store.packs.files(installed!.hash)))).toBe(installed!.hash);
      expect(store.counts()).toMatchObject({ pack_content: 1, pack_installed: 1, trusted_key: 1 });
      expect(store.check()).toEqual([]);
      store.close();
    }
  }, 30_000);
});
function opened(folder: string): { readonly packs: Store['packs']; readonly close: () => void } {
  const store = new Store(folder);
  return { packs: store.packs, close: () => store.close() };
}

test('what version 1 kept is counted when it is brought to version 2', () => {
  const folder = dataFolder(),
    db = new Database(path.join(folder, 'lab.db'));
  db.exec(readFileSync(path.join(root, 'main/store/schema/001.sql'), 'utf8'));
  db.pragma('user_version = 1');
  db.exec(`
    INSERT INTO session (id, machine, seed, switches, pack, exercise, created, ended) VALUES
      (1, 'bench-x64', 'note', '{}', 'small', 'first', '2026', '2026'), (2, 'bench-x64', 'note', '{}', 'small', 'first', '2026', NULL),
      (3, 'bench-x64', 'note', '{}', '', '', '2026', NULL);
    INSERT INTO input VALUES (1, 0, '{"kind":"answer","step":"sum","text":"1"}'), (1, 1, '{"kind":"hint","id":"look"}'), (1, 2, '{"kind":"answer","step":"sum","text":"2"}');
    INSERT INTO answer VALUES (1, 0, 'sum', 'wrong', 0.5, NULL, '2026'), (1, 2, 'sum', 'right', 0.25, NULL, '2026');`);
  db.close();
  const store = new Store(folder);
  expect(store.progress()).toEqual({
    steps: [{ pack: 'small', exercise: 'first', step: 'sum', result: 'right', points: 0.5, attempts: 2 }],
    exercises: [{ pack: 'small', exercise: 'first', attempts: 2, hints: 1, score: null }],
  });
  expect(store.counts()).toMatchObject({ hint_taken: 1 });
  expect(store.check()).toEqual([]);
  store.close();
});

interface BigCatalog {
  readonly ms: number;
  readonly exercises: number;
  readonly steps: number;
}
/** The catalog of 200 exercises, each tried `attempts` times. @returns milliseconds it takes to open, and the rows it shows */
function openBigCatalog(attempts: number): BigCatalog {
  const folder = dataFolder(),
    filled = new Store(folder),
    { summary, ...small } = content(),
    exercises = Array.from({ length: 200 }, (_, n) => ({ ...summary.exercises[0]!, pack: 'small', id: `e-${n}` }));
  filled.packs.install({ ...small, summary: { ...summary, exercises } }, undefined);
  filled.close();
  const db = new Database(path.join(folder, 'lab.db'));
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
      INSERT INTO session (id, machine, seed, switches, pack, exercise, created) SELECT i, 'bench-x64', 'note', '{}', 'small', 'e-' || i, '2026' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${200 * attempts - 1})
      INSERT INTO input SELECT i % 200, i / 200, '{"kind":"answer","step":"sum","text":"1"}' FROM n;
    INSERT INTO answer (session, idx, step, result, points, feedback, at) SELECT session, idx, CASE idx % 3 WHEN 0 THEN 'sum' WHEN 1 THEN 'way' ELSE 'pair' END, 'wrong', 0.5, NULL, '2026' FROM input;`);
  db.close();
  const store = new Store(folder),
    packs = new Packs(path.join(root, 'exercises'), store.packs);
  packs.list(); // what came with the program is understood once, when it is new
  const opening = (): BigCatalog => {
    const again = new Packs(path.join(root, 'exercises'), store.packs),
      began = performance.now(),
      exercises = again.list().find(p => p.id === 'small')!.exercises.length,
      steps = store.progress().steps.length;
    return { ms: performance.now() - began, exercises, steps };
  };
  const [fastest] = Array.from({ length: 5 }, opening).sort((a, b) => a.ms - b.ms); // the machine may be busy with other tests
  store.close();
  return fastest!;
}
test('200 exercises with thousands of answers open in a tenth of a second', () => {
  const { ms, ...rows } = openBigCatalog(Number(process.env['ATTEMPTS'] ?? 500));
  expect(rows).toEqual({ exercises: 200, steps: 600 });
  if (process.env['ATTEMPTS']) console.log(`the catalog opened in ${ms.toFixed(1)} ms`);
  expect(ms).toBeLessThan(100);
}, 120_000);
