/** The interrupt side: IDT, stubs, GDT, TSS. */
import type { Builder } from './builder.ts';
import { OFFSETS } from './placement.ts';

/** IDT: named handlers for the exceptions, stubs for everything else; GDT and TSS beside it. */
export function buildInterrupts(b: Builder): void {
  const { space, place: p } = b,
    stubs = p.nt + OFFSETS.stubs,
    tables = p.kpcr - 0x4000n,
    idt = tables,
    tss = tables + 0x1000n,
    gdt = tables + 0x2000n;
  space.map(tables, 0x4000n, { write: true });
  space.map(stubs, 0x1000n, { execute: true });
  const names = EXCEPTIONS;
  b.image(
    'nt',
    'nt-x64/exceptions',
    stubs + 0x800n,
    Object.values(names)
      .map(([name]) => `proc ${name}\n.stop: hlt\njmp .stop\nalign 16\n`)
      .join(''),
  );
  const common = stubs + 0x9f0n;
  b.image('nt', 'nt-x64/unexpected', common, '@stop: hlt\njmp @stop');
  b.symbol('nt', 'KxUnexpectedInterrupt0', stubs, 'function', false);
  for (let v = 0; v < 256; v++) {
    const stub = stubs + BigInt(v * 8),
      rel = common - (stub + 8n),
      named = names[v];
    space.write(stub, Uint8Array.of(0x6a, v, 0x55, 0xe9));
    space.number(stub + 4n, 4, rel);
    const to = named ? b.names.get(named[0])!.value : stub,
      access = named?.[1] === 3 ? 0xee00n : 0x8e00n,
      ist = BigInt(named?.[2] ?? 0);
    space.number(
      idt + BigInt(v * 16),
      8,
      (to & 0xffffn) | (0x10n << 16n) | (ist << 32n) | (access << 32n) | (((to >> 16n) & 0xffffn) << 48n),
    );
    space.number(idt + BigInt(v * 16) + 8n, 8, to >> 32n);
  }
  const quads: Readonly<Record<number, bigint>> = {
    0x10: 0x00209b0000000000n,
    0x18: 0x0040930000000000n,
    0x20: 0x00cffb000000ffffn,
    0x28: 0x00cff3000000ffffn,
    0x30: 0x0020fb0000000000n,
    0x50: 0x0040f30000003c00n,
  };
  for (const [selector, raw] of Object.entries(quads)) space.number(gdt + BigInt(selector), 8, raw);
  space.number(gdt + 0x40n, 8, 0x67n | ((tss & 0xff_ffffn) << 16n) | (0x8bn << 40n) | (((tss >> 24n) & 0xffn) << 56n));
  space.number(gdt + 0x48n, 8, tss >> 32n);
  space.number(tss + 4n, 8, p.rspBase);
  for (let n = 1; n <= 4; n++) {
    const stack = p.kpcr + 0x20000n + BigInt(n) * 0x7000n;
    space.map(stack - 0x6000n, 0x6000n, { write: true });
    space.number(tss + 0x1cn + BigInt(n * 8), 8, stack);
  }
  space.number(tss + 0x66n, 2, 0x68n);
}

/** Vector -> handler, DPL where 3, IST. */
const EXCEPTIONS: Readonly<Record<number, readonly [string, number?, number?]>> = {
  0: ['KiDivideErrorFault'],
  1: ['KiDebugTrapOrFault', 0, 4],
  2: ['KiNmiInterrupt', 0, 3],
  3: ['KiBreakpointTrap', 3],
  4: ['KiOverflowTrap', 3],
  5: ['KiBoundFault'],
  6: ['KiInvalidOpcodeFault'],
  7: ['KiNpxNotAvailableFault'],
  8: ['KiDoubleFaultAbort', 0, 1],
  9: ['KiNpxSegmentOverrunAbort'],
  10: ['KiInvalidTssFault'],
  11: ['KiSegmentNotPresentFault'],
  12: ['KiStackFault'],
  13: ['KiGeneralProtectionFault'],
  14: ['KiPageFault'],
  16: ['KiFloatingErrorFault'],
  17: ['KiAlignmentFault'],
  18: ['KiMcheckAbort', 0, 2],
  19: ['KiXmmException'],
  20: ['KiVirtualizationException'],
  0x1f: ['KiApcInterrupt'],
  0x20: ['KiSwInterrupt'],
  0x29: ['KiRaiseSecurityCheckFailure', 3],
  0x2c: ['KiRaiseAssertion', 3],
  0x2d: ['KiDebugServiceTrap', 3],
  0x2f: ['KiDpcInterrupt'],
  0xe1: ['KiIpiInterrupt'],
};
