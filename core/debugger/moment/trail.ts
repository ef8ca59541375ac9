/** Which instructions ran since the last change of ring: those stepped through, and those that must have run in between. */
import type { Target } from '../target.ts';

const STEPS = 600;
const WIDTH = 32;

export interface CertainWay {
  readonly all: ReadonlySet<bigint>;
  /** The last of them, where there is only one it can be. */
  readonly last: bigint | undefined;
}
const NONE: CertainWay = { all: new Set(), last: undefined };
/**
 * Addresses every way of `count` instructions from `from` to `to` goes through; empty where the way leads through a call or jump
 * whose destination the code does not say.
 */
export function certainWay(target: Target, from: bigint, to: bigint, count: number): CertainWay {
  if (count < 0 || count > STEPS) return NONE;
  const layers: Set<bigint>[] = [new Set([from])];
  for (let n = 0; n < count; n++) {
    const next = new Set<bigint>();
    for (const address of layers[n]!) for (const successor of successors(target, address)) next.add(successor);
    if (next.size === 0 || next.size > WIDTH) return NONE;
    layers.push(next);
  }
  if (!layers[count]!.has(to)) return NONE;
  const certain = new Set<bigint>();
  let alive = new Set([to]),
    last: bigint | undefined;
  for (let n = count - 1; n >= 0; n--) {
    alive = new Set([...layers[n]!].filter(address => successors(target, address).some(s => alive.has(s))));
    const only = alive.size === 1 ? [...alive][0]! : undefined;
    if (only !== undefined) certain.add(only);
    if (n === count - 1) last = only;
  }
  return { all: certain, last };
}
function successors(target: Target, address: bigint): readonly bigint[] {
  const i = target.instruction(address);
  if (!i || i === 'unreadable') return [];
  const next = target.linear(address + BigInt(i.length));
  if (i.flow === 'next') return i.repeats ? [next, address] : [next];
  if (i.flow === 'branch') return [next, i.target!];
  if ((i.flow === 'jump' || i.flow === 'call') && i.target !== undefined) return [i.target];
  return [];
}
