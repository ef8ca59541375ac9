/**
 * From an event (fault, trap, INT n, interrupt) to the first instruction of its handler: the gate, the stack, the frame.
 * @source SDM Vol. 2 "INT n/INTO/INT3/INT1", Vol. 3 "Interrupt and Exception Handling"
 */
import type { State } from './state.ts';
import type { Memory } from './memory.ts';
import type { Decoded } from './decode.ts';
import type { Form } from './program.ts';
import { secondFault } from './faults.ts';
import { canonical } from './paging.ts';
import { RIGHTS, SYSTEM_TYPE, dplOf, isCode, isConforming, isNull, isPresent, is64BitCode, nullStack, selectorError, stackBits } from './segments.ts';
import {
  GP, NP, SS, TS, accessed, descriptor, enterCode, external, innerStackPointer, needStack, needTarget, pushTo, refuseTaskSwitch,
} from './transitions/descriptors.ts';
import { PROCESSOR, perform, type Context, type Delivery, type Told, type Transition } from './transitions/transition.ts';

/** DR6.BS. */
export const SINGLE_STEP = 1n << 14n;
const FLAGS = { TF: 1n << 8n, IF: 1n << 9n, NT: 1n << 14n, RF: 1n << 16n, VM: 1n << 17n } as const;
/** Error code that names an IDT entry. */
const idtError = (c: Context): bigint => BigInt(c.event!.vector) * 8n + 2n + external(c);
const gateBytes = (c: Context): number => c.longMode ? 16 : 8;
const gateAddress = (c: Context): bigint => c.get('IDTR.base') + BigInt(c.event!.vector * gateBytes(c));
/** A 16-bit gate pushes words. */
const frameBytes = (c: Context): 2 | 4 | 8 => c.longMode ? 8 : c.v.gateType & 8 ? 4 : 2;
const isInner = (c: Context): boolean => !isConforming(c.v.code) && dplOf(c.v.code) < c.cpl;
/** Interrupt stack table entry of the gate: 0 none, 1..7. */
const ist = (c: Context): number => c.longMode ? Number(c.v.gate >> 32n & 7n) : 0;

/** A fault's frame shows RF = 1, so that an instruction breakpoint does not fire again on return. */
const isFault = (c: Context): boolean => c.event!.source === 'exception' && ![1, 3, 4].includes(c.event!.vector);
const pushedFlags = (c: Context): bigint => c.rflags & ~FLAGS.RF | (isFault(c) || c.event!.resume ? FLAGS.RF : 0n);

/**
 * 64-bit gate, second quadword: 31..0 offset 63..32. First quadword, as in 32-bit gates:
 *   63..48        47  46..45  44  43..40          34..32  31..16    15..0
 *   offset 31..16  P   DPL    0   type E/F (6/7)   IST    selector  offset 15..0
 */
