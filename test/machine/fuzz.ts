/** Whatever a guest does to its tables and runs as code, it meets faults or shutdown: never an Error of ours, never a machine that does not come back. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
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

/** Guests that were broken on purpose, one after another. What they may do is fault, stop or shut down. */
export class Fuzz {
  readonly #random: Random;
  readonly #list: readonly SystemVector[];
  readonly #runner: VectorRunner;
  /** How the runs ended. */
  readonly ends = new Set<string>();

  constructor(file: 'sys64' | 'sys32' | 'sys32pae', engine: EngineName, seed: string = file) {
    this.#random = new Random(seed);
    this.#list = vectors(file) as SystemVector[];
    this.#runner = new VectorRunner(engine, image);
  }
  /** One guest with random changes to its tables and random code, for at most `budget` instructions. Throws if it runs longer. */
  round(budget = 40n): void {
    const below = (n: number): number => this.#random.below(n),
      machine = this.#runner.prepare(this.#random.pick(this.#list)),
      { memory, state } = machine,
      begin = machine.executed;
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
    this.ends.add(machine.run(budget).why);
    if (machine.executed - begin > budget) throw new Error(`ran ${machine.executed - begin} instructions of ${budget}`);
  }
}
