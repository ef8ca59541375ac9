/**
 * Far JMP and CALL: to another code segment, directly or through a call gate.
 * @source SDM Vol. 2 "JMP", "CALL"; Vol. 3 "Accessing a Code Segment Through a Call Gate"
 */
import {
  RIGHTS, SYSTEM_TYPE, dplOf, is64BitCode, isCode, isConforming, isNull, isPresent, isSystem, nullStack, rplOf, selectorError, typeOf,
} from '../segments.ts';
import {
  GP, NP, TS, accessed, descriptor, descriptorAddress, enterCode, innerStackPointer, needSameRingCode, needStack, needTarget, pushTo,
  refuseTaskSwitch, upperHalf,
} from './descriptors.ts';
import { PROCESSOR, type Context, type MicroStep, type Transition } from './transition.ts';

const viaGate = (c: Context): boolean => c.v.path === 'gate';
const isInner = (c: Context): boolean => viaGate(c) && !isConforming(c.v.code) && dplOf(c.v.code) < c.cpl;
const sameRing = (c: Context): boolean => !isInner(c);
/** What one push moves: the operand size, or through a gate what the gate is for. */
const bytes = (c: Context): 2 | 4 | 8 => viaGate(c) ? (c.longMode ? 8 : c.v.gateType === SYSTEM_TYPE.callGate ? 4 : 2) : c.i.form.width / 8 as 2 | 4 | 8;
const returnAddress = (c: Context): readonly (readonly [string, bigint])[] => [['CS', c.get('CS.selector')], ['RIP', c.next]];

const pointer: MicroStep = { say: 'The operand is a far pointer: offset, then selector',
  run: c => {
    const { width } = c.i.form, size = width / 8;
    if (c.isMemory(0)) {
      const vector = c.i.addressVector;
      c.v.target = c.load(c.operandLinear(size, 'read'), size, 'offset', undefined, vector);
      c.v.selector = c.load(c.operandLinear(2, 'read', size), 2, 'selector', undefined, vector);
    } else { c.v.target = c.i.fields.target; c.v.selector = c.i.fields.immediate; }
  } };
const look: MicroStep = { say: 'What the selector names decides what happens: code is entered directly, a gate says where to go',
  run: c => {
    c.need(!isNull(c.v.selector), GP, 0n);
    const d = descriptor(c, c.v.selector), error = selectorError(c.v.selector), type = typeOf(d);
    c.v.path = 'code';
    c.v.code = d;
    if (!isSystem(d)) return;
    if (!c.longMode && [SYSTEM_TYPE.tss, SYSTEM_TYPE.tss16, SYSTEM_TYPE.taskGate].some(t => t === type)) {
      c.need(dplOf(d) >= Math.max(c.cpl, rplOf(c.v.selector)), GP, error);
      c.need(isPresent(d), NP, error);
      refuseTaskSwitch(c, error);
    }
    c.need(type === SYSTEM_TYPE.callGate || (!c.longMode && type === SYSTEM_TYPE.callGate16), GP, error);
    c.v.path = 'gate';
    c.v.gateType = type;
    c.need(dplOf(d) >= Math.max(c.cpl, rplOf(c.v.selector)), GP, error);
  } };
/**
 *   63..48        47 46..45 44..40  36..32      31..16    15..0         (64-bit gate: offset 63..32 and zeroes follow)
 *   offset 31..16  P  DPL    type   parameters  selector  offset 15..0
 */
