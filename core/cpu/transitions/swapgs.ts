/** SWAPGS, and direct access to the FS and GS bases. @source SDM Vol. 2 "SWAPGS", "RDFSBASE/RDGSBASE", "WRFSBASE/WRGSBASE" */
import { CR4, canonical } from '../paging.ts';
import { GP, UD } from './descriptors.ts';
import { need, type SpecTransition } from './in-spec.ts';
import type { MicroStep, Transition } from './transition.ts';

/** 64-bit code only: elsewhere the decoder does not know it. */
export const SWAPGS: SpecTransition = [
  { say: 'Only ring 0 may do this',
    run: s => need(s, s.read('CPL').eq(0), GP, 0n) },
  { say: 'The base of GS and IA32_KERNEL_GS_BASE change places: the kernel finds its processor block, the user\'s value is kept',
    run: s => {
      const user = s.read('GS.base'), kernel = s.read('IA32_KERNEL_GS_BASE');
      s.write('GS.base', kernel);
      s.write('IA32_KERNEL_GS_BASE', user);
    } },
];

const allowed: MicroStep = { say: '64-bit code only, and the kernel must have set CR4.FSGSBASE',
  run: c => c.need(c.bits === 64 && (c.get('CR4') & CR4.FSGSBASE) !== 0n, UD) };
const read = (base: 'FS.base' | 'GS.base'): Transition => [allowed,
  { say: 'The operand takes the base', run: c => c.setOperand(0, c.get(base)) },
];
const write = (base: 'FS.base' | 'GS.base'): Transition => [allowed,
  { say: 'A base must be a canonical address', run: c => c.need(canonical(c.operand(0)), GP, 0n) },
  { say: 'The base takes the operand', run: c => c.set(base, c.operand(0)) },
];
export const RDFSBASE = read('FS.base'), RDGSBASE = read('GS.base'), WRFSBASE = write('FS.base'), WRGSBASE = write('GS.base');
