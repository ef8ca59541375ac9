/** A session through its inputs: grading, misconceptions, retry points, and the same state again by replay. */
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Running } from '../../core/debugger/types.ts';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { openSession, type Input, type Outcome, type Session } from '../../core/lab/session.ts';
import { readTree } from '../../main/files/pack-source.ts';

const pack = readPack(readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls')));
if (!pack.ok) throw new Error('the built-in pack is broken');
const exercise = (id: string): Exercise => pack.value.exercises.find(e => e.id === id)!;
function session(id: string | undefined, seed = 'note'): Session {
  const opened = openSession(
    { ref: { machine: 'win10-x64', seed, set: {} }, ...(id && { exercise: { pack: 'syscalls', id } }) },
    id ? exercise(id) : undefined,
  );
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}
function finish(running: Running<Outcome>, budget = 1000n, stopAfter?: number): Outcome {
  let step = running.next({ budget, stop: false });
  for (let n = 1; !step.done; n++) step = running.next({ budget, stop: n === stopAfter });
  return step.value;
}
const answer = (s: Session, step: string, text: string): unknown => {
  const { verdict } = finish(s.apply({ kind: 'answer', step, text })) as Outcome & { kind: 'answer' };
  return [verdict.result, verdict.feedback ?? '', verdict.points];
};

test('malformed does not count, a misconception gets its reply, the right answer its share', () => {
  const s = session('ssdt-descriptor'),
    fields = (base: string): string => `base=${base}\ncounter=0\nlimit=1d7\narguments=fffff806\`730dc6f0`;
  expect(answer(s, 'count', '471')).toEqual(['locked', '', 0]);
  expect(answer(s, 'fields', fields('12g'))).toEqual(['malformed', '', 0]);
  expect(answer(s, 'fields', fields('nt!KeServiceDescriptorTable'))).toEqual(['misconception', 'descriptor-itself', 0.75]);
  expect(answer(s, 'fields', fields('fffff806`730dbf90'))).toEqual(['right', 'fields-right', 0.9]);
  expect(answer(s, 'count', '1d7')).toEqual(['ambiguous', '', 0]);
  expect(answer(s, 'count', '470')).toEqual(['misconception', 'last-number', 0]);
  expect(answer(s, 'count', '0x1d7')).toEqual(['right', 'count-right', 0.9]);
  expect(s.exercise!.steps.map(x => x.state).slice(0, 3)).toEqual(['done', 'done', 'current']);
});
test("a learner's edit of the machine never moves the key", () => {
  const s = session('ssdt-descriptor');
  finish(s.apply({ kind: 'line', text: 'ed nt!KeServiceDescriptorTable+10 5' }));
  const rows = 'base=fffff806`730dbf90\ncounter=0\nlimit=1d7\narguments=fffff806`730dc6f0';
  expect(answer(s, 'fields', rows)).toEqual(['right', 'fields-right', 1]);
});
test('replaying the inputs gives the same machine, the same answers and the same score', () => {
  const first = session('console-first-break', 'replay'),
    name = /nt!(\w+)/.exec(first.exercise!.steps[0]!.title['en']!)![1]!;
  const inputs: Input[] = [
    { kind: 'line', text: `bp nt!${name}` },
    { kind: 'line', text: 'g' },
    { kind: 'answer', step: 'stop', text: '' },
    { kind: 'hint', id: 'stack' },
    { kind: 'answer', step: 'ring', text: 'address' },
    { kind: 'answer', step: 'ring', text: 'cs' },
  ];
  for (const input of inputs) finish(first.apply(input));
  const second = session('console-first-break', 'replay');
  for (const input of first.inputs) finish(second.apply(input), 77n);
  expect(second.inputs).toEqual(first.inputs);
  expect(second.moment).toEqual(first.moment);
  expect(second.exercise).toEqual(first.exercise);
  expect(first.exercise!.score).toBeLessThan(100);
});
/** The same line again on another machine, in slices of its own. */
function again(first: Session, budget: bigint): Session {
  const second = session(undefined);
  for (const input of first.inputs) finish(second.apply(input), budget);
  return second;
}
test('a line that was broken into stops at the same instruction again', () => {
  const first = session(undefined);
  finish(first.apply({ kind: 'line', text: 'g' }), 321n, 7);
  expect(first.inputs).toEqual([{ kind: 'line', text: 'g', pause: 7 }]);
  const second = again(first, 1_000_000n);
  expect(second.moment.executed).toBe(first.moment.executed);
  expect(second.moment.place).toEqual(first.moment.place);
});
test('a loop that runs nothing is broken into at the same round again', () => {
  const first = session(undefined);
  finish(first.apply({ kind: 'line', text: '.for (r $t0 = 0; 1; r $t0 = @$t0 + 1) { r rbx = @$t0 }' }), 1n, 41);
  expect(first.debugger.masm('@rbx')).toBeGreaterThan(10n);
  expect(again(first, 99_999n).debugger.masm('@rbx')).toBe(first.debugger.masm('@rbx'));
});
test('a session stored with the count of instructions at Break still stops there', () => {
  const old = session(undefined);
  finish(old.apply({ kind: 'line', text: 'g', after: '123457' }));
  expect(old.moment.executed).toBe(123_457n);
});
test('.restart makes the machine again and keeps what was answered; a reset begins all over', () => {
  const s = session('console-first-break', 'replay'),
    start = s.moment,
    name = /nt!(\w+)/.exec(s.exercise!.steps[0]!.title['en']!)![1]!;
  for (const text of [`bp nt!${name}`, 'g']) finish(s.apply({ kind: 'line', text }));
  expect(answer(s, 'stop', '')).toEqual(['right', '', 1]);
  finish(s.apply({ kind: 'line', text: '.restart; r rax = 1' }));
  expect(s.moment).toEqual(start);
  expect(s.exercise!.steps[0]!.state).toBe('done');
  finish(s.apply({ kind: 'reset' }));
  expect([s.moment, s.exercise!.steps[0]!.state]).toEqual([start, 'current']);
  expect(answer(s, 'stop', '')).toEqual(['wrong', '', 0]);
});
test('script files of the exercise are what $$>a< reads', () => {
  const id = 'console-first-break',
    tree = new Map([
      ...readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls')),
      [`exercises/${id}/count.txt`, '? ${$arg1} + 1'],
    ]);
  const changed = readPack(tree),
    found = changed.ok ? changed.value.exercises.find(e => e.id === id) : undefined;
  const opened = openSession({ ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id } }, found);
  if (!opened.ok) throw new Error(opened.problem.message);
  const line = (text: string): readonly { readonly text: string; readonly ok: boolean }[] =>
    (finish(opened.value.apply({ kind: 'line', text })) as Outcome & { kind: 'line' }).results;
  expect(line('$$>a<count.txt 4')[0]!.text).toBe('Evaluate expression: 5 = 00000000`00000005\n');
  expect(line('$$>a<..\\other\\count.txt 4')[0]!.ok).toBe(false);
});
