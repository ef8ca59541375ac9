/** Where in the learner's own recording the moment lies that decides a step. */
import { expect, test } from 'vitest';
import { openSession, type Session } from '../../core/lab/session.ts';
import { drain, exercise, must } from './record.ts';

const ID = 'trap-frame-borrowed-stack',
  START = { ref: { machine: 'win10-x64', seed: 'note', set: {} }, exercise: { pack: 'syscalls', id: ID } };
/** The stub is five instructions long; its `syscall` decides what is in RSP after it. */
const SYSCALL = { position: '0:4', place: 'syscall' };
function session(...lines: readonly string[]): Session {
  const s = must(openSession(START, exercise(ID)));
  for (const text of lines) drain(s.apply({ kind: 'line', text }));
  return s;
}

test('the moment a key speaks of is found where the machine has been, before it and after it, and not where it stands', () => {
  expect(session().decisive('rsp'), 'it has not run').toBeUndefined();
  expect(session('g nt!KiSystemCall64+0x15').decisive('rsp')).toEqual(SYSCALL);
  expect(session('g nt!KiSystemCall64+0x15', '!tt 0:0').decisive('rsp')).toEqual(SYSCALL);
  const there = session('g nt!KiSystemCall64+0x15', '!tt 0:4');
  expect(there.decisive('rsp')).toBeUndefined();
  expect(there.moment.place.symbol + there.moment.place.displacement, 'looking moves nothing').toBe('ntdll!NtCreateFile+0x12');
});
test('a machine that went another way has no such moment; neither has a step that is not open, or whose key speaks of none', () => {
  expect(session('r rip=ntdll!NtClose', 'g nt!KiSystemCall64+0x15').decisive('rsp')).toBeUndefined();
  const s = session('g nt!KiSystemCall64+0x15');
  expect(s.decisive('cell')).toBeUndefined();
  const rsp = /rsp=([0-9a-f]+)/.exec(outputOf(s, '!tt 0:4', 'r rsp'))![1]!;
  drain(s.apply({ kind: 'answer', step: 'rsp', text: rsp }));
  expect(s.exercise!.steps[0]!.state).toBe('done');
  drain(s.apply({ kind: 'line', text: 'p' }));
  expect(s.decisive('rsp')).toBeUndefined();
  expect(s.decisive('cell')).toBeUndefined();
});
function outputOf(s: Session, ...lines: readonly string[]): string {
  return lines
    .map(text => {
      const done = drain(s.apply({ kind: 'line', text }));
      return done.kind === 'line' ? done.results.map(r => r.text).join('\n') : '';
    })
    .join('\n');
}
