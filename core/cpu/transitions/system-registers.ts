/** Where the descriptor tables and the task state are. @source SDM Vol. 2 "LGDT/LIDT", "SGDT", "SIDT", "LLDT", "SLDT", "LTR", "STR" */
import type { Cell } from '../state.ts';
import { CR4, canonical } from '../paging.ts';
import { NULL_SEGMENT, SYSTEM_TYPE, isNull, isPresent, isSystem, selectorError, typeOf } from '../segments.ts';
import { GP, NP, UD, descriptor, setType, upperHalf } from './descriptors.ts';
import type { Context, MicroStep, Transition } from './transition.ts';

export const ringZero: MicroStep = { say: 'Only ring 0 may do this', run: c => c.need(c.cpl === 0, GP, 0n) };
/** CR4.UMIP hides the tables' addresses from other rings. */
const visible: MicroStep = { say: 'With CR4.UMIP set, other rings may not even look', run: c => c.need(c.cpl === 0 || !(c.get('CR4') & CR4.UMIP), GP, 0n) };
const inProtectedMode: MicroStep = { say: 'Only protected mode has this register', run: c => c.need(c.protectedMode, UD) };

const loadTable = (base: Cell, limit: Cell): Transition => [ringZero,
  { say: 'The operand is a limit (2 bytes) and a base (8 bytes, 4 outside 64-bit mode)',
    run: c => {
      const bytes = c.bits === 64 ? 8 : 4, linear = (plus: number, size: number): bigint => c.operandLinear(size, 'read', plus), vector = c.i.addressVector;
      const size = c.load(linear(0, 2), 2, 'limit', undefined, vector);
      c.v.target = c.load(linear(2, bytes), bytes, 'base', undefined, vector);
      if (c.i.form.width === 16) c.v.target &= 0xff_ffffn;
      c.need(c.bits !== 64 || canonical(c.v.target), GP, 0n);
      c.v.value = size;
    } },
  { say: 'The register takes both; entries are read from memory when they are needed',
    run: c => { c.set(base, c.v.target); c.set(limit, c.v.value); } },
];
const storeTable = (base: Cell, limit: Cell): Transition => [visible,
  { say: 'Limit and base are written to the operand',
    run: c => {
      const bytes = c.bits === 64 ? 8 : 4, vector = c.i.addressVector;
      c.store(c.operandLinear(2, 'write'), 2, c.get(limit), 'limit', undefined, vector);
      c.store(c.operandLinear(bytes, 'write', 2), bytes, c.get(base), 'base', undefined, vector);
    } },
];
export const LGDT = loadTable('GDTR.base', 'GDTR.limit'), LIDT = loadTable('IDTR.base', 'IDTR.limit');
export const SGDT = storeTable('GDTR.base', 'GDTR.limit'), SIDT = storeTable('IDTR.base', 'IDTR.limit');

const store = (selector: Cell): Transition => [inProtectedMode, visible,
  { say: 'The selector: 16 bits into memory, zero-extended into a register',
    run: c => c.setOperand(0, c.get(selector), c.isMemory(0) ? 16 : c.operandWidth(0)) },
];
export const SLDT = store('LDTR.selector'), STR = store('TR.selector');

const selector: MicroStep = { say: 'The operand is a selector of the GDT',
  run: c => { c.v.selector = c.operand(0, 16); } };
/** A system descriptor of the GDT, with the upper half of its base in long mode. @faults #GP(selector) #NP(selector) */
function systemDescriptor(c: Context, types: readonly number[]): void {
  const error = selectorError(c.v.selector);
  c.need((c.v.selector & 4n) === 0n, GP, error);
  const d = descriptor(c, c.v.selector);
  c.need(isSystem(d) && types.includes(typeOf(d)), GP, error);
  const high = c.longMode ? upperHalf(c, c.v.selector) : 0n;
  c.need(isPresent(d), NP, error);
  c.v.stack = { ...d, base: d.base | high << 32n };
}
export const LTR: Transition = [inProtectedMode, ringZero, selector,
  { say: 'It must name an available TSS',
    run: c => { c.need(!isNull(c.v.selector), GP, 0n); systemDescriptor(c, c.longMode ? [SYSTEM_TYPE.tss] : [SYSTEM_TYPE.tss, SYSTEM_TYPE.tss16]); } },
  { say: 'The TSS is marked busy, and TR keeps its base and limit',
    run: c => c.setSegment('TR', c.v.selector, setType(c, c.v.selector, c.v.stack, 2)) },
];
export const LLDT: Transition = [inProtectedMode, ringZero, selector,
  { say: 'A null selector means: no LDT. Else it must name one',
    run: c => { if (isNull(c.v.selector)) c.v.stack = NULL_SEGMENT; else systemDescriptor(c, [SYSTEM_TYPE.ldt]); } },
  { say: 'LDTR keeps its base and limit', run: c => c.setSegment('LDTR', c.v.selector, c.v.stack) },
];
