/** Planted changes: each has one cause, its bytes, and code beside it that nothing leads to. A clean machine of the same seed is the control. */
import type { State } from '../cpu/state.ts';
import type { SWITCHES } from '../machine/scenario.ts';
import type { ServiceEntry } from './guest.ts';
import type { Placed } from './program.ts';
import type { Structures } from './structures.ts';

export type PlantName = (typeof SWITCHES.plant)[number];
/** What a change is planted in. */
export interface Ground<Placement> {
  readonly s: Structures;
  readonly state: State;
  readonly placed: Placed;
  readonly place: Placement;
  readonly services: readonly ServiceEntry[];
  readonly seed: string;
}
/** From the beginning of a page without a name to its decoy, and to what a plant copies. */
const DECOY = 0x800n;
export const COPY = 0x1000n;

/** `jmp` from `at` to `target`, near: it changes no register. */
export function jump(at: bigint, target: bigint): Uint8Array {
  const bytes = Uint8Array.of(0xe9, 0, 0, 0, 0);
  new DataView(bytes.buffer).setInt32(1, Number(target - (at + 5n)), true);
  return bytes;
}
/** Code in pages without a name, the kernel's or the process's; a decoy behind it is told where it lies. */
export function plantCode({ space }: Structures, at: bigint, bytes: Uint8Array, user: boolean, decoy?: (at: bigint) => Uint8Array): void {
  space.map(at, 0x2000n, { user, execute: true });
  space.write(at, bytes);
  if (decoy) space.write(at + DECOY, decoy(at + DECOY));
}
