/** One machine taken back and forth reads as machines of their own would. */
import { expect, test } from 'vitest';
import { Reference } from '../../core/lab/reference.ts';
import { momentOf } from '../../core/lab/reference-run.ts';
import { Rewind } from '../../core/lab/rewind.ts';
import { Stock } from '../../core/lab/stock.ts';
import { writeRegister } from '../../core/cpu/registers.ts';
import { buildGuest, cloneGuest } from '../../core/windows/machines.ts';
import type { Guest } from '../../core/windows/guest.ts';

const REF = { machine: 'win10-x64', seed: 'rewind', set: {} };
const fresh = (): Guest => {
  const built = buildGuest(REF);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
};

test('every moment is as on a machine of its own, in any order', () => {
  const rewind = new Rewind(fresh()),
    counts = [300, 7, 150, 0, 299],
    kept = counts.map(count => {
      const guest = rewind.from(rewind.start);
      for (let n = 0; n < count; n++) guest.machine.step();
      return rewind.save();
    });
  for (const k of [1, 4, 0, 3, 2, 0]) {
    const alone = fresh();
    for (let n = 0; n < counts[k]!; n++) alone.machine.step();
    expect(rewind.at(kept[k]!).machine.hash()).toBe(alone.machine.hash());
  }
});
test('a copy of a machine is the machine, and goes its own way', () => {
  const one = fresh(),
    other = cloneGuest(one);
  expect(other.machine.hash()).toBe(one.machine.hash());
  other.machine.run(200n);
  expect(one.machine.hash()).toBe(fresh().machine.hash());
  one.machine.run(200n);
  expect(other.machine.hash()).toBe(one.machine.hash());
});
test('who stored a byte is told of stores of the same value, and of what the processor pushes', () => {
  const reference = new Reference(REF),
    frame = reference.start.load(reference.kpcr + 0x1a8n, 8)! - 0x190n,
    entry = reference.symbol('nt!KiSystemCall64')!;
  const bytes = (at: bigint | undefined): bigint | undefined => (at === undefined ? undefined : reference.start.load(at, 2));
  // push rcx, the last of the five; push r11
  expect(bytes(reference.writer(frame + 0x168n, 'svc'))! & 0xffn).toBe(0x51n);
  expect(bytes(reference.writer(frame + 0x178n, 'svc'))).toBe(0x5341n);
  expect(reference.writer(frame + 0x168n, 'svc')! - entry).toBeLessThan(0x40n);
  expect(reference.writer(frame + 0x168n, 'door+')).toBeUndefined();
});
test('the start stays the start, whatever was asked of later moments', () => {
  const reference = new Reference(REF),
    alone = momentOf(fresh());
  expect(reference.at('svc')!.register('cs')).toBe(0x10n);
  expect(reference.start.register('rip')).toBe(alone.register('rip'));
  expect(reference.at('ret+')!.register('rip')).toBe(reference.at('door-')!.register('rip')! + 2n);
  expect(reference.start.load(reference.start.register('rsp')!, 8)).toBe(alone.load(alone.register('rsp')!, 8));
});

test('a machine built where another was, and its copy, are as machines of their own', () => {
  const stock = new Stock(),
    set = { clock: '500', kva_shadow: 'on' } as const;
  for (const seed of ['one', 'two', 'one', 'note']) {
    const ref = { machine: 'win10-x64', seed, set },
      built = buildGuest(ref);
    if (!built.ok) throw new Error(built.problem.message);
    const alone = built.value.machine,
      reference = stock.reference(ref, new Map(), 0);
    expect(reference.begin([{ register: 'rbx', value: 5n }])).toBeUndefined();
    reference.at('ret+');
    writeRegister(alone.state, 'rbx', 5n);
    for (const engine of ['evaluator', 'wasm', 'evaluator'] as const) {
      const { machine } = reference.another(engine);
      machine.run(3000n);
      if (alone.executed === 0n) alone.run(3000n);
      expect(machine.hash()).toBe(alone.hash());
    }
  }
});