export const DELIVER: Transition = [
  { say: 'The vector selects a gate in the IDT; a gate beyond the limit does not exist',
    run: c => {
      const last = BigInt(c.event!.vector * gateBytes(c) + gateBytes(c) - 1);
      c.need(last <= c.get('IDTR.limit'), GP, idtError(c));
      c.v.gate = c.load(gateAddress(c), 8, 'gate', PROCESSOR);
      c.v.target = c.v.gate & 0xffffn | c.v.gate >> 32n & 0xffff_0000n;
      if (c.longMode) c.v.target |= c.load(gateAddress(c) + 8n, 8, 'gate, upper half', PROCESSOR) << 32n & 0xffff_ffff_0000_0000n;
    } },
  { say: 'It must be an interrupt gate or a trap gate',
    run: c => {
      c.v.gateType = Number(c.v.gate >> 40n & 31n);
      if (!c.longMode && c.v.gateType === SYSTEM_TYPE.taskGate) refuseTaskSwitch(c, idtError(c));
      const { interruptGate, trapGate, interruptGate16, trapGate16 } = SYSTEM_TYPE, known: readonly number[] = [interruptGate, trapGate];
      c.need(known.includes(c.v.gateType) || (!c.longMode && [interruptGate16, trapGate16].some(type => type === c.v.gateType)), GP, idtError(c));
      if (c.v.gateType < 8) c.v.target &= 0xffffn;
    } },
  { say: 'An instruction may only use a gate whose DPL admits its ring: this is what keeps ring 3 from calling the page-fault handler',
    when: c => c.event!.source === 'software',
    run: c => c.need(Number(c.v.gate >> 45n & 3n) >= c.cpl, GP, idtError(c)) },
  { say: 'The gate must be present',
    run: c => c.need((c.v.gate >> 47n & 1n) !== 0n, NP, idtError(c)) },
  { say: 'Its selector names the handler\'s code segment: present code of this ring or an inner one, 64-bit code in long mode',
    run: c => {
      c.v.selector = c.v.gate >> 16n & 0xffffn;
      c.need(!isNull(c.v.selector), GP, external(c));
      const code = c.v.code = descriptor(c, c.v.selector), error = selectorError(c.v.selector, external(c));
      c.need(isCode(code) && dplOf(code) <= c.cpl, GP, error);
      c.need(!c.longMode || (is64BitCode(code) && !(code.rights & RIGHTS.DB)), GP, error);
      c.need(isPresent(code), NP, error);
      c.v.cpl = isInner(c) ? dplOf(code) : c.cpl;
    } },
  { say: 'A gate with an IST number always switches to that stack of the TSS', when: c => ist(c) !== 0,
    run: c => {
      const offset = 36 + 8 * (ist(c) - 1);
      c.need(BigInt(offset + 7) <= c.get('TR.limit'), TS, selectorError(c.get('TR.selector'), external(c)));
      c.v.stackPointer = c.load(c.get('TR.base') + BigInt(offset), 8, `TSS.IST${ist(c)}`, PROCESSOR);
    } },
  { say: 'A handler in an inner ring gets that ring\'s stack, from the TSS', when: c => ist(c) === 0 && isInner(c),
    run: c => {
      const { selector, pointer } = innerStackPointer(c, c.v.cpl);
      c.v.stackPointer = pointer;
      if (c.longMode) return;
      c.need(!isNull(selector), TS, external(c));
      c.v.stackSelector = selector;
      c.v.stack = needStack(c, selector, c.v.cpl, TS);
    } },
  { say: 'Same ring: the frame goes on the current stack', when: c => ist(c) === 0 && !isInner(c),
    run: c => { c.v.stackPointer = c.stackOffset(0); } },
  { say: 'In long mode the stack is aligned to 16 before anything is pushed', when: c => c.longMode,
    run: c => {
      c.need(canonical(c.v.stackPointer), SS, external(c));
      c.v.stackPointer = c.compute('RSP', c.v.stackPointer & ~15n);
    } },
  { say: 'The frame: where the interrupted code was and how to get back, and for some exceptions an error code',
    run: c => {
      const event = c.event!, bits = c.longMode ? 64 : isInner(c) ? (c.v.stack.rights & RIGHTS.DB ? 32 : 16) : stackBits(c.state);
      const old: [string, bigint][] = c.longMode || isInner(c) ? [['SS', c.get('SS.selector')], ['RSP', c.get('RSP')]] : [];
      const error: [string, bigint][] = event.error === undefined ? [] : [['error code', event.error]];
      const segment = isInner(c) && !c.longMode ? c.v.stack : c.segment('SS');
      const refusal = isInner(c) && !c.longMode ? selectorError(c.v.stackSelector, external(c)) : external(c);
      c.v.stackPointer = pushTo(c, { segment, bits, cpl: c.v.cpl, error: refusal }, c.v.stackPointer, frameBytes(c),
        [...old, ['RFLAGS', pushedFlags(c)], ['CS', c.get('CS.selector')], ['RIP', event.returnTo], ...error]);
    } },
  { say: 'The handler\'s address must be one its code segment can have',
    run: c => needTarget(c, c.v.code, c.v.target, external(c)) },
  { say: 'TF, NT and RF are cleared; an interrupt gate also clears IF, a trap gate leaves it',
    run: c => { c.rflags = c.rflags & ~(FLAGS.TF | FLAGS.NT | FLAGS.RF | FLAGS.VM | (c.v.gateType & 1 ? 0n : FLAGS.IF)); } },
  { say: 'In long mode a new ring starts with a null SS of that ring; in legacy mode SS comes from the TSS', when: isInner,
    run: c => c.longMode ? c.setSegment('SS', BigInt(c.v.cpl), nullStack(c.v.cpl))
      : c.setSegment('SS', c.v.stackSelector, accessed(c, c.v.stackSelector, c.v.stack)) },
  { say: 'CS:RIP is the handler, in its ring',
    run: c => enterCode(c, c.v.selector, c.v.code, c.v.target, c.v.cpl) },
  { say: 'RSP points to the frame; a single-step trap that was due is dropped',
    run: c => { c.setStackPointer(c.v.stackPointer); c.state.set('pending.debug', c.state.get('pending.debug') & ~SINGLE_STEP); } },
];

/** Deliver an exception or interrupt, and what goes wrong on the way: a second fault, a double fault, shutdown. Tells what was delivered at last. */
export function deliver(state: State, memory: Memory, first: Delivery, told?: Told): Delivery | 'shutdown' {
  for (let event = first; ;) {
    if (perform(DELIVER, state, memory, nowhere(event.returnTo), told, event) === 'done') return event;
    const { vector, error } = state.takeFault()!;
    const next = secondFault(event.source === 'interrupt' ? -1 : event.vector, vector);
    if (next === 'shutdown') return 'shutdown';
    event = { source: 'exception', returnTo: event.returnTo, ...(next === 'deliver' ? { vector, error } : { vector: 8, error: 0n }) };
  }
}
/** No instruction delivers an event; its frame names `rip`. */
export function nowhere(rip: bigint): Decoded {
  const slots = { operand0: 0, operand1: 0, operand2: 0, base: 0, index: 0 };
  const form: Form = { key: '', mnemonic: '', operands: [], mode: 64, addressWidth: 64, width: 64, limited: [], stackWidth: 64 };
  return { form, slots, length: 0, text: '', addressVector: 13, segment: 'DS',
    fields: { immediate: 0n, displacement: 0n, scale: 0n, here: rip, next: rip, target: 0n } };
}
