/**
 * Decoded instructions as the generated module reads them: records in the state memory, chained into blocks. A block that was forgotten, because
 * addresses may mean something else or bytes may have changed, is kept aside: when its address is come to again and holds the same bytes, its
 * records serve again, without their chains.
 */
import { RAM, RECORDS, type State } from '../state.ts';
import type { Memory } from '../memory.ts';
import type { Decoded } from '../decode.ts';
import type { Form } from '../program.ts';
import { quieten } from './dead-flags.ts';

/**
 * Byte offsets inside a record, one cache line. `left`: instructions from here to the end of the block, this one included. `predicted`: where
 * an indirect jump went last (as in the jump cache), `takenChain` being its record. A direct branch has a target and no immediate.
 *
 *   0 form  2 left 3 vector  4 6 8 operands  10 base  12 index 14 scale  16 taken 20 next  24 immediate  32 displacement  40 here  48 next  56 predicted
 */
export const RECORD = { form: 0, left: 2, vector: 3, operand0: 4, operand1: 6, operand2: 8, base: 10, index: 12, scale: 14, takenChain: 16, nextChain: 20,
  immediate: 24, target: 24, displacement: 32, here: 40, next: 48, predicted: 56 } as const;
export const SIZE = 64, MAX_BLOCK = 64;
/** Form of a record after the last of a block: it goes on at `next`. */
export const CONTINUE = 0;

/** Form of an instruction that another of its block follows: STI need not end a block, so that a system call stays in WebAssembly. */
export const followed = (form: Form): Form => form.mnemonic === 'STI' ? { ...form, key: `${form.key} followed`, followed: true } : form;

interface Block {
  /** Its first record. */
  readonly record: number;
  /** Instructions. */
  readonly count: number;
  readonly from: bigint;
  /** The bytes it was decoded from. */
  readonly bytes: Uint8Array;
}

export class Records {
  readonly #state: State;
  readonly #memory: Memory;
  #numberOf: (form: Form) => number = () => CONTINUE;
  /** Blocks that may be entered, and all whose records are there; by tag. */
  readonly #blocks = new Map<bigint, number>();
  readonly #kept = new Map<bigint, Block>();
  readonly #decoded = new Map<number, { readonly i: Decoded; readonly form: Form }>();
  #free = RECORDS;

  constructor(state: State, memory: Memory) { this.#state = state; this.#memory = memory; }

  /** The instruction of a record, and the form it has there. */
  of(record: number): { readonly i: Decoded; readonly form: Form } { return this.#decoded.get(record)!; }
  get(tag: bigint): number | undefined { return this.#blocks.get(tag); }
  get isEmpty(): boolean { return this.#blocks.size === 0; }

  /** No block may be entered until its bytes have been looked at again. */
  forget(): void { this.#blocks.clear(); }
  /** Of what was forgotten, no block that goes over this address may serve again. */
  cut(address: bigint): void {
    for (const [tag, { from, bytes }] of this.#kept) if (address > from && address < from + BigInt(bytes.length)) this.#kept.delete(tag);
  }
  /** Begin anew, with another numbering of forms. */
  renumber(numberOf: (form: Form) => number): void {
    this.#numberOf = numberOf;
    this.drop();
  }
  /** Is there room for a block of so many instructions, and for one instruction on its own besides? */
  hasRoom(count: number): boolean { return this.#free + (count + 3) * SIZE <= RAM; }
  /** Begin anew. */
  drop(): void {
    this.forget();
    this.#kept.clear();
    this.#decoded.clear();
    this.#free = RECORDS;
  }

  /** A forgotten block whose bytes are what they were; undefined if there is none, or its first byte cannot be fetched. */
  revive(tag: bigint, rip: bigint): number | undefined {
    const kept = this.#kept.get(tag);
    if (!kept) return undefined;
    if (this.#isSame(rip, kept.bytes) && this.#marked(rip, kept.bytes.length)) return this.#serve(tag, kept);
    this.#kept.delete(tag);
    return undefined;
  }
  /** Bytes are fetched as decoding would: those of the next page only if the instruction goes on there. */
  #isSame(rip: bigint, bytes: Uint8Array): boolean {
    const state = this.#state, cr2 = state.get('CR2'), inPage = 4096 - Number(rip & 4095n);
    for (const crossing of bytes.length > inPage ? [false, true] : [false]) {
      const now = this.#memory.fetch(rip, crossing, bytes.length);
      if (!now) {
        state.takeFault();
        state.set('CR2', cr2);
        return false;
      }
      if (now.some((byte, n) => byte !== bytes[n])) return false;
    }
    return true;
  }
  /** From now on writes to the bytes are told; false where they are not in RAM. */
  #marked(rip: bigint, length: number): boolean {
    const pages = [rip, rip + BigInt(length - 1)].map(address => this.#memory.codePage(address));
    if (pages.some(page => page === undefined)) return false;
    for (const page of pages) this.#memory.markCode(page!);
    return true;
  }
  #serve(tag: bigint, { record, count }: Block): number {
    const { view } = this.#state;
    for (let at = record, end = record + count * SIZE; at <= end; at += SIZE) {
      view.setBigUint64(at + RECORD.takenChain, 0n, true);       // and nextChain
      view.setBigUint64(at + RECORD.predicted, 0n, true);
    }
    this.#blocks.set(tag, record);
    return record;
  }
  /** Write a block. Undefined: it does not lie in RAM, and is the oracle's business. */
  add(tag: bigint, rip: bigint, list: readonly Decoded[]): number | undefined {
    const { next } = list.at(-1)!.fields, length = list.reduce((sum, i) => sum + i.length, 0);
    if (!this.#marked(rip, length)) return undefined;
    const bytes = this.#memory.fetch(rip, true, length)!;
    const block = { record: this.#free, count: list.length, from: rip, bytes };
    this.#free = this.#write(list, next, false);
    this.#kept.set(tag, block);
    this.#blocks.set(tag, block.record);
    return block.record;
  }
  /** One instruction as a block of its own, for this once. */
  once(i: Decoded): number {
    this.#write([i], i.fields.next, true);
    return this.#free;
  }
  /** Write records for `list` and the one that continues at `next`. @returns where they end */
  #write(list: readonly Decoded[], next: bigint, once: boolean): number {
    const state = this.#state;
    let at = this.#free;
    const i16 = (offset: number, v: number): void => state.view.setUint16(at + offset, v, true);
    const i64 = (offset: number, v: bigint): void => state.view.setBigUint64(at + offset, v, true);
    const forms = once ? list.map(i => i.form) : quieten(list.map(({ form }, n) => n < list.length - 1 ? followed(form) : form));
    list.forEach((i, n) => {
      state.bytes.fill(0, at, at + SIZE);
      const form = forms[n]!;
      i16(RECORD.form, this.#numberOf(form));
      state.bytes[at + RECORD.left] = list.length - n;
      state.bytes[at + RECORD.vector] = i.addressVector;
      for (const [slot, address] of Object.entries(i.slots)) i16(RECORD[slot as 'base'], address);
      const { scale, ...fields } = i.fields;
      state.bytes[at + RECORD.scale] = Number(scale);
      for (const [name, value] of Object.entries(fields)) if (value) i64(RECORD[name as 'here'], value);
      this.#decoded.set(at, { i, form });
      at += SIZE;
    });
    state.bytes.fill(0, at, at + SIZE);
    i16(RECORD.form, CONTINUE);
    i64(RECORD.next, next);
    return at + SIZE;
  }
}
