/** What is to be predicted: answered before it happens, or labelled as observed. */
import { expect, test } from 'vitest';
import { openSession, type Input, type Outcome, type Session } from '../../core/lab/session.ts';
import { transcribe } from '../../core/lab/transcript.ts';
import { drain, exercise, must } from './record.ts';

const ID = 'syscall-rcx-r11';
/** Its machine is the one with the stub. */
const START = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: ID } };
const session = (): Session => must(openSession(START, exercise(ID)));
const act = (s: Session, input: Input): Outcome => drain(s.apply(input));
const line = (s: Session, ...texts: readonly string[]): void => {
  for (const text of texts) act(s, { kind: 'line', text });
};
function answers(s: Session): readonly Input[] {
  return s.exercise!.steps.map(({ id }): Input => ({ kind: 'answer', step: id, text: keys.get(id)! }));
}
const keys = new Map<string, string>();
/** Practice tells the answers. */
function learn(): void {
  const s = must(openSession({ ...START, mode: 'practice' }, exercise(ID)));
  for (const { id } of s.exercise!.steps) {
    const shown = act(s, { kind: 'reveal', step: id });
    if (shown.kind === 'reveal') keys.set(id, shown.answer.replace(/ \(\d+\)$/, ''));
  }
}
learn();
const predicted = exercise(ID)
  .file.steps.filter(x => x.answer !== 'check' && x.predict === true && x.in?.includes('stub') !== false)
  .map(x => x.id);
/** Which right answers were observed. */
function observed(s: Session): readonly string[] {
  for (const input of answers(s)) act(s, input);
  expect(s.exercise!.steps.map(x => x.state)).toEqual(s.exercise!.steps.map(() => 'done'));
  return s.exercise!.steps.filter(x => x.observed).map(x => x.id);
}

test('before the door nothing of it has been observed, whatever was looked at', () => {
  const s = session();
  expect(predicted.length).toBeGreaterThan(0);
  line(s, 'r', 'rdmsr c0000082', 'u @rip L6', 't');
  expect(observed(s)).toEqual([]);
});
test('behind it it has, though the machine was taken back or begun again', () => {
  const s = session();
  line(s, 'g nt!KiSystemCall64', 't-');
  expect(observed(s)).toEqual(predicted);
  const again = session();
  line(again, 'g nt!KiSystemCall64', '.restart');
  expect(observed(again)).toEqual(predicted);
  expect(again.score).toBe(100);
});
test('the transcript says so of each answer', () => {
  const s = session();
  line(s, 'g nt!KiSystemCall64');
  observed(s);
  const told = must(drain(transcribe(START, s.inputs, { exercise: { exercise: exercise(ID), hash: 'h' } })));
  expect(told.rows.flatMap(r => (r.kind === 'answer' && r.verdict.observed ? [r.step] : []))).toEqual(predicted);
});
