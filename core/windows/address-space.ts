/** Physical pages handed out in order, and the tables over them, while a machine is being built. */
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

/** Physical pages in order, each handed out once. */
class Frames {
  readonly #bytes: bigint;
  #free = PAGE;
  constructor(bytes: number) {
    this.#bytes = BigInt(bytes);
  }
  page(): bigint {
    const page = this.#free;
    this.#free += PAGE;
    if (this.#free > this.#bytes) throw new Error('the machine needs more RAM');
    return page;
  }
}

/** What every kind of paging shares: pages in order, and memory written through the tables. */
export abstract class Paging {
  readonly #state: State;
  readonly #frames: Frames;
  /** Physical address of the top table: what CR3 holds. */
  readonly root: bigint;
  /** The page that was written last: most writes follow one another. */
  #last = { page: -1n, at: 0 };

  /** @param beside another address space of the same machine */
  constructor(state: State, beside?: Paging) {
    this.#state = state;
    this.#frames = beside ? beside.#frames : new Frames(state.ramBytes);
    this.root = this.page();
  }

  /** Physical address of a fresh zeroed page. */
  page(): bigint {
    const page = this.#frames.page();
    this.#state.builtBytes = Number(page + PAGE);
    return page;
  }
  /** Map every page that [linear, linear + bytes) touches to fresh memory; pages already mapped stay. */
  map(linear: bigint, bytes: bigint, rights: Rights): void {
    for (let at = linear & ~(PAGE - 1n); at < linear + bytes; at += PAGE)
      if (this.physical(at) === undefined) this.mapTo(at, this.page(), rights);
  }
  /** Map one page to a physical page. */
  abstract mapTo(linear: bigint, physical: bigint, rights: Rights): void;
  /** Physical address of a mapped byte. */
  abstract physical(linear: bigint): bigint | undefined;

  /** Write bytes to mapped memory, whatever its rights. */
  write(linear: bigint, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const at = linear + BigInt(done),
        size = Math.min(bytes.length - done, Number(PAGE - (at & (PAGE - 1n))));
      this.#state.bytes.set(bytes.subarray(done, done + size), this.#place(at));
      done += size;
    }
  }
  /** Where a linear address lies in the machine's bytes. A page once mapped is never mapped elsewhere. */
  #place(linear: bigint): number {
    const page = linear & ~(PAGE - 1n);
    if (page !== this.#last.page) {
      const physical = this.physical(page);
      if (physical === undefined) throw new Error(`nothing is mapped at ${linear.toString(16)}`);
      this.#last = { page, at: RAM + Number(physical) };
    }
    return this.#last.at + Number(linear & (PAGE - 1n));
  }
  /** A little-endian number of 1, 2, 4 or 8 bytes. */
  number(linear: bigint, size: 1 | 2 | 4 | 8, value: bigint): void {
    if ((linear & (PAGE - 1n)) + BigInt(size) <= PAGE) {
      this.#state.store(this.#place(linear), size * 8, BigInt.asUintN(size * 8, value));
      return;
    }
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    this.write(linear, bytes.subarray(0, size));
  }
  /** An entry of a table, `bits` wide. */
  protected entry(physical: bigint, bits: 32 | 64): bigint {
    return this.#state.load(RAM + Number(physical), bits);
  }
  protected setEntry(physical: bigint, bits: 32 | 64, value: bigint): void {
    this.#state.store(RAM + Number(physical), bits, value);
  }
}

/** 4-level paging. */
export class AddressSpace extends Paging {
  /** Map the user half as `other` does, through its tables. */
  shareUserHalf(other: AddressSpace): void {
    for (let slot = 0n; slot < 256n; slot++) this.setEntry(this.root + slot * 8n, 64, this.entry(other.root + slot * 8n, 64));
  }
  /** Map pages to where `other` has them. */
  mirror(other: AddressSpace, linear: bigint, bytes: bigint, rights: Rights): void {
    for (let at = linear & ~(PAGE - 1n); at < linear + bytes; at += PAGE) this.mapTo(at, other.physical(at)!, rights);
  }
  /** Let PML4 slot `slot` (0 to 511) point at the PML4 itself, so that page tables are memory. */
  selfMap(slot: number): void {
    this.setEntry(this.root + BigInt(slot * 8), 64, this.root | P | W | ACCESSED | DIRTY | NX);
  }
  mapTo(linear: bigint, physical: bigint, { user = false, write = false, execute = false }: Rights): void {
    let table = this.root;
    for (const shift of [39n, 30n, 21n]) {
      const entry = table + ((linear >> shift) & 511n) * 8n;
      if (!(this.entry(entry, 64) & P)) this.setEntry(entry, 64, this.page() | P | W | ACCESSED | DIRTY | (user ? U : 0n));
      table = this.entry(entry, 64) & FRAME;
    }
    const bits = P | ACCESSED | DIRTY | (write ? W : 0n) | (user ? U : GLOBAL) | (execute ? 0n : NX);
    this.setEntry(table + ((linear >> 12n) & 511n) * 8n, 64, physical | bits);
  }
  physical(linear: bigint): bigint | undefined {
    let table = this.root;
    for (const shift of [39n, 30n, 21n, 12n]) {
      const entry = this.entry(table + ((linear >> shift) & 511n) * 8n, 64);
      if (!(entry & P)) return undefined;
      table = entry & FRAME;
    }
    return table | (linear & (PAGE - 1n));
  }
}

/** 32-bit paging of two levels. There is no NX: whatever is mapped can be executed. */
export class LegacyAddressSpace extends Paging {
  mapTo(linear: bigint, physical: bigint, { user = false, write = false }: Rights): void {
    const directory = this.root + (linear >> 22n) * 4n;
    if (!(this.entry(directory, 32) & P)) this.setEntry(directory, 32, this.page() | P | W | U | ACCESSED | DIRTY);
    const bits = P | ACCESSED | DIRTY | (write ? W : 0n) | (user ? U : 0n);
    this.setEntry((this.entry(directory, 32) & FRAME) + ((linear >> 12n) & 1023n) * 4n, 32, physical | bits);
  }
  physical(linear: bigint): bigint | undefined {
    const directory = this.entry(this.root + (linear >> 22n) * 4n, 32);
    if (!(directory & P)) return undefined;
    const entry = this.entry((directory & FRAME) + ((linear >> 12n) & 1023n) * 4n, 32);
    return entry & P ? (entry & FRAME) | (linear & (PAGE - 1n)) : undefined;
  }
}
