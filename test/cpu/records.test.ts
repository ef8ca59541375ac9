/** Blocks that were forgotten serve again only where their bytes are still the same, and only as far as no breakpoint cuts them. */
import { expect, test } from 'vitest';
import { CODE, load, machineAt } from './system-fixture.ts';

const loop = (add: number): string => `again: add rax, ${add} | add rbx, 1 | add rcx, 2 | jmp again`;

test('code that was changed from outside runs as it is now; what is the same is the same', () => {
  const machine = machineAt('k64', loop(1), 'wasm'),
    { state, memory } = machine,
    run = (): bigint => {
      state.set('RAX', 0n);
      state.set('RIP', CODE.k64);
      machine.run(400n);
      return state.get('RAX');
    };
  expect(run()).toBe(100n);
  memory.flush();
  expect(run()).toBe(100n);
  load(machine, CODE.k64, loop(1));
  expect(run()).toBe(100n);
  load(machine, CODE.k64, loop(3));
  expect(run()).toBe(300n);
  load(machine, CODE.k64, loop(1));
  expect(run()).toBe(100n);
});
test('a breakpoint inside a block that was decoded before it stops there', () => {
  const machine = machineAt('k64', loop(1), 'wasm'),
    inside = CODE.k64 + 8n;
  machine.run(400n);
  machine.breakpoints.add(inside);
  expect(machine.run(400n)).toEqual({ why: 'breakpoint', address: inside });
  machine.memory.flush();
  expect(machine.run(400n)).toEqual({ why: 'breakpoint', address: inside });
});
test('what was decoded is not lost by going back to a moment whose tables and modes are these', () => {
  const machine = machineAt('k64', loop(1), 'wasm'),
    { state } = machine;
  for (const register of ['RAX', 'RBX'] as const) state.set(register, 0n);
  machine.run(40n);
  const saved = state.save(),
    hash = machine.hash();
  machine.run(400n);
  machine.restore(saved);
  expect(machine.hash()).toBe(hash);
  machine.run(400n);
  expect(state.get('RAX') - state.get('RBX')).toBe(0n);
});
