/** Descriptors and the hidden parts of segment registers. @source SDM Vol. 3 "Protected-Mode Memory Management", "Protection" */
import { SEGMENTS, at, type Fault, type SegmentName, type State } from './state.ts';

/**
 * Access rights as the hidden part of a segment register keeps them (descriptor bits 40..55, and bit 16 for "unusable").
 *
 *   16 | 15 14 13 12 | 11..8 |  7   6 5   4    3    2    1    0
 *   U  | G  D  L  AVL|       |  P   DPL   S   type: 1  C    R    A    code (conforming, readable, accessed)
 *      |   /B        |       |                      0  E    W    A    data (expand-down, writable, accessed)
 */
export const RIGHTS = {
  accessed: 1, writable: 2, readable: 2, expandDown: 4, conforming: 4, code: 8, S: 16, P: 128, AVL: 0x1000, L: 0x2000, DB: 0x4000, G: 0x8000, unusable: 0x10000,
} as const;

/** Types of system descriptors (S = 0). */
export const SYSTEM_TYPE = {
  tss16: 1, ldt: 2, tss16Busy: 3, callGate16: 4, taskGate: 5, interruptGate16: 6, trapGate16: 7,
  tss: 9, tssBusy: 11, callGate: 12, interruptGate: 14, trapGate: 15,
} as const;

/** A descriptor taken apart. `limit` in bytes (the last valid offset of an expand-up segment); `rights` as above. */
export interface Descriptor { readonly base: bigint; readonly limit: bigint; readonly rights: number }

/**
 *   63..56    55 54 53 52   51..48     47 46..45 44 43..40   39..16     15..0
 *   base high  G D/B L AVL  limit high  P  DPL   S  type     base low   limit low
 */
export function parseDescriptor(raw: bigint): Descriptor {
  const rights = Number(raw >> 40n & 0xf0ffn), limit = raw & 0xffffn | raw >> 32n & 0xf_0000n;
  return { base: raw >> 16n & 0xff_ffffn | raw >> 32n & 0xff00_0000n, limit: rights & RIGHTS.G ? limit << 12n | 0xfffn : limit, rights };
}
/** The eight bytes that `parseDescriptor` takes apart; of a system descriptor of 64-bit mode the lower ones. */
export function encodeDescriptor({ base, limit, rights }: Descriptor): bigint {
  const raw = rights & RIGHTS.G ? limit >> 12n : limit;
  return raw & 0xffffn | (base & 0xff_ffffn) << 16n | BigInt(rights & 0xff) << 40n | (raw >> 16n & 15n) << 48n
    | BigInt(rights >> 12 & 15) << 52n | (base >> 24n & 0xffn) << 56n;
}
/** An interrupt gate, present, that ring `dpl` may call; in 64-bit mode its lower eight bytes, and the upper ones are the address's. */
export const encodeInterruptGate = (selector: bigint, to: bigint, dpl: 0 | 3, ist = 0): bigint =>
  to & 0xffffn | selector << 16n | BigInt(ist | (0x80 | dpl << 5 | SYSTEM_TYPE.interruptGate) << 8) << 32n | (to >> 16n & 0xffffn) << 48n;
export const NULL_SEGMENT: Descriptor = { base: 0n, limit: 0n, rights: RIGHTS.unusable };
/** A null SS, which only 64-bit code may have: its ring stays known. */
export const nullStack = (cpl: number): Descriptor => ({ ...NULL_SEGMENT, rights: RIGHTS.unusable | cpl << 5 });
/** What SYSCALL, SYSENTER and their returns put into CS and SS without reading a descriptor; by ring. */
const whole = (rights: number): Descriptor => ({ base: 0n, limit: 0xffff_ffffn, rights });
const flat = (rights: number): Readonly<Record<0 | 3, Descriptor>> => ({ 0: whole(rights), 3: whole(rights | 0x60) });
export const FLAT_CODE64 = flat(0xa09b), FLAT_CODE32 = flat(0xc09b), FLAT_DATA = flat(0xc093);

export const dplOf = (d: Descriptor): number => d.rights >> 5 & 3;
export const typeOf = (d: Descriptor): number => d.rights & 15;
export const isPresent = (d: Descriptor): boolean => (d.rights & RIGHTS.P) !== 0;
export const isSystem = (d: Descriptor): boolean => (d.rights & RIGHTS.S) === 0;
export const isCode = (d: Descriptor): boolean => (d.rights & (RIGHTS.S | RIGHTS.code)) === (RIGHTS.S | RIGHTS.code);
export const isConforming = (d: Descriptor): boolean => isCode(d) && (d.rights & RIGHTS.conforming) !== 0;
export const isWritableData = (d: Descriptor): boolean => (d.rights & (RIGHTS.S | RIGHTS.code | RIGHTS.writable)) === (RIGHTS.S | RIGHTS.writable);
/** May data be read through it: any data segment, and code that is not execute-only. */
export const isReadable = (d: Descriptor): boolean => !isSystem(d) && (!isCode(d) || (d.rights & RIGHTS.readable) !== 0);
export const is64BitCode = (d: Descriptor): boolean => (d.rights & RIGHTS.L) !== 0;

