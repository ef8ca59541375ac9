/** Memory as fractions and bits: df dD dyb dyd. */
import type { Call, Command } from '../command.ts';
import { asDouble, asFloat, general } from '../formats.ts';
import { addressLink } from '../links.ts';
import { hex, u64 } from '../text.ts';

function range(call: Call, size: number, amount: number): { start: bigint; count: number } {
  const { args, debugger: d, target } = call;
  const found = args.atEnd ? { start: d.cursor.dump?.next ?? target.ip, count: amount } : args.range(size, amount);
  args.end();
  return found;
}
/** A fraction a line. */
function fractions(call: Call): void {
  const { target, out, name, debugger: d } = call,
    size = name === 'df' ? 4 : 8;
  const { start, count } = range(call, size, name === 'df' ? 16 : 15);
  for (let n = 0; n < Math.min(count, 0x10000); n++) {
    const at = start + BigInt(n * size),
      value = target.value(at, size);
    const text = value === undefined ? '?'.repeat(16) : general(size === 4 ? asFloat(value) : asDouble(value)).padStart(24);
    out.line(addressLink(target, at), ' ', text);
    d.cursor.dump = { name, next: u64(at + BigInt(size)) };
  }
}
const RULER = ['76543210 76543210 76543210 76543210', '-------- -------- -------- --------'];
const DWORD_RULER = [' 3          2          1          0', '10987654 32109876 54321098 76543210', '-------- -------- -------- --------'];
/** dyb: four bytes a line; dyd: a double word a line, highest bit first. */
function bits(call: Call): void {
  const { target, out, name, debugger: d } = call,
    byBytes = name === 'dyb';
  const { start, count } = range(call, byBytes ? 1 : 4, byBytes ? 32 : 8),
    margin = ' '.repeat(target.address(0n).length + 2);
  for (const line of byBytes ? RULER : DWORD_RULER) out.line(margin + line);
  const total = Math.min(byBytes ? count : count * 4, 0x10000);
  for (let done = 0; done < total; done += 4) {
    const at = start + BigInt(done),
      bytes = Array.from(target.readSparse(at, Math.min(4, total - done)));
    const binary = (b: number): string => (b < 0 ? '????????' : b.toString(2).padStart(8, '0')),
      digits = (b: number): string => (b < 0 ? '??' : hex(b, 2));
    const shown = byBytes ? bytes : [...bytes].reverse();
    out.line(
      addressLink(target, at),
      `  ${shown.map(binary).join(' ')}  ${byBytes ? shown.map(digits).join(' ') : shown.map(digits).join('')}`,
    );
    d.cursor.dump = { name, next: u64(at + BigInt(bytes.length)) };
  }
}

export const VALUES: readonly Command[] = [
  { names: ['df'], syntax: 'df [range]', summary: 'Single-precision fractions.', kind: 'memory_dump', run: fractions },
  { names: ['dD'], syntax: 'dD [range]', summary: 'Double-precision fractions.', kind: 'memory_dump', run: fractions },
  { names: ['dyb', 'dyd'], syntax: 'dyb [range]', summary: 'Bits of bytes or double words.', kind: 'memory_dump', run: bits },
];
