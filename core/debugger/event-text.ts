/** A guest event in a word or two. */
import type { GuestEvent } from '../machine/machine.ts';
import { hex } from './text.ts';

/** `syscall`, `int 2eh`, `interrupt d1h`. */
export const doorText = ({ kind, vector }: GuestEvent): string => (vector === undefined ? kind : `${kind} ${hex(vector, 2)}h`);
/** Does it ask the kernel for a service? */
export const isSystemCall = ({ kind, vector }: GuestEvent): boolean =>
  kind === 'syscall' || kind === 'sysenter' || (kind === 'int' && vector === 0x2e);