const readGate = (mayEnterInner: boolean): MicroStep => ({
  say: 'The gate names the code and its entry point; the offset of the instruction is ignored', when: viaGate,
  run: c => {
    const gateError = selectorError(c.v.selector);
    const high = c.longMode ? upperHalf(c, c.v.selector) : 0n;
    c.v.gate = c.load(descriptorAddress(c, c.v.selector)!, 8, 'gate', PROCESSOR);
    c.need((c.v.gate >> 47n & 1n) !== 0n, NP, gateError);
    c.v.selector = c.v.gate >> 16n & 0xffffn;
    c.v.target = c.v.gate & 0xffffn | (c.v.gateType === SYSTEM_TYPE.callGate ? c.v.gate >> 32n & 0xffff_0000n : 0n) | high << 32n;
    c.need(!isNull(c.v.selector), GP, 0n);
    const code = c.v.code = descriptor(c, c.v.selector), error = selectorError(c.v.selector);
    c.need(isCode(code) && (isConforming(code) || mayEnterInner ? dplOf(code) <= c.cpl : dplOf(code) === c.cpl), GP, error);
    c.need(!c.longMode || (is64BitCode(code) && !(code.rights & RIGHTS.DB)), GP, error);
    c.need(isPresent(code), NP, error);
  } });
const checkCode: MicroStep = { say: 'Code entered directly must be of this ring, or conforming', when: c => !viaGate(c),
  run: c => needSameRingCode(c, c.v.selector, c.v.code) };
const checkTarget: MicroStep = { say: 'The entry point must be an address this code can have', when: sameRing,
  run: c => needTarget(c, c.v.code, c.v.target) };
const enterSame: MicroStep = { say: 'CS:RIP is the target; the ring stays', when: sameRing,
  run: c => enterCode(c, c.v.selector, c.v.code, c.v.target, c.cpl) };

export const JMP_FAR: Transition = [pointer, look, readGate(false), checkCode, checkTarget, enterSame];

export const CALL_FAR: Transition = [pointer, look, readGate(true), checkCode,
  { say: 'CS and the address of the next instruction are pushed', when: sameRing,
    run: c => c.push(bytes(c), ...returnAddress(c)) },
  checkTarget, enterSame,
  { say: 'An inner ring has its own stack: the TSS says where', when: isInner,
    run: c => {
      const cpl = c.v.cpl = dplOf(c.v.code), { selector, pointer: top } = innerStackPointer(c, cpl);
      c.v.stackSelector = c.longMode ? BigInt(cpl) : selector;
      c.v.stackPointer = top;
      if (c.longMode) { c.v.stack = nullStack(cpl); return; }
      c.need(!isNull(selector), TS, 0n);
      c.v.stack = needStack(c, selector, cpl, TS);
    } },
  { say: 'The caller\'s SS:RSP, the parameters the gate asks for and the return address go onto the new stack', when: isInner,
    run: c => {
      const size = bytes(c), parameters = c.longMode ? 0 : Number(c.v.gate >> 32n & 31n), old = c.get('RSP');
      const parameter = (n: number): [string, bigint] => [`parameter ${n + 1}`, c.stackEntry(n, size, 'parameter')];
      const copied = Array.from({ length: parameters }, (_, n) => parameter(parameters - 1 - n));
      const bits = c.longMode ? 64 : c.v.stack.rights & RIGHTS.DB ? 32 : 16, error = c.longMode ? 0n : selectorError(c.v.stackSelector);
      const stack = { segment: c.v.stack, bits, cpl: c.v.cpl, error } as const;
      c.v.stackPointer = pushTo(c, stack, c.v.stackPointer, size, [['SS', c.get('SS.selector')], ['RSP', old], ...copied, ...returnAddress(c)]);
    } },
  { say: 'The entry point must be an address this code can have', when: isInner,
    run: c => needTarget(c, c.v.code, c.v.target) },
  { say: 'SS is the inner ring\'s', when: isInner,
    run: c => { c.setSegment('SS', c.v.stackSelector, c.longMode ? c.v.stack : accessed(c, c.v.stackSelector, c.v.stack)); c.v.path = 'inner'; } },
  { say: 'CS:RIP is the gate\'s entry point, in the inner ring', when: c => c.v.path === 'inner',
    run: c => enterCode(c, c.v.selector, c.v.code, c.v.target, c.v.cpl) },
  { say: 'RSP points to the frame', when: c => c.v.path === 'inner',
    run: c => c.setStackPointer(c.v.stackPointer) },
];
