/**
 * The trap: while core makes machines, runs them, takes console lines, grades and replays, whatever tells the time, chance or the locale
 * throws. What the lint rule and boundaries.test.ts read in the source, this sees at work, libraries included.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replay } from '../../core/lab/replay.ts';
import { parseRun } from '../../core/lab/labrun.ts';
import { prove } from '../../core/lab/prove.ts';
import { readPack } from '../../core/lab/pack.ts';
import { MACHINES } from '../../core/windows/machines.ts';
import { readTree } from '../../main/files/pack-source.ts';
import { drain, exercise, HASH, line, must, record, type Done } from '../lab/record.ts';
import path from 'node:path';

class Impure extends Error {}
const trap = (what: string) =>
  function (): never {
    throw new Impure(what);
  };
/** A constructor that cannot be called, made or asked. */
const closed = (what: string): object =>
  new Proxy(function () {}, { apply: trap(what), construct: trap(what), get: trap(what), has: trap(what) });
const LOCALE = [
  [String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
  [Number.prototype, ['toLocaleString']],
  [BigInt.prototype, ['toLocaleString']],
  [Array.prototype, ['toLocaleString']],
  [Object.prototype, ['toLocaleString']],
] as const;
const ENTROPY = [
  [Math, ['random']],
  [crypto, ['getRandomValues', 'randomUUID']],
] as const;

/** Switches for the debugging of the yaml package, which only Node's build of it asks for. */
const YAMLS_OWN = new Set(['LOG_TOKENS', 'LOG_STREAM']);

let undo: (() => void)[] = [];
function replace(owner: object, name: string, by: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value: by, configurable: true, writable: true });
  undo.push(() => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  });
}
/** Do something with nothing impure in reach; the test runner itself needs it back at once. */
function trapped<T>(work: () => T): T {
  for (const name of ['Date', 'Intl', 'performance', 'Temporal']) replace(globalThis, name, closed(name));
  for (const [owner, names] of [...LOCALE, ...ENTROPY]) for (const name of names) replace(owner, name, trap(name));
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'structuredClone'])
    replace(globalThis, name, trap(name));
  replace(process, 'hrtime', trap('hrtime'));
  replace(process, 'env', new Proxy({}, { get: (_, name) => (YAMLS_OWN.has(String(name)) ? undefined : trap('env')()) }));
  try {
    return work();
  } finally {
    for (const back of undo.reverse()) back();
    undo = [];
  }
}
beforeEach(() => {
  undo = [];
});
afterEach(() => {
  expect(undo).toEqual([]);
});

test('the trap is one', () => {
  const tries: readonly (() => unknown)[] = [
    () => Date.now(),
    () => new Date(),
    () => performance.now(),
    () => new Intl.NumberFormat(),
    () => Math.random(),
    () => crypto.randomUUID(),
    () => (5).toLocaleString(),
    () => 5n.toLocaleString(),
    () => 'a'.localeCompare('b'),
    () => process.env['LANG'],
    () => process.hrtime.bigint(),
  ];
  for (const attempt of tries) {
    let caught: unknown;
    trapped(() => {
      try {
        attempt();
      } catch (e) {
        caught = e;
      }
    });
    expect(caught instanceof Error, String(attempt)).toBe(true);
  }
});
/** Lines of every family: running, breakpoints, memory, symbols, types, time, numbers, files' times. */
const LINES: readonly Done[] = [
  ...['bp nt!NtClose', 'g', 'r; k; u @rip L4', 'dq @rsp L4; da @rsp; !pte @rsp; !idt; dt nt!_KTRAP_FRAME', 'p; t 50; gu'],
  ...[
    'x nt!*Close*; ln @rip; .formats 0n123456; ? 5*7',
    '!process 0 0; !thread; vertarget; .time; version; lm',
    's -b @rsp L100 90; .echo x',
  ],
  ...[
    't- 5; p-; g-; !tt; !positions; !transitions; !syscalls',
    'eb @rsp 1; r rax=5; wrmsr 10 5; rdmsr 10; rdtsc',
    '.for (r $t0=0; @$t0 < 3; r $t0=@$t0+1) { .printf "%d %p\\n", @$t0, @rip }',
  ],
  ...['dx @$cursession; dv; !gle; .hh; .help', 'bc *; wt', '.restart; g nt!KiSystemCall64'],
].map(text => line(text, 40));
test.each(Object.keys(MACHINES))('%s is made, run, asked and gone back in without them', machine => {
  const recorded = trapped(() => [
    record({ machine, seed: 'pure', set: {} }, LINES).text,
    record({ machine, seed: 'pure', set: {} }, LINES).text,
  ]);
  expect(recorded[0]).toBe(recorded[1]);
  expect(recorded[0]!.split('\n').length).toBe(LINES.length + 3);
});
test('packs are read, exercises set up, answered, graded, proved and replayed without them', () => {
  const tree = readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls')),
    id = 'console-first-break',
    answers: Done[] = [
      line('bp nt!NtClose; g'),
      { kind: 'answer', step: 'stop', text: '' },
      { kind: 'hint', id: 'stack' },
      { kind: 'answer', step: 'ring', text: 'cs' },
      { kind: 'answer', step: 'back', text: '0n5' },
    ];
  const { read, proved, report } = trapped(() => {
    const { text } = record({ machine: 'win10-x64', seed: 'replay', set: {} }, answers, id),
      run = must(parseRun(text, 'a'));
    return {
      read: readPack(tree).ok,
      proved: prove(exercise(id), 'pure'),
      report: must(drain(replay(run, { exercise: { exercise: exercise(id), hash: HASH } }))),
    };
  });
  expect([read, proved.problems, report.mismatch]).toEqual([true, [], undefined]);
  expect(report).toMatchObject({ inputs: answers.length, score: expect.any(Number) as number });
});
