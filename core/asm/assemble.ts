/**
 * An assembler for Intel syntax over iced's encoder: the lab's kernels are written in it, and so are learners' answers.
 *
 *   proc Name / export proc Name / var Name _TYPE     begin a function or an object
 *   Name:  a label   .name:  local to the name above   @name:  not a symbol
 *   Name equ 158h     db dw dd dq 1, Label, "text"     resb 40h     align 16     org 1000h     times 14 <line>
 */
import { SyntaxProblem, evaluate, tokenize, type Lookup, type Named } from './expression.ts';
import { encodings, isMnemonic, type Bits, type Prefixes } from './encode.ts';
import { isRegister, needsSize, parseOperands } from './operand.ts';

export interface AssembledSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly kind: 'function' | 'data' | 'label';
  readonly exported: boolean;
  readonly type?: string;
}
/** `line` and `column` count from 1. */
export interface AssemblyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
export interface Assembled {
  readonly origin: bigint;
  readonly bytes: Uint8Array;
  readonly symbols: readonly AssembledSymbol[];
  /** Address of each line that made bytes. */
  readonly lines: ReadonlyMap<number, bigint>;
}
export interface AssemblyOptions {
  readonly origin: bigint;
  readonly bits: Bits;
  /** Shown in problems. */
  readonly file?: string;
  /** Names known from outside: structure offsets (plain numbers), addresses of other images (labels). */
  readonly names?: (name: string) => Named | undefined;
}
export type AssemblyResult =
  { readonly ok: true; readonly value: Assembled } | { readonly ok: false; readonly problems: readonly AssemblyProblem[] };

/** `fixed`: bytes that depend on no address, once known. `size`: of the last pass. */
interface Statement {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
  size: number;
  fixed?: Uint8Array;
}
const DATA: Readonly<Record<string, number>> = { db: 1, dw: 2, dd: 4, dq: 8 };
const MOST_PASSES = 30;

/** Assemble a whole text; every problem of the text is reported at once. */
export function assemble(text: string, options: AssemblyOptions): AssemblyResult {
  const statements = text.split('\n').flatMap((line, n): Statement[] => {
    const bare = withoutComment(line);
    return bare.trim() ? [{ text: bare, line: n + 1, offset: bare.search(/\S/), size: 0 }] : [];
  });
  let known = new Map<string, Named>();
  for (let pass = 1; ; pass++) {
    const p = new Pass(options, known, pass);
    for (const s of statements) p.statement(s);
    const settled = pass > 1 && sameAddresses(known, p.defined);
    if (p.problems.length && (settled || pass > 2)) return { ok: false, problems: p.problems };
    if (settled) return { ok: true, value: { origin: options.origin, bytes: p.bytes(), symbols: p.symbols, lines: p.lines } };
    if (pass === MOST_PASSES) throw new Error(`${options.file ?? 'assembly'}: addresses do not settle`);
    known = p.defined;
  }
}
const withoutComment = (line: string): string => {
  let quote = '';
  for (let n = 0; n < line.length; n++) {
    const ch = line[n]!;
    if (quote) {
      if (ch === quote) quote = '';
    } else if (ch === '"' || ch === "'") quote = ch;
    else if (ch === ';') return line.slice(0, n);
  }
  return line;
};
const sameAddresses = (a: ReadonlyMap<string, Named>, b: ReadonlyMap<string, Named>): boolean =>
  a.size === b.size && [...a].every(([name, named]) => b.get(name)?.value === named.value);

class Pass {
  readonly defined = new Map<string, Named>();
  readonly symbols: AssembledSymbol[] = [];
  readonly problems: AssemblyProblem[] = [];
  readonly lines = new Map<number, bigint>();
  readonly #options: AssemblyOptions;
  readonly #before: ReadonlyMap<string, Named>;
  readonly #number: number;
  #out = new Uint8Array(4096);
  #length = 0;
  #scope = '';

