/** A 64-bit digest of everything a guest can see, cheap enough to take after every instruction: only pages written since are looked at again. */
import { BOUNCE, CELLS, DEVICES, RAM, at, type State } from './state.ts';
import type { Memory } from './memory.ts';
import { readFlags } from './registers.ts';

/** Not the guest's: scratch of the engines, and the lazy form of the flags (RFLAGS itself is taken instead). */
const HIDDEN = /^(flags|fault|engine|event|bounce|clock|crossing|attention|interrupt|ZERO)/;
const SEEN = CELLS.filter(name => !HIDDEN.test(name)), VISIBLE = SEEN.map(at);

/** What the digest is made from besides memory and the count of instructions: every register a guest can see, by its cell. */
export const guestCells = (state: State): ReadonlyMap<string, bigint> =>
  new Map([...SEEN.map(name => [name, state.get(name)] as const), ['RFLAGS', readFlags(state)]]);

/** Two 32-bit lanes; equal only if all words were equal, up to chance. */
class Digest {
  low = 0x9e3779b9 | 0;
  high = 0x85ebca6b | 0;
  add(word: number): void {
    this.low = Math.imul(this.low ^ word, 0xcc9e2d51);
    this.low ^= this.low >>> 15;
    this.high = Math.imul((this.high << 13 | this.high >>> 19) + word, 0x1b873593) ^ this.low;
  }
  get value(): bigint { return BigInt(this.high >>> 0) << 32n | BigInt(this.low >>> 0); }
}

/** @returns a function that gives the digest of the state as it is when called */
export function createHasher(state: State, memory: Memory): () => bigint {
  const words = new Int32Array(state.memory.buffer), pages = new BigUint64Array(state.ramBytes >> 12);
  let ram = 0n, fresh = true;
  const digest = (from: number, bytes: number, seed: number): bigint => {
    const d = new Digest();
    d.add(seed);
    for (let n = from >> 2; n < from + bytes >> 2; n++) d.add(words[n]!);
    return d.value;
  };
  const update = (page: number): void => {
    const next = digest(RAM + page * 4096, 4096, page);
    ram = BigInt.asUintN(64, ram + next - pages[page]!);
    pages[page] = next;
  };
  return () => {
    const changed = memory.takeChanged('hash');
    if (fresh) for (let page = 0; page < pages.length; page++) update(page);
    else changed.forEach(update);
    fresh = false;
    const d = new Digest();
    for (const cell of VISIBLE) { d.add(words[cell >> 2]!); d.add(words[(cell >> 2) + 1]!); }
    d.add(Number(readFlags(state)) | 0);
    d.add(Number(state.executed & 0xffff_ffffn) | 0);
    return d.value ^ ram ^ digest(DEVICES.address, DEVICES.bytes, BOUNCE);
  };
}
