/** Exercises on several machines, machines of a pack, practice, hints that wait for minutes. */
import { describe, expect, test } from 'vitest';
import type { Input } from '../../core/lab/input.ts';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { echo } from '../../core/lab/numbers.ts';
import { firstMachine } from '../../core/lab/pool.ts';
import { record, replay } from '../../core/lab/replay.ts';
import { learnerOf, machineSeed, sessionSeed } from '../../core/lab/seeds.ts';
import { drain, must, parsed } from './record.ts';
import { prove } from '../../core/lab/prove.ts';
import { openSession, type Outcome, type Session } from '../../core/lab/session.ts';
import type { Mode } from '../../core/lab/attempt.ts';
import { attemptOf } from './attempt-of.ts';
import { GOOD } from './spoiled/good.ts';

const SECOND = 'exercises/second/';
const prose = `# Two

## step: here
a {{n}}

## step: flags
b

## step: own
c

## hint: soon
d

## hint: later
e

## why
f
`;
/** The good pack with its second exercise replaced. */
function exercise(yml: string, tests: string, more: Readonly<Record<string, string>> = {}): Exercise {
  const read = readPack(
    new Map(
      Object.entries({
        ...GOOD,
        [`${SECOND}exercise.yml`]: `status: ready\nlevel: 2\nminutes: 5\nteaches: [flags]\nneeds: [first]\n${yml}`,
        [`${SECOND}tests.yml`]: tests,
        [`${SECOND}text.en.md`]: prose,
        [`${SECOND}text.zh-CN.md`]: prose,
        ...more,
      }),
    ),
  );
  if (!read.ok) throw new Error(read.problems.map(p => problemLine(p)).join('\n'));
  return read.value.exercises.find(e => e.id === 'second')!;
}
const TWO = `machines:
  a: { base: win10-x64 }
  b: { base: planted, seed: { fixed: same }, start: [{ reg: rbx, is: n }] }
params:
  n: { value: "u16at(sym('nt!KiSystemCall64'))" }
steps:
  - { id: here, answer: integer, expect: "n" }
  - { id: flags, answer: integer, on: b, expect: "reg('rbx') + reg('rcx') + answer('here')" }
  - { id: own, answer: address, on: b, expect: "live(reg('r9'))" }
hints:
  - { id: soon, cost: 5, after: { minutes: 2 } }
  - { id: later, cost: 5, after: { minutes: 5 }, needs: [soon] }
`;
const MACHINE = {
  'machines/planted.yml': `base: bench-x64
start:
  - { reg: rcx, is: 0x1000 }
  - at: reg('rip')
    asm: |
      mov r9, rsp
      jmp $
`,
};
const TESTS = `golden:
  console: ['dw nt!KiSystemCall64 L1', { step: here }, '? @rbx + @rcx + {{n|plain}}', { on: a }, '? 1', { on: b }, { step: flags }, 't', 'r r9']
  answers: { flags: "reg('rbx') + reg('rcx') + n" }
negative: [{ step: here, answer: zz, result: malformed }]
`;
const two = exercise(TWO, TESTS, MACHINE);

function session(e: Exercise, mode?: Mode, seed = 'machines'): Session {
  const { base, set } = firstMachine(e, seed),
    opened = openSession({ ref: { machine: base, seed, set }, exercise: { pack: 'small', id: e.id }, ...(mode && { mode }) }, e);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}
function apply(s: Session, input: Input): Outcome {
  const running = s.apply(input);
  for (;;) {
    const step = running.next({ budget: 1n << 40n, stop: false });
    if (step.done) return step.value;
  }
}