  constructor(options: AssemblyOptions, before: ReadonlyMap<string, Named>, number: number) {
    this.#options = options;
    this.#before = before;
    this.#number = number;
  }
  bytes(): Uint8Array {
    return this.#out.slice(0, this.#length);
  }
  get #here(): bigint {
    return this.#options.origin + BigInt(this.#length);
  }
  #full(name: string): string {
    return name.startsWith('.') ? this.#scope + name : name;
  }
  #lookup: Lookup = name => this.defined.get(this.#full(name)) ?? this.#before.get(this.#full(name)) ?? this.#options.names?.(name);

  statement(s: Statement): void {
    try {
      this.#statement(s, s.text, s.offset);
    } catch (e) {
      if (!(e instanceof SyntaxProblem)) throw e;
      this.problems.push({ file: this.#options.file ?? '', line: s.line, column: e.at + 1, message: e.message });
    }
  }
  #statement(s: Statement, text: string, from: number): void {
    const rest = text.slice(from);
    let m: RegExpExecArray | null;
    if ((m = /^(export\s+)?(proc|var)\s+([\w.@?$]+)(?:\s+(\w+))?\s*$/.exec(rest))) {
      return this.#define(
        m[3]!,
        { kind: m[2] === 'proc' ? 'function' : 'data', exported: m[1] !== undefined, ...(m[4] && { type: m[4] }) },
        from,
      );
    }
    if ((m = /^([\w.@?$]+):\s*/.exec(rest)) && !isRegister(m[1]!)) {
      this.#define(m[1]!, { kind: 'label', exported: false }, from);
      return m[0].length < rest.trimEnd().length ? this.#statement(s, text, from + m[0].length) : undefined;
    }
    if ((m = /^([\w.@?$]+)\s+equ\s+/.exec(rest))) return this.#name(m[1]!, this.#value(text, from + m[0].length), from);
    if ((m = /^(times\s+)(\S+)\s+/.exec(rest))) {
      const count = this.#value(text.slice(0, from + m[1]!.length + m[2]!.length), from + m[1]!.length).value;
      if (count > 0x10_0000n) throw new SyntaxProblem('times is limited to 1048576', from);
      const at = from + m[0].length;
      for (let n = 0n; n < count; n++) this.#statement(s, text, at);
      return;
    }
    const word = /^[a-z]\w*/i.exec(rest)?.[0].toLowerCase() ?? '',
      after = from + word.length;
    if (DATA[word]) return this.#data(DATA[word], text, after);
    if (word === 'resb') return this.#fill(this.#count(text, after), 0);
    if (word === 'align') {
      const to = this.#count(text, after),
        gap = to ? (to - Number(this.#here % BigInt(to))) % to : 0;
      return this.#fill(gap, 0xcc);
    }
    if (word === 'org') {
      const to = this.#value(text, after).value;
      if (to < this.#here) {
        if (this.#number > 1) throw new SyntaxProblem('org cannot go back', from);
        return;
      }
      return this.#fill(Number(to - this.#here), 0);
    }
    return this.#instruction(s, text, from);
  }

  #define(name: string, what: Pick<AssembledSymbol, 'kind' | 'exported' | 'type'>, at: number): void {
    if (!/^[.@]/.test(name)) this.#scope = name;
    this.#name(name, { value: this.#here, label: true }, at);
    if (!/^[.@]/.test(name)) this.symbols.push({ name, address: this.#here, ...what });
  }
  #name(name: string, v: { value: bigint; label: boolean }, at: number): void {
    const full = this.#full(name);
    if (this.defined.has(full)) throw new SyntaxProblem(`${name} is defined twice`, at);
    this.defined.set(full, { value: v.value, label: v.label });
  }
  #value(text: string, from: number): { value: bigint; label: boolean; unknown: string | undefined } {
    const tokens = tokenize(text, from),
      cursor = { next: 0 },
      v = evaluate(tokens, cursor, this.#here, this.#lookup, text.length);
    if (tokens[cursor.next]) throw new SyntaxProblem(`"${tokens[cursor.next]!.text}" was not expected here`, tokens[cursor.next]!.at);
    this.#known(v.unknown, text, from);
    return v;
  }
  /** A name may be unknown on the first pass only. */
  #known(unknown: string | undefined, text: string, from: number): void {
    if (unknown !== undefined && this.#number > 1)
      throw new SyntaxProblem(`${unknown} is not defined`, Math.max(text.indexOf(unknown, from), from));
  }
  #count(text: string, from: number): number {
    const { value } = this.#value(text, from);
    if (value > 0x100_0000n) throw new SyntaxProblem('more than 16 MiB', from);
    return Number(value);
  }

  #data(size: number, text: string, from: number): void {
    const tokens = tokenize(text, from),
      cursor = { next: 0 };
    do {
      const t = tokens[cursor.next];
      if (t?.kind === 'string' && size === 1) {
        cursor.next++;
        this.#append(Uint8Array.from(t.text.slice(1, -1), ch => ch.charCodeAt(0) & 0xff));
        continue;
      }
      const v = evaluate(tokens, cursor, this.#here, this.#lookup, text.length);
      this.#known(v.unknown, text, from);
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, v.value, true);
      this.#append(bytes.subarray(0, size));
    } while (tokens[cursor.next++]?.text === ',');
    const extra = tokens[cursor.next - 1];
    if (extra) throw new SyntaxProblem(`"${extra.text}" was not expected here`, extra.at);
  }

  #instruction(s: Statement, text: string, from: number): void {
    this.lines.set(s.line, this.#here);
    if (s.fixed) return this.#append(s.fixed);
    let at = from,
      lock = false,
      repeat: Prefixes['repeat'],
      m: RegExpExecArray | null;
    while ((m = /^(lock|repe|repz|repne|repnz|rep)\s+/i.exec(text.slice(at)))) {
      const word = m[1]!.toLowerCase();
      if (word === 'lock') lock = true;
      else repeat = word.startsWith('repn') ? 'repne' : 'rep';
      at += m[0].length;
    }
    const mnemonic = /^[a-z]\w*/i.exec(text.slice(at))?.[0] ?? '';
    if (!mnemonic || !isMnemonic(mnemonic.toLowerCase())) throw new SyntaxProblem(`${mnemonic || text.trim()} is not an instruction`, at);
    const { operands, unknown } = parseOperands(text, at + mnemonic.length, this.#here, this.#options.bits, this.#lookup);
    this.#known(unknown, text, at);
    const all = encodings(mnemonic.toLowerCase(), operands, { lock, repeat }, this.#here, this.#options.bits);
    // an encoding only grows from pass to pass, so that addresses settle
    const bytes = all.find(b => this.#number < 3 || b.length >= s.size) ?? all.at(-1);
    if (!bytes) throw new SyntaxProblem(`${mnemonic} does not take these operands`, at);
    if (all.length > 1 && needsSize(operands))
      throw new SyntaxProblem('say how large the memory operand is (byte, word, dword, qword ptr)', at);
    s.size = Math.max(s.size, bytes.length);
    if (
      unknown === undefined &&
      operands.every(o => o.kind === 'register' || (o.kind === 'immediate' && !o.label) || (o.kind === 'memory' && !o.label))
    )
      s.fixed = bytes;
    this.#append(bytes);
  }

  #fill(count: number, byte: number): void {
    this.#append(new Uint8Array(count).fill(byte));
  }
  #append(bytes: Uint8Array): void {
    while (this.#length + bytes.length > this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
