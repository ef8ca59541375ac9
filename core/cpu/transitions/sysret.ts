/** SYSRET: ring 0 -> ring 3, the mirror of SYSCALL. @source SDM Vol. 2 "SYSRET"; APM Vol. 3 "SYSRET" */
import { EFER } from '../paging.ts';
import { FLAT_CODE32, FLAT_CODE64, FLAT_DATA } from '../segments.ts';
import type { Spec, Value } from '../spec.ts';
import { GP, UD } from './descriptors.ts';
import { arrive, need, setFlags, setSegment, trapByNewFlags, type SpecTransition } from './in-spec.ts';
import type { Context, Transition } from './transition.ts';

/** With REX.W the return goes to 64-bit code, else to compatibility mode. */
const toLong = (s: Spec): boolean => s.form.width === 64;
const userSelector = (s: Spec): Value => s.read('IA32_STAR').shr(48);
const isCanonical = (v: Value): Value => v.shl(16).sar(16).eq(v);
/** Flags R11 may set: everything but RF and VM. */
export const RESTORED = 0x3c7fd7n;
const IF = 1n << 9n;

export const SYSRET: SpecTransition = [
  { say: 'SYSRET needs SYSCALL to be switched on',
    run: s => need(s, s.read('IA32_EFER').bit(0), UD) },
  { say: 'Only ring 0 may return this way',
    run: s => need(s, s.read('CPL').eq(0), GP, 0n) },
  { say: 'Intel checks the return address while still in ring 0, on whatever stack RSP holds: not canonical is #GP here. AMD lets ring 3 run into it',
    run: s => { if (toLong(s)) need(s, isCanonical(s.read('RCX')).or(s.read('vendor').bit(0)), GP, 0n); } },
  { say: 'The flags come back from R11, without RF and VM',
    run: s => { setFlags(s, s.read('R11').and(RESTORED)); trapByNewFlags(s); } },
  { say: 'CS is STAR[63:48] (+16 for 64-bit code), ring 3; its contents are fixed, the GDT is not read',
    run: s => toLong(s) ? setSegment(s, 'CS', userSelector(s).add(16).and(0xffff).or(3), FLAT_CODE64[3])
      : setSegment(s, 'CS', userSelector(s).or(3), FLAT_CODE32[3]) },
  { say: 'SS is STAR[63:48] + 8, ring 3 (AMD leaves its hidden part). RSP is not touched: the kernel must have restored it already',
    run: s => {
      s.if(s.read('vendor').bit(0), () => undefined, () => setSegment(s, 'SS', userSelector(s), FLAT_DATA[3]));
      s.write('SS.selector', userSelector(s).add(8).and(0xffff).or(3));
    } },
  { say: 'Execution continues in ring 3, at the address in RCX',
    run: s => toLong(s) ? arrive(s, s.read('RCX'), 3, 64) : arrive(s, s.read('RCX', 32).to(64), 3, 32) },
];

/** SYSRET outside 64-bit mode, which only AMD processors know, and only before long mode. */
export const SYSRET_LEGACY: Transition = [
  { say: 'Only an AMD processor has SYSRET outside 64-bit mode, and the kernel must have switched it on',
    run: c => c.need(c.amd && c.protectedMode && (c.get('IA32_EFER') & EFER.SCE) !== 0n, UD) },
  { say: 'Only ring 0 may return this way',
    run: c => c.need(c.cpl === 0, GP, 0n) },
  { say: 'RIP comes back from RCX, and interrupts are on again; in compatibility mode all flags come back from R11',
    run: c => { c.set('RIP', c.get('RCX') & 0xffff_ffffn); c.rflags = c.longMode ? c.get('R11') & RESTORED : c.rflags | IF; c.trapByNewFlags(); } },
  { say: 'CS and SS are the selectors of STAR[63:48], ring 3, in 32-bit code',
    run: c => {
      const selector = (c: Context): bigint => c.get('IA32_STAR') >> 48n;
      c.setSegment('CS', selector(c) | 3n, FLAT_CODE32[3]);
      c.setSegment('SS', selector(c) + 8n & 0xffffn | 3n, c.segment('SS'));
      c.set('CPL', 3n);
      c.setMode(32);
    } },
];
