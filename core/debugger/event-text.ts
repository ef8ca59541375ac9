/** Guest events, faults and positions in a word or two. */
import { exceptionNumbered } from '../cpu/faults.ts';
import type { Fault } from '../cpu/state.ts';
import type { GuestEvent } from '../machine/machine.ts';
import { hex } from './text.ts';

/** `syscall`, `int 2eh`, `interrupt d1h`. */
export const doorText = ({ kind, vector }: GuestEvent): string => (vector === undefined ? kind : `${kind} ${hex(vector, 2)}h`);
/** Does it ask the kernel for a service? */
export const isSystemCall = ({ kind, vector }: GuestEvent): boolean =>
  kind === 'syscall' || kind === 'sysenter' || (kind === 'int' && vector === 0x2e);
/** `#GP(0)`, `#UD`. */
export const faultText = ({ vector, error }: Fault): string =>
  `${exceptionNumbered(vector)?.mnemonic ?? `vector ${hex(vector, 2)}h`}${error === undefined ? '' : `(${hex(error)})`}`;
/** `2C8:1A`: guest events so far, and instructions since the last one. */
export const positionText = (events: bigint, since: bigint): string => `${upper(events)}:${upper(since)}`;
const upper = (v: bigint): string => v.toString(16).toUpperCase();
/** A position without its `.n`: the moment, whatever changes made there are done. */
export const momentText = (position: string): string => position.replace(/\..*$/, '');
/** Guest events, and instructions since the last one. */
export const positionParts = (position: string): readonly [events: bigint, since: bigint] =>
  momentText(position)
    .split(':')
    .map(part => BigInt(`0x${part}`)) as [bigint, bigint];
/** Which of two moments is earlier: negative for the first; 0 before and after a change made at one. */
export function comparePositions(a: string, b: string): number {
  const [events, since] = positionParts(a),
    [otherEvents, otherSince] = positionParts(b);
  const by = events === otherEvents ? since - otherSince : events - otherEvents;
  return by < 0n ? -1 : by > 0n ? 1 : 0;
}
