/** Reading descriptors and checking them: what segment loads, far transfers, IRET and interrupt delivery have in common. */
import { canonical } from '../paging.ts';
import {
  RIGHTS, SYSTEM_TYPE, codeBits, dplOf, insideLimit, is64BitCode, isCode, isConforming, isNull, isPresent, isWritableData, parseDescriptor, rplOf,
  selectorError, typeOf, type Descriptor,
} from '../segments.ts';
import { PROCESSOR, type Context } from './transition.ts';

export const UD = 6, DF = 8, TS = 10, NP = 11, SS = 12, GP = 13;

/** 1 while an exception or a hardware interrupt is delivered: error codes say that no instruction asked for it. */
export const external = (c: Context): bigint => c.event && c.event.source !== 'software' ? 1n : 0n;

/** Linear address of a selector's descriptor, or undefined beyond its table (the LDT of a null LDTR has no entries). */
export function descriptorAddress(c: Context, selector: bigint, bytes = 8): bigint | undefined {
  const table = selector & 4n ? 'LDTR' : 'GDTR', offset = selector & 0xfff8n;
  if (table === 'LDTR' && c.segment('LDTR').rights & RIGHTS.unusable) return undefined;
  return offset + BigInt(bytes - 1) <= c.get(`${table}.limit`) ? c.get(`${table}.base`) + offset : undefined;
}
/** The descriptor of `selector`, read as the processor itself. @faults `vector`(selector) beyond the table */
export function descriptor(c: Context, selector: bigint, vector = GP): Descriptor {
  const address = descriptorAddress(c, selector);
  if (address === undefined) return c.refuse({ vector, error: selectorError(selector, external(c)) });
  return parseDescriptor(c.load(address, 8, `descriptor ${selector.toString(16)}`, PROCESSOR));
}
/** Bits 127..64 of a 16-byte descriptor: the upper half of its address, and a type field that must be 0. @faults #GP(selector) */
export function upperHalf(c: Context, selector: bigint): bigint {
  const address = descriptorAddress(c, selector, 16), error = selectorError(selector, external(c));
  if (address === undefined) return c.refuse({ vector: GP, error });
  const high = c.load(address + 8n, 8, `descriptor ${selector.toString(16)}, upper half`, PROCESSOR);
  c.need((high & 0x1f00_0000_0000n) === 0n, GP, error);
  return high & 0xffff_ffffn;
}
/** Change the type byte of a descriptor in memory when the transition succeeds. */
export function setType(c: Context, selector: bigint, d: Descriptor, bit: number): Descriptor {
  const rights = d.rights | bit;
  if (rights !== d.rights) c.store(descriptorAddress(c, selector)! + 5n, 1, BigInt(rights & 0xff), `descriptor ${selector.toString(16)}, type`, PROCESSOR);
  return { ...d, rights };
}
/** Loading a code or data descriptor leaves its accessed bit set. */
export const accessed = (c: Context, selector: bigint, d: Descriptor): Descriptor => setType(c, selector, d, RIGHTS.accessed);

/** Long mode knows no code that is both 64-bit and 32-bit. */
export const isImpossibleCode = (c: Context, d: Descriptor): boolean => c.longMode && is64BitCode(d) && (d.rights & RIGHTS.DB) !== 0;

/** May `target` be an instruction address in `code`? @faults #GP */
export function needTarget(c: Context, code: Descriptor, target: bigint, error = 0n): void {
  c.need(codeBits(code, c.longMode) === 64 ? canonical(target) : target <= code.limit, GP, error);
}
/** What a jump, call or return to `code` at ring `cpl` puts into CS, RIP and the mode. */
export function enterCode(c: Context, selector: bigint, code: Descriptor, target: bigint, cpl: number): void {
  const bits = codeBits(code, c.longMode);
  c.setSegment('CS', selector & 0xfffcn | BigInt(cpl), accessed(c, selector, code));
  c.set('RIP', bits === 64 ? target : target & 0xffff_ffffn);
  if (cpl !== c.cpl) c.set('CPL', BigInt(cpl));
  c.setMode(bits);
}

