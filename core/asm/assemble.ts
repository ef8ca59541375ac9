/**
 * An assembler for Intel syntax over iced's encoder: the lab's kernels are written in it, and so are learners' answers.
 *
 *   proc Name / export proc Name / var Name _TYPE     begin a function or an object
 *   Name:  a label   .name:  local to the name above   @name:  not a symbol
 *   Name equ 158h     db dw dd dq 1, Label, "text"     resb 40h     align 16     times 14 <line>
 *   pad ADDRESS       fill with int3 up to an address          org ADDRESS       go on at another address
 */
import type { Localized } from '../problem.ts';
import { Register } from 'iced-x86';
import { constantsOf, encodings, isBranch, type Bits, type Operand } from './encode.ts';
import { THIS_IMAGE, evaluate, tokenize, type Evaluated, type Lookup, type Named } from './expression.ts';
import { SyntaxProblem, say } from './messages.ts';
import { needsSize, parseOperands } from './operand.ts';
import { Output, type Chunk } from './output.ts';
import { parseSource, type Defined, type Source, type Statement } from './statement.ts';

export interface AssembledSymbol extends Defined {
  readonly name: string;
  readonly address: bigint;
  /** Bytes up to the next function or object, or to the end of its run. */
  readonly size: number;
}
/** `line` and `column` count from 1. */
export interface AssemblyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** In English; `says` has every language. */
  readonly message: string;
  readonly says: Localized;
}
/** Bytes that hold an address of the image `to`: the address itself, or its distance from these bytes' own image. */
export interface Relocation {
  readonly address: bigint;
  readonly size: 4 | 8;
  readonly to: string;
  readonly relative: boolean;
}
export interface Assembled {
  readonly origin: bigint;
  /** The bytes at the origin: all of them, unless the text has an `org`. */
  readonly bytes: Uint8Array;
  readonly chunks: readonly Chunk[];
  readonly symbols: readonly AssembledSymbol[];
  /** Empty unless an image was named. */
  readonly relocations: readonly Relocation[];
  /** Lines that made bytes, in order. */
  readonly lines: readonly { readonly file: string; readonly line: number; readonly address: bigint }[];
}
export interface AssemblyOptions {
  readonly origin: bigint;
  readonly bits: Bits;
  /** Shown in problems, where the text is one string. */
  readonly file?: string;
  /** Names known from outside: structure offsets (plain numbers), addresses of other images (labels). */
  readonly names?: (name: string) => Named | undefined;
  /** What the text is part of: labels of others are told apart from its own, and the result says which bytes move with which. */
  readonly image?: string;
}
export type AssemblyResult =
  { readonly ok: true; readonly value: Assembled } | { readonly ok: false; readonly problems: readonly AssemblyProblem[] };

const MOST_PASSES = 30,
  MOST_TIMES = 1 << 20;
const LIMIT = { bytes: 16 << 20, says: '16 MiB' } as const;

/** Assemble a text, or several as one; every problem is reported at once. */
export function assemble(text: string | readonly Source[], options: AssemblyOptions): AssemblyResult {
  const sources = typeof text === 'string' ? [{ file: options.file ?? '', text }] : text,
    statements = sources.flatMap(parseSource),
    sizes = new Map<Statement, Encoded>();
  let known: ReadonlyMap<string, Named> = new Map();
  for (let number = 1; ; number++) {
    const pass = new Pass(options, known, number, sizes);
    for (const s of statements) pass.statement(s);
    const settled = number > 1 && sameAddresses(known, pass.defined);
    if (settled) pass.checkOverlap();
    if (pass.problems.length && (settled || number > 2)) return { ok: false, problems: pass.problems };
    if (settled) return { ok: true, value: pass.result() };
    if (number === MOST_PASSES) return { ok: false, problems: [problemAt(statements[0]!, 0, say('unsettled'))] };
    known = pass.defined;
  }
}
const sameAddresses = (a: ReadonlyMap<string, Named>, b: ReadonlyMap<string, Named>): boolean =>
  a.size === b.size && [...a].every(([name, named]) => b.get(name)?.value === named.value);
const problemAt = ({ file, line }: Pick<Statement, 'file' | 'line'>, at: number, says: Localized): AssemblyProblem => ({
  file,
  line,
  column: at + 1,
  message: says.en,
  says,
});

/** Bytes of instructions that name nothing and are the same at every address, by width of code and text: kernels repeat the same lines a thousand times. */
const plain = new Map<string, Uint8Array>();
const MOST_PLAIN = 4096;

/** What passes remember of an instruction: its size, and its bytes where they are the same at every address. */
interface Encoded {
  size: number;
  fixed: Uint8Array | undefined;
}

