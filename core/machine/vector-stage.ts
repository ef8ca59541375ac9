/** A machine whose memory goes back to an image after each vector, and is compared with what the vector expects. */
import { GPR, RAM, at, type Cell, type State } from '../cpu/state.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import { readFlags, writeFlags } from '../cpu/registers.ts';
import { createMachine, type GuestEvent, type Machine } from './machine.ts';
import type { Bytes, Vector } from './vector-format.ts';

export interface Difference {
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}
const RAM_BYTES = 4 << 20;

export class Stage {
  readonly machine: Machine;
  readonly #base: Uint8Array;
  readonly #baseWords: Int32Array;
  readonly #ramWords: Int32Array;
  #dirty = new Set<number>();
  /** Pages `differences` works in. */
  readonly #scratch: Uint8Array[] = [];
  /** The instruction is one this processor does not have. */
  unsupported = false;
  /** The last event that went through the IDT. */
  event: GuestEvent | undefined;

  constructor(engine: EngineName, image: Bytes) {
    this.machine = createMachine({ ramBytes: RAM_BYTES, engine });
    const { memory, state } = this.machine;
    for (const [at, bytes] of image) memory.writePhysical(at, bytes);
    this.#base = memory.readPhysical(0n, RAM_BYTES)!;
    this.#baseWords = new Int32Array(this.#base.buffer);
    this.#ramWords = new Int32Array(state.memory.buffer, RAM, RAM_BYTES / 4);
    memory.takeChanged('vector');
    this.machine.onEvent = event => {
      if (event.vector !== undefined) this.event = event;
    };
    memory.onNotice = what => {
      this.unsupported ||= what === 'unsupported-instruction';
    };
  }
  reset(): void {
    const { memory, state } = this.machine;
    this.#collect();
    for (const page of this.#dirty) memory.writePhysical(BigInt(page) << 12n, this.#base.subarray(page << 12, (page + 1) << 12));
    memory.takeChanged('vector');
    this.#dirty.clear();
    state.reset();
    this.unsupported = false;
    this.event = undefined;
  }
  #collect(): void {
    for (const page of this.machine.memory.takeChanged('vector')) this.#dirty.add(page);
  }
  write(pieces: Bytes): void {
    for (const [at, bytes] of pieces) this.machine.memory.writePhysical(at, bytes);
  }

  /** Compare RAM with the image plus `pieces` (later ones win), except inside the `ignored` ranges. */
  differences(pieces: readonly Bytes[], ignored: readonly (readonly [from: number, length: number])[]): Difference[] {
    const expected = new Map<number, Uint8Array>(),
      out: Difference[] = [];
    const pageOf = (n: number): Uint8Array => {
      let bytes = expected.get(n);
      if (!bytes) {
        expected.set(n, (bytes = (this.#scratch[expected.size] ??= new Uint8Array(4096))));
        bytes.set(this.#base.subarray(n << 12, (n + 1) << 12));
      }
      return bytes;
    };
    for (const list of pieces)
      for (const [at, bytes] of list) for (let n = 0, a = Number(at); n < bytes.length; n++, a++) pageOf(a >> 12)[a & 4095] = bytes[n]!;
    this.#collect();
    for (const page of expected.keys()) this.#dirty.add(page);
    for (const page of this.#dirty) {
      if (ignored.some(([from, length]) => page << 12 >= from && (page + 1) << 12 <= from + length)) continue;
      const own = expected.get(page),
        want = own ? new Int32Array(own.buffer) : this.#baseWords,
        skip = own ? 0 : page << 10,
        ram = page << 10;
      for (let w = 0; w < 1024; w++)
        if (want[skip + w] !== this.#ramWords[ram + w])
          this.#bytesThatDiffer((page << 12) | (w << 2), want[skip + w]!, this.#ramWords[ram + w]!, ignored, out);
    }
    return out;
  }
  #bytesThatDiffer(at: number, expected: number, actual: number, ignored: readonly (readonly [number, number])[], out: Difference[]): void {
    for (let n = 0; n < 4; n++) {
      const want = (expected >>> (8 * n)) & 255,
        got = (actual >>> (8 * n)) & 255,
        a = at + n;
      if (want !== got && !ignored.some(([from, length]) => a >= from && a < from + length))
        out.push({ field: `mem ${a.toString(16)}`, expected: want.toString(16), actual: got.toString(16) });
    }
  }
}

export function loadRegisters(state: State, regs: ReadonlyMap<string, bigint>): void {
  for (const [name, value] of regs)
    if (name === 'RFLAGS') writeFlags(state, value);
    else state.set(name as Cell, value);
}
const NAMES: readonly (readonly [name: string, cell: number | undefined])[] = [
  ...([...GPR, 'RIP'] as const).map(name => [name, at(name)] as const),
  ['RFLAGS', undefined],
];
const NO_MASKS: ReadonlyMap<string, bigint> = new Map();
/** General registers, RIP and RFLAGS; the low `bits` of them. */
export function compareRegisters(
  state: State,
  x: Vector,
  bits: 32 | 64,
  after: ReadonlyMap<string, bigint>,
  masks = NO_MASKS,
): Difference[] {
  const out: Difference[] = [];
  for (const [name, cell] of NAMES) {
    if (x.ignore.has(name)) continue;
    const want = after.get(name) ?? x.init.regs.get(name) ?? 0n,
      got = cell === undefined ? readFlags(state) : state.load(cell, 64);
    if (want !== got && (want ^ got) & (name === 'RFLAGS' ? x.flags_mask : BigInt.asUintN(bits, masks.get(name) ?? -1n)))
      out.push({ field: name.toLowerCase(), expected: want.toString(16), actual: got.toString(16) });
  }
  return out;
}
