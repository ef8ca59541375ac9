/** A kind of machine: what it is called, what can be switched, how one is made. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { MachineRef, SwitchName, Switches } from '../machine/scenario.ts';
import type { Machine } from '../machine/machine.ts';
import type { Build, Guest } from './guest.ts';

export interface MachineKind {
  readonly build: Build;
  /** Switches the machine has, and their values; the clock's are a period besides. */
  readonly switches: Readonly<Partial<Record<SwitchName, readonly string[]>>>;
  /** The hardware alone: its memory empty. */
  readonly blank: (switches: Switches, engine: EngineName) => Machine;
  readonly make: (ref: MachineRef, switches: Switches, engine: EngineName) => Guest;
}
