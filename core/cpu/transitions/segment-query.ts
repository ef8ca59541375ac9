/** Asking about a selector without loading it: ZF says whether the answer is yes. @source SDM Vol. 2 "LAR", "LSL", "VERR/VERW", "ARPL" */
import {
  SYSTEM_TYPE, dplOf, isConforming, isReadable, isSystem, isWritableData, isNull, parseDescriptor, rplOf, typeOf, type Descriptor,
} from '../segments.ts';
import { descriptorAddress } from './descriptors.ts';
import { PROCESSOR, type Context, type MicroStep, type Transition } from './transition.ts';

const ZF = 64n;
const setZero = (c: Context, on: boolean): void => { c.rflags = on ? c.rflags | ZF : c.rflags & ~ZF; };
/** The raw descriptor, or undefined for null and beyond the table: these instructions do not fault on a bad selector. */
function raw(c: Context, selector: bigint): bigint | undefined {
  const address = isNull(selector) ? undefined : descriptorAddress(c, selector);
  return address === undefined ? undefined : c.load(address, 8, 'descriptor', PROCESSOR);
}
const visible = (c: Context, d: Descriptor, selector: bigint): boolean => isConforming(d) || dplOf(d) >= Math.max(c.cpl, rplOf(selector));
const { tss16, ldt, tss16Busy, callGate16, taskGate, tss, tssBusy, callGate } = SYSTEM_TYPE;
/** System descriptors LAR and LSL know: in long mode only the 16-byte ones. */
const known = { rights: { legacy: [tss16, ldt, tss16Busy, callGate16, taskGate, tss, tssBusy, callGate], long: [ldt, tss, tssBusy, callGate] },
  limit: { legacy: [tss16, ldt, tss16Busy, tss, tssBusy], long: [ldt, tss, tssBusy] } } satisfies Record<string, Record<string, readonly number[]>>;

const isKnown = (c: Context, d: Descriptor, by: 'rights' | 'limit'): boolean =>
  !isSystem(d) || known[by][c.longMode ? 'long' : 'legacy'].some(t => t === typeOf(d));

/** Ask about the selector in operand `operand`; `answer` gives what the destination takes, or whether the answer is yes. */
const ask = (operand: number, say: string, answer: (c: Context, d: Descriptor, raw: bigint) => bigint | boolean): Transition => [
  { say: 'The operand is a selector; its descriptor is looked up, but a bad one is only an answer',
    run: c => { c.v.selector = c.operand(operand, 16); } },
  { say, run: c => {
    const word = raw(c, c.v.selector), d = word === undefined ? undefined : parseDescriptor(word);
    const result = d !== undefined && visible(c, d, c.v.selector) && answer(c, d, word!);
    if (typeof result === 'bigint') c.setOperand(0, result);
    setZero(c, result !== false);
  } },
];
export const LAR = ask(1, 'ZF and the access rights (descriptor bits 55..40, in bits 23..8), if this ring may see them',
  (c, d, word) => isKnown(c, d, 'rights') && word >> 32n & (c.operandWidth(0) === 16 ? 0xff00n : 0x00f0_ff00n));
export const LSL = ask(1, 'ZF and the limit in bytes, if this ring may see it',
  (c, d) => isKnown(c, d, 'limit') && d.limit);
export const VERR = ask(0, 'ZF: could this ring read through it?', (_, d) => isReadable(d));
export const VERW = ask(0, 'ZF: could this ring write through it?', (_, d) => isWritableData(d));

const raise: MicroStep = { say: 'A selector a caller passed in never keeps a smaller RPL than the caller\'s own; ZF says that it was raised',
  run: c => {
    const theirs = c.operand(0, 16), rpl = c.operand(1, 16) & 3n, raised = (theirs & 3n) < rpl;
    if (raised) c.setOperand(0, theirs & ~3n | rpl, 16);
    setZero(c, raised);
  } };
export const ARPL: Transition = [raise];
