/** Instructions that exist but that this processor, like one without the feature, refuses. @source SDM Vol. 2 */
import { UD } from './descriptors.ts';
import type { MicroStep, Transition } from './transition.ts';

const refuse = (say: string, vector: number, error?: bigint): MicroStep => ({ say, run: c => c.need(false, vector, error) });
/** UD0, UD1, UD2: undefined on purpose. RSM, VMX and MONITOR: features this processor does not report. */
export const UNDEFINED: Transition = [refuse('There is no such instruction on this processor', UD)];
