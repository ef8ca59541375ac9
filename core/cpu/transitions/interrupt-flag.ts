/** Instructions about interrupts and the flags that guard them. @source SDM Vol. 2 "CLI", "STI", "HLT", "POPF", "CLAC", "STAC" */
import { ACTIVITY, RETRY, SHADOW } from '../state.ts';
import type { Spec } from '../spec.ts';
import { GP, UD } from './descriptors.ts';
import { SET_RFLAGS, attend, need, type SpecStep, type SpecTransition } from './in-spec.ts';
import { ringZero } from './system-registers.ts';
import type { Context, MicroStep, Transition } from './transition.ts';

const IF = 1n << 9n, RF = 1n << 16n, AC = 1n << 18n, VIF = 3n << 19n, IOPL = 3n << 12n;
export const iopl = (c: Context): number => Number(c.rflags >> 12n & 3n);
const setSystemFlag = (s: Spec, flag: bigint, on: boolean): void => s.group(SET_RFLAGS, () => {
  const system = s.read('flags.system');
  s.write('flags.system', on ? system.or(flag) : system.and(~flag));
});
const trusted: SpecStep = { say: 'The ring must be within IOPL',
  run: s => need(s, s.read('flags.system').shr(12).and(3).below(s.read('CPL')).not(), GP, 0n) };

export const CLI: SpecTransition = [trusted,
  { say: 'Maskable interrupts wait until IF is set again', run: s => setSystemFlag(s, IF, false) }];
/** `followed`: no interrupt waits and the next instruction comes at once, so its shadow need not be kept. */
export const STI: SpecTransition = [trusted,
  { say: 'Interrupts may come again, but not before the next instruction is done: STI; SYSEXIT and STI; HLT rely on it',
    run: s => {
      if (s.form.followed) s.if(s.read('interrupt').ne(0), () => s.raise(RETRY));
      else s.write('shadow', s.read('flags.system').and(IF).ne(0).choose(s.read('shadow'), s.constant(SHADOW.sti)));
      setSystemFlag(s, IF, true);
      if (!s.form.followed) attend(s);
    } },
];
export const HLT: Transition = [ringZero, { say: 'The processor stops until an interrupt comes', run: c => c.set('activity', ACTIVITY.halted) }];

/** Bits of RFLAGS POPF may change; the others silently stay. */
const loadable = (c: Context): bigint => (0x244dd5n | (c.cpl <= iopl(c) ? IF : 0n) | (c.cpl === 0 ? IOPL : 0n)) & (c.i.form.width === 16 ? 0xffffn : ~0n);
export const POPF: Transition = [
  { say: 'The flags come from the stack. IOPL changes only in ring 0, IF only within IOPL; a ring that may not is not told',
    run: c => {
      const word = c.stackEntry(0, c.i.form.width / 8, 'flags'), bits = loadable(c), gone = c.i.form.width === 16 ? 0n : RF | (c.cpl === 0 ? VIF : 0n);
      c.rflags = c.rflags & ~bits & ~gone | word & bits;
      c.setStackPointer(c.stackOffset(c.i.form.width / 8));
    } },
];

const ownsSmap: MicroStep = { say: 'Ring 0 only, on a processor with SMAP', run: c => c.need(c.cpl === 0, UD) };
export const STAC: Transition = [ownsSmap, { say: 'AC = 1: from here ring 0 touches user memory on purpose', run: c => { c.rflags = c.rflags | AC; } }];
export const CLAC: Transition = [ownsSmap, { say: 'AC = 0: SMAP protects again', run: c => { c.rflags = c.rflags & ~AC; } }];
