/** The machines there are, as a person chooses among them. */
import { MACHINES } from './machines.ts';

export interface MachineChoice {
  readonly id: string;
  readonly bits: 32 | 64;
  /** Its kernel as the debugger names it. */
  readonly title: string;
  /** Services of its kernel; none where there is no operating system. */
  readonly services: number;
  /** What can be set, each with its values; the first is what it is by itself. */
  readonly switches: readonly { readonly name: string; readonly values: readonly string[] }[];
}
/** Periods of the clock to choose from: one of a call, of a few, of many. */
const TICKS = ['1000', '10000', '50000'];
export const machineChoices = (): readonly MachineChoice[] =>
  Object.entries(MACHINES).map(([id, { build, switches }]) => ({
    id,
    bits: build.bits,
    title: build.title,
    services: build.services,
    switches: Object.entries(switches).map(([name, values]) => ({ name, values: name === 'clock' ? [...values, ...TICKS] : values })),
  }));
