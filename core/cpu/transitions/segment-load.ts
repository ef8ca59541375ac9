/** Loading a segment register: the selector, and the descriptor behind it. @source SDM Vol. 2 "MOV", "POP", "LDS/LES/LFS/LGS/LSS" */
import { SHADOW, SEGMENTS, at, type SegmentName } from '../state.ts';
import { NULL_SEGMENT, dplOf, isConforming, isNull, isPresent, isReadable, nullStack, rplOf, selectorError, type Descriptor } from '../segments.ts';
import { GP, NP, UD, accessed, descriptor, needStack } from './descriptors.ts';
import type { Context, MicroStep, Transition } from './transition.ts';

/** The segment register operand `n` names: its slot is the selector's cell. */
const named = (c: Context, n: number): SegmentName => SEGMENTS.find(s => at(`${s}.selector`) === c.i.slots[`operand${n}` as 'operand0'])!;

/** What `name` may be loaded with. Null is allowed, and found out only when used; SS only takes it in 64-bit code outside ring 3. @faults #GP #NP #SS */
export function loadable(c: Context, name: SegmentName, selector: bigint): Descriptor {
  if (isNull(selector)) {
    c.need(name !== 'SS' || (c.bits === 64 && c.cpl !== 3 && rplOf(selector) === c.cpl), GP, 0n);
    return name === 'SS' ? nullStack(c.cpl) : NULL_SEGMENT;
  }
  if (name === 'SS') return needStack(c, selector, c.cpl);
  const d = descriptor(c, selector), error = selectorError(selector);
  c.need(isReadable(d), GP, error);
  c.need(isConforming(d) || dplOf(d) >= Math.max(c.cpl, rplOf(selector)), GP, error);
  c.need(isPresent(d), NP, error);
  return d;
}
/** The steps every load shares, once `c.v.selector` is known. */
const load = (which: (c: Context) => SegmentName): readonly MicroStep[] => [
  { say: 'The descriptor must be one this register may hold, for this ring',
    run: c => { c.need(which(c) !== 'CS', UD); c.v.stack = loadable(c, which(c), c.v.selector); } },
  { say: 'Base, limit and rights are copied into the hidden part; memory is not looked at again until the next load',
    run: c => c.setSegment(which(c), c.v.selector, isNull(c.v.selector) ? c.v.stack : accessed(c, c.v.selector, c.v.stack)) },
  { say: 'After a load of SS nothing may come between this instruction and the next, which is meant to load RSP', when: c => which(c) === 'SS',
    run: c => c.set('shadow', SHADOW.movSs) },
];

export const MOV_TO_SREG: Transition = [
  { say: 'The operand is the selector', run: c => { c.v.selector = c.operand(1, 16); } },
  ...load(c => named(c, 0)),
];
export const MOV_FROM_SREG: Transition = [
  { say: 'Only the selector can be read: 16 bits into memory, zero-extended into a register',
    run: c => c.setOperand(0, c.get(`${named(c, 1)}.selector`), c.isMemory(0) ? 16 : c.operandWidth(0)) },
];
export const PUSH_SREG: Transition = [
  { say: 'The selector goes onto the stack; a wider slot keeps the rest of what was there',
    run: c => {
      const bytes = c.i.form.width / 8, selector = c.get(`${named(c, 0)}.selector`);
      c.store(c.linear('SS', c.stackOffset(-bytes), bytes === 4 ? 2 : bytes, 'write'), bytes === 4 ? 2 : bytes, selector, 'push selector', undefined, 12);
      c.setStackPointer(c.stackOffset(-bytes));
    } },
];
export const POP_SREG: Transition = [
  { say: 'The selector comes from the stack', run: c => { c.v.selector = c.stackEntry(0, c.i.form.width / 8, 'selector') & 0xffffn; } },
  ...load(c => named(c, 0)),
  { say: 'The selector is popped', run: c => c.setStackPointer(c.stackOffset(c.i.form.width / 8)) },
];
const farPointer = (name: SegmentName): Transition => [
  { say: 'The operand is a far pointer: offset, then selector',
    run: c => {
      const bytes = c.operandWidth(0) / 8, vector = c.i.addressVector;
      c.v.value = c.load(c.operandLinear(bytes, 'read'), bytes, 'offset', undefined, vector);
      c.v.selector = c.load(c.operandLinear(2, 'read', bytes), 2, 'selector', undefined, vector);
    } },
  ...load(() => name),
  { say: 'The register takes the offset', run: c => c.setOperand(0, c.v.value) },
];
export const LDS = farPointer('DS'), LES = farPointer('ES'), LFS = farPointer('FS'), LGS = farPointer('GS'), LSS = farPointer('SS');
