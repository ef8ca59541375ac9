/** Instructions that go through the IDT on purpose. @source SDM Vol. 2 "INT n/INTO/INT3/INT1" */
import { DELIVER } from '../deliver.ts';
import { RFLAGS } from '../flags.ts';
import type { Context, Delivery, Transition } from './transition.ts';

const event = (c: Context, vector: number, source: Delivery['source']): void => { c.event = { vector, error: undefined, source, returnTo: c.next }; };
const overflow = (c: Context): boolean => (c.rflags >> BigInt(RFLAGS.OF) & 1n) !== 0n;

export const INT: Transition = [
  { say: 'The operand is the vector, whatever it is; the return address is the next instruction',
    run: c => event(c, Number(c.operand(0)), 'software') },
  ...DELIVER,
];
export const INT3: Transition = [
  { say: 'The one-byte breakpoint: vector 3, a trap, so the return address is the next instruction', run: c => event(c, 3, 'software') },
  ...DELIVER,
];
/** The only one of the family that no DPL guards: it is a debug trap, not a software interrupt. */
export const INT1: Transition = [
  { say: 'Raises a debug exception: vector 1, not checked against the gate\'s DPL', run: c => event(c, 1, 'exception') },
  ...DELIVER,
];
export const INTO: Transition = [
  { say: 'Vector 4, but only when OF is set; else nothing happens', run: c => { if (overflow(c)) event(c, 4, 'software'); } },
  ...DELIVER.map(step => ({ ...step, when: (c: Context) => c.event !== undefined && (step.when?.(c) ?? true) })),
];
