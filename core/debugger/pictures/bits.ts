/** Registers drawn bit by bit: RFLAGS through the system call's door, EFER, a gate of the IDT and a descriptor of the GDT. */
import { RFLAGS } from '../../cpu/flags.ts';
import { readMsr } from '../../cpu/msrs.ts';
import { readFlags } from '../../cpu/registers.ts';
import type { Debugger } from '../debugger.ts';
import { gateAt, segmentAt, segmentType } from '../descriptors.ts';
import { fromBytes, hex } from '../text.ts';
import { goThrough, scratchOf } from './scratch.ts';

export interface BitRow {
  readonly name: string;
  readonly value: string;
  /** Highest first, one character per column: 1, 0. */
  readonly bits: string;
  /** Positions in `bits` this row sets apart: what a mask clears, what differs from the row above. */
  readonly marked: readonly number[];
}
export interface BitTable {
  readonly id: 'flags' | 'efer';
  readonly command: string;
  /** Bit number and name of each column; no name where it is reserved. */
  readonly columns: readonly { readonly bit: number; readonly name: string }[];
  readonly rows: readonly BitRow[];
}
/** What a part means here: its words, and an id with values for a window that has words of its own. */
export interface Remark {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
  readonly text: string;
}
/** A value in parts: `Selector`, bits 31..16. */
export interface PartsPicture {
  readonly id: 'gate' | 'descriptor';
  readonly title: string;
  readonly command: string;
  /** Bytes from the lowest address up. */
  readonly bytes: readonly string[];
  readonly parts: readonly { readonly name: string; readonly bits: string; readonly value: string; readonly says?: Remark }[];
}
export interface BitsPicture {
  readonly tables: readonly BitTable[];
  readonly parts: readonly PartsPicture[];
}
const IOPL = ['IOPL', 'IOPL'] as const;
const FLAG_NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(RFLAGS).map(([name, bit]) => [bit, name] as const),
  [12, IOPL[0]],
  [13, IOPL[1]],
]);
const EFER_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'SCE'],
  [8, 'LME'],
  [10, 'LMA'],
  [11, 'NXE'],
]);
const columns = (top: number, names: ReadonlyMap<number, string>): BitTable['columns'] =>
  Array.from({ length: top + 1 }, (_, n) => ({ bit: top - n, name: names.get(top - n) ?? '' }));
const FLAGS_TOP = 21,
  EFER_TOP = 11;

const row = (name: string, value: bigint, top: number, marked: bigint): BitRow => ({
  name,
  value: hex(value),
  bits: Array.from({ length: top + 1 }, (_, n) => String((value >> BigInt(top - n)) & 1n)).join(''),
  marked: Array.from({ length: top + 1 }, (_, n) => n).filter(n => (marked >> BigInt(top - n)) & 1n),
});

/** @param mask a value for IA32_FMASK that the machine has not, to see what would come of it */
export function bitsPicture(d: Debugger, vector: number, selector: number, mask?: bigint): BitsPicture {
  const tables = d.target.bits === 64 ? [flagsTable(d, mask), eferTable(d)] : [plainFlags(d)];
  return { tables, parts: [gateParts(d, vector), descriptorParts(d, selector)].filter(p => p !== undefined) };
}
function plainFlags(d: Debugger): BitTable {
  const efl = d.target.register('efl')!;
  return { id: 'flags', command: 'r efl', columns: columns(FLAGS_TOP, FLAG_NAMES), rows: [row('EFLAGS', efl, FLAGS_TOP, 0n)] };
}
const SYSCALL = { bytes: [0x0f, 0x05], ring: 0 } as const,
  SYSRET = { bytes: [0x48, 0x0f, 0x07], ring: 3 } as const;
/** The flags as they are, as SYSCALL would leave them, what R11 would keep, and what SYSRET would make of that. */
function flagsTable(d: Debugger, whatIf?: bigint): BitTable {
  const efl = d.target.register('efl')!,
    mask = whatIf ?? readMsr(d.target.state, 0xc000_0084)!,
    scratch = scratchOf(d);
  scratch.state.set('IA32_FMASK', mask & 0xffff_ffffn);
  const refused = goThrough(scratch, 64, SYSCALL),
    inside = readFlags(scratch.state),
    kept = scratch.state.get('R11');
  const rows = [row('RFLAGS', efl, FLAGS_TOP, 0n), row('FMASK', mask, FLAGS_TOP, mask)];
  if (!refused) {
    rows.push(row('after syscall', inside, FLAGS_TOP, efl ^ inside), row('R11', kept, FLAGS_TOP, 0n));
    if (!goThrough(scratch, 64, SYSRET)) rows.push(row('after sysret', readFlags(scratch.state), FLAGS_TOP, readFlags(scratch.state) ^ inside));
  }
  return { id: 'flags', command: 'rdmsr c0000084', columns: columns(FLAGS_TOP, FLAG_NAMES), rows };
}
function eferTable(d: Debugger): BitTable {
  const efer = readMsr(d.target.state, 0xc000_0080)!;
  return { id: 'efer', command: 'rdmsr c0000080', columns: columns(EFER_TOP, EFER_NAMES), rows: [row('EFER', efer, EFER_TOP, 0n)] };
}

