/** The machines there are, as a person chooses among them. */
import { SWITCHES } from '../machine/scenario.ts';
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
export const machineChoices = (): readonly MachineChoice[] =>
  Object.entries(MACHINES).map(([id, { build, switches }]) => ({
    id,
    bits: build.bits,
    title: build.title,
    services: build.services,
    switches: switches.map(name => ({ name, values: SWITCHES[name] })),
  }));
