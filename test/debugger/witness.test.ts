/** A long run among system calls is not listened to: what the console then knows of the way is what somebody who heard all of it knows. */
import { expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { Random } from '../../core/machine/random.ts';
import { buildGuest } from '../../core/windows/machines.ts';

function debug(machine: string): Debugger {
  const built = buildGuest({ machine, seed: 'witness', set: {} }, 'wasm');
  if (!built.ok) throw new Error(built.problem.message);
  return new Debugger(built.value);
}
/** Perform a line, broken into after so many slices of 100,000 instructions. */
function perform(d: Debugger, text: string, slices: number): void {
  const running = d.line(text);
  let step = running.next();
  for (let n = 0; !step.done; n++) step = running.next({ budget: 100_000n, stop: n >= slices });
}
const NAMES = ['win10-x64', 'win10-x64-473', 'bench-x64', 'bench-x86'];

test.each(NAMES)('%s', machine => {
  const heard = debug(machine),
    random = new Random(machine),
    d = debug(machine);
  perform(d, 'g', 9);
  const after = d.guest.machine.hash();
  // the machine itself is listened to all the time
  heard.guest.machine.run(d.guest.machine.executed);
  expect(d.execution.known).toEqual(heard.execution.known);
  expect(d.execution.faulted).toBe(heard.execution.faulted);
  expect([d.guest.machine.hash(), after]).toEqual([heard.guest.machine.hash(), heard.guest.machine.hash()]);
  // and at moments of the past
  const { timeline } = d.execution,
    { end } = timeline,
    again = debug(machine);
  const moments = Array.from({ length: 6 }, () => BigInt(random.below(Number(end.executed)))).sort((a, b) => (a < b ? -1 : 1));
  for (const executed of moments) {
    again.guest.machine.run(executed - again.guest.machine.executed);
    timeline.goTo({ executed, events: again.guest.machine.state.get('event.count') });
    expect(d.execution.known, String(executed)).toEqual(again.execution.known);
  }
});
test('the run was in truth not listened to, and an edit after it does not lose what happened', () => {
  const d = debug('win10-x64'),
    { machine } = d.guest,
    plain = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(machine) as object, 'onEvent')!,
    listening: boolean[] = [];
  Object.defineProperty(machine, 'onEvent', {
    get: () => plain.get!.call(machine) as unknown,
    set: (listener: unknown) => {
      listening.push(listener !== undefined);
      plain.set!.call(machine, listener);
    },
  });
  perform(d, 'g', 9);
  // two slices of it are heard, and the end: somebody may step on
  expect([listening[0], listening.slice(2, -1).some(l => l), listening.at(-1)]).toEqual([true, false, true]);
  expect(listening.length).toBeGreaterThan(5);
  perform(d, 'r rbx = 1234', 0);
  expect(machine.state.get('RBX')).toBe(0x1234n);
  expect(d.execution.known.ringChange!.executed).toBeGreaterThan(machine.executed - 5000n);
});
