/** Words and marks for values the core has already put into digits. */
import type { Half } from '../../core/debugger/moment.ts';

/** Which half sixteen digits point into; undefined for what is too small, or too close to the top, to be a pointer. */
export function halfOfDigits(digits: string): Half | undefined {
  const bare = digits.replace('`', '');
  if (!/^[0-9a-f]{16}$/.test(bare)) return undefined;
  if (/^ffff[89a-f]/.test(bare)) return bare.startsWith('ffffffffffff') ? undefined : 'kernel';
  return /^0000[0-7]/.test(bare) && !/^00000000/.test(bare) ? 'user' : undefined;
}
/** The class that colours a value. */
export const tint = (value: string, half: Half | undefined): string => half ?? (/^[0`]+$/.test(value) ? 'zero' : '');

const SHORT = 0x10000n;
/** `−8`, `+158h`: how far a value of hex digits moved, where that is short; undefined elsewhere. */
export function difference(was: string, now: string): string | undefined {
  const delta = BigInt(`0x${now}`) - BigInt(`0x${was}`),
    size = delta < 0n ? -delta : delta;
  if (delta === 0n || size >= SHORT) return undefined;
  return `${delta < 0n ? '−' : '+'}${size.toString(16).toUpperCase()}${size > 9n ? 'h' : ''}`;
}
/** An address in a listing: sixteen digits with a backtick, or eight. */
export function addressText(address: bigint, bits: 32 | 64): string {
  const digits = address.toString(16).padStart(bits / 4, '0');
  return bits === 64 ? `${digits.slice(0, 8)}\`${digits.slice(8)}` : digits;
}
/** `+158`: an offset in three hex digits. */
export const offset3 = (offset: number): string => `+${offset.toString(16).padStart(3, '0')}`;
/** `158h`, `8`: a size or offset in words. */
export const hexWord = (n: number): string => (n > 9 ? `${n.toString(16).toUpperCase()}h` : String(n));
/** `…6b7c90`: the end of a long answer. */
export const tail = (text: string): string => (text.length > 10 ? `…${text.slice(-6)}` : text);
