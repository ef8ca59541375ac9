/** Model-specific registers, the time-stamp counter, and CPUID. @source SDM Vol. 2 "RDMSR", "WRMSR", "RDTSC", "RDTSCP", "RDPMC", "CPUID" */
import { CR4 } from '../paging.ts';
import { msrNumbered, readMsr, writeMsr } from '../msrs.ts';
import { GP, UD } from './descriptors.ts';
import { cpuid } from '../cpuid.ts';
import { ringZero } from './system-registers.ts';
import type { Context, MicroStep, Transition } from './transition.ts';

const LOW = 0xffff_ffffn;
const number = (c: Context): number => Number(c.get('RCX') & LOW);
const setPair = (c: Context, value: bigint): void => { c.set('RAX', value & LOW); c.set('RDX', value >> 32n); };

export const RDMSR: Transition = [ringZero,
  { say: 'ECX is the number of a register that must exist; EDX:EAX takes its value',
    run: c => {
      const n = number(c), value = readMsr(c.state, n);
      if (value === undefined) return c.refuse({ vector: GP, error: 0n });
      setPair(c, c.compute(msrNumbered(n)!.name, value));
    } },
];
export const WRMSR: Transition = [ringZero,
  { say: 'ECX is the number; EDX:EAX the value. Reserved bits must be 0, and an address must be canonical',
    run: c => {
      const n = number(c), value = c.get('RDX') << 32n & ~LOW & (1n << 64n) - 1n | c.get('RAX') & LOW;
      c.need(writeMsr(c.state, n, value), GP, 0n);
      c.compute(msrNumbered(n)!.name, value);
      c.flushTlb = true;
    } },
];

const mayReadTime: MicroStep = { say: 'CR4.TSD keeps other rings from reading the time', run: c => c.need(c.cpl === 0 || !(c.get('CR4') & CR4.TSD), GP, 0n) };
export const RDTSC: Transition = [mayReadTime,
  { say: 'EDX:EAX takes the time-stamp counter, which here counts instructions', run: c => setPair(c, readMsr(c.state, 0x10)!) },
];
export const RDTSCP: Transition = [...RDTSC,
  { say: 'ECX takes IA32_TSC_AUX', run: c => c.set('RCX', c.get('IA32_TSC_AUX') & LOW) },
];
export const RDPMC: Transition = [
  { say: 'Other rings need CR4.PCE; a counter that does not exist is refused',
    run: c => c.need((c.cpl === 0 || (c.get('CR4') & CR4.PCE) !== 0n) && (number(c) & 0xbfff_ffff) < 4, GP, 0n) },
  { say: 'EDX:EAX takes the counter; nothing is counted here', run: c => setPair(c, 0n) },
];

export const CPUID: Transition = [
  { say: 'EAX (and for some leaves ECX) asks; EAX, EBX, ECX and EDX answer',
    run: c => {
      const [a, b, cx, d] = cpuid(c.state, Number(c.get('RAX') & LOW), number(c));
      c.set('RAX', BigInt(a)); c.set('RBX', BigInt(b)); c.set('RCX', BigInt(cx)); c.set('RDX', BigInt(d));
    } },
];
export const XGETBV: Transition = [
  { say: 'The kernel must have set CR4.OSXSAVE', run: c => c.need((c.get('CR4') & CR4.OSXSAVE) !== 0n, UD) },
  { say: 'EDX:EAX takes XCR0, the only one there is', run: c => { c.need(number(c) === 0, GP, 0n); setPair(c, c.get('XCR0')); } },
];
export const XSETBV: Transition = [
  { say: 'The kernel must have set CR4.OSXSAVE', run: c => c.need((c.get('CR4') & CR4.OSXSAVE) !== 0n, UD) }, ringZero,
  { say: 'x87 state cannot be switched off, and nothing beyond SSE exists',
    run: c => {
      const low = c.get('RAX') & LOW;
      c.need(number(c) === 0 && !(c.get('RDX') & LOW) && (low === 1n || low === 3n), GP, 0n);
      c.set('XCR0', low);
    } },
];
