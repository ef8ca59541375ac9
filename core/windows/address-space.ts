/** Physical pages handed out in order, and the 4-level tables over them, while a machine is being built. */
import { RAM, type State } from '../cpu/state.ts';

const PAGE = 4096n;
const P = 1n,
  W = 2n,
  U = 4n,
  ACCESSED = 0x20n,
  DIRTY = 0x40n,
  GLOBAL = 0x100n,
  NX = 1n << 63n;
const FRAME = 0x000f_ffff_ffff_f000n;

export interface Rights {
  readonly user?: boolean;
  readonly write?: boolean;
  readonly execute?: boolean;
}

export class AddressSpace {
  readonly #state: State;
  /** Physical address of the PML4: what CR3 holds. */
  readonly root: bigint;
  #free = PAGE;

  constructor(state: State) {
    this.#state = state;
    this.root = this.page();
  }

  /** Physical address of a fresh zeroed page. */
  page(): bigint {
    const page = this.#free;
    this.#free += PAGE;
    if (this.#free > BigInt(this.#state.ramBytes)) throw new Error('the machine needs more RAM');
    return page;
  }
  /** Let PML4 slot `slot` (0 to 511) point at the PML4 itself, so that page tables are memory. */
  selfMap(slot: number): void {
    this.#set(this.root + BigInt(slot * 8), this.root | P | W | ACCESSED | DIRTY | NX);
  }
  /** Map every page that [linear, linear + bytes) touches to fresh memory; pages already mapped stay. */
  map(linear: bigint, bytes: bigint, rights: Rights): void {
    for (let at = linear & ~(PAGE - 1n); at < linear + bytes; at += PAGE)
      if (this.physical(at) === undefined) this.mapTo(at, this.page(), rights);
  }
  /** Map one page to a physical page. */
  mapTo(linear: bigint, physical: bigint, { user = false, write = false, execute = false }: Rights): void {
    let table = this.root;
    for (const shift of [39n, 30n, 21n]) {
      const entry = table + ((linear >> shift) & 511n) * 8n;
      if (!(this.#get(entry) & P)) this.#set(entry, this.page() | P | W | ACCESSED | DIRTY | (user ? U : 0n));
      table = this.#get(entry) & FRAME;
    }
    const bits = P | ACCESSED | DIRTY | (write ? W : 0n) | (user ? U : GLOBAL) | (execute ? 0n : NX);
    this.#set(table + ((linear >> 12n) & 511n) * 8n, physical | bits);
  }
  /** Physical address of a mapped byte. */
  physical(linear: bigint): bigint | undefined {
    let table = this.root;
    for (const shift of [39n, 30n, 21n, 12n]) {
      const entry = this.#get(table + ((linear >> shift) & 511n) * 8n);
      if (!(entry & P)) return undefined;
      table = entry & FRAME;
    }
    return table | (linear & (PAGE - 1n));
  }
  /** Write bytes to mapped memory, whatever its rights. */
  write(linear: bigint, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const at = linear + BigInt(done),
        size = Math.min(bytes.length - done, Number(PAGE - (at & (PAGE - 1n))));
      const physical = this.physical(at);
      if (physical === undefined) throw new Error(`nothing is mapped at ${at.toString(16)}`);
      this.#state.bytes.set(bytes.subarray(done, done + size), RAM + Number(physical));
      done += size;
    }
  }
  /** A little-endian number of 1, 2, 4 or 8 bytes. */
  number(linear: bigint, size: 1 | 2 | 4 | 8, value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    this.write(linear, bytes.subarray(0, size));
  }
  #get(physical: bigint): bigint {
    return this.#state.view.getBigUint64(RAM + Number(physical), true);
  }
  #set(physical: bigint, value: bigint): void {
    this.#state.view.setBigUint64(RAM + Number(physical), value, true);
  }
}
