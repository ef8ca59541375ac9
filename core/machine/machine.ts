/** A processor with its memory and devices: runs instructions, tells why it stopped and what happened on the way. */
import type { State } from '../cpu/state.ts';
import type { Memory } from '../cpu/memory.ts';

/** Why `run` came back. `breakpoint`: RIP is at one, its instruction has not run. `waiting`: HLT with nothing to wake it. */
export type Stop =
  | { readonly why: 'budget' }
  | { readonly why: 'breakpoint'; readonly address: bigint }
  | { readonly why: 'waiting' }
  | { readonly why: 'shutdown' };

/** A guest event: what positions count and what pictures draw. Addresses are linear. */
export interface GuestEvent {
  readonly kind: 'syscall' | 'sysret' | 'sysenter' | 'sysexit' | 'int' | 'iret' | 'fault' | 'interrupt' | 'far';
  /** Instructions retired before it. */
  readonly at: bigint;
  readonly from: { readonly rip: bigint; readonly cpl: number };
  readonly to: { readonly rip: bigint; readonly cpl: number };
  /** For int, fault and interrupt. */
  readonly vector?: number;
  readonly error?: bigint;
}

export interface Machine {
  readonly state: State;
  readonly memory: Memory;
  /** Instructions retired since power on (a REP iteration counts as one, a fault's delivery as none). */
  readonly executed: bigint;
  /** Linear addresses where `run` stops before the instruction; invisible to the guest. */
  readonly breakpoints: Set<bigint>;
  /** Told of each guest event; undefined when nobody listens. */
  onEvent: ((event: GuestEvent) => void) | undefined;
  /** One instruction, or the delivery of the fault it raised, or of a pending interrupt. Ignores a breakpoint at RIP. */
  step(): Stop;
  /** At most `budget` instructions; a breakpoint at the first one does not stop it. */
  run(budget: bigint): Stop;
}
