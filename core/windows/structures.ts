/** Structures written into a machine by the names of their fields. */
import type { Paging } from './address-space.ts';
import type { Layouts } from './layout.ts';

const POINTER = /^Ptr(32|64) /,
  NUMBER = /^(?:Ui|I)nt([1248])B$/;
const BYTES: Readonly<Record<string, 1 | 2 | 4 | 8>> = { UChar: 1, Char: 1, WChar: 2 };

export class Structures {
  readonly space: Paging;
  readonly layouts: Layouts;
  /** Bytes of a pointer. */
  readonly #pointer: 4 | 8;
  constructor(space: Paging, layouts: Layouts, bits: 32 | 64) {
    this.space = space;
    this.layouts = layouts;
    this.#pointer = bits === 64 ? 8 : 4;
  }
  /** Is `KTHREAD.ServiceTable` and the like a field of this build? */
  has(path: string): boolean {
    return this.layouts.type(path) !== undefined;
  }
  /** Address of a field of the structure at `base`. */
  at(base: bigint, path: string): bigint {
    return base + BigInt(this.layouts.offset(path));
  }
  /** Set a number or a pointer, of an array the first; what this build has no such field for is left out. */
  set(base: bigint, path: string, value: bigint): void {
    const type = this.layouts.type(path);
    if (type !== undefined) this.space.number(this.at(base, path), this.#bytes(path, type), value);
  }
  /** Set several fields of one structure: names without the structure's. */
  fill(base: bigint, structure: string, fields: Readonly<Record<string, bigint>>): void {
    for (const [name, value] of Object.entries(fields)) this.set(base, `${structure}.${name}`, value);
  }
  text(base: bigint, path: string, text: string): void {
    this.space.write(
      this.at(base, path),
      Uint8Array.from(`${text}\0`, c => c.charCodeAt(0)),
    );
  }
  pointer(at: bigint, value: bigint): void {
    this.space.number(at, this.#pointer, value);
  }
  /** Link a list: its head and the entries inside the elements, in both directions. */
  list(head: bigint, entries: readonly bigint[]): void {
    const ring = [head, ...entries];
    ring.forEach((at, n) => {
      this.pointer(at, ring[(n + 1) % ring.length]!);
      this.pointer(at + BigInt(this.#pointer), ring.at(n - 1)!);
    });
  }
  #bytes(path: string, type: string): 1 | 2 | 4 | 8 {
    const plain = type.replace(/^\[\d+\] /, ''),
      number = NUMBER.exec(plain),
      bytes = BYTES[plain] ?? (number ? (Number(number[1]) as 1 | 2 | 4 | 8) : undefined);
    if (bytes !== undefined) return bytes;
    if (POINTER.test(plain) || plain === '_EX_FAST_REF') return this.#pointer;
    throw new Error(`${path} is no number but ${type}`);
  }
}
