/** How many values of a unit stand beside each other in a pane. */
import type { MemoryUnit } from '../../../core/debugger/pictures/memory.ts';

/** Of the pane's type, px, and what stands left of the values: address and gaps, in characters. */
const CHARACTER = 6.95,
  LEFT = 20;
/** Characters of a value with its gap (of a byte, its letter too), and most of them in a row. */
const UNITS: Readonly<Record<MemoryUnit, readonly [width: number, most: number]>> = {
  b: [4, 16],
  w: [5, 8],
  d: [9, 4],
  q: [18, 2],
  p: [18, 1],
};
/** The largest power of two that fits. */
export function columnsFor(unit: MemoryUnit, px: number): number {
  const [width, most] = UNITS[unit],
    room = (px / CHARACTER - LEFT) / width;
  let columns = 1;
  while (columns * 2 <= Math.min(room, most)) columns *= 2;
  return columns;
}
