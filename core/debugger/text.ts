/** WinDbg's notation for numbers and addresses, and the turning of printed cells into lines and links. */
import type { Link } from './types.ts';

export type Bits = 32 | 64;
const MASK64 = 0xffff_ffff_ffff_ffffn;

export const u64 = (value: bigint): bigint => value & MASK64;
/** Lower-case hex, zero-padded to `digits`. */
export const hex = (value: bigint | number, digits = 1): string => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(digits, '0');
/** ``fffff807`1a60d340``. */
export const tick64 = (value: bigint): string => {
  const digits = hex(value, 16);
  return `${digits.slice(0, 8)}\`${digits.slice(8)}`;
};
/** An address in a listing: sixteen digits with a backtick, or eight. */
export const addressText = (value: bigint, bits: Bits): string => (bits === 64 ? tick64(value) : hex(value & 0xffff_ffffn, 8));
/** A pointer as extensions and `%p` print it: no backtick. */
export const pointerText = (value: bigint, bits: Bits): string => (bits === 64 ? hex(value, 16) : hex(value & 0xffff_ffffn, 8));
/** ``0xffffa60c`51d3f080``, as `dt` prints pointers and large values. */
export const dtPointer = (value: bigint, bits: Bits): string => `0x${addressText(value, bits)}`;
/** What `?` and `dps` print: signed decimal of the full 64 bits. */
export const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
/** A 32-bit value as the debugger keeps it: sign-extended. */
export const extend32 = (value: bigint): bigint => u64(BigInt.asIntN(32, value));

/** What a person looks for: each word, in lower case. */
export const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean);

/** Little-endian value of all of `bytes` (at most 8). */
export function fromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}
export const toBytes = (value: bigint, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));

const PRINTABLE = (code: number): boolean => code >= 0x20 && code <= 0x7e;
/** The text column of a dump: `.` for what cannot be printed. */
export const ascii = (bytes: Iterable<number>): string => Array.from(bytes, b => (PRINTABLE(b) ? String.fromCharCode(b) : '.')).join('');

/** A part of a line; with `command` it is a link that runs it. */
export type Cell = string | { readonly text: string; readonly command: string };
export const link = (text: string, command: string): Cell => ({ text, command });

/** What a reader sees of cells. */
export const cellsText = (cells: readonly Cell[]): string => cells.map(c => (typeof c === 'string' ? c : c.text)).join('');

/** Links kept of one command's output; a reader follows few of a hundred thousand. */
const LINKS = 20000;

/** Characters one command prints at most; a learner reads far fewer, and a window has to keep them. */
const CHARACTERS = 4_000_000;
/** A command has printed all that it may: ends it and its line, what is printed stays. */
export class OutputFull extends Error {}

/** Printed text so far. A command prints cells; only this class makes lines and link columns of them. */
export class Output {
  #parts: string[] = [];
  #length = 0;
  #line = 0;
  #column = 0;
  readonly links: Link[] = [];
  /** Lines printed. */
  get lines(): number {
    return this.#line;
  }
  get atLineStart(): boolean {
    return this.#column === 0;
  }

  print(...cells: readonly Cell[]): void {
    for (const cell of cells) {
      if (typeof cell === 'string') this.#put(cell);
      else {
        const start = this.#column;
        this.#put(cell.text);
        if (this.links.length < LINKS) this.links.push({ line: this.#line, start, end: this.#column, command: cell.command });
      }
    }
  }
  line(...cells: readonly Cell[]): void {
    this.print(...cells, '\n');
  }
  /** Everything another output printed, links and all. */
  append(other: Output): void {
    const { line, column } = { line: this.#line, column: this.#column };
    for (const l of other.links) {
      const shift = l.line === 0 ? column : 0;
      this.links.push({ ...l, line: l.line + line, start: l.start + shift, end: l.end + shift });
    }
    this.#put(other.text);
  }
  get text(): string {
    if (this.#parts.length > 1) this.#parts = [this.#parts.join('')];
    return this.#parts[0] ?? '';
  }

  #put(text: string): void {
    this.#length += text.length;
    if (this.#length > CHARACTERS) throw new OutputFull();
    this.#parts.push(text);
    let at = text.indexOf('\n');
    if (at < 0) {
      this.#column += text.length;
      return;
    }
    let last = at;
    for (; at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#line++;
      last = at;
    }
    this.#column = text.length - last - 1;
  }
}
