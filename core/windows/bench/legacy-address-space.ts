/** Physical pages and the 2-level tables of 32-bit paging over them, while a machine is being built. */
import { RAM, type State } from '../../cpu/state.ts';
import type { Rights } from '../address-space.ts';

const PAGE = 4096n,
  P = 1n,
  W = 2n,
  U = 4n,
  ACCESSED_DIRTY = 0x60n;

export class LegacyAddressSpace {
  readonly #state: State;
  /** Physical address of the page directory: what CR3 holds. */
  readonly root: bigint;
  #free = PAGE;

  constructor(state: State) {
    this.#state = state;
    this.root = this.#page();
  }
  #page(): bigint {
    const page = this.#free;
    this.#free += PAGE;
    if (this.#free > BigInt(this.#state.ramBytes)) throw new Error('the machine needs more RAM');
    return page;
  }
  /** Map every page that [linear, linear + bytes) touches to fresh memory. There is no NX: whatever is mapped can be executed. */
  map(linear: bigint, bytes: bigint, { user = false, write = false }: Rights): void {
    for (let at = linear & ~(PAGE - 1n); at < linear + bytes; at += PAGE) {
      const directory = this.root + (at >> 22n) * 4n;
      if (!(this.#get(directory) & P)) this.#set(directory, this.#page() | P | W | U | ACCESSED_DIRTY);
      this.#set(this.#entry(at), this.#page() | P | ACCESSED_DIRTY | (write ? W : 0n) | (user ? U : 0n));
    }
  }
  #entry(linear: bigint): bigint {
    return (this.#get(this.root + (linear >> 22n) * 4n) & ~(PAGE - 1n)) + ((linear >> 12n) & 1023n) * 4n;
  }
  /** Write bytes to mapped memory, whatever its rights. */
  write(linear: bigint, bytes: Uint8Array): void {
    for (let n = 0; n < bytes.length; n++) {
      const at = linear + BigInt(n);
      this.#state.bytes[RAM + Number((this.#get(this.#entry(at)) & ~(PAGE - 1n)) | (at & (PAGE - 1n)))] = bytes[n]!;
    }
  }
  /** A little-endian number of 1, 2, 4 or 8 bytes. */
  number(linear: bigint, size: 1 | 2 | 4 | 8, value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    this.write(linear, bytes.subarray(0, size));
  }
  #get(physical: bigint): bigint {
    return BigInt(this.#state.view.getUint32(RAM + Number(physical), true));
  }
  #set(physical: bigint, value: bigint): void {
    this.#state.view.setUint32(RAM + Number(physical), Number(value), true);
  }
}
