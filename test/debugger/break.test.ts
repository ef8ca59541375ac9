/** Break: every long command gives control back often, and ends when it is told to. */
import { expect, test } from 'vitest';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { note } from './fixture.ts';

/** What a learner may wait for Break to be heard; of this thread's processor time. */
const WAIT = 200;
/** Instructions of one slice, as a host in no hurry gives them. */
const BUDGET = 5000n;
const ROUNDS = 30;

/** The longest stretch between two pauses over `rounds` of them, in ms, and how many pauses Break then takes to end it where it has not ended. */
function patience(d: Debugger, line: string, rounds: number): { readonly longest: number; readonly pauses: number; readonly ended: boolean } {
  const running = d.line(line);
  let longest = 0,
    begun = process.threadCpuUsage();
  const turn = (step: IteratorResult<unknown>): boolean => {
    const { user, system } = process.threadCpuUsage(begun);
    longest = Math.max(longest, (user + system) / 1000);
    begun = process.threadCpuUsage();
    return step.done === true;
  };
  let ended = turn(running.next());
  for (let n = 0; n < rounds && !ended; n++) ended = turn(running.next({ budget: BUDGET, stop: false }));
  let pauses = 0;
  for (; !ended && pauses < 10; pauses++) ended = turn(running.next({ budget: BUDGET, stop: true }));
  return { longest, pauses, ended };
}

test.each([
  'g',
  'g nt!KeBugCheckEx',
  'p 100000',
  't 100000',
  'ta nt!KeBugCheckEx',
  'pc 10000',
  'wt',
  '.while (1) { }',
  '.while (1) { r $t0=@$t0+1; .if (@$t0 == 0) { .break } }',
  '.for (r $t0=0; 1; r $t0=@$t0+1) { ? @$t0 }',
  '.do { .echo x } (1)',
  '.foreach (x {.for (r $t0=0; 1; r $t0=@$t0+1) { .echo x }}) { .echo x }',
  '.block { .while (1) { .catch { ? nosuch } } }',
  'r $t0=1; z(@$t0)',
  'dd nt L?1000000',
  'db nt L?1000000',
  'dps nt L?400000',
  'dqp nt L?400000',
  's -b 0 L?ffffffffffff 12 34 56 78 9a bc',
  's -sa nt L?1000000',
  '# nosuchtext nt!NtCreateFile',
  'u nt!NtCreateFile L100000',
  'bp nt!KiSystemServiceRepeat "gc"; g',
  'bp nt!KiSystemServiceRepeat ".if (@rax == ffff) {} .else {gc}"; g',
  'ba w8 nt!KiServiceTable; g',
])('%s', line => {
  const { longest, pauses, ended } = patience(note(), line, ROUNDS);
  expect(longest).toBeLessThan(WAIT);
  expect(pauses).toBeLessThan(5);
  expect(ended).toBe(true);
});
test('Break ends the whole line, and the next line is heard', () => {
  const d = note(),
    running = d.line('.while (1) { }; r $t5=7');
  running.next();
  for (let n = 0; n < 3; n++) running.next({ budget: BUDGET, stop: n === 2 });
  expect(running.next({ budget: BUDGET, stop: false }).done).toBe(true);
  expect(d.masm('@$t5')).toBe(0n);
});
