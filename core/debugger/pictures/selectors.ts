/** The selector board: which selectors each fast door makes of one MSR, and the descriptors they name. The doors themselves are asked. */
import { msrNumbered, readMsr } from '../../cpu/msrs.ts';
import type { Debugger } from '../debugger.ts';
import { agrees, segmentAt, segmentType, type Segment } from '../descriptors.ts';
import { faultText } from '../event-text.ts';
import { addressText, hex } from '../text.ts';
import { goThrough, scratchOf, type Door } from './scratch.ts';

export type BoardMsr = 'star' | 'sysenter';
export interface BoardRow {
  /** `sysret 64 CS`. */
  readonly name: string;
  /** How it is made: `STAR[63:48] + 10h | 3`. */
  readonly formula: string;
  readonly ring: 0 | 3;
  /** Four digits; absent where the door refuses. */
  readonly selector?: string;
  /** `#GP(0)`, where it refuses. */
  readonly fault?: string;
  /** Position in the table of what it names; absent where it lies beyond what is shown. */
  readonly entry?: number;
  /** The descriptor it names, as far as the machine has one: `Code RE Ac 64-bit  DPL 3`. */
  readonly descriptor?: string;
  /** Is what the processor puts into the register's hidden part what the descriptor says? */
  readonly agrees: boolean;
  /** What the descriptor says instead: `32-bit code`, `ring 0 data`, `nothing`. */
  readonly instead?: { readonly id: 'nothing' | 'system' | 'code' | 'data'; readonly ring: number; readonly bits?: 16 | 32 | 64 };
}
export interface TableEntry {
  readonly selector: string;
  /** As `dg` names it; empty for the null entry. */
  readonly type: string;
  readonly bits?: 32 | 64;
  readonly dpl: number;
  readonly present: boolean;
}
export interface SelectorBoard {
  readonly msr: BoardMsr;
  readonly number: string;
  readonly name: string;
  readonly digits: number;
  readonly value: string;
  /** What the machine itself has. */
  readonly booted: string;
  /** The parts of the MSR that matter: `STAR[63:48]` and its digits. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly rows: readonly BoardRow[];
  readonly table: readonly TableEntry[];
}
interface NamedDoor extends Door {
  readonly name: string;
  readonly cs: string;
  readonly ss: string;
}
const SYSCALL: readonly NamedDoor[] = [
  { name: 'syscall', bytes: [0x0f, 0x05], ring: 0, cs: 'STAR[47:32] & FFFC', ss: 'STAR[47:32] & FFFC + 8' },
  { name: 'sysret 64', bytes: [0x48, 0x0f, 0x07], ring: 3, cs: 'STAR[63:48] + 10h | 3', ss: 'STAR[63:48] + 8 | 3' },
  { name: 'sysret 32', bytes: [0x0f, 0x07], ring: 3, cs: 'STAR[63:48] | 3', ss: 'STAR[63:48] + 8 | 3' },
];
const SYSENTER: readonly NamedDoor[] = [
  { name: 'sysenter', bytes: [0x0f, 0x34], ring: 0, cs: '174h & FFFC', ss: '174h & FFFC + 8' },
  { name: 'sysexit 32', bytes: [0x0f, 0x35], ring: 3, cs: '174h & FFFC + 10h | 3', ss: '174h & FFFC + 18h | 3' },
];
const SYSEXIT_64: NamedDoor = { name: 'sysexit 64', bytes: [0x48, 0x0f, 0x35], ring: 3, cs: '174h & FFFC + 20h | 3', ss: '174h & FFFC + 28h | 3' };
const MSR = { star: 0xc000_0081, sysenter: 0x174 } as const;
/** Entries of the table shown. */
const ENTRIES = 16;

/** @param whatIf a value the MSR has not, to see what would come of it */
export function selectorBoard(d: Debugger, msr: BoardMsr, whatIf?: bigint): SelectorBoard {
  const { state } = d.target,
    number = MSR[msr],
    booted = readMsr(state, number)!,
    value = whatIf ?? booted,
    digits = msr === 'star' ? 16 : 8;
  const text = (v: bigint): string => (digits === 16 ? addressText(v, 64) : hex(v, 8));
  const doors = msr === 'star' ? (d.target.bits === 64 ? SYSCALL : []) : d.target.bits === 64 ? [...SYSENTER, SYSEXIT_64] : SYSENTER;
  const table = tableOf(d),
    part = (shift: bigint): string => hex((value >> shift) & 0xffffn, 4);
  return {
    msr,
    number: hex(number),
    name: msrNumbered(number)!.name,
    digits,
    value: text(value),
    booted: text(booted),
    fields:
      msr === 'star'
        ? [
            { name: 'STAR[63:48]', value: part(48n) },
            { name: 'STAR[47:32]', value: part(32n) },
          ]
        : [{ name: 'SYSENTER_CS[15:0]', value: part(0n) }],
    rows: doors.flatMap(door => tryDoor(d, door, number, value, table)),
    table,
  };
}
/** The MSR with these parts, as `SelectorBoard.fields` lists them; the rest is 0. */
export const ofFields = (msr: BoardMsr, fields: readonly bigint[]): bigint =>
  msr === 'star' ? (((fields[0] ?? 0n) & 0xffffn) << 48n) | (((fields[1] ?? 0n) & 0xffffn) << 32n) : (fields[0] ?? 0n) & 0xffffn;
function tableOf(d: Debugger): TableEntry[] {
  const entries: TableEntry[] = [];
  for (let selector = 0; entries.length < ENTRIES; selector += 8) {
    const s = segmentAt(d.target, selector);
    if (!s) break;
    const wide = d.target.bits === 64 && s.system && s.present,
      empty = isEmpty(s);
    entries.push({
      selector: hex(selector, 4),
      type: empty ? '' : segmentType(s).trim(),
      ...(s.code && { bits: s.long ? (64 as const) : (32 as const) }),
      dpl: s.dpl,
      present: s.present,
    });
    if (wide) selector += 8;
  }
  while (entries.length > 1 && entries.at(-1)!.type === '') entries.pop();
  return entries;
}

const isEmpty = (s: Segment): boolean => !s.present && s.type === 0;
const describe = (s: Segment): string => `${segmentType(s).trim()}${s.code ? ` ${s.long ? 64 : 32}-bit` : ''}  DPL ${s.dpl}`;

/** Go through a door on a copy of the machine, and look where it led. */
function tryDoor(d: Debugger, door: NamedDoor, msr: number, value: bigint, table: readonly TableEntry[]): BoardRow[] {
  const scratch = scratchOf(d),
    { state } = scratch;
  state.set(msrNumbered(msr)!.cell, value);
  const fault = goThrough(scratch, d.target.bits, door);
  return (['CS', 'SS'] as const).map(register => {
    const base = { name: `${door.name} ${register}`, formula: door[register === 'CS' ? 'cs' : 'ss'], ring: door.ring };
    if (fault) return { ...base, fault: faultText(fault), agrees: false };
    const selector = Number(state.get(`${register}.selector`)),
      found = segmentAt(d.target, selector),
      entry = table.findIndex(e => parseInt(e.selector, 16) === (selector & 0xfff8));
    const right = found !== undefined && agrees(found, Number(state.get(`${register}.rights`)), register === 'CS');
    return {
      ...base,
      selector: hex(selector, 4),
      ...(entry >= 0 && { entry }),
      ...(found && !isEmpty(found) && { descriptor: describe(found) }),
      agrees: right,
      ...(!right && { instead: instead(found) }),
    };
  });
}
function instead(s: Segment | undefined): NonNullable<BoardRow['instead']> {
  if (!s?.present) return { id: 'nothing', ring: 0 };
  if (s.system) return { id: 'system', ring: s.dpl };
  return s.code ? { id: 'code', ring: s.dpl, bits: s.long ? 64 : s.big ? 32 : 16 } : { id: 'data', ring: s.dpl };
}
/** The board as lines. */
export function boardLines({ number, value, booted, rows }: SelectorBoard): readonly string[] {
  const lines = [`msr[${number}] = ${value}${value === booted ? '' : `   (the machine has ${booted})`}`];
  for (const r of rows)
    lines.push(
      r.selector === undefined
        ? `${r.name.padEnd(13)} ${r.formula.padEnd(24)} ${r.fault}`
        : `${r.name.padEnd(13)} ${r.formula.padEnd(24)} ${r.selector}  ${(r.descriptor ?? 'no descriptor').padEnd(28)} ${r.agrees ? 'ok' : 'WRONG'}`,
    );
  return lines;
}
