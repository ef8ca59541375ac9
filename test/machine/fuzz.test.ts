/** Whatever a guest does to its tables and runs as code, it meets faults or shutdown: never an Error of ours, never a machine that does not come back. */
import { expect, test } from 'vitest';
import { Random } from '../../core/machine/random.ts';
import { VectorRunner, type SystemVector } from '../../core/machine/vector.ts';
import { image, vectors } from '../cpu/vector-files.ts';

/** System instructions, to be met more often than random bytes would. */
const CODES = [
  '0f05',
  '480f07',
  '0f07',
  '0f34',
  '0f35',
  '480f35',
  '0f01f8',
  'cd2e',
  'cd80',
  'cf',
  '48cf',
  '0f30',
  '0f32',
  'cb',
  'ff2b',
  'ff1b',
  '480fb22b',
  '8ed8',
  '8ed0',
  '8ee0',
  '0fa1',
  '0fa9',
  '0f00d8',
  '0f00d0',
  '0f0113',
  '0f011b',
  '0f22c0',
  '0f22d8',
  '0f22e0',
  'fb',
  'fa',
  'f4',
  '9d',
  'ec',
  'ee',
  '6e',
  '6c',
  'f36e',
  'ce',
  'cc',
  'f1',
  '0f0b',
  'c4',
  'c5',
  '17',
  '1f',
  '07',
  '0f02c8',
  '0f03c8',
  '0f00e0',
  '0f00e8',
  '63c8',
];
const [GDT, IDT, TABLES, TSS] = [0x130000, 0x131000, 0x100000, 0x132000];

test.each(['sys64', 'sys32', 'sys32pae'])('%s', file => {
  const random = new Random(file),
    below = (n: number): number => random.below(n),
    list = vectors(file) as SystemVector[],
    runner = new VectorRunner('evaluator', image);
  const ends = new Set<string>();
  for (let n = 0; n < 200; n++) {
    const machine = runner.prepare(list[below(list.length)]!),
      { memory, state } = machine;
    const poke = (at: number, length: number): void => {
      memory.writePhysical(
        BigInt(at),
        Uint8Array.from({ length }, () => below(256)),
      );
    };
    if (below(2)) for (let k = below(8); k; k--) poke(GDT + below(0x100), 1 + below(3));
    if (below(2)) for (let k = below(8); k; k--) poke(IDT + below(0x1000), 1 + below(3));
    if (!below(3)) for (let k = below(8); k; k--) poke(TABLES + below(0x7000), 1 + below(3));
    if (!below(4)) poke(TSS + below(0x68), 4);
    let at = Number(memory.physical(state.get('RIP')) ?? 0x110000n);
    for (let k = 0; k < 12; k++) {
      const code = below(3) ? Buffer.from(CODES[below(CODES.length)]!, 'hex') : Uint8Array.from({ length: 3 }, () => below(256));
      memory.writePhysical(BigInt(at), code);
      at += code.length;
    }
    ends.add(machine.run(40n).why);
    expect(machine.executed).toBeLessThanOrEqual(40n);
  }
  expect([...ends].sort()).toEqual(['budget', 'shutdown', 'waiting']);
});