const bytesText = (bytes: Uint8Array): string[] => [...bytes].map(b => hex(b, 2));
function gateParts(d: Debugger, vector: number): PartsPicture | undefined {
  const { target } = d,
    gate = gateAt(target, vector),
    size = target.bits === 64 ? 16 : 8,
    bytes = gate && target.read(gate.address, size);
  if (!gate || !bytes) return undefined;
  const wide = target.bits === 64,
    word = (at: number, length: number): string => hex(fromBytes(bytes.subarray(at, at + length)), length * 2),
    symbol = target.symbolText(gate.offset);
  return {
    id: 'gate',
    title: `IDT[${hex(vector, 2)}h]`,
    command: `db @idtr+${hex(vector * size)} L${hex(size)}`,
    bytes: bytesText(bytes),
    parts: [
      { name: 'Offset', bits: '15..0', value: word(0, 2) },
      { name: 'Selector', bits: '31..16', value: hex(gate.selector, 4) },
      ...(wide ? [{ name: 'IST', bits: '34..32', value: String(gate.ist) }] : []),
      { name: 'Type', bits: '43..40', value: hex(gate.type), ...(GATES[gate.type] && { says: GATES[gate.type]! }) },
      { name: 'DPL', bits: '46..45', value: String(gate.dpl), says: knock(vector, gate.dpl) },
      { name: 'P', bits: '47', value: gate.present ? '1' : '0' },
      { name: 'Offset', bits: '63..48', value: word(6, 2) },
      ...(wide ? [{ name: 'Offset', bits: '95..64', value: word(8, 4) }] : []),
      { name: 'target', bits: '', value: target.address(gate.offset), ...(symbol !== undefined && { says: remark('symbol', symbol) }) },
    ],
  };
}
const remark = (id: string, text: string, values: Remark['values'] = {}): Remark => ({ id, text, values });
const GATES: Readonly<Record<number, Remark>> = {
  5: remark('task-gate', 'task gate'),
  14: remark('interrupt-gate', 'interrupt gate: clears IF'),
  15: remark('trap-gate', 'trap gate: leaves IF'),
};
function knock(vector: number, dpl: number): Remark {
  const values = { vector: `${hex(vector, 2)}h`, error: hex(vector * 8 + 2) };
  return dpl === 3
    ? remark('gate-open', `int ${values.vector} from ring 3: allowed`, values)
    : remark('gate-shut', `int ${values.vector} from ring 3: #GP(${values.error})`, values);
}

const codeWidth = (bits: number): Remark => remark('code', `${bits}-bit code`, { bits: String(bits) });
function descriptorParts(d: Debugger, selector: number): PartsPicture | undefined {
  const { target } = d,
    s = segmentAt(target, selector),
    bytes = s && target.read((target.register('gdtr') ?? 0n) + BigInt(selector & 0xfff8), 8);
  if (!s || !bytes) return undefined;
  const raw = fromBytes(bytes),
    bit = (n: number): string => String((raw >> BigInt(n)) & 1n);
  return {
    id: 'descriptor',
    title: `GDT[${hex(selector & 0xfff8, 2)}h]`,
    command: `dg ${hex(selector & 0xfff8)}`,
    bytes: bytesText(bytes),
    parts: [
      { name: 'Base', bits: '63..56, 39..16', value: target.address(s.base) },
      { name: 'Limit', bits: '51..48, 15..0', value: hex(s.limit) },
      { name: 'G', bits: '55', value: bit(55), says: s.pages ? remark('pages', 'limit in pages') : remark('bytes', 'limit in bytes') },
      { name: 'D/B', bits: '54', value: bit(54) },
      { name: 'L', bits: '53', value: bit(53), ...(s.code && { says: codeWidth(s.long ? 64 : s.big ? 32 : 16) }) },
      { name: 'P', bits: '47', value: bit(47) },
      { name: 'DPL', bits: '46..45', value: String(s.dpl) },
      { name: 'S', bits: '44', value: bit(44), says: s.system ? remark('system', 'system') : remark('code-or-data', 'code or data') },
      { name: 'Type', bits: '43..40', value: hex(s.type), says: remark('type', segmentType(s).trim()) },
    ],
  };
}

export function bitsLines({ tables, parts }: BitsPicture): readonly string[] {
  const lines: string[] = [];
  for (const t of tables) {
    const named = t.columns.map((c, n) => ({ ...c, n })).filter(c => c.name !== '');
    for (const r of t.rows)
      lines.push(`${r.name.padEnd(16)} ${r.value.padStart(8)}  ${named.filter(c => r.bits[c.n] === '1').map(c => c.name + (r.marked.includes(c.n) ? '*' : '')).join(' ')}`.trimEnd());
  }
  for (const p of parts) {
    lines.push(`${p.title}  ${p.bytes.join(' ')}`);
    for (const { name, bits, value, says } of p.parts) lines.push(`  ${name.padEnd(9)} ${bits.padEnd(15)} ${value}${says === undefined ? '' : `  ${says.text}`}`);
  }
  return lines;
}