class Pass {
  readonly defined = new Map<string, Named>();
  readonly problems: AssemblyProblem[] = [];
  readonly #symbols: (Defined & { readonly name: string; readonly address: bigint })[] = [];
  readonly #lines: { file: string; line: number; address: bigint }[] = [];
  readonly #out = new Output();
  readonly #relocations: Relocation[] = [];
  readonly #options: AssemblyOptions;
  readonly #own: string;
  readonly #before: ReadonlyMap<string, Named>;
  readonly #number: number;
  readonly #encoded: Map<Statement, Encoded>;
  #scope = '';
  /** A name was looked up. */
  #named = false;

  constructor(options: AssemblyOptions, before: ReadonlyMap<string, Named>, number: number, encoded: Map<Statement, Encoded>) {
    this.#options = options;
    this.#own = options.image ?? THIS_IMAGE;
    this.#before = before;
    this.#number = number;
    this.#encoded = encoded;
    this.#out.begin(options.origin, options.file ?? '', 1);
  }
  statement(s: Statement): void {
    try {
      this.#do(s);
    } catch (e) {
      if (!(e instanceof SyntaxProblem)) throw e;
      this.problems.push(problemAt(s, e.at, e.says));
    }
  }
  #do(s: Statement): void {
    const { means } = s;
    switch (means.is) {
      case 'define':
        return this.#define(means.name, means.as, s.at);
      case 'equ':
        return this.#name(means.name, this.#value(s.text, means.from), s.at);
      case 'data':
        return this.#data(s, means.size, means.from);
      case 'times': {
        const count = this.#count(s.text.slice(0, means.until), means.from);
        if (count > MOST_TIMES) throw new SyntaxProblem('times-limit', s.at, { limit: String(MOST_TIMES) });
        for (let n = 0; n < count; n++) this.#do(means.body);
        return;
      }
      case 'resb':
        return this.#fill(this.#count(s.text, means.from), 0, s.at);
      case 'align':
        return this.#align(s, means.from);
      case 'pad':
        return this.#pad(s, means.from);
      case 'org':
        return this.#out.begin(this.#value(s.text, means.from).value, s.file, s.line);
      case 'instruction':
        return this.#instruction(s, means);
      case 'wrong':
        this.problems.push(problemAt(s, s.at, means.says));
    }
  }
  checkOverlap(): void {
    const found = this.#out.overlap();
    if (found) this.problems.push(problemAt(found, 0, say('overlap', { line: String(found.other) })));
  }
  result(): Assembled {
    const { chunks } = this.#out,
      { origin } = this.#options;
    return {
      origin,
      bytes: chunks.find(c => c.address === origin)?.bytes ?? new Uint8Array(0),
      chunks,
      relocations: this.#relocations,
      symbols: this.#symbols.map((symbol, n) => ({ ...symbol, size: this.#sizeOf(n, chunks) })),
      lines: this.#lines,
    };
  }
  #sizeOf(n: number, chunks: readonly Chunk[]): number {
    const { address } = this.#symbols[n]!,
      chunk = chunks.find(c => address >= c.address && address < c.address + BigInt(c.bytes.length));
    if (!chunk) return 0;
    const end = chunk.address + BigInt(chunk.bytes.length),
      next = this.#symbols.slice(n + 1).find(s => s.kind !== 'label' && s.address > address)?.address ?? end;
    return Number((next > address && next < end ? next : end) - address);
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  #full(name: string): string {
    return name.startsWith('.') ? this.#scope + name : name;
  }
  #lookup: Lookup = name => {
    this.#named = true;
    return this.defined.get(this.#full(name)) ?? this.#before.get(this.#full(name)) ?? this.#options.names?.(name);
  };
  #define(name: string, as: Defined, at: number): void {
    const isLocal = /^[.@]/.test(name);
    if (!isLocal) this.#scope = name;
    this.#name(name, { value: this.#out.here, label: this.#own }, at);
    if (!isLocal) this.#symbols.push({ name, address: this.#out.here, ...as });
  }
  #name(name: string, { value, label }: Named, at: number): void {
    const full = this.#full(name);
    if (this.defined.has(full)) throw new SyntaxProblem('twice', at, { name });
    this.defined.set(full, { value, label });
  }
  /** A name may be unknown on the first pass only. */
  #mustKnow(unknown: string | undefined, text: string, from: number): void {
    if (unknown !== undefined && this.#number > 1)
      throw new SyntaxProblem('undefined', Math.max(text.indexOf(unknown, from), from), { name: unknown });
  }
  #value(text: string, from: number): Evaluated {
    const tokens = tokenize(text, from),
      cursor = { next: 0 },
      v = evaluate(tokens, cursor, this.#here, this.#lookup, text.length),
      extra = tokens[cursor.next];
    if (extra) throw new SyntaxProblem('not-here', extra.at, { text: extra.text });
    this.#mustKnow(v.unknown, text, from);
    return v;
  }
  /** A number of bytes or repetitions. */
  #count(text: string, from: number): number {
    const { value, label, unknown } = this.#value(text, from);
    if (unknown !== undefined) return 0;
    if (label) throw new SyntaxProblem('not-constant', from);
    if (value > BigInt(LIMIT.bytes)) throw new SyntaxProblem('too-large', from, { limit: LIMIT.says });
    return Number(value);
  }

  get #here(): Named {
    return { value: this.#out.here, label: this.#own };
  }
  /** `size` bytes at `offset` from here depend on where the image `to` lies. */
  #relocate(to: string | undefined, size: number, offset: number, relative: boolean): void {
    if (this.#options.image === undefined || to === undefined || (relative && to === this.#own)) return;
    this.#relocations.push({ address: this.#out.here + BigInt(offset), size: size === 8 ? 8 : 4, to, relative });
  }
  #relocateInstruction(bytes: Uint8Array, operands: readonly Operand[], branch: boolean): void {
    const fields = constantsOf(bytes, this.#options.bits);
    for (const o of operands) {
      if (o.kind === 'memory') this.#relocate(o.label, fields.displacement.size, fields.displacement.offset, o.ripRelative);
      if (o.kind === 'immediate') this.#relocate(o.label, fields.immediate.size, fields.immediate.offset, branch);
    }
  }

  // ---- bytes ------------------------------------------------------------------------------------------------------

  #append(bytes: Uint8Array, at: number): void {
    if (this.#out.total + bytes.length > LIMIT.bytes) throw new SyntaxProblem('too-large', at, { limit: LIMIT.says });
    this.#out.append(bytes);
  }
  #fill(count: number, byte: number, at: number): void {
    this.#append(new Uint8Array(count).fill(byte), at);
  }
  #align(s: Statement, from: number): void {
    const to = this.#count(s.text, from);
    if (to & (to - 1)) throw new SyntaxProblem('alignment', from);
    if (to) this.#fill(Number(-this.#out.here & BigInt(to - 1)), 0xcc, s.at);
  }
  #pad(s: Statement, from: number): void {
    const gap = this.#value(s.text, from).value - this.#out.here;
    if (gap < 0n && this.#number > 1) throw new SyntaxProblem('pad-back', s.at);
    if (gap > BigInt(LIMIT.bytes)) throw new SyntaxProblem('too-large', s.at, { limit: LIMIT.says });
    if (gap > 0n) this.#fill(Number(gap), 0xcc, s.at);
  }
  #data(s: Statement, size: number, from: number): void {
    const { text } = s,
      tokens = tokenize(text, from),
      cursor = { next: 0 };
    do {
      const t = tokens[cursor.next];
      if (t?.kind === 'string' && size === 1) {
        cursor.next++;
        this.#append(
          Uint8Array.from(t.text.slice(1, -1), ch => ch.charCodeAt(0) & 0xff),
          s.at,
        );
        continue;
      }
      const v = evaluate(tokens, cursor, this.#here, this.#lookup, text.length);
      this.#relocate(v.label, size, 0, false);
      this.#mustKnow(v.unknown, text, from);
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setBigUint64(0, v.value, true);
      this.#append(bytes.subarray(0, size), s.at);
    } while (tokens[cursor.next++]?.text === ',');
    const extra = tokens[cursor.next - 1];
    if (extra) throw new SyntaxProblem('not-here', extra.at, { text: extra.text });
  }
  #instruction(s: Statement, { mnemonic, prefixes, from }: Extract<Statement['means'], { is: 'instruction' }>): void {
    const { here } = this.#out,
      { bits } = this.#options;
    this.#lines.push({ file: s.file, line: s.line, address: here });
    const memory = this.#encoded.get(s) ?? { size: 0, fixed: undefined };
    this.#encoded.set(s, memory);
    const key = `${bits} ${s.text.slice(s.at)}`;
    memory.fixed ??= plain.get(key);
    if (memory.fixed) return this.#append(memory.fixed, s.at);
    this.#named = false;
    const { operands, unknown } = parseOperands(s.text, from, this.#here, bits, this.#lookup);
    this.#mustKnow(unknown, s.text, from);
    const all = encodings(mnemonic, operands, prefixes, here, bits);
    // an encoding only grows from pass to pass, so that addresses settle
    const bytes = all.find(b => this.#number < 3 || b.length >= memory.size) ?? all.at(-1);
    if (!bytes) throw new SyntaxProblem('operands', s.at, { text: mnemonic });
    if (all.length > 1 && needsSize(operands)) throw new SyntaxProblem('no-size', s.at);
    memory.size = Math.max(memory.size, bytes.length);
    const moves =
      isBranch(mnemonic) ||
      operands.some(o => ((o.kind === 'immediate' || o.kind === 'memory') && o.label) || (o.kind === 'memory' && o.base === Register.RIP));
    if (unknown === undefined && !moves) memory.fixed = bytes;
    if (memory.fixed && !this.#named && plain.size < MOST_PLAIN) plain.set(key, bytes);
    if (this.#options.image !== undefined && moves) this.#relocateInstruction(bytes, operands, isBranch(mnemonic));
    this.#append(bytes, s.at);
  }
}
