/** A running system with everything a debugger has to know about it. */
import type { Machine } from '../machine/machine.ts';
import type { MachineRef, Switches } from '../machine/scenario.ts';
import type { Layouts } from './layout.ts';
import type { Symbols } from './symbols.ts';

/** What the version commands print. */
export interface Build {
  readonly number: number;
  readonly title: string;
  readonly bits: 32 | 64;
  /** Number of system services in slot 0, where there is an OS. */
  readonly services: number;
}

export interface Guest {
  readonly ref: MachineRef;
  readonly switches: Switches;
  readonly build: Build;
  readonly machine: Machine;
  readonly symbols: Symbols;
  readonly layouts: Layouts;
  /** Linear addresses of what the learner stands on; 0n on machines without an OS. */
  readonly system: {
    readonly kpcr: bigint;
    readonly thread: bigint;
    readonly process: bigint;
    readonly teb: bigint;
    readonly peb: bigint;
    /** What CR3 holds while the kernel runs. */
    readonly root: bigint;
  };
  /** Size of what a parameter generator may draw from: services of table slots nt and win32k. */
  readonly services: readonly ServiceEntry[];
}

/** Look at memory as a kernel debugger does: under KVA shadow through the kernel's tables, even while ring 3 runs. */
export const withKernelTables = <T>({ machine, switches, system }: Guest, look: () => T): T =>
  switches.kva_shadow === 'on' ? withTables(machine, system.root, look) : look();
/** Look at memory through the tables of another root. */
export function withTables<T>({ state }: Machine, root: bigint, look: () => T): T {
  const own = state.get('CR3');
  state.set('CR3', root);
  try {
    return look();
  } finally {
    state.set('CR3', own);
  }
}
/** One row of a service table. `stackArguments` is what the low nibble says; `args` the published count where known. */
export interface ServiceEntry {
  readonly table: 'nt' | 'win32k';
  /** As the stub loads it into EAX (win32k: 1000h and up). */
  readonly number: number;
  readonly name: string;
  readonly address: bigint;
  readonly stackArguments: number;
  readonly args?: number;
}
