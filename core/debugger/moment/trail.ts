/** Which instructions ran since the last change of ring: those stepped through, and those that must have run in between. */
import type { Target } from '../target.ts';

const STEPS = 600;
const WIDTH = 32;

/**
 * Addresses every way of `count` instructions from `from` to `to` goes through; empty where the way leads through a call or jump
 * whose destination the code does not say.
 */
export function certainWay(target: Target, from: bigint, to: bigint, count: number): ReadonlySet<bigint> {
  if (count < 0 || count > STEPS) return new Set();
  const layers: Set<bigint>[] = [new Set([from])];
  for (let n = 0; n < count; n++) {
    const next = new Set<bigint>();
    for (const address of layers[n]!) for (const successor of successors(target, address)) next.add(successor);
    if (next.size === 0 || next.size > WIDTH) return new Set();
    layers.push(next);
  }
  if (!layers[count]!.has(to)) return new Set();
  const certain = new Set<bigint>();
  let alive = new Set([to]);
  for (let n = count - 1; n >= 0; n--) {
    alive = new Set([...layers[n]!].filter(address => successors(target, address).some(s => alive.has(s))));
    if (alive.size === 1) certain.add([...alive][0]!);
  }
  return certain;
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
