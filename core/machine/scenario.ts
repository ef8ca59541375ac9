/** Which machine, with which switches, from which seed: all it takes to make the same machine anywhere. */

/** Every switch and its values; the first is the default. `clock` is off or a period in instructions. */
export const SWITCHES = {
  vsm: ['off', 'on', 'mbec'],
  kva_shadow: ['off', 'on'],
  clock: ['off'],
  smap: ['off', 'on'],
  vendor: ['intel', 'amd'],
  thread: ['plain', 'gui', 'restricted'],
  plant: ['none', 'ssdt', 'inline', 'lstar', 'idt2e', 'thread-table', 'stub-patch'],
} as const;
export type SwitchName = keyof typeof SWITCHES;
export type Switches = Readonly<Record<SwitchName, string>>;
/** Shortest and longest period of the clock; the 8254's counter has 16 bits. */
const CLOCK = { shortest: 500, longest: 65_536 } as const;
export const isPeriod = (text: string): boolean => /^[1-9]\d*$/.test(text) && Number(text) >= CLOCK.shortest && Number(text) <= CLOCK.longest;
/** What a period may be, for a reader. */
export const PERIODS = `${CLOCK.shortest} ... ${CLOCK.longest}`;
export const DEFAULT_SWITCHES = Object.fromEntries(Object.entries(SWITCHES).map(([name, values]) => [name, values[0]])) as Switches;

/** A seed is a name; `note` gives the study note's numbers. */
export const SEED = /^[a-z0-9-]{1,32}$/;

/** A change made to a machine before it is handed over: a register by its debugger name, an MSR, or bytes at a linear address. */
export type StartPatch =
  | { readonly register: string; readonly value: bigint }
  | { readonly msr: number; readonly value: bigint }
  | { readonly address: bigint; readonly bytes: readonly number[] };

export interface MachineRef {
  readonly machine: string;
  readonly seed: string;
  readonly set: Readonly<Partial<Switches>>;
  /** Applied in order to the machine as built; none where absent. */
  readonly start?: readonly StartPatch[];
}
