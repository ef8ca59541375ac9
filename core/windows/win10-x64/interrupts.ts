/** The interrupt side: IDT, GDT, TSS with its stacks, and the clock's interrupt object. */
import { encodeDescriptor, encodeInterruptGate } from '../../cpu/segments.ts';
import { EXCEPTIONS } from '../images/nt-x64/exceptions.asm.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import type { Placement } from './placement.ts';
import type { Win10Switches } from './build.ts';

/** Where the tables lie, from the KPCR. */
export const TABLES = { bytes: 0x4000n, idt: -0x4000n, tss: -0x3000n, gdt: -0x2000n } as const;
/** Top of the stack the TSS gives to interrupts from ring 3 under KVA shadow, from the KPCR, and its bytes. */
export const TRANSITION = { top: 0x10000n, bytes: 0x2000n } as const;
/** Tops of the stacks of IST 1 to 4, from the KPCR, and their bytes. */
export const IST = { top: (n: number): bigint => 0x20000n + BigInt(n) * 0x7000n, bytes: 0x6000n, count: 4 } as const;
/** The clock's interrupt object, from the KPCR. */
const CLOCK_OBJECT = 0xc500n;
export const CLOCK_VECTOR = 0xd1;
const SYSTEM_CALL_VECTOR = 0x2e;
const KERNEL_CODE = 0x10n;

const GDT: Readonly<Record<number, bigint>> = {
  0x10: 0x00209b0000000000n,
  0x18: 0x0040930000000000n,
  0x20: 0x00cffb000000ffffn,
  0x28: 0x00cff3000000ffffn,
  0x30: 0x0020fb0000000000n,
  0x50: 0x0040f30000003c00n,
};
const TSS = { selector: 0x40n, limit: 0x67n, rights: 0x8b } as const;

export function buildInterrupts(s: Structures, placed: Placed, p: Placement, set: Win10Switches): void {
  s.space.map(p.kpcr + TABLES.idt, TABLES.bytes, { write: true });
  buildGdt(s, p);
  buildTss(s, p, set);
  for (let v = 0; v < 256; v++) setGate(s, p, v, handlerOf(placed, v, set));
  connectClock(s, placed, p);
}
interface Gate {
  readonly to: bigint;
  readonly open?: boolean | undefined;
  readonly ist?: number | undefined;
}
/** What the IDT says of a vector: its handler, the gate to the system call where there is one, or the stub of the unexpected. */
function handlerOf(placed: Placed, vector: number, { kva, vsm }: Win10Switches): Gate {
  const twin = (name: string): bigint => placed.address(kva ? `${name}Shadow` : name),
    exception = EXCEPTIONS[vector];
  if (vector === SYSTEM_CALL_VECTOR && vsm !== 'off') return { to: twin('KiSystemService'), open: true };
  if (exception) return { to: twin(exception.name), open: exception.open, ist: exception.ist };
  return { to: placed.address(kva ? 'KiIsrThunkShadow' : 'KxUnexpectedInterrupt0') + BigInt(vector * 8) };
}
/** Write a gate of the IDT: an interrupt gate of the kernel's code segment. */
export function setGate({ space }: Structures, p: Placement, vector: number, { to, open, ist }: Gate): void {
  const at = p.kpcr + TABLES.idt + BigInt(vector * 16);
  space.number(at, 8, encodeInterruptGate(KERNEL_CODE, to, open ? 3 : 0, ist));
  space.number(at + 8n, 8, to >> 32n);
}
function buildGdt({ space }: Structures, p: Placement): void {
  const gdt = p.kpcr + TABLES.gdt,
    tss = p.kpcr + TABLES.tss;
  for (const [selector, raw] of Object.entries(GDT)) space.number(gdt + BigInt(selector), 8, raw);
  space.number(gdt + TSS.selector, 8, encodeDescriptor({ base: tss, limit: TSS.limit, rights: TSS.rights }));
  space.number(gdt + TSS.selector + 8n, 8, tss >> 32n);
}
function buildTss(s: Structures, p: Placement, { kva }: Win10Switches): void {
  const tss = p.kpcr + TABLES.tss,
    { space } = s;
  if (kva) space.map(p.kpcr + TRANSITION.top - TRANSITION.bytes, TRANSITION.bytes, { write: true });
  space.number(s.at(tss, 'KTSS64.Rsp0'), 8, kva ? p.kpcr + TRANSITION.top : p.rspBase);
  for (let n = 1; n <= IST.count; n++) {
    const top = p.kpcr + IST.top(n);
    space.map(top - IST.bytes, IST.bytes, { write: true });
    space.number(s.at(tss, 'KTSS64.Ist') + BigInt(n * 8), 8, top);
  }
  space.number(s.at(tss, 'KTSS64.IoMapBase'), 2, TSS.limit + 1n);
}
/** The HAL has connected its clock: the object is in the processor's array. Whether the clock ticks is the switch's affair. */
function connectClock(s: Structures, placed: Placed, p: Placement): void {
  const object = p.kpcr + CLOCK_OBJECT;
  s.space.map(object, 0x120n, { write: true });
  s.fill(object, 'KINTERRUPT', {
    Type: 22n,
    Size: 0x120n,
    ServiceRoutine: placed.address('HalpTimerClockInterrupt'),
    DispatchAddress: placed.address('KiInterruptDispatchNoLock'),
    Vector: BigInt(CLOCK_VECTOR),
    Irql: BigInt(CLOCK_VECTOR >> 4),
    SynchronizeIrql: BigInt(CLOCK_VECTOR >> 4),
    Connected: 1n,
  });
  s.space.number(s.at(p.kpcr, 'KPCR.Prcb.InterruptObject') + BigInt(CLOCK_VECTOR * 8), 8, object);
  placed.add('nt', 'HalpClockInterruptObject', object, { type: '_KINTERRUPT', size: 0x120 });
}
