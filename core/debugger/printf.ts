/** `.printf`'s format: text with conversions, and the values they take. */
import { unescape } from './expression.ts';
import { asDouble, asFloat, general } from './formats.ts';
import { readCounted, readString } from './strings.ts';
import type { Target } from './target.ts';
import { addressText, pointerText } from './text.ts';

const CONVERSION =
  /%(?<flags>[-+ #0]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d+))?(?:(?<text>msa|msu|ma|mu|ly|y|p|N|%)|(?<size>I64|I32|ll|l|h|w|L)?(?<letter>[diuxXocCsSfgGeEp]))/g;

/** Number of values a format takes. */
export function conversions(format: string): number {
  let count = 0;
  for (const { groups } of format.matchAll(CONVERSION))
    count += groups!['text'] === '%' ? 0 : 1 + (groups!['width'] === '*' ? 1 : 0) + (groups!['precision'] === '*' ? 1 : 0);
  return count;
}

export function printf(target: Target, format: string, values: readonly bigint[]): string {
  let used = 0;
  const next = (): bigint => values[used++] ?? 0n;
  return unescape(format).replace(CONVERSION, (...match) => {
    const g = match.at(-1) as Readonly<Record<string, string | undefined>>;
    if (g['text'] === '%') return '%';
    const width = g['width'] === '*' ? Number(next()) : Number(g['width'] ?? 0);
    const precision = g['precision'] === undefined ? undefined : g['precision'] === '*' ? Number(next()) : Number(g['precision']);
    const body = convert(target, g, next(), precision);
    return pad(body, Math.min(width, 1024), g['flags'] ?? '', g['letter'] !== undefined && !/[csS]/i.test(g['letter']));
  });
}
function pad(body: string, width: number, flags: string, numeric: boolean): string {
  if (flags.includes('-')) return body.padEnd(width);
  if (!flags.includes('0') || !numeric) return body.padStart(width);
  const sign = /^[-+ ]|^0[xX]/.exec(body)?.[0] ?? '';
  return sign + body.slice(sign.length).padStart(width - sign.length, '0');
}

function convert(target: Target, g: Readonly<Record<string, string | undefined>>, value: bigint, precision: number | undefined): string {
  if (g['text'] !== undefined) return special(target, g['text'], value);
  const wide = g['size'] === 'I64' || g['size'] === 'll',
    flags = g['flags'] ?? '';
  const bits = wide ? 64 : g['size'] === 'h' ? 16 : 32,
    unsigned = BigInt.asUintN(bits, value),
    integer = BigInt.asIntN(bits, value);
  const digits = (text: string): string => text.padStart(precision ?? 1, '0');
  const signed = (n: bigint): string =>
    n < 0n ? `-${digits(String(-n))}` : `${flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${digits(String(n))}`;
  switch (g['letter']) {
    case 'd':
    case 'i':
      return signed(integer);
    case 'u':
      return digits(String(unsigned));
    case 'x':
      return `${flags.includes('#') && unsigned ? '0x' : ''}${digits(unsigned.toString(16))}`;
    case 'X':
      return `${flags.includes('#') && unsigned ? '0X' : ''}${digits(unsigned.toString(16).toUpperCase())}`;
    case 'o':
      return digits(unsigned.toString(8));
    case 'p':
      return pointerText(value, target.bits);
    case 'c':
      return String.fromCharCode(Number(value & 0xffn));
    case 'C':
      return String.fromCharCode(Number(value & 0xffffn));
    case 's':
      return clip(readString(target, value, 1, 0x400) ?? '', precision);
    case 'S':
      return clip(readString(target, value, 2, 0x400) ?? '', precision);
    default:
      return float(g['letter']!, g['size'] === 'l' || g['size'] === 'L' || wide ? asDouble(value) : asFloat(value), precision);
  }
}
const clip = (text: string, precision: number | undefined): string => (precision === undefined ? text : text.slice(0, precision));
function float(letter: string, value: number, precision: number | undefined): string {
  const places = Math.min(precision ?? 6, 60);
  if (letter === 'f') return Number.isFinite(value) ? value.toFixed(places) : general(value);
  if (letter === 'e' || letter === 'E')
    return value.toExponential(places).replace(/e([+-])(\d+)$/, (_, sign: string, digits: string) => `e${sign}${digits.padStart(3, '0')}`);
  return general(value);
}
function special(target: Target, kind: string, value: bigint): string {
  switch (kind) {
    case 'p':
      return pointerText(value, target.bits);
    case 'N':
      return pointerText(value, 64);
    case 'y':
    case 'ly': {
      const symbol = target.symbolText(value);
      return symbol === undefined ? addressText(target.linear(value), target.bits) : `${symbol} (${target.address(value)})`;
    }
    case 'ma':
      return readString(target, value, 1, 0x400) ?? '';
    case 'mu':
      return readString(target, value, 2, 0x400) ?? '';
    default:
      return readCounted(target, value, kind === 'msa' ? 1 : 2) ?? '';
  }
}
