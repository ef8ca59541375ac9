/** Segment registers as a loader sets them: with the contents of their descriptors, and no check but that there is one. */
import { SEGMENTS, type SegmentName, type State } from './state.ts';
import type { Memory } from './memory.ts';
import { EFER } from './paging.ts';
import { NULL_SEGMENT, codeBits, isNull, parseDescriptor, rplOf, setHidden } from './segments.ts';

/**
 * Put a selector into CS, SS, DS, ES, FS or GS together with its descriptor from the GDT; CS also decides ring and mode. The base of FS and GS
 * stays in long mode. False, and nothing is changed, if the register is no segment register or the table has no such entry.
 */
export function loadSelector(state: State, memory: Memory, register: string, selector: bigint): boolean {
  const name = register.toUpperCase() as SegmentName;
  if (!SEGMENTS.includes(name)) return false;
  const long = (state.get('IA32_EFER') & EFER.LMA) !== 0n,
    raw = isNull(selector) ? undefined : memory.read(state.get('GDTR.base') + (selector & 0xfff8n), 8);
  if (!raw && (name === 'CS' || !isNull(selector))) return false;
  const d = raw ? parseDescriptor(new DataView(raw.buffer).getBigUint64(0, true)) : NULL_SEGMENT,
    keepsBase = long && (name === 'FS' || name === 'GS');
  setHidden(state, name, selector, keepsBase ? { ...d, base: state.get(`${name}.base`) } : d);
  if (name === 'CS') {
    state.set('CPL', BigInt(rplOf(selector)));
    state.set('mode', BigInt(codeBits(d, long)));
  }
  state.set('attention', 2n);
  return true;
}
