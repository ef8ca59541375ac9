/** Time goes back exactly: what was is again, bit for bit, and what is run from there on is the same again. */
import { describe, expect, test } from 'vitest';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { writeRegister } from '../../core/cpu/registers.ts';
import type { Machine } from '../../core/machine/machine.ts';
import { Random } from '../../core/machine/random.ts';
import type { Position } from '../../core/machine/checkpoint.ts';
import type { TimelineOptions } from '../../core/machine/checkpoint.ts';
import { Timeline } from '../../core/machine/timeline.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { START, WORKLOADS } from '../../main/bench/guest64.ts';
import { benchMachine } from '../../main/bench/run.ts';

const ALONE = { save: () => null, restore: () => true, note: () => undefined, knowsSince: () => true };
function guest(name: string, engine: EngineName): Machine {
  const built = buildGuest({ machine: name, seed: 'note', set: {} }, engine);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value.machine;
}
/** A workload that goes on for ever. */
function endless(workload: 'w1' | 'w2'): Machine {
  const machine = benchMachine('wasm');
  for (const [register, value] of [
    ['rsp', START.stackTop - 8n],
    ['rdi', 1n << 40n],
    ['rip', WORKLOADS[workload].entry],
  ] as const)
    writeRegister(machine.state, register, value);
  return machine;
}
function record(machine: Machine, instructions: bigint, options: TimelineOptions = {}): Timeline {
  const timeline = new Timeline(machine, ALONE, options);
  timeline.begin();
  for (const end = machine.executed + instructions; machine.executed < end;) {
    const left = end - machine.executed;
    machine.run(left < timeline.spacing ? left : timeline.spacing);
    timeline.note();
  }
  return timeline;
}
const key = (p: Position): string => `${p.executed}+${p.events}`;

describe.each(['evaluator', 'wasm'] as const)('on the %s', engine => {
  test.each(['win10-x64', 'bench-x64', 'bench-x86'])('each step of %s is found again, backwards and in any order', name => {
    const machine = guest(name, engine),
      timeline = new Timeline(machine, ALONE, { spacing: 100n }),
      hashes = new Map<string, bigint>(),
      seen: Position[] = [];
    timeline.begin();
    for (let n = 0; n < 600; n++) {
      hashes.set(key(timeline.now), machine.hash());
      seen.push(timeline.now);
      const stop = machine.step();
      timeline.note();
      if (stop.why !== 'budget') break;
    }
    const end = timeline.now,
      last = machine.hash();
    for (const before of seen.slice(0, -1).reverse().slice(0, 150)) {
      if (!timeline.back()) break;
      expect(key(timeline.now) === key(before) || hashes.has(key(timeline.now))).toBe(true);
      expect(machine.hash()).toBe(hashes.get(key(timeline.now)));
    }
    const random = new Random(name);
    for (let n = 0; n < 60; n++) {
      const p = random.pick(seen);
      timeline.goTo(p);
      expect([key(timeline.now), machine.hash()]).toEqual([key(p), hashes.get(key(p))]);
    }
    timeline.goTo(end);
    expect(machine.hash()).toBe(last);
  });
});

test.each(['w1', 'w2'] as const)('a million instructions of %s forwards, backwards and forwards again', workload => {
  const machine = endless(workload),
    first = machine.hash(),
    timeline = record(machine, 1_000_000n),
    last = machine.hash(),
    { start, end } = timeline;
  timeline.goTo(start);
  expect(machine.hash()).toBe(first);
  timeline.goTo(end);
  expect(machine.hash()).toBe(last);
});

test('both engines count the same events at the same instructions', () => {
  const [a, b] = (['evaluator', 'wasm'] as const).map(engine => {
    const machine = guest('win10-x64', engine);
    machine.run(3000n);
    return [machine.state.get('event.count'), machine.state.get('event.at'), machine.hash()];
  });
  expect(a).toEqual(b);
  expect(a![0]).toBeGreaterThan(10n);
});

test('going back over an edit undoes it; running on from there is a new line, and the old one can be taken up again', () => {
  const machine = guest('win10-x64', 'wasm'),
    timeline = record(machine, 300n),
    before = machine.state.get('RBX');
  machine.state.set('RBX', 0x1234n);
  timeline.edited();
  machine.run(10n);
  timeline.note();
  const edited = machine.hash();
  timeline.goTo({ executed: 299n, events: 0n });
  expect(machine.state.get('RBX')).toBe(before);
  timeline.leave();
  machine.run(11n);
  timeline.note();
  expect(machine.state.get('RBX')).toBe(before);
  expect(timeline.branches).toHaveLength(1);
  expect(timeline.take(0)).toBe(true);
  expect([machine.hash(), machine.state.get('RBX')]).toEqual([edited, 0x1234n]);
  expect(timeline.take(7)).toBe(false);
});