/** The code segment a far jump or call names directly: same ring, or conforming. @faults #GP(selector) #NP(selector) */
export function needSameRingCode(c: Context, selector: bigint, d: Descriptor): void {
  const error = selectorError(selector), cpl = c.cpl;
  c.need(isCode(d) && !isImpossibleCode(c, d), GP, error);
  c.need(isConforming(d) ? dplOf(d) <= cpl : rplOf(selector) <= cpl && dplOf(d) === cpl, GP, error);
  c.need(isPresent(d), NP, error);
}
/** The code segment a return names: the ring is the selector's RPL, never an inner one. @faults #GP(selector) #NP(selector) */
export function needReturnCode(c: Context, selector: bigint): Descriptor {
  c.need(!isNull(selector), GP, 0n);
  const d = descriptor(c, selector), error = selectorError(selector), rpl = rplOf(selector);
  c.need(isCode(d) && rpl >= c.cpl && !isImpossibleCode(c, d), GP, error);
  c.need(isConforming(d) ? dplOf(d) <= rpl : dplOf(d) === rpl, GP, error);
  c.need(isPresent(d), NP, error);
  return d;
}
/** A stack segment for ring `cpl`: writable data of exactly that ring. @faults `vector`(selector), #SS(selector) not present */
export function needStack(c: Context, selector: bigint, cpl: number, vector = GP): Descriptor {
  const d = descriptor(c, selector, vector), error = selectorError(selector, external(c));
  c.need(rplOf(selector) === cpl && isWritableData(d) && dplOf(d) === cpl, vector, error);
  c.need(isPresent(d), SS, error);
  return d;
}
/** On the way to an outer ring, segments that ring may not use become null; the base of FS and GS stays. */
export function dropInnerSegments(c: Context, cpl: number): void {
  for (const name of ['ES', 'DS', 'FS', 'GS'] as const) {
    const d = c.segment(name);
    if (!(d.rights & RIGHTS.unusable) && !isConforming(d) && dplOf(d) < cpl) c.setSegment(name, 0n, { ...d, rights: RIGHTS.unusable });
  }
}

/** Pointer to the stack of ring `cpl`, from the TSS. @faults #TS(TR) beyond its limit */
export function innerStackPointer(c: Context, cpl: number): { readonly selector: bigint; readonly pointer: bigint } {
  const tr = c.segment('TR'), error = selectorError(c.get('TR.selector'), external(c));
  const field = (offset: number, bytes: number, what: string): bigint => c.load(c.state.get('TR.base') + BigInt(offset), bytes, what, PROCESSOR);
  const inside = (offset: number, bytes: number): void => c.need(BigInt(offset + bytes - 1) <= tr.limit, TS, error);
  if (c.longMode) {
    const offset = 4 + 8 * cpl;
    inside(offset, 8);
    return { selector: 0n, pointer: field(offset, 8, `TSS.RSP${cpl}`) };
  }
  const wide = (typeOf(tr) & SYSTEM_TYPE.tss) === SYSTEM_TYPE.tss, bytes = wide ? 4 : 2, offset = wide ? 4 + 8 * cpl : 2 + 4 * cpl;
  inside(offset, wide ? 6 : 4);
  return { pointer: field(offset, bytes, `TSS.${wide ? 'E' : ''}SP${cpl}`), selector: field(offset + bytes, 2, `TSS.SS${cpl}`) };
}

/** A stack that is not the current one: pushed to before it becomes SS:RSP. `cpl`: ring it belongs to. */
export interface NewStack { readonly segment: Descriptor; readonly bits: 16 | 32 | 64; readonly cpl: number; readonly error: bigint }
/**
 * Push `values` in order onto a new stack whose pointer is `pointer`; returns the pointer after it.
 * @faults #SS(`error`) no room or not canonical, #PF as seen from its ring
 */
export function pushTo(c: Context, stack: NewStack, pointer: bigint, bytes: number, values: readonly (readonly [what: string, value: bigint])[]): bigint {
  c.keepStores = c.event !== undefined;
  const wrap = (v: bigint): bigint => BigInt.asUintN(stack.bits, v);
  for (const [what, value] of values) {
    pointer = wrap(pointer - BigInt(bytes));
    c.need(stack.bits === 64 ? canonical(pointer) : insideLimit(stack.segment, pointer, bytes), SS, stack.error);
    const linear = stack.bits === 64 ? pointer : stack.segment.base + pointer & 0xffff_ffffn;
    c.store(linear, bytes, BigInt.asUintN(bytes * 8, value), `push ${what}`, { user: stack.cpl === 3 });
  }
  c.keepStores = false;
  return pointer;
}

/** Tasks switched by hardware are not part of this processor; the guest sees a #GP and the lab is told why. */
export function refuseTaskSwitch(c: Context, error: bigint): never {
  c.memory.onNotice?.('task-switch', c.here);
  return c.refuse({ vector: GP, error });
}
