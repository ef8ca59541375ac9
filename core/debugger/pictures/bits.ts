/** Registers drawn bit by bit: RFLAGS through the system call's door, EFER; then a gate of the IDT and a descriptor of the GDT. */
import { RFLAGS } from '../../cpu/flags.ts';
import { readMsr } from '../../cpu/msrs.ts';
import { readFlags, writeFlags } from '../../cpu/registers.ts';
import { RESTORED } from '../../cpu/transitions/sysret.ts';
import type { Debugger } from '../debugger.ts';
import { faultText } from '../event-text.ts';
import { hex } from '../text.ts';
import { goThrough, scratchOf, type Door, type Scratch } from './scratch.ts';
import { descriptorPicture, entryLines, gatePicture, type EntryPicture } from './table-entry.ts';

/** Values that may be tried in place of the machine's own. */
export const TRIED = ['rflags', 'fmask', 'efer'] as const;
export type Tried = (typeof TRIED)[number];
export type WhatIf = Readonly<Partial<Record<Tried, bigint>>>;
export interface BitRow {
  readonly name: string;
  readonly value: string;
  /** Highest first, one character per column: 1, 0. */
  readonly bits: string;
  /** Positions in `bits` this row sets apart: what a mask clears, what differs from the row above. */
  readonly marked: readonly number[];
  /** A value that may be tried: with each bit turned over, it would be these; none where the bit is fixed. */
  readonly tries?: { readonly what: Tried; readonly turned: readonly (string | undefined)[] };
  /** What the machine has, where this is a value tried. */
  readonly real?: string;
}
export interface BitTable {
  readonly id: 'flags' | 'efer';
  readonly command: string;
  /** Bit number and name of each column; no name where it is reserved. */
  readonly columns: readonly { readonly bit: number; readonly name: string }[];
  readonly rows: readonly BitRow[];
  /** The door that refuses, `syscall`, and its fault. */
  readonly refused?: Refused;
}
export interface Refused {
  readonly door: string;
  readonly fault: string;
}
export interface BitsPicture {
  readonly tables: readonly BitTable[];
  readonly entries: readonly EntryPicture[];
}
/** What RFLAGS holds beside the flags instructions know by name. */
const FLAG_NAMES: ReadonlyMap<number, string> = new Map([
  ...Object.entries(RFLAGS).map(([name, bit]) => [bit, name] as const),
  [12, 'IOPL'],
  [13, 'IOPL'],
  [19, 'VIF'],
  [20, 'VIP'],
]);
const EFER_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'SCE'],
  [8, 'LME'],
  [10, 'LMA'],
  [11, 'NXE'],
]);
const FLAGS_TOP = 21,
  EFER_TOP = 11;
/** No learner's to try: virtual-8086 mode, which none of the machines has. */
const FIXED_FLAGS = new Set(['VM', 'VIF', 'VIP']);
const columns = (top: number, names: ReadonlyMap<number, string>): BitTable['columns'] =>
  Array.from({ length: top + 1 }, (_, n) => ({ bit: top - n, name: names.get(top - n) ?? '' }));
const FLAG_COLUMNS = columns(FLAGS_TOP, FLAG_NAMES),
  EFER_COLUMNS = columns(EFER_TOP, EFER_NAMES);
type Columns = BitTable['columns'];

const row = (name: string, value: bigint, of: Columns, marked = 0n): BitRow => ({
  name,
  value: hex(value),
  bits: of.map(c => String((value >> BigInt(c.bit)) & 1n)).join(''),
  marked: of.flatMap((c, n) => ((marked >> BigInt(c.bit)) & 1n ? [n] : [])),
});
/** A row whose bits may be turned over, those with a name that `may` allows. */
const tried = (base: BitRow, what: Tried, of: Columns, value: bigint, real: bigint, may: (name: string) => boolean): BitRow => ({
  ...base,
  tries: { what, turned: of.map(c => (c.name !== '' && may(c.name) ? hex(value ^ (1n << BigInt(c.bit))) : undefined)) },
  ...(value !== real && { real: hex(real) }),
});
const mayFlag = (name: string): boolean => !FIXED_FLAGS.has(name);

