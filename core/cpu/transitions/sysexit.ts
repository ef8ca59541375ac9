/** SYSEXIT: back from SYSENTER, to the stack in RCX and the address in RDX. @source SDM Vol. 2 "SYSEXIT" */
import { canonical } from '../paging.ts';
import { FLAT_CODE32, FLAT_CODE64, FLAT_DATA } from '../segments.ts';
import { GP, UD } from './descriptors.ts';
import type { Context, Transition } from './transition.ts';

/** The four descriptors that follow IA32_SYSENTER_CS: kernel code, kernel data, then user code and data; a second user pair for 64-bit code. */
const selector = (c: Context, plus: bigint): bigint => (c.get('IA32_SYSENTER_CS') & 0xfffcn) + plus & 0xffffn | 3n;
const toLong = (c: Context): boolean => c.i.form.width === 64;
const part = (c: Context, v: bigint): bigint => toLong(c) ? v : v & 0xffff_ffffn;

export const SYSEXIT: Transition = [
  { say: 'AMD processors do not have SYSEXIT in long mode', when: c => c.amd && c.longMode,
    run: c => c.need(false, UD) },
  { say: 'Ring 0, and IA32_SYSENTER_CS filled in',
    run: c => c.need(c.protectedMode && (c.get('IA32_SYSENTER_CS') & 0xfffcn) !== 0n && c.cpl === 0, GP, 0n) },
  { say: 'A return to 64-bit code needs canonical addresses', when: toLong,
    run: c => c.need(canonical(c.get('RCX')) && canonical(c.get('RDX')), GP, 0n) },
  { say: 'RSP is what the kernel put into RCX',
    run: c => c.set('RSP', part(c, c.get('RCX'))) },
  { say: 'RIP is what the kernel put into RDX. The flags stay: the kernel restores IF itself, with STI just before',
    run: c => c.set('RIP', part(c, c.get('RDX'))) },
  { say: 'CS is 16 beyond IA32_SYSENTER_CS (32 for 64-bit code), ring 3, flat, without reading the GDT',
    run: c => toLong(c) ? c.setSegment('CS', selector(c, 32n), FLAT_CODE64[3]) : c.setSegment('CS', selector(c, 16n), FLAT_CODE32[3]) },
  { say: 'SS is the descriptor after it',
    run: c => c.setSegment('SS', selector(c, toLong(c) ? 40n : 24n), FLAT_DATA[3]) },
  { say: 'The processor is now in ring 3',
    run: c => { c.set('CPL', 3n); c.setMode(toLong(c) ? 64 : 32); } },
];
