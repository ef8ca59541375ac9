/** Model-specific registers: number, name, where the value lives, what may be written. @source SDM Vol. 4 "Architectural MSRs" */
import type { Cell, State } from './state.ts';
import { CR0, EFER, canonical } from './paging.ts';

export interface Msr {
  readonly number: number;
  readonly name: string;
  readonly cell: Cell;
  /** Bits that keep what is written; writing 1 to any other is #GP(0), unless `ignored`. */
  readonly writable: bigint;
  readonly ignored?: bigint;
  /** Holds a linear address: not canonical is #GP(0). */
  readonly address?: true;
}
const ALL = (1n << 64n) - 1n, LOW = 0xffff_ffffn;
const msr = (number: number, name: string, cell: Cell, writable = ALL, more: Partial<Msr> = {}): Msr => ({ number, name, cell, writable, ...more });

/**
 * IA32_EFER            63..12 0 | 11 NXE | 10 LMA (read only) | 8 LME | 0 SCE
 * IA32_STAR            63..48 SYSRET selectors | 47..32 SYSCALL selectors | 31..0 (AMD: SYSCALL's EIP in legacy mode)
 * IA32_APIC_BASE       38..12 address | 11 enabled | 10 x2APIC | 8 bootstrap processor
 * IA32_DEBUGCTL        1 BTF (TF traps branches only) | 0 LBR
 */
export const MSRS: readonly Msr[] = [
  msr(0x10, 'IA32_TIME_STAMP_COUNTER', 'tsc.offset'),
  msr(0x1b, 'IA32_APIC_BASE', 'IA32_APIC_BASE', 0x7f_ffff_f900n),
  msr(0x174, 'IA32_SYSENTER_CS', 'IA32_SYSENTER_CS', LOW, { ignored: ALL }),
  msr(0x175, 'IA32_SYSENTER_ESP', 'IA32_SYSENTER_ESP', ALL, { address: true }),
  msr(0x176, 'IA32_SYSENTER_EIP', 'IA32_SYSENTER_EIP', ALL, { address: true }),
  msr(0x1a0, 'IA32_MISC_ENABLE', 'IA32_MISC_ENABLE', 0x4_0085_1889n),
  msr(0x1d9, 'IA32_DEBUGCTL', 'IA32_DEBUGCTL', 3n),
  msr(0x277, 'IA32_PAT', 'IA32_PAT', 0x0707_0707_0707_0707n),
  msr(0xc000_0080, 'IA32_EFER', 'IA32_EFER', EFER.SCE | EFER.LME | EFER.NXE, { ignored: EFER.LMA }),
  msr(0xc000_0081, 'IA32_STAR', 'IA32_STAR'),
  msr(0xc000_0082, 'IA32_LSTAR', 'IA32_LSTAR', ALL, { address: true }),
  msr(0xc000_0083, 'IA32_CSTAR', 'IA32_CSTAR', ALL, { address: true }),
  msr(0xc000_0084, 'IA32_FMASK', 'IA32_FMASK', LOW, { ignored: ALL }),
  msr(0xc000_0100, 'IA32_FS_BASE', 'FS.base', ALL, { address: true }),
  msr(0xc000_0101, 'IA32_GS_BASE', 'GS.base', ALL, { address: true }),
  msr(0xc000_0102, 'IA32_KERNEL_GS_BASE', 'IA32_KERNEL_GS_BASE', ALL, { address: true }),
  msr(0xc000_0103, 'IA32_TSC_AUX', 'IA32_TSC_AUX', LOW),
];
const BY_NUMBER = new Map(MSRS.map(m => [m.number, m]));
export const msrNumbered = (number: number): Msr | undefined => BY_NUMBER.get(number);

/** Undefined where the processor has no such register: RDMSR raises #GP(0). */
export function readMsr(state: State, number: number): bigint | undefined {
  const m = BY_NUMBER.get(number);
  if (!m) return undefined;
  return m.cell === 'tsc.offset' ? BigInt.asUintN(64, state.executed + state.get(m.cell)) : state.get(m.cell);
}
/** False, and nothing is written, where WRMSR raises #GP(0). */
export function writeMsr(state: State, number: number, value: bigint): boolean {
  const m = BY_NUMBER.get(number);
  if (!m || (m.address && !canonical(value)) || value & ~(m.writable | (m.ignored ?? 0n))) return false;
  if (m.cell === 'IA32_EFER') {
    if ((value ^ state.get('IA32_EFER')) & EFER.LME && state.get('CR0') & CR0.PG) return false;
    value = value & m.writable | state.get('IA32_EFER') & EFER.LMA;
  } else value &= m.writable;
  state.set(m.cell, m.cell === 'tsc.offset' ? BigInt.asUintN(64, value - state.executed) : value);
  return true;
}