export function bitsPicture(d: Debugger, vector: number, selector: number, whatIf: WhatIf = {}): BitsPicture {
  const tables = d.target.bits === 64 ? [fastFlags(d, whatIf), eferTable(d, whatIf.efer)] : [olderFlags(d, whatIf.rflags)];
  return { tables, entries: [gatePicture(d, vector), descriptorPicture(d, selector)].filter(p => p !== undefined) };
}
function flagsRow(d: Debugger, name: string, whatIf: bigint | undefined): readonly [row: BitRow, value: bigint] {
  const real = d.target.register('efl')!,
    value = whatIf ?? real;
  return [tried(row(name, value, FLAG_COLUMNS), 'rflags', FLAG_COLUMNS, value, real, mayFlag), value];
}
interface NamedDoor extends Door {
  readonly name: string;
}
const SYSCALL: NamedDoor = { name: 'syscall', bytes: [0x0f, 0x05], ring: 0 },
  SYSRET: NamedDoor = { name: 'sysret', bytes: [0x48, 0x0f, 0x07], ring: 3 },
  SYSENTER: NamedDoor = { name: 'sysenter', bytes: [0x0f, 0x34], ring: 0 },
  SYSEXIT: NamedDoor = { name: 'sysexit', bytes: [0x0f, 0x35], ring: 3 };
/** The flags as a door leaves them, and where it refuses. */
function through(scratch: Scratch, bits: 32 | 64, door: NamedDoor): { readonly after: BitRow } | { readonly refused: Refused } {
  const was = readFlags(scratch.state),
    fault = goThrough(scratch, bits, door);
  if (fault) return { refused: { door: door.name, fault: faultText(fault) } };
  const now = readFlags(scratch.state);
  return { after: row(`after ${door.name}`, now, FLAG_COLUMNS, was ^ now) };
}
/** The flags as they are, as SYSCALL would leave them, what R11 would keep, and what SYSRET would make of that. */
function fastFlags(d: Debugger, whatIf: WhatIf): BitTable {
  const [flags, value] = flagsRow(d, 'RFLAGS', whatIf.rflags),
    realMask = readMsr(d.target.state, 0xc000_0084)!,
    mask = (whatIf.fmask ?? realMask) & 0xffff_ffffn,
    scratch = scratchOf(d);
  writeFlags(scratch.state, value);
  scratch.state.set('IA32_FMASK', mask);
  if (whatIf.efer !== undefined) scratch.state.set('IA32_EFER', whatIf.efer);
  const rows = [flags, tried(row('FMASK', mask, FLAG_COLUMNS, mask), 'fmask', FLAG_COLUMNS, mask, realMask, () => true)],
    table = { id: 'flags', command: 'rdmsr c0000084', columns: FLAG_COLUMNS } as const,
    entered = through(scratch, 64, SYSCALL);
  if ('refused' in entered) return { ...table, rows, ...entered };
  const kept = row('R11', scratch.state.get('R11'), FLAG_COLUMNS),
    inside = [...rows, entered.after, kept, row('sysret keeps', RESTORED, FLAG_COLUMNS)],
    left = through(scratch, 64, SYSRET);
  return 'refused' in left ? { ...table, rows: inside, ...left } : { ...table, rows: [...inside, left.after] };
}
/** The doors of 32-bit Windows keep no flags: what SYSENTER clears, the kernel has to give back itself. */
function olderFlags(d: Debugger, whatIf: bigint | undefined): BitTable {
  const [flags, value] = flagsRow(d, 'EFLAGS', whatIf),
    scratch = scratchOf(d),
    table = { id: 'flags', command: 'r efl', columns: FLAG_COLUMNS } as const;
  writeFlags(scratch.state, value);
  const entered = through(scratch, 32, SYSENTER);
  if ('refused' in entered) return { ...table, rows: [flags], ...entered };
  const left = through(scratch, 32, SYSEXIT);
  return { ...table, rows: [flags, entered.after, ...('after' in left ? [left.after] : [])], ...('refused' in left && left) };
}
function eferTable(d: Debugger, whatIf: bigint | undefined): BitTable {
  const real = readMsr(d.target.state, 0xc000_0080)!,
    value = whatIf ?? real,
    efer = tried(row('EFER', value, EFER_COLUMNS), 'efer', EFER_COLUMNS, value, real, name => name === 'SCE');
  return { id: 'efer', command: 'rdmsr c0000080', columns: EFER_COLUMNS, rows: [efer] };
}

export function bitsLines({ tables, entries }: BitsPicture): readonly string[] {
  return [...tables.flatMap(tableLines), ...entries.flatMap(entryLines)];
}
function tableLines({ columns: of, rows, refused }: BitTable): readonly string[] {
  const set = (r: BitRow): string =>
    of
      .flatMap(({ name }, n) => (name !== '' && r.bits[n] === '1' ? [name + (r.marked.includes(n) ? '*' : '')] : []))
      .join(' ');
  return [
    ...rows.map(r => `${r.name.padEnd(16)} ${r.value.padStart(8)}  ${set(r)}${r.real === undefined ? '' : `   (the machine has ${r.real})`}`.trimEnd()),
    ...(refused ? [`${refused.door}: ${refused.fault}`] : []),
  ];
}
