/** Numbers as WinDbg reads them. */
const PREFIX: Readonly<Record<string, number>> = { '0x': 16, '0n': 10, '0t': 8, '0y': 2 };
const DIGITS: Readonly<Record<number, RegExp>> = { 2: /^[01]*$/, 8: /^[0-7]*$/, 10: /^[0-9]*$/, 16: /^[0-9a-f]*$/ };
const LITERAL: Readonly<Record<number, string>> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

/**
 * The value of `word`, or undefined where it is no number. In kernel mode a constant from 80000000 to FFFFFFFF is sign-extended
 * unless it holds a backtick.
 */
export function parseNumber(word: string, radix: number, signExtend: boolean): bigint | 'overflow' | undefined {
  let digits = word.toLowerCase(),
    base = radix;
  const prefix = PREFIX[digits.slice(0, 2)];
  if (prefix !== undefined) {
    base = prefix;
    digits = digits.slice(2);
  } else if (/^[0-9a-f`]+h$/.test(digits)) {
    base = 16;
    digits = digits.slice(0, -1);
  }
  if (digits.startsWith('`')) return undefined;
  const ticked = digits.includes('`');
  if (ticked) {
    if (base !== 16) return undefined;
    digits = digits.replaceAll('`', '');
  }
  if (!DIGITS[base]!.test(digits) || (digits === '' && prefix === undefined)) return undefined;
  const value = digits === '' ? 0n : BigInt(LITERAL[base] + digits);
  if (value > 0xffff_ffff_ffff_ffffn) return 'overflow';
  return signExtend && !ticked && value >= 0x8000_0000n && value <= 0xffff_ffffn ? value | 0xffff_ffff_0000_0000n : value;
}
