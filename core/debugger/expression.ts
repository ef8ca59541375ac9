/**
 * The MASM expression evaluator: text in, unsigned 64-bit value out, and where the expression ended. Its messages are WinDbg's:
 * each quotes the rest of the argument text from the token that could not be used.
 */
import { ambiguous, caret, evaluatorError, numericMissing, Refusal } from './refusal.ts';
import { fromBytes, u64, type Bits } from './text.ts';
import { parseNumber } from './number.ts';
import { matches } from './wildcard.ts';

/** What an expression can ask of the machine. Values are unsigned and 64 bits wide. */
export interface Scope {
  readonly bits: Bits;
  /** 8, 10 or 16. */
  readonly radix: number;
  /** Constants from 80000000 to FFFFFFFF are sign-extended. */
  readonly kernel: boolean;
  readonly ip: bigint;
  /** A register by its name without `@`, sign-extended where the debugger does that. */
  register(name: string): bigint | undefined;
  /** A pseudo-register by its name with `$`. */
  pseudo(name: string): bigint | undefined;
  /** A symbol's or module's address. */
  symbol(name: string): bigint | undefined;
  /** ``fffff806`72e0d340 nt!X`` for each place a name could mean, where there are several; else undefined. */
  several(name: string): readonly string[] | undefined;
  /** Base of a segment register or selector. */
  segmentBase(name: string): bigint | undefined;
  read(linear: bigint, length: number): Uint8Array | undefined;
  readPhysical(physical: bigint, length: number): Uint8Array | undefined;
  /** The other evaluator, for `@@( )`. */
  cplusplus(text: string): bigint;
  /** What could have been meant by a name that is none. */
  suggest(name: string): string | undefined;
}
export interface Evaluated {
  readonly value: bigint;
  /** Index of the first character not used. */
  readonly next: number;
}

/** Registers that count as such without `@`, before numbers and symbols. */
const COMMON = new Set(
  'eax ebx ecx edx esi edi ebp esp eip efl rax rbx rcx rdx rsi rdi rbp rsp rip r8 r9 r10 r11 r12 r13 r14 r15'.split(' '),
);
const SEGMENT = /^[cdefgs]s$/i;
const WORD = /@!"[^"]*"|[A-Za-z0-9_$?@:~!`]+/y;

