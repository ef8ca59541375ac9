/**
 * Numbers in assembly text: `158h`, `0x158`, `344`, `1010b`, names, `$` (this address), + - * / % & | ^ ~ << >> and parentheses.
 * Values are 64-bit and wrap.
 */

import { SyntaxProblem } from './messages.ts';

/** What a name stands for. `label`: the image whose address it moves with; none for a plain number. */
export interface Named {
  readonly value: bigint;
  readonly label: string | undefined;
}
/** The image that is being assembled, and whatever is named from outside where nobody keeps images apart. */
export const THIS_IMAGE = 'image';
/** Undefined: nobody has defined it (yet). */
export type Lookup = (name: string) => Named | undefined;
/** A value, and the image it moves with if a label took part: such an operand is addressed relative to RIP in 64-bit code. */
export interface Evaluated extends Named {
  readonly unknown: string | undefined;
}

export type Token = { readonly kind: 'number' | 'name' | 'operator' | 'string'; readonly text: string; readonly at: number };
const TOKEN =
  /\s*(?:("(?:[^"])*"|'(?:[^'])*')|(0x[0-9a-fA-F]+|[0-9][0-9a-fA-F]*h|[01]+b(?![0-9a-zA-Z])|[0-9]+)|([A-Za-z_.@?$][\w.@?$!]*)|(<<|>>|[-+*/%&|^~()[\],:]))/gy;

export function tokenize(text: string, from = 0): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = from;
  for (let last = from; ; last = TOKEN.lastIndex) {
    const rest = text.slice(last);
    if (!rest.trim()) return tokens;
    const m = TOKEN.exec(text);
    if (!m) throw new SyntaxProblem('character', last + rest.search(/\S/), { text: rest.trim()[0]! });
    const found = m[1] ?? m[2] ?? m[3] ?? m[4]!;
    const kind = m[1] !== undefined ? 'string' : m[2] !== undefined ? 'number' : m[3] !== undefined ? 'name' : 'operator';
    tokens.push({ kind, text: found, at: TOKEN.lastIndex - found.length });
  }
}

export function numberOf(text: string): bigint {
  if (/^0x/i.test(text)) return BigInt(text);
  if (/h$/i.test(text)) return BigInt('0x' + text.slice(0, -1));
  if (/b$/i.test(text)) return BigInt('0b' + text.slice(0, -1));
  return BigInt(text);
}

const LEVELS: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];
const APPLY: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b ? a / b : 0n),
  '%': (a, b) => (b ? a % b : 0n),
};

/** Reads one expression from `tokens`, starting at `cursor.next`, and leaves the cursor behind it. */
export function evaluate(tokens: readonly Token[], cursor: { next: number }, here: Named, lookup: Lookup, end: number): Evaluated {
  const binary = (level: number): Evaluated => {
    if (level === LEVELS.length) return unary();
    let left = binary(level + 1);
    for (;;) {
      const t = tokens[cursor.next];
      if (t?.kind !== 'operator' || !LEVELS[level]!.includes(t.text)) return left;
      cursor.next++;
      const right = binary(level + 1);
      const value = BigInt.asUintN(64, APPLY[t.text]!(left.value, right.value));
      if (left.label && right.label && left.label !== right.label) throw new SyntaxProblem('two-images', t.at);
      left = { value, label: left.label && right.label ? undefined : (left.label ?? right.label), unknown: left.unknown ?? right.unknown };
    }
  };
  const unary = (): Evaluated => {
    const t = tokens[cursor.next++];
    if (!t) throw new SyntaxProblem('no-value', end);
    if (t.kind === 'number') return { value: BigInt.asUintN(64, numberOf(t.text)), label: undefined, unknown: undefined };
    if (t.kind === 'string' && t.text.length === 3) return { value: BigInt(t.text.charCodeAt(1)), label: undefined, unknown: undefined };
    if (t.kind === 'name') {
      if (t.text === '$') return { ...here, unknown: undefined };
      const named = lookup(t.text);
      return named ? { ...named, unknown: undefined } : { ...here, unknown: t.text };
    }
    if (t.text === '-' || t.text === '~' || t.text === '+') {
      const v = unary();
      return t.text === '+' ? v : { ...v, value: BigInt.asUintN(64, t.text === '-' ? -v.value : ~v.value) };
    }
    if (t.text === '(') {
      const v = binary(0),
        close = tokens[cursor.next++];
      if (close?.text !== ')') throw new SyntaxProblem('no-close', close?.at ?? end, { text: ')' });
      return v;
    }
    throw new SyntaxProblem('not-here', t.at, { text: t.text });
  };
  return binary(0);
}
