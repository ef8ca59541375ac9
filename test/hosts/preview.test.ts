/** What a preview answers: one folder, as it is now; sessions for as long as it lasts. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoredSession, WrittenPack } from '../../core/host.ts';
import { previewDispatch } from '../../main/services/preview.ts';
import type { Dispatch } from '../../main/dispatch.ts';
import { GOOD } from '../lab/spoiled/good.ts';

let folder: string, dispatch: Dispatch;
const mistakes: string[] = [];
const ask = <T>(call: string, argument: object = {}): T => {
  const result = dispatch(call, argument);
  if (!result.ok) throw new Error(result.problem.code);
  return result.value as T;
};
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'syscall-lab-preview-')), 'small');
  for (const [name, text] of Object.entries(GOOD)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  dispatch = previewDispatch(folder, { version: '1', host: 'web', systemLanguage: 'en', platform: 'test', safe: false }, call =>
    mistakes.push(call),
  );
});
afterEach(() => {
  rmSync(path.dirname(folder), { recursive: true, force: true });
  expect(mistakes).toEqual([]);
});
const state = (since?: string): WrittenPack | null => ask('author/state', { ...(since !== undefined && { since }) });

test('what is there is told once, and again when a file has changed', () => {
  const first = state()!;
  expect(first).toMatchObject({ folder: 'small', problems: [] });
  expect(first.good?.content).toBe(first.revision);
  expect(state(first.revision)).toBeNull();
  writeFileSync(path.join(folder, 'exercises/first/text.en.md'), '# Broken\n');
  const broken = state(first.revision)!;
  expect(broken.good).toEqual(first.good);
  expect(broken.problems.some(p => p.code === 'text-missing')).toBe(true);
  expect(ask<{ files: Record<string, string> }>('packs/exercise', { pack: 'small', id: 'first' }).files['exercises/first/text.en.md']).toBe(
    GOOD['exercises/first/text.en.md'],
  );
  expect(ask<{ text: string }>('author/file', { name: 'exercises/first/text.en.md' }).text).toBe('# Broken\n');
});
test('a folder that is gone is a problem, and no end', () => {
  const { revision } = state()!;
  renameSync(folder, `${folder}-away`);
  const gone = state(revision)!;
  expect(gone.problems.map(p => p.code)).toEqual(['folder']);
  expect(gone.good?.content).toBe(revision);
  renameSync(`${folder}-away`, folder);
  expect(state(gone.revision)).toMatchObject({ problems: [] });
});
test('a link out of the folder is refused, not followed', () => {
  symlinkSync('/etc/passwd', path.join(folder, 'LICENSE.txt'));
  expect(state()!.problems.map(p => p.code)).toEqual(['file-link']);
  expect(() => ask('author/file', { name: 'LICENSE.txt' })).toThrow('host/no-file');
});
test('a session goes on with what was done, until it is begun anew', () => {
  const start = { ref: { machine: 'bench-x64', seed: 'note', set: {} }, exercise: { pack: 'small', id: 'first' } },
    { session } = ask<StoredSession>('sessions/open', start);
  ask('sessions/append', { session, index: 0, input: { kind: 'line', text: 'r' } });
  expect(ask<StoredSession>('sessions/open', start).inputs).toEqual([{ kind: 'line', text: 'r' }]);
  expect(ask<StoredSession>('sessions/open', { ...start, fresh: true }).inputs).toEqual([]);
});
test('nothing else is answered', () => {
  expect(() => ask('packs/import')).toThrow('host/unknown-call');
  expect(() => ask('packs/exercise', { pack: 'small', id: 'third' })).toThrow('host/no-exercise');
});
