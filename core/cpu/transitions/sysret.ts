/** SYSRET: ring 0 -> ring 3, the mirror of SYSCALL. @source SDM Vol. 2 "SYSRET"; APM Vol. 3 "SYSRET" */
import { EFER, canonical } from '../paging.ts';
import { FLAT_CODE32, FLAT_CODE64, FLAT_DATA } from '../segments.ts';
import { GP, UD } from './descriptors.ts';
import type { Context, Transition } from './transition.ts';

const userSelector = (c: Context): bigint => c.get('IA32_STAR') >> 48n;
/** With REX.W the return goes to 64-bit code, else to compatibility mode. */
const toLong = (c: Context): boolean => c.i.form.width === 64;
/** Flags R11 may set: everything but RF and VM. */
const LOADED = 0x3c7fd7n;

export const SYSRET: Transition = [
  { say: 'SYSRET needs SYSCALL to be switched on, and 64-bit code',
    run: c => c.need((c.get('IA32_EFER') & EFER.SCE) !== 0n && (c.bits === 64 || (c.amd && c.protectedMode)), UD) },
  { say: 'Only ring 0 may return this way',
    run: c => c.need(c.cpl === 0, GP, 0n) },
  { say: 'Intel checks the return address while still in ring 0, on whatever stack RSP holds: not canonical is #GP here. AMD lets ring 3 run into it',
    when: c => toLong(c) && !c.amd, run: c => c.need(canonical(c.get('RCX')), GP, 0n) },
  { say: 'RIP comes back from RCX',
    run: c => c.set('RIP', toLong(c) ? c.get('RCX') : c.get('RCX') & 0xffff_ffffn) },
  { say: 'The flags come back from R11, without RF and VM',
    run: c => { c.rflags = c.longMode ? c.get('R11') & LOADED : c.rflags | IF; c.trapByNewFlags(); } },
  { say: 'CS is STAR[63:48] (+16 for 64-bit code), ring 3; its contents are fixed, the GDT is not read',
    run: c => toLong(c) ? c.setSegment('CS', userSelector(c) + 16n & 0xffffn | 3n, FLAT_CODE64[3]) : c.setSegment('CS', userSelector(c) | 3n, FLAT_CODE32[3]) },
  { say: 'SS is STAR[63:48] + 8, ring 3. RSP is not touched: the kernel must have restored it already',
    run: c => c.setSegment('SS', userSelector(c) + 8n & 0xffffn | 3n, c.amd ? c.segment('SS') : FLAT_DATA[3]) },
  { say: 'The processor is now in ring 3',
    run: c => { c.set('CPL', 3n); c.setMode(toLong(c) ? 64 : 32); } },
];
const IF = 1n << 9n;
