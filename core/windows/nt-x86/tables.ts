/** GDT, IDT and TSS of an x86 kernel. */
import { encodeDescriptor, encodeInterruptGate } from '../../cpu/segments.ts';
import { CLOCK_VECTOR, FIRST_STUB, STUB_BYTES, SYSTEM_CALL_VECTOR, TRAPS } from '../images/nt-x86/traps.asm.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import type { Placement } from './placement.ts';

const KERNEL_CODE = 0x8n;
export const SELECTORS = { kernelData: 0x10n, code: 0x1bn, data: 0x23n, tss: 0x28n, pcr: 0x30n, teb: 0x3bn } as const;
export const TSS_LIMIT = 0x20abn,
  GDT_LIMIT = 0x3ffn,
  IDT_LIMIT = 0x7ffn;
/** Task states of double fault, NMI and machine check: where their descriptors are. Nothing here switches to them. */
const TASKS = { 0x50: 0x100n, 0x58: 0x180n, 0xa0: 0x200n } as const;
const TASK_LIMIT = 0x68n;

/** By selector. */
const gdtOf = (p: Placement): Readonly<Record<number, bigint>> => ({
  0x08: 0x00cf9b000000ffffn,
  0x10: 0x00cf93000000ffffn,
  0x18: 0x00cffb000000ffffn,
  0x20: 0x00cff3000000ffffn,
  0x28: encodeDescriptor({ base: p.tss, limit: TSS_LIMIT, rights: 0x8b }),
  0x30: encodeDescriptor({ base: p.kpcr, limit: 0x1fffn, rights: 0xc093 }),
  0x38: encodeDescriptor({ base: p.teb, limit: 0xfffn, rights: 0x40f3 }),
  0x40: 0x0000f2000400ffffn,
  ...Object.fromEntries(
    Object.entries(TASKS).map(([selector, offset]) => [
      selector,
      encodeDescriptor({ base: p.tss + 0x2100n + offset, limit: TASK_LIMIT, rights: 0x89 }),
    ]),
  ),
});
export function buildTables(s: Structures, placed: Placed, p: Placement, clock: boolean): void {
  for (const at of [p.gdt, p.idt]) s.space.map(at, 0xc00n, { write: true });
  s.space.map(p.tss, TSS_LIMIT + 0x400n, { write: true });
  for (const [selector, raw] of Object.entries(gdtOf(p))) s.space.number(p.gdt + BigInt(selector), 8, raw);
  s.fill(p.tss, 'KTSS', { Esp0: espZero(p), Ss0: SELECTORS.kernelData, IoMapBase: TSS_LIMIT + 1n });
  for (let v = 0; v < 256; v++) s.space.number(p.idt + BigInt(v * 8), 8, gateOf(placed, v, clock));
}
/** Where the stack of a call begins: below the room for the FPU and the part of a trap frame that only V86 mode fills. */
export const espZero = (p: Placement): bigint => p.stack - 0x210n - 0x10n;

const TASK_GATE = 0x8500n,
  ABSENT = 0n;
/** An interrupt gate of the kernel's code segment. */
export const gate = (to: bigint, open: boolean): bigint => encodeInterruptGate(KERNEL_CODE, to, open ? 3 : 0);
function gateOf(placed: Placed, vector: number, clock: boolean): bigint {
  const trap = TRAPS[vector];
  if (trap?.task) return (BigInt(trap.task) << 16n) | (TASK_GATE << 32n);
  if (trap) return gate(placed.address(trap.name), trap.open ?? false);
  if (vector === SYSTEM_CALL_VECTOR) return gate(placed.address('KiSystemService'), true);
  if (vector >= 0x20 && vector < 0x2a) return ABSENT;
  if (vector < FIRST_STUB) return gate(placed.address('KiTrap0F'), false);
  if (vector === CLOCK_VECTOR && clock) return gate(placed.address('Halp8254ClockInterrupt'), false);
  return gate(placed.address('KiUnexpectedInterrupt0') + BigInt((vector - FIRST_STUB) * STUB_BYTES), false);
}
