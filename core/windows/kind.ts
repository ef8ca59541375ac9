/** A kind of machine: what it is called, what can be switched, its hardware, and what is installed on it. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { State } from '../cpu/state.ts';
import type { Machine } from '../machine/machine.ts';
import type { SwitchName, Switches } from '../machine/scenario.ts';
import type { Build, Guest } from './guest.ts';
import type { Module, Symbol } from './symbols.ts';

/** What a debugger has to know of a system that was installed. */
export interface Installed extends Pick<Guest, 'layouts' | 'services' | 'system'> {
  readonly modules: readonly Module[];
  readonly symbols: () => readonly Symbol[];
}
export interface MachineKind {
  readonly build: Build;
  /** Switches the machine has, and their values; the clock's are a period besides. */
  readonly switches: Readonly<Partial<Record<SwitchName, readonly string[]>>>;
  /** Switches of the hardware; the others decide what is installed on it. */
  readonly hardware: readonly SwitchName[];
  /** The hardware alone: its memory empty. */
  readonly blank: (switches: Switches, engine: EngineName) => Machine;
  /** What runs on every such machine is assembled once. */
  readonly assemble: () => void;
  /** Fill memory and registers for a seed. */
  readonly install: (state: State, seed: string, switches: Switches) => Installed;
}
