/** The same session in a real browser and here: every position and every digest of the machine's state. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { parseRun } from '../../core/lab/labrun.ts';
import { record as recordRun, replay } from '../../core/lab/replay.ts';
import { exerciseIn } from '../../main/files/exercise-files.ts';
import { readExerciseFiles } from '../../core/lab/pack.ts';
import type { ExerciseSource } from '../../core/host.ts';
import type { Input, SessionStart } from '../../core/lab/session.ts';
import { drain, line, must } from '../lab/record.ts';
import { expect, test } from './lab.ts';

const packs = path.resolve(import.meta.dirname, '../../exercises');

/** A session made and recorded in a worker of its own, by the code that the page's worker runs. */
function recordInBrowser(page: Page, start: SessionStart, inputs: readonly Input[], files?: ExerciseSource): Promise<string> {
  return page.evaluate(
    async ([url, ...open]) => {
      const worker = new Worker(url, { type: 'module' }),
        waiting = new Map<string, (value: unknown) => void>();
      const answer = (id: string): Promise<unknown> => new Promise(done => waiting.set(id, done));
      const ask = (id: string, m: string, a: readonly unknown[]): Promise<unknown> => {
        worker.postMessage({ t: 'q', i: id, m, a });
        return answer(id);
      };
      const ready = answer('ready');
      worker.onmessage = ({ data }: MessageEvent<{ t: string; m?: string; i?: string; r?: unknown; e?: unknown }>) => {
        if (data.t === 'q') waiting.get(data.m!)?.(undefined);
        else waiting.get(data.i!)?.(data.e === undefined ? data.r : `failed: ${String(data.e)}`);
      };
      await ready;
      await ask('1', 'open', open);
      const text = await ask('2', 'recording', []);
      worker.terminate();
      return String(text);
    },
    [page.workers()[0]!.url(), start, inputs, files] as const,
  );
}
const SESSIONS: readonly (readonly [string, SessionStart['ref'], readonly Input[], string?])[] = [
  [
    'win10-x64',
    { machine: 'win10-x64', seed: 'chromium', set: { smap: 'on' } },
    [line('bp nt!KiSystemCall64; g'), line('t 30; r rbx = 5'), line('t- 3'), { kind: 'line', text: 'bc *; g', pause: 9 }],
  ],
  [
    'win10-x64-473',
    { machine: 'win10-x64-473', seed: 'chromium', set: {} },
    [line('t 80'), line('eb @rsp-40 11 22'), line('t 60'), line('t- 30')],
  ],
  ['bench-x64', { machine: 'bench-x64', seed: 'chromium', set: { vendor: 'amd' } }, [line('t 90'), line('.restart'), line('t 40')]],
  ['bench-x86', { machine: 'bench-x86', seed: 'chromium', set: {} }, [line('t 90'), line('r eax = 7; t 10')]],
  [
    'an attempt',
    { machine: 'win10-x64', seed: 'replay', set: {} },
    [
      line('bp nt!NtClose; g'),
      { kind: 'answer', step: 'stop', text: '' },
      { kind: 'hint', id: 'stack' },
      { kind: 'answer', step: 'ring', text: 'cs' },
    ],
    'console-first-break',
  ],
];
for (const [name, ref, inputs, id] of SESSIONS)
  test(`${name}: a session recorded in Chromium is the text Node records, and replays here on both engines`, async ({ lab, page }) => {
    await lab.free('note');
    const files = id === undefined ? undefined : exerciseIn(packs, 'syscalls', id),
      exercise = files && { exercise: readExerciseFiles(files)!, hash: files.hash },
      start: SessionStart = { ref, ...(id !== undefined && { exercise: { pack: 'syscalls', id } }) },
      options = exercise ? { exercise } : {};
    const there = await recordInBrowser(page, start, inputs, files);
    expect(there).toBe(must(drain(recordRun(start, inputs, options))));
    for (const engine of ['wasm', 'evaluator'] as const)
      expect(must(drain(replay(must(parseRun(there, name)), { ...options, engine }))).mismatch).toBeUndefined();
  });