/** Binary operators, loosest first; each row is one level. */
const LEVELS: readonly Readonly<Record<string, (a: bigint, b: bigint) => bigint>>[] = [
  { or: (a, b) => a | b, '|': (a, b) => a | b },
  { xor: (a, b) => a ^ b, '^': (a, b) => a ^ b },
  { and: (a, b) => a & b, '&': (a, b) => a & b },
  {
    '==': (a, b) => truth(a === b),
    '=': (a, b) => truth(a === b),
    '!=': (a, b) => truth(a !== b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
  },
  {
    '>>>': (a, b) => (b > 63n ? BigInt.asIntN(64, a) >> 63n : BigInt.asIntN(64, a) >> b),
    '<<': (a, b) => (b > 63n ? 0n : a << b),
    '>>': (a, b) => (b > 63n ? 0n : a >> b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b, mod: (a, b) => a % b },
];
const SYMBOLIC = /==|!=|<=|>=|>>>|<<|>>|[|^&=<>+\-*/%]/y;
const NAMED = /(?:or|xor|and|mod)\b/iy;
const truth = (b: boolean): bigint => (b ? 1n : 0n);

/** Operators in front of a value that read memory: bytes, and whether the address is physical. */
const READERS: Readonly<Record<string, readonly [size: number, physical: boolean]>> = {
  by: [1, false],
  wo: [2, false],
  dwo: [4, false],
  qwo: [8, false],
  poi: [0, false],
  $pby: [1, true],
  $pwo: [2, true],
  $pdwo: [4, true],
  $pqwo: [8, true],
  $ppoi: [0, true],
};
const VALUES: Readonly<Record<string, (v: bigint) => bigint>> = {
  not: v => truth(v === 0n),
  hi: v => (v >> 16n) & 0xffffn,
  low: v => v & 0xffffn,
};
/** Nesting deeper than this is refused, so that hostile text cannot exhaust the stack. */
const DEPTH = 200;

class Evaluator {
  readonly #text: string;
  readonly #scope: Scope;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number, scope: Scope) {
    this.#text = text;
    this.#at = at;
    this.#scope = scope;
  }

  run(): Evaluated {
    const value = this.#binary(0);
    return { value, next: this.#at };
  }

  get #rest(): string {
    return this.#text.slice(this.#at);
  }
  #skip(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
  }
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let value = this.#binary(level + 1);
    for (;;) {
      const before = this.#at;
      this.#skip();
      const operator = (this.#match(SYMBOLIC) ?? this.#match(NAMED))?.toLowerCase();
      const apply = operator === undefined ? undefined : operators[operator];
      if (!apply) {
        this.#at = before;
        return value;
      }
      const start = this.#at;
      this.#at += operator!.length;
      const right = this.#binary(level + 1);
      if (right === 0n && level === LEVELS.length - 1 && operator !== '*') throw evaluatorError('Operand', this.#text.slice(start));
      value = u64(apply(value, right));
    }
  }

  #unary(): bigint {
    this.#skip();
    if (++this.#depth > DEPTH) throw evaluatorError('Syntax', this.#rest);
    try {
      const sign = this.#text[this.#at];
      if (sign === '+' || sign === '-') {
        this.#at++;
        const value = this.#unary();
        return sign === '-' ? u64(-value) : value;
      }
      const word = this.#match(WORD)?.toLowerCase();
      if (word !== undefined && Object.hasOwn(VALUES, word)) {
        this.#at += word.length;
        return VALUES[word]!(this.#unary());
      }
      if (word !== undefined && Object.hasOwn(READERS, word)) {
        this.#at += word.length;
        return this.#read(...READERS[word]!);
      }
      return this.#primary();
    } finally {
      this.#depth--;
    }
  }

  #read(size: number, physical: boolean): bigint {
    const address = this.#unary(),
      scope = this.#scope;
    const length = size || scope.bits / 8;
    const bytes = physical ? scope.readPhysical(address, length) : scope.read(address, length);
    if (bytes) return fromBytes(bytes);
    const closing = /[)\]]/.test(this.#text[this.#at - 1] ?? '') ? 1 : 0;
    throw evaluatorError('Memory access', this.#text.slice(this.#at - closing));
  }

  #primary(): bigint {
    const { ip } = this.#scope,
      text = this.#text,
      first = text[this.#at];
    if (first === undefined) throw numericMissing('');
    if (first === '(' || first === '[') return this.#group(first === '(' ? ')' : ']');
    if (first === "'") return this.#characters();
    if (first === '`') throw evaluatorError('Syntax', this.#rest);
    if (first === '.') {
      this.#at++;
      return ip;
    }
    if (text.startsWith('@@', this.#at)) return this.#other();
    if (first === '%' || (first === '#' && /[0-9a-f]/i.test(text[this.#at + 1] ?? ''))) {
      this.#at++;
      return this.#unary();
    }
    const word = this.#word();
    if (word === undefined)
      throw numericMissing(this.#rest, /^[&|]/.test(first) ? 'MASM expressions have no && and ||: use `and`, `or`.' : undefined);
    return this.#name(word);
  }

  #group(close: string): bigint {
    this.#at++;
    const value = this.#binary(0);
    this.#skip();
    if (this.#text[this.#at] !== close) throw evaluatorError('Syntax', this.#rest);
    this.#at++;
    return value;
  }

  /** `'AB'` is 4142h: the last character is the lowest byte. */
  #characters(): bigint {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0 || end - this.#at > 9 || end === this.#at + 1) throw evaluatorError('Syntax', this.#rest);
    let value = 0n;
    for (const c of this.#text.slice(this.#at + 1, end)) value = (value << 8n) | BigInt(c.charCodeAt(0) & 0xff);
    this.#at = end + 1;
    return value;
  }

  /** `@@( )`, `@@c++( )`, `@@masm( )`. */
  #other(): bigint {
    const open = this.#match(/@@(?:c\+\+|masm)?\(/iy);
    if (!open) throw evaluatorError('Syntax', this.#rest);
    const start = this.#at + open.length;
    let depth = 1,
      end = start;
    for (; end < this.#text.length && depth > 0; end++) depth += this.#text[end] === '(' ? 1 : this.#text[end] === ')' ? -1 : 0;
    if (depth > 0) throw evaluatorError('Syntax', '');
    const inner = this.#text.slice(start, end - 1);
    this.#at = end;
    if (!/masm/i.test(open)) return u64(this.#scope.cplusplus(inner));
    return evaluateAll(inner, this.#scope);
  }

  /** The longest name here; backtick and quote belong to it only after `module!` or in digits. */
  #word(): string | undefined {
    let word = this.#match(WORD);
    if (word === undefined || word.startsWith('@!"')) return word;
    if (word.includes('!')) word = this.#match(/[A-Za-z0-9_$?@:~!`']+/y)!;
    else if (word.includes('`') && !/^(?:0x)?[0-9a-f`]+:?/i.test(word)) word = word.slice(0, word.indexOf('`'));
    return word;
  }

  #name(word: string): bigint {
    const scope = this.#scope,
      start = this.#at,
      lower = word.toLowerCase();
    const colon = word.indexOf(':'),
      from = word.startsWith('@') ? 1 : 0;
    if (colon > from && (SEGMENT.test(word.slice(from, colon)) || /^[0-9a-f]+$/i.test(word.slice(0, colon))) && word[colon + 1] !== ':') {
      const base = scope.segmentBase(lower.slice(from, colon));
      if (base === undefined) throw evaluatorError('Bad register', this.#rest);
      this.#at += colon + 1;
      return u64(base + this.#unary());
    }
    if (lower.startsWith('$') && this.#text[start + word.length] === '(') {
      this.#at += word.length;
      const value = this.#call(lower);
      if (value !== undefined) return value;
      this.#at = start;
    }
    const value = this.#lookup(word, lower);
    if (value === undefined) {
      if (word.startsWith('@') && !word.startsWith('@!')) throw evaluatorError('Bad register', this.#rest, scope.suggest(word));
      throw evaluatorError("Couldn't resolve", this.#rest, scope.suggest(word));
    }
    const several = word.startsWith('@') ? undefined : scope.several(word.replace(/^!/, ''));
    if (several) throw ambiguous(several, this.#rest);
    this.#at = start + word.length;
    return value;
  }

  #lookup(word: string, lower: string): bigint | undefined {
    const scope = this.#scope;
    if (word.startsWith('@!"')) return scope.symbol(word.slice(3, -1));
    if (word.startsWith('@!')) return scope.symbol(word.slice(2));
    if (word.startsWith('@')) {
      const name = lower.slice(1);
      if (name.startsWith('$')) return scope.pseudo(name);
      return scope.register(name) ?? (/^t\d+$/.test(name) ? scope.pseudo(`$${name}`) : undefined);
    }
    if (word.startsWith('!')) return scope.symbol(word.slice(1));
    if (word.startsWith('$')) return scope.pseudo(lower) ?? scope.symbol(word);
    if (word.includes('!')) return scope.symbol(word);
    if (COMMON.has(lower)) {
      const value = scope.register(lower);
      if (value !== undefined) return value;
    }
    const number = parseNumber(word, scope.radix, scope.kernel);
    if (number === 'overflow') throw caret('Overflow', this.#at + word.length);
    return number ?? scope.symbol(word) ?? scope.register(lower);
  }

  #call(name: string): bigint | undefined {
    const scope = this.#scope;
    if (name === '$iment') return this.#inParentheses(1, ([base]) => imageEntry(base as bigint, scope));
    if (name === '$vvalid') return this.#inParentheses(2, ([a, n]) => truth(scope.read(a as bigint, Number(n)) !== undefined));
    if (name === '$fnsucc') return this.#inParentheses(3, ([, result]) => truth(((result as bigint) & 0x8000_0000n) === 0n));
    if (name === '$scmp') return this.#inParentheses('strings', ([a, b]) => order(String(a), String(b)));
    if (name === '$sicmp') return this.#inParentheses('strings', ([a, b]) => order(String(a).toLowerCase(), String(b).toLowerCase()));
    if (name === '$spat') return this.#inParentheses('strings', ([a, b]) => truth(matches(String(b), String(a))));
    return undefined;
  }
  #inParentheses(count: number | 'strings', apply: (values: readonly (bigint | string)[]) => bigint): bigint {
    const values: (bigint | string)[] = [];
    const total = count === 'strings' ? 2 : count;
    for (let n = 0; n < total; n++) {
      if (this.#text[this.#at] !== (n ? ',' : '(')) throw evaluatorError('Syntax', this.#rest);
      this.#at++;
      values.push(count === 'strings' ? this.#string() : this.#binary(0));
      this.#skip();
    }
    if (this.#text[this.#at] !== ')') throw evaluatorError('Syntax', this.#rest);
    this.#at++;
    return u64(apply(values));
  }
  #string(): string {
    this.#skip();
    const raw = this.#match(/@"[^"]*"/y),
      escaped = this.#match(/"(?:[^"\\]|\\.)*"/y);
    const token = raw ?? escaped;
    if (token === undefined) throw evaluatorError('Syntax', this.#rest);
    this.#at += token.length;
    return raw ? raw.slice(2, -1) : unescape(escaped!.slice(1, -1));
  }
}

const order = (a: string, b: string): bigint => (a < b ? -1n : a > b ? 1n : 0n);
/** Entry point of the image at `base`, as its headers say; 0 where there are none. */
function imageEntry(base: bigint, scope: Scope): bigint {
  const header = scope.read(base + 0x3cn, 4);
  const rva = header && scope.read(base + fromBytes(header) + 0x28n, 4);
  return rva ? base + fromBytes(rva) : 0n;
}

/** C escapes of a quoted string. */
export const unescape = (text: string): string =>
  text.replace(/\\(x[0-9a-f]{1,2}|[0-7]{1,3}|.)/gi, (_, c: string) =>
    c[0] === 'n'
      ? '\n'
      : c[0] === 't'
        ? '\t'
        : c[0] === 'r'
          ? '\r'
          : /^x./i.test(c)
            ? String.fromCharCode(parseInt(c.slice(1), 16))
            : /^[0-7]/.test(c)
              ? String.fromCharCode(parseInt(c, 8))
              : c,
  );

/** Evaluate the expression that begins at `at` (blanks skipped) and ends where its grammar does. */
export const evaluate = (text: string, at: number, scope: Scope): Evaluated => new Evaluator(text, at, scope).run();

/** Evaluate the whole of `text`. @throws Refusal also for anything left over */
export function evaluateAll(text: string, scope: Scope): bigint {
  const { value, next } = evaluate(text, 0, scope);
  if (text.slice(next).trim() !== '') throw new Refusal('caret', 'Extra character', next);
  return value;
}
