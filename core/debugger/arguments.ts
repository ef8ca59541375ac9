/** A command's argument text and how far it has been read. */
import { evaluate, type Scope } from './expression.ts';
import { caret } from './refusal.ts';

/** The most a range may span without `L?`: 256 MiB. */
const LIMIT = 0x1000_0000n;
/** ` L` that begins a count: followed by something a count can begin with. */
const COUNT = /\s[lL](?=\s*(?:\?|-\s*[0-9(]|[0-9(@$[]|0x|[0-9a-f`]+h?(?:\s|$)|(?:poi|dwo|qwo|wo|by)\b|\s\S))/g;

/**
 * A count keeps its low half, so that poi() of a 32-bit limit does what it is published to do; an address is never one. With `L?` a
 * constant such as ffffffff means what it says, though constants are sign-extended.
 */
function countOf(given: bigint, unlimited: boolean): bigint {
  if (unlimited) return given >= 0xffff_ffff_8000_0000n ? given & 0xffff_ffffn : given;
  return given >> 63n ? given : given & 0xffff_ffffn;
}

export interface Range {
  readonly start: bigint;
  /** In elements. */
  readonly count: number;
  /** False where the command's default amount was taken. */
  readonly given: boolean;
}

export class Arguments {
  readonly text: string;
  /** Index of `text` in the command it belongs to. */
  readonly offset: number;
  readonly scope: Scope;
  at = 0;

  constructor(text: string, offset: number, scope: Scope) {
    this.text = text;
    this.offset = offset;
    this.scope = scope;
  }

  /** Characters of the command read so far. */
  get consumed(): number {
    return this.offset + this.at;
  }
  get rest(): string {
    return this.text.slice(this.at);
  }
  get atEnd(): boolean {
    this.skip();
    return this.at >= this.text.length;
  }
  skip(): void {
    while (/\s/.test(this.text[this.at] ?? 'x')) this.at++;
  }
  peek(): string {
    this.skip();
    return this.text[this.at] ?? '';
  }

  /** Text that matches `pattern` (sticky) here, blanks skipped; undefined and nothing read where it does not. */
  take(pattern: RegExp): string | undefined {
    this.skip();
    const sticky = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
  /** Characters up to the next blank. */
  word(): string | undefined {
    return this.take(/\S+/);
  }
  /** `"text"` with its escapes left in, or undefined. */
  quoted(): string | undefined {
    return this.take(/"(?:[^"\\]|\\.)*"?/)?.replace(/^"|"$/g, '');
  }
  /** The rest of the text. */
  all(): string {
    const rest = this.rest.trim();
    this.at = this.text.length;
    return rest;
  }
  /** `/c` or `/c4`: the letters and digits after a slash. */
  option(): string | undefined {
    return this.take(/\/[^\s]+/)?.slice(1);
  }

  /** An expression; what follows it stays. @param end where its text ends at the latest */
  expression(end = this.text.length): bigint {
    return this.#evaluate(end);
  }
  /** An expression without blanks: what an option takes. */
  operand(): bigint {
    this.skip();
    const start = this.at,
      word = this.word();
    if (word === undefined) throw caret('Syntax', this.consumed);
    const { value, next } = evaluate(word, 0, this.scope);
    this.at = start + next;
    return value;
  }
  expressionOr(fallback: () => bigint): bigint {
    return this.atEnd ? fallback() : this.expression();
  }
  /** Refuse whatever has not been read. */
  end(): void {
    if (!this.atEnd) throw caret('Extra character', this.consumed);
  }
  syntax(): Error {
    return caret('Syntax', this.consumed);
  }

  /** `addr`, `addr end`, `addr Lcount`, `addr L-count`. `size` is that of an element; `fallback` the count without one. */
  range(size: number, fallback: number): Range {
    const start = this.#evaluate(this.#countAt() ?? this.text.length);
    return this.#length(start, size) ?? { start, count: fallback, given: false };
  }
  /** A range whose length must be given. */
  fullRange(size: number): Range {
    const range = this.range(size, 0);
    if (!range.given) throw caret('Range', this.consumed);
    return range;
  }

  #length(start: bigint, size: number): Range | undefined {
    const bytes = BigInt(size);
    if (this.#countAt() === this.at && this.take(/[lL]/) !== undefined) {
      const unlimited = this.take(/\?/) !== undefined,
        backwards = this.take(/-/) !== undefined;
      const from = this.at,
        given = this.expression(),
        count = countOf(given, unlimited),
        name = this.text.slice(from, this.at).trim();
      this.#check(
        count,
        bytes,
        unlimited,
        /^[a-z_]\w*!?\w*$/i.test(name) && !/^[0-9a-f]+h?$/i.test(name) ? `${name} is an address here. What it holds is dwo(${name}) or poi(${name}).` : undefined,
      );
      return { start: backwards ? start - count * bytes : start, count: Number(count), given: true };
    }
    if (this.atEnd || /[;"{]/.test(this.peek())) return undefined;
    const end = this.expression();
    if (end < start) throw caret('Range', this.consumed);
    const count = (end - start) / bytes + 1n;
    this.#check(count, bytes, false);
    return { start, count: Number(count), given: true };
  }
  #check(count: bigint, bytes: bigint, unlimited: boolean, hint?: string): void {
    if (count === 0n || count * bytes > (unlimited ? 1n << 48n : LIMIT)) throw caret('Range', this.consumed, hint);
  }
  /** Where the blank and `L` of a count begin. */
  #countAt(): number | undefined {
    COUNT.lastIndex = this.at;
    return COUNT.exec(this.text)?.index;
  }
  /** Evaluate the text up to `end`, which is all an error message quotes. */
  #evaluate(end: number): bigint {
    const limit = end < this.text.length ? end + 1 : end;
    const { value, next } = evaluate(this.text.slice(0, limit), this.at, this.scope);
    this.at = next;
    return value;
  }
}
