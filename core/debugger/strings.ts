/** Text in guest memory. */
import type { Target } from './target.ts';

/** A character as printed; `.` for what cannot be. UTF-16 text keeps letters beyond ASCII. */
export const printable = (code: number, width: 1 | 2): string =>
  (code >= 0x20 && code < 0x7f) || (width === 2 && code > 0xa0 && (code < 0xd800 || code > 0xf8ff)) ? String.fromCharCode(code) : '.';

/** Text up to its NUL, at most `limit` characters; undefined where the first cannot be read. */
export function readString(target: Target, address: bigint, width: 1 | 2, limit: number): string | undefined {
  let text = '';
  for (let n = 0; n < limit; n++) {
    const code = target.value(address + BigInt(n * width), width);
    if (code === undefined) return n === 0 ? undefined : text;
    if (code === 0n) break;
    text += printable(Number(code), width);
  }
  return text;
}
/** Text of a UNICODE_STRING (or, with width 1, a STRING); undefined where it cannot be read. */
export function readCounted(target: Target, address: bigint, width: 1 | 2): string | undefined {
  const length = target.value(address, 2),
    buffer = target.pointer(address + BigInt(target.bits / 8));
  return length === undefined || buffer === undefined
    ? undefined
    : length === 0n
      ? ''
      : readString(target, buffer, width, Number(length) / width);
}