/** A selector: index | TI (1: LDT) | RPL. Its error code is the selector without RPL. */
export const rplOf = (selector: bigint): number => Number(selector & 3n);
export const isNull = (selector: bigint): boolean => (selector & 0xfffcn) === 0n;
export const selectorError = (selector: bigint, external = 0n): bigint => selector & 0xfffcn | external;

/** The hidden part of a segment register. */
export const hidden = (state: State, name: SegmentName | 'TR' | 'LDTR'): Descriptor =>
  ({ base: state.get(`${name}.base`), limit: state.get(`${name}.limit`), rights: Number(state.get(`${name}.rights`)) });

/** Last byte checks of a segment outside 64-bit mode: are `size` bytes at `offset` inside its limits? */
export function insideLimit({ limit, rights }: Descriptor, offset: bigint, size: number): boolean {
  const last = offset + BigInt(size - 1);
  if ((rights & (RIGHTS.S | RIGHTS.code | RIGHTS.expandDown)) !== (RIGHTS.S | RIGHTS.expandDown)) return last <= limit;
  return offset > limit && last <= (rights & RIGHTS.DB ? 0xffff_ffffn : 0xffffn);
}

/** Set a segment register whole: its selector and its hidden part, without any check. */
export function setHidden(state: State, name: SegmentName | 'TR' | 'LDTR', selector: bigint, { base, limit, rights }: Descriptor): void {
  state.set(`${name}.selector`, selector);
  state.set(`${name}.base`, base);
  state.set(`${name}.limit`, limit);
  state.set(`${name}.rights`, BigInt(rights));
}

/**
 * Linear address of `size` bytes at `offset` in a segment, with every check segmentation makes; what paging says comes later.
 * @faults #GP(0), or #SS(0) through SS: unusable segment, no permission, outside the limits
 */
export function segmentLinear(state: State, name: SegmentName, offset: bigint, size: number, access: 'read' | 'write'): bigint | Fault {
  const wide = state.get('mode') === 64n;
  if (wide) return BigInt.asUintN(64, offset + (name === 'FS' || name === 'GS' ? state.get(`${name}.base`) : 0n));
  const segment = hidden(state, name), fault = { vector: name === 'SS' ? 12 : 13, error: 0n };
  const allowed = access === 'write' ? isWritableData(segment) : isReadable(segment);
  if (segment.rights & RIGHTS.unusable || !allowed) return { ...fault, vector: segment.rights & RIGHTS.unusable ? fault.vector : 13 };
  const all = segment.base === 0n && segment.limit === 0xffff_ffffn && !(segment.rights & RIGHTS.expandDown && !isCode(segment));
  return all || insideLimit(segment, offset, size) ? segment.base + offset & 0xffff_ffffn : fault;
}

const PARTS = SEGMENTS.map(name => ({ isCode: name === 'CS', base: at(`${name}.base`), limit: at(`${name}.limit`), rights: at(`${name}.rights`) }));
/**
 * What the decoder has to know of segments: bit n is set if segment n of SEGMENTS is not flat (all of memory, to be read and written; CS: to be
 * executed), bit 6 if the stack is 16 bits wide. 0 in 64-bit mode.
 */
export function oddSegments({ view }: State): number {
  if (view.getUint8(MODE) === 64) return 0;
  let odd = view.getUint32(PARTS[2]!.rights, true) & RIGHTS.DB ? 0 : 1 << SEGMENTS.length;
  PARTS.forEach(({ isCode, base, limit, rights }, n) => {
    const r = view.getUint32(rights, true), kind = isCode ? (r & 0x18) === 0x18 : (r & 0x1001e) === 0x12;
    if (!kind || view.getUint32(base, true) !== 0 || view.getUint32(limit, true) !== 0xffff_ffff) odd |= 1 << n;
  });
  return odd;
}
const MODE = at('mode');
const DATA_SEGMENTS = SEGMENTS.reduce((bits, name, n) => /^[DES]S$/.test(name) ? bits | 1 << n : bits, 0);
/** Whether DS, ES and SS are flat, so that an access across the end of 4 GiB passes their limit; one by a segment with a base goes on at 0. */
export const flatData = (state: State): boolean => (oddSegments(state) & DATA_SEGMENTS) === 0;

/** Bits of the stack pointer that are used: all in 64-bit mode, else as SS says. */
export const stackBits = (state: State): 16 | 32 | 64 => state.get('mode') === 64n ? 64 : Number(state.get('SS.rights')) & RIGHTS.DB ? 32 : 16;
/** Bits of code a CS descriptor means, given whether long mode is active. */
export const codeBits = (d: Descriptor, longMode: boolean): 16 | 32 | 64 => longMode && is64BitCode(d) ? 64 : d.rights & RIGHTS.DB ? 32 : 16;
