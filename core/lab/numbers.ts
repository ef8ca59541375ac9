/**
 * What a learner types as a number: hex unless said otherwise, `0x 0n 0t 0y`, `h` at the end, backticks, symbols where allowed, and + - of
 * those. Registers and memory are refused: otherwise "what is RCX?" would be answered by `@rcx`.
 */
import { addressText } from '../debugger/text.ts';

/** Readings the exercise accepts; `symbol` also allows `nt!Name+14`. */
export type Accepts = 'debugger' | 'hex' | 'decimal' | 'symbol';
export interface Message {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}
export type NumberReading =
  | { readonly kind: 'number'; readonly value: bigint }
  /** Both readings make sense: the learner is asked. */
  | { readonly kind: 'ambiguous'; readonly message: Message }
  | { readonly kind: 'malformed'; readonly message: Message };

const malformed = (id: string, values: Record<string, string> = {}): NumberReading => ({ kind: 'malformed', message: { id, values } });
/** Full-width digits and letters as their plain ones; the ideographic space too. */
export const normalise = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim();

/** @param symbol address of a name, for exercises that accept symbols */
export function readNumber(input: string, accepts: readonly Accepts[], symbol: (name: string) => bigint | undefined): NumberReading {
  const text = normalise(input);
  if (!text) return malformed('empty');
  if (/^@|[[\]]|\b(poi|by|wo|dwo|qwo)\s*\(/.test(text)) return malformed('no-register');
  if (/[*/()<>&|^%]/.test(text)) return malformed('no-arithmetic');
  const terms = text.split(/\s*([+-])\s*/);
  if (terms.length === 1) {
    const asked = ambiguity(text, accepts);
    if (asked) return asked;
  }
  let value = 0n;
  for (let n = 0; n < terms.length; n += 2) {
    if (terms[n] === '' && n === 0 && terms.length > 1) continue;
    const term = readTerm(terms[n]!, accepts, symbol);
    if (term.kind !== 'number') return term;
    value += terms[n - 1] === '-' ? -term.value : term.value;
  }
  return { kind: 'number', value: BigInt.asUintN(64, value) };
}

function readTerm(term: string, accepts: readonly Accepts[], symbol: (name: string) => bigint | undefined): NumberReading {
  const plain = term.replace(/`/g, ''),
    named = (base: number, digits: string): NumberReading => inBase(base, digits);
  if (!plain) return malformed('missing-term');
  const prefix = /^0([xnty])(.*)$/i.exec(plain);
  if (prefix) return named({ x: 16, n: 10, t: 8, y: 2 }[prefix[1]!.toLowerCase() as 'x'], prefix[2]!);
  if (/^[0-9a-f]+h$/i.test(plain)) return named(16, plain.slice(0, -1));
  const decimal = accepts.includes('decimal') && !accepts.some(a => a === 'hex' || a === 'debugger');
  if (/^[0-9a-f]+$/i.test(plain)) return named(decimal ? 10 : 16, plain);
  const looksLikeName = /^[A-Za-z_][\w!@?$:~]*$/.test(term) && /[g-z_!]/i.test(term);
  if (looksLikeName && accepts.includes('symbol')) {
    const address = symbol(term);
    return address === undefined ? malformed('no-symbol', { name: term }) : { kind: 'number', value: address };
  }
  if (looksLikeName && term.includes('!')) return malformed('symbol-not-accepted');
  return named(decimal ? 10 : 16, plain);
}
function inBase(base: number, digits: string): NumberReading {
  const allowed = '0123456789abcdef'.slice(0, base),
    bad = [...digits].find(c => !allowed.includes(c.toLowerCase()));
  if (!digits) return malformed('no-digits');
  if (bad === ' ') return malformed('inner-space');
  if (bad !== undefined) return malformed(base === 16 ? 'not-hex' : base === 10 ? 'not-decimal' : 'not-digit', { digit: bad });
  let value = 0n;
  for (const c of digits.toLowerCase()) value = value * BigInt(base) + BigInt(allowed.indexOf(c));
  return value >> 64n ? malformed('too-large') : { kind: 'number', value };
}

/** `471` where hex and decimal are both welcome; `1d7` where a decimal number is asked for. */
function ambiguity(text: string, accepts: readonly Accepts[]): NumberReading | undefined {
  const hex = accepts.some(a => a === 'hex' || a === 'debugger'),
    decimal = accepts.includes('decimal');
  if (hex && decimal && /^[1-9][0-9]+$/.test(text))
    return { kind: 'ambiguous', message: { id: 'ambiguous', values: { text, hex: `0x${text}`, decimal: `0n${text}` } } };
  if (decimal && !hex && /^[0-9a-f]*[a-f][0-9a-f]*$/i.test(text))
    return { kind: 'ambiguous', message: { id: 'hex-where-decimal', values: { text } } };
  return undefined;
}

/** As the answer box echoes it: an address as wide as the machine's, a small number in hex and decimal. What 32 bits cannot hold is shown whole. */
export function echo(value: bigint, type: 'integer' | 'address' | 'symbol', bits: 32 | 64): string {
  const hex = value.toString(16);
  if (value >> 32n) return addressText(value, 64);
  if (type !== 'integer') return addressText(value, bits);
  return value < 10n ? hex : `${hex}h (${value})`;
}