test('a new attempt has another machine where it says so, and recorded sessions make it again', () => {
  const mixed = exercise(
    TWO.replace('a: { base: win10-x64 }', 'a: { base: win10-x64, seed: attempt }').replace('{ fixed: same }', 'learner'),
    TESTS,
    MACHINE,
  );
  const seeds = [1, 2, 3].map(n => sessionSeed(mixed, 'l-0123456789abcdef', n));
  expect(seeds).toEqual(['l-0123456789abcdef', 'l-0123456789abcdef-a2', 'l-0123456789abcdef-a3']);
  expect(sessionSeed(two, 'l-0123456789abcdef', 3)).toBe('l-0123456789abcdef');
  expect(seeds.map(learnerOf)).toEqual(Array(3).fill('l-0123456789abcdef'));
  expect(sessionSeed(mixed, 'x'.repeat(32), 12)).toMatch(/^x{28}-a12$/);
  const hashes = seeds.map(seed => {
    const s = session(mixed, undefined, seed),
      { ref } = s.debugger.guest;
    apply(s, { kind: 'machine', name: 'b' });
    return [ref.seed, s.debugger.guest.ref.seed, seed];
  });
  expect(new Set(hashes.map(h => h[0])).size).toBe(3);
  for (const [a, b] of hashes) expect([a, b]).toEqual([expect.stringMatching(/^a-[0-9a-f]{16}$/), 'l-0123456789abcdef']);
  // another learner's second attempt is not this one's, nor that at another exercise
  const [mine, theirs] = ['one', 'two'].map(learner => machineSeed('attempt', mixed.id, `${learner}-a2`));
  expect(new Set([mine, theirs, machineSeed('attempt', 'other', 'one-a2')]).size).toBe(3);
  const start = session(mixed, undefined, seeds[1]).start,
    options = { exercise: { exercise: mixed, hash: 'h' } };
  const text = must(
    drain(
      record(
        start,
        [
          { kind: 'line', text: 'r' },
          { kind: 'machine', name: 'b' },
        ],
        options,
      ),
    ),
  );
  expect(must(drain(replay(parsed(text), options)))).toMatchObject({ inputs: 2, exercise: 'same' });
  expect(must(drain(replay(parsed(text.replace('-a2"', '-a3"')), options))).mismatch).toMatchObject({ input: 0, what: 'machine' });
  expect(prove(mixed, 'note').problems).toEqual([]);
});
describe('two machines', () => {
  test('the exercise holds: lines, keys and checks go to the machine of their step', () => {
    for (const seed of ['note', 'x']) expect(prove(two, seed).problems).toEqual([]);
  });
  test('the console follows the step, and goes where it is told', () => {
    const s = session(two),
      n = s.debugger.guest.machine;
    expect(s.exercise!.machines).toEqual([
      { name: 'a', machine: 'win10-x64', current: true },
      { name: 'b', machine: 'bench-x64', current: false },
    ]);
    apply(s, { kind: 'line', text: 'r rax = 5' });
    const { grader } = attemptOf(two, 'machines');
    apply(s, { kind: 'answer', step: 'here', text: `0x${grader.value('n').toString(16)}` });
    expect(s.exercise!.machines!.find(m => m.current)!.name).toBe('b');
    expect(s.debugger.guest.machine).not.toBe(n);
    expect(s.debugger.guest.machine.state.get('RBX')).toBe(grader.value('n'));
    expect(s.debugger.guest.machine.state.get('RCX')).toBe(0x1000n);
    apply(s, { kind: 'machine', name: 'a' });
    expect(s.debugger.guest.machine.state.get('RAX')).toBe(5n);
    expect(s.accepts({ kind: 'machine', name: 'c' })).toBe(false);
    apply(s, { kind: 'reset' });
    expect(s.exercise!.machines!.find(m => m.current)!.name).toBe('a');
    expect(s.debugger.guest.machine.state.get('RAX')).not.toBe(5n);
  });
  test("what is live is the value on the learner's machine, when it is answered", () => {
    const s = session(two);
    const { grader } = attemptOf(two, 'machines'),
      n = grader.value('n');
    apply(s, { kind: 'answer', step: 'here', text: `0x${n.toString(16)}` });
    apply(s, { kind: 'answer', step: 'flags', text: `0x${(n + n + 0x1000n).toString(16)}` });
    apply(s, { kind: 'line', text: 'r r9 = 1234567' });
    expect(apply(s, { kind: 'answer', step: 'own', text: '7654321' })).toMatchObject({ verdict: { result: 'wrong' } });
    expect(apply(s, { kind: 'answer', step: 'own', text: '1234567' })).toMatchObject({ verdict: { result: 'right' } });
  });
});

describe('hints that wait for minutes', () => {
  test('come after minutes of work on the step, told as inputs', () => {
    const a = attemptOf(two, 'minutes');
    const offered = (): readonly string[] => a.view.hints.map(h => h.id);
    expect([offered(), a.view.hintAt]).toEqual([[], 2]);
    a.spend(1);
    expect(a.takeHint('soon')).toBeUndefined();
    a.spend(2);
    a.spend(1);
    expect([offered(), a.view.hintAt]).toEqual([['soon'], undefined]);
    expect(a.takeHint('soon')).toBe(5);
    expect(a.view.hintAt).toBe(5);
    a.answer('here', `0x${a.grader.value('n').toString(16)}`);
    a.spend(6);
    expect([offered(), a.view.hintAt]).toEqual([['soon'], 7]);
    a.spend(7);
    expect(offered()).toEqual(['soon', 'later']);
  });
});

describe('modes', () => {
  test('practice shows an answer, which is worth nothing, and takes nothing for hints', () => {
    const s = session(two, 'practice');
    expect(s.exercise).toMatchObject({ mode: 'practice', reveals: true });
    const shown = apply(s, { kind: 'reveal', step: 'here' });
    expect(shown).toEqual({ kind: 'reveal', step: 'here', answer: echo(attemptOf(two, 'machines').grader.value('n'), 'integer', 64) });
    expect(s.exercise!.steps[0]).toMatchObject({ state: 'done', revealed: true, tries: 0 });
    expect(() => apply(s, { kind: 'reveal', step: 'here' })).toThrow();
    apply(s, { kind: 'time', minutes: 2 });
    expect(apply(s, { kind: 'hint', id: 'soon' })).toMatchObject({ cost: 0 });
    expect(s.score).toBe(0);
  });
  test('official shows none', () => {
    const s = session(two);
    expect(s.exercise!.reveals).toBeUndefined();
    expect(() => apply(s, { kind: 'reveal', step: 'here' })).toThrow();
  });
  test('an exercise may keep its answers in practice, and its hints in official', () => {
    const strict = exercise(`${TWO}modes: { practice: { reveal: false }, official: { hints: false } }\n`, TESTS, MACHINE);
    expect(attemptOf(strict, 'm', 'practice').reveal('here')).toBeUndefined();
    const official = attemptOf(strict, 'm', 'official');
    official.spend(60);
    expect(official.view.hints).toEqual([]);
  });
});
