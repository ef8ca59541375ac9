/** UTF-8 without a host: undefined for bytes that are not, so that nothing is replaced unseen. */

/** First byte's mask, its mark, and the least number a sequence of that length may stand for. */
const LENGTHS = [
  [0x80, 0x00, 0],
  [0xe0, 0xc0, 0x80],
  [0xf0, 0xe0, 0x800],
  [0xf8, 0xf0, 0x10000],
] as const;

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!,
      extra = LENGTHS.findIndex(([mask, mark]) => (first & mask) === mark);
    if (extra < 0 || at + extra >= bytes.length) return undefined;
    let code = first & ~LENGTHS[extra]![0];
    for (let n = 1; n <= extra; n++) {
      const next = bytes[at + n]!;
      if ((next & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (next & 0x3f);
    }
    if (code < LENGTHS[extra]![2] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
    units.push(code);
    if (units.length === 4096) {
      parts.push(String.fromCodePoint(...units));
      units = [];
    }
    at += extra + 1;
  }
  return parts.join('') + String.fromCodePoint(...units);
}
export function encodeUtf8(text: string): Uint8Array {
  const out: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(out);
}
