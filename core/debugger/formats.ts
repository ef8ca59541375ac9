/** `.formats`: one value in every notation. */
import { addressText, ascii, signed, type Bits } from './text.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Year, month (0 to 11) and day of a number of days since 1 January 1970. @source H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" */
export function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719468,
    era = Math.floor(shifted / 146097),
    ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153),
    month = (shiftedMonth + 2) % 12;
  return { year: yearOfEra + era * 400 + (month < 2 ? 1 : 0), month, day: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}
const two = (n: number): string => String(n).padStart(2, '0');
const clock = (seconds: number): string => `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

/** `Thu Jan  1 05:02:56 1970`, UTC. */
export function unixTime(seconds: bigint): string {
  const day = Number(seconds / 86400n),
    { year, month, day: ofMonth } = civil(day);
  return `${DAYS[(day + 4) % 7]!} ${MONTHS[month]!} ${String(ofMonth).padStart(2)} ${clock(Number(seconds % 86400n))} ${year}`;
}
/** `Tue Mar  3 10:11:12.345 2026 (UTC + 0:00)` of a count of 100 ns since 1601. */
export function fileTime(ticks: bigint): string {
  const milliseconds = ticks / 10000n,
    seconds = milliseconds / 1000n - 11644473600n;
  const text = unixTime(seconds < 0n ? 0n : seconds);
  return `${text.slice(0, 19)}.${String(milliseconds % 1000n).padStart(3, '0')}${text.slice(19)} (UTC + 0:00)`;
}

/** C's `%g` with six significant digits, and exponents of at least three. */
export function general(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, exponent] = value.toExponential(5).split('e') as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 6)
    return `${digits.replace(/\.?0+$/, '')}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(3, '0')}`;
  return value
    .toPrecision(6)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
const floats = new DataView(new ArrayBuffer(8));
export const asFloat = (bits: bigint): number => {
  floats.setUint32(0, Number(bits & 0xffff_ffffn));
  return floats.getFloat32(0);
};
export const asDouble = (bits: bigint): number => {
  floats.setBigUint64(0, BigInt.asUintN(64, bits));
  return floats.getFloat64(0);
};

export function formatLines(value: bigint, bits: Bits): readonly string[] {
  const shown = bits === 64 ? value : value & 0xffff_ffffn;
  const decimal = bits === 64 ? signed(value) : BigInt.asIntN(32, value);
  const bytes = Array.from({ length: bits / 8 }, (_, n) => Number((shown >> BigInt(bits - 8 - 8 * n)) & 0xffn));
  const low = shown & 0xffff_ffffn,
    high = shown >> 32n;
  return [
    'Evaluate expression:',
    `  Hex:     ${addressText(shown, bits)}`,
    `  Decimal: ${decimal}`,
    ...(bits === 64 ? [`  Decimal (unsigned) : ${shown}`] : []),
    `  Octal:   ${shown.toString(8).padStart(bits === 64 ? 22 : 11, '0')}`,
    `  Binary:  ${bytes.map(b => b.toString(2).padStart(8, '0')).join(' ')}`,
    `  Chars:   ${ascii(bytes)}`,
    `  Time:    ${time(shown, bits)}`,
    `  Float:   low ${general(asFloat(low))} high ${general(asFloat(high))}`,
    `  Double:  ${general(asDouble(shown))}`,
  ];
}
/** Values beyond 32 bits are read as a Windows file time. */
function time(value: bigint, bits: Bits): string {
  if (bits === 32 || value <= 0xffff_ffffn) return unixTime(value & 0xffff_ffffn);
  return value < 0x7fff_35f4_f06c_0000n ? fileTime(value) : '***** Invalid FILETIME';
}