test('before and after a change from outside are two moments of one position, and each is found again from both sides', () => {
  const machine = guest('win10-x64', 'wasm'),
    { state } = machine,
    timeline = record(machine, 300n),
    first = state.get('RBX'),
    at = timeline.now,
    moments: [Position, bigint, bigint][] = [[at, first, machine.hash()]];
  for (const value of [0x1111n, 0x2222n]) {
    state.set('RBX', value);
    timeline.edited();
    moments.push([timeline.now, value, machine.hash()]);
  }
  machine.run(20n);
  timeline.note();
  timeline.goTo({ executed: at.executed, events: at.events });
  expect([timeline.editsDone, state.get('RBX')]).toEqual([undefined, 0x2222n]);
  for (const [n, [moment, value, hash]] of [...moments.entries()].reverse()) {
    expect([timeline.now, state.get('RBX'), machine.hash()]).toEqual([moment, value, hash]);
    expect(timeline.editsDone).toBe(n < 2 ? n : undefined);
    timeline.back();
  }
  expect([machine.executed, state.get('RBX')]).toEqual([at.executed - 1n, first]);
  for (const [moment, value] of moments) {
    timeline.goTo(moment);
    expect(state.get('RBX')).toBe(value);
  }
  expect(timeline.find(at.events, at.executed - state.get('event.at'), 1)).toBe(true);
  expect(state.get('RBX')).toBe(0x1111n);
  expect(timeline.find(at.events, at.executed - state.get('event.at'), 2)).toBe(false);
  expect([timeline.branches.length, state.get('RBX')]).toEqual([0, 0x1111n]);
});
test('from before a change, what is run is a new line without it', () => {
  const machine = guest('win10-x64', 'wasm'),
    timeline = record(machine, 300n),
    plain = machine.state.get('RBX');
  machine.state.set('RBX', 5n);
  timeline.edited();
  const edited = machine.hash();
  timeline.back();
  expect(timeline.branches).toHaveLength(0);
  timeline.leave();
  machine.run(3n);
  timeline.note();
  expect([machine.state.get('RBX'), timeline.branches.length, timeline.edits.length]).toEqual([plain, 1, 0]);
  timeline.take(0);
  expect([machine.hash(), timeline.edits.length]).toEqual([edited, 1]);
});
test('a shutdown is an event: the moment before it is another one', () => {
  const machine = guest('win10-x64', 'wasm'),
    { state } = machine,
    timeline = record(machine, 10n);
  state.set('IDTR.limit', 0n);
  state.set('RIP', 0x10n);
  timeline.edited();
  const before = [timeline.now, machine.hash()],
    stop = machine.step();
  timeline.note();
  const after = [timeline.now, machine.hash()];
  expect([stop.why, timeline.now.events]).toEqual(['shutdown', (before[0] as Position).events + 1n]);
  timeline.back();
  expect([timeline.now, machine.hash()]).toEqual(before);
  timeline.goTo(timeline.end);
  expect([timeline.now, machine.hash(), machine.step().why]).toEqual([...after, 'shutdown']);
});
test('a change from outside is found as what last changed a byte', () => {
  const machine = guest('win10-x64', 'wasm'),
    { memory, state } = machine,
    timeline = record(machine, 300n),
    at = memory.physical(state.get('RSP') - 0x40n)!,
    { now } = timeline;
  memory.writePhysical(at, Uint8Array.of(1, 2, 3, 4));
  timeline.edited();
  machine.run(1n);
  timeline.note();
  const search = timeline.lastWrite(at, 4);
  let step = search.next();
  while (!step.done) step = search.next();
  expect([step.value, timeline.now]).toEqual([true, now]);
});

test('the last moment at an address is found, however long ago', () => {
  const machine = endless('w1'),
    { start } = record(machine, 1n);
  const timeline = record(machine, 3_000_000n, { spacing: 250_000n }),
    search = timeline.lastAt(new Set([WORKLOADS.w1.entry + 0n]), () => true);
  let step = search.next();
  while (!step.done) step = search.next();
  // w1 is entered before the recording begins: nowhere to be found, and nothing has moved
  expect([step.value, timeline.now.executed]).toEqual([false, start.executed + 3_000_001n]);
});

test('kept pages stay under the limit: checkpoints are given up, and everything is still found', () => {
  const machine = endless('w1'),
    timeline = record(machine, 3_000_000n, { spacing: 20_000n, bytes: 2 << 20 });
  expect(timeline.bytes).toBeLessThanOrEqual(2 << 20);
  const last = machine.hash(),
    { end, start } = timeline;
  timeline.goTo({ executed: (start.executed + end.executed) / 2n, events: 0n });
  expect(timeline.now.executed).toBe((start.executed + end.executed) / 2n);
  timeline.goTo(end);
  expect(machine.hash()).toBe(last);
});

test('who last changed a byte is found by going back', () => {
  const built = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} }, 'wasm');
  if (!built.ok) throw new Error(built.problem.message);
  const { machine, system } = built.value,
    timeline = record(machine, 400n),
    { now } = timeline,
    // KPRCB.KeSystemCalls, which the kernel counts up at each call
    at = machine.memory.physical(system.kpcr + 0x2eb8n)!,
    read = (): string => machine.memory.readPhysical(at, 4)!.toString(),
    value = read(),
    search = timeline.lastWrite(at, 4);
  let step = search.next();
  while (!step.done) step = search.next();
  expect(step.value).toBe(true);
  expect(timeline.now.executed).toBeLessThan(now.executed);
  expect(read()).not.toBe(value);
  machine.step();
  expect(read()).toBe(value);
});
