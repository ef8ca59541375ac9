/** What is left of the x87 unit: who may touch it. @source SDM Vol. 2 "FINIT/FNINIT", Vol. 3 "Device Not Available Exception" */
import { CR0 } from '../paging.ts';
import type { Transition } from './transition.ts';

const NM = 7;
/** The state it would reset does not exist here. */
export const FNINIT: Transition = [
  { say: 'CR0.TS says the floating-point state is another task\'s, CR0.EM that there is no unit: the kernel decides in #NM',
    run: c => c.need(!(c.get('CR0') & (CR0.TS | CR0.EM)), NM) },
];
