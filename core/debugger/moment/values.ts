/** Small readings of values the panes colour and label. */
import type { Half } from '../moment.ts';
import type { Target } from '../target.ts';

/** Which half a value points into; undefined where it is no pointer to speak of. */
export function halfOf(target: Target, value: bigint): Half | undefined {
  if (target.bits === 64) {
    if (value >= 0xffff_8000_0000_0000n) return value >= 0xffff_ffff_ffff_0000n ? undefined : 'kernel';
    if (value >= 0x8000_0000_0000n || value < 0x1_0000n) return undefined;
    return value > 0xffff_ffffn || target.read(value, 1) ? 'user' : undefined;
  }
  if (value >= 0x8000_0000n) return value >= 0xffff_f000n ? undefined : 'kernel';
  return value >= 0x1_0000n && target.read(value, 1) ? 'user' : undefined;
}
/** Of an address as such. */
export const halfOfAddress = (target: Target, address: bigint): Half =>
  (target.bits === 64 ? address >> 63n === 1n : address >= 0x8000_0000n) ? 'kernel' : 'user';
