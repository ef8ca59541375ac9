/** A machine in one of the recorded images, with code of our own in it: 64-bit ring 0 at KERNEL, ring 3 at USER, handlers all over the IDT. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { assemble } from '../../core/asm/assemble.ts';
import type { State } from '../../core/cpu/state.ts';
import { writeFlags } from '../../core/cpu/registers.ts';
import { VectorRunner, type SystemVector } from '../../core/machine/vector.ts';
import type { Machine } from '../../core/machine/machine.ts';
import { image, vectors } from './vector-files.ts';

export const KERNEL = 0xfffff80000000000n,
  KERNEL32 = 0x80000000n;
/** Where the code goes: a kernel page, or a user page. Handler `v` is at kernel + 2000h + 16 * v. */
export const CODE = { k64: 0xfffff80000001100n, u64: 0x400100n, k32: 0x80001100n, u32: 0x400100n } as const;
export type Place = keyof typeof CODE;
export const handler = (vector: number, place: Place): bigint => (place.endsWith('64') ? KERNEL : KERNEL32) + 0x2000n + BigInt(vector * 16);

const FILES = { k64: ['sys64', /\.k64\./], u64: ['sys64', /\.u64\./], k32: ['sys32', /\.k\./], u32: ['sys32', /\.u\./] } as const;
const starts = new Map<Place, SystemVector>();
/** A vector whose initial state is the image's usual one. */
function start(place: Place): SystemVector {
  const [file, pattern] = FILES[place];
  let found = starts.get(place);
  if (!found) {
    const usual = (v: SystemVector): boolean =>
      pattern.test(v.id) && /int\.n|popf/.test(v.id) && v.init.mem.length === 1 && v.init.sregs.ss !== 0n;
    starts.set(place, (found = (vectors(file) as SystemVector[]).find(usual)!));
  }
  return found;
}

/** The processor about to run `code` at `place`, interrupts off. */
export function machineAt(place: Place, code: string, engine: EngineName = 'evaluator'): Machine {
  const machine = new VectorRunner(engine, image).prepare(start(place)),
    { state } = machine;
  load(machine, CODE[place], code, place.endsWith('64') ? 64 : 32);
  state.set('RIP', CODE[place]);
  writeFlags(state, 2n);
  return machine;
}
export function load(machine: Machine, at: bigint, code: string, bits: 32 | 64 = 64): void {
  const made = assemble(code.replaceAll(' | ', '\n'), { origin: at, bits });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  if (!machine.memory.write(at, made.value.bytes)) throw new Error(`no memory at ${at.toString(16)}`);
}
/** Quadword `n` of the frame RSP points to. */
export const frame = (machine: Machine, n: number): bigint =>
  new DataView(machine.memory.read(machine.state.get('RSP') + BigInt(8 * n), 8)!.buffer).getBigUint64(0, true);
export const steps = (machine: Machine, count: number): void => {
  for (let n = 0; n < count; n++) machine.step();
};
export const rip = (state: State): bigint => state.get('RIP');
