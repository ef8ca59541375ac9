/** Rows of the stack pane and the trap-frame painter. */
import { codeLine } from '../code-lines.ts';
import type { Debugger } from '../debugger.ts';
import type { FrameField, Moment, WordRow } from '../moment.ts';
import { addressText, fromBytes, hex } from '../text.ts';
import { trapLayout } from '../trap-frame.ts';
import { fieldSize } from '../type-size.ts';
import { fieldAt } from './frame-fields.ts';
import { entryOf, storesFrom, type Store } from './stores.ts';
import { halfOf } from './values.ts';

/** What has been stored into the frame so far, and what the next instruction will. */
export interface Painted {
  readonly stored: ReadonlySet<number>;
  readonly skipped: ReadonlySet<number>;
  readonly next: Store | undefined;
}
export function painted(d: Debugger, trail: ReadonlySet<bigint>): Painted {
  const { target, execution } = d,
    stored = new Set<number>(),
    skipped = new Set<number>();
  const event = execution.known.ringChange?.event,
    layout = trapLayout(target);
  const entry = event && entryOf(target, target.linear(event.to.rip));
  if (!event || !layout || entry === undefined) return { stored, skipped, next: undefined };
  const fast = event.kind === 'syscall' || event.kind === 'sysenter';
  const pushed =
    target.bits === 64 ? ['SegSs', 'Rsp', 'EFlags', 'SegCs', 'Rip'] : ['HardwareSegSs', 'HardwareEsp', 'EFlags', 'SegCs', 'Eip'];
  if (!fast)
    for (const name of event.error === undefined ? pushed : [...pushed, target.bits === 64 ? 'ErrorCode' : 'ErrCode'])
      stored.add(layout.fields.find(f => f.name === name)?.offset ?? -1);
  // A fault met in the entry code leaves what follows unwritten.
  const last = execution.known.lastEvent?.event,
    cut = last && last !== event && entryOf(target, last.from.rip) === entry ? target.linear(last.from.rip) : undefined;
  const inside = cut === undefined && entryOf(target, target.ip) === entry;
  const stores = storesFrom(target, entry, inside ? target.ip : (cut ?? entry + 0x400n));
  for (const [address, store] of stores) {
    if (address === target.ip || address === cut || !(inside ? trail.has(address) || (trail.size === 0 && address < target.ip) : true)) continue;
    (store.skipped ? skipped : stored).add(store.offset);
  }
  return { stored, skipped, next: stores.get(target.ip) };
}

/** The frame's fields in order, one per place: what overlaps an earlier field is left out. */
export function frameFields(d: Debugger, base: bigint, { stored, skipped, next }: Painted): FrameField[] {
  const { target } = d,
    layout = trapLayout(target)!,
    fields: FrameField[] = [];
  let end = 0;
  for (const field of layout.fields) {
    if (field.offset < end || / Bits?$/.test(field.type)) continue;
    const size = fieldSize(target.guest.layouts, layout, field);
    end = field.offset + size;
    const state =
      next?.offset === field.offset && !next.skipped
        ? 'next'
        : stored.has(field.offset)
          ? 'stored'
          : skipped.has(field.offset)
            ? 'skipped'
            : 'stale';
    const bytes = size <= 8 ? target.read(base + BigInt(field.offset), size) : undefined,
      value = bytes && fromBytes(bytes),
      half = value === undefined ? undefined : halfOf(target, value);
    fields.push({
      offset: field.offset,
      addressText: target.address(base + BigInt(field.offset)),
      size,
      name: field.name,
      state,
      ...(value !== undefined && { value: hex(value, size * 2) }),
      ...(half && { half }),
    });
  }
  return fields;
}

const BELOW = 2,
  ABOVE = 22;
export function stackRows(d: Debugger, frame: Moment['frame']): WordRow[] {
  const { target } = d,
    word = BigInt(target.bits / 8),
    rows: WordRow[] = [];
  const start = target.sp - BigInt(BELOW) * word;
  for (let n = 0; n < BELOW + ABOVE; n++) {
    const address = target.linear(start + BigInt(n) * word),
      value = target.pointer(address);
    const offset =
      frame && address >= frame.address && address < frame.address + BigInt(frame.size) ? Number(address - frame.address) : undefined;
    const field = offset === undefined ? undefined : fieldAt(target, offset);
    const state = offset === undefined ? undefined : frame!.fields.find(f => f.offset === offset)?.state;
    const before = d.execution.watched.before(address, target.bits / 8),
      was = before && fromBytes(before),
      changed = was !== undefined && value !== undefined && was !== value;
    const half = value === undefined ? undefined : halfOf(target, value),
      symbol = value === undefined ? undefined : target.symbolText(value);
    rows.push({
      address,
      addressText: target.address(address),
      valueText: value === undefined ? addressText(0n, target.bits).replaceAll('0', '?') : addressText(value, target.bits),
      here: address === target.sp,
      stale: address < target.sp || (state !== undefined && state !== 'stored'),
      changed,
      ...(changed && { was: addressText(was, target.bits) }),
      ...(half && { half }),
      ...(symbol !== undefined && { symbol }),
      ...(offset !== undefined && { frameOffset: offset }),
      ...(field !== undefined && { field }),
    });
  }
  return rows;
}
export const nextText = (d: Debugger): Moment['next'] => {
  const line = codeLine(d.target, d.target.ip);
  return line.kind === 'instruction'
    ? { mnemonic: line.instruction.mnemonic, operands: d.target.operands(line.instruction) }
    : { mnemonic: '???', operands: '' };
};
