/** A machine in the address bar: `win10-x64/note/smap=on/vendor=amd`. */
import type { MachineRef } from '../../core/machine/scenario.ts';

export interface MachineRoute {
  readonly machine: string;
  readonly seed: string;
  readonly set: Readonly<Record<string, string>>;
}
export const machinePath = ({ machine, seed, set }: MachineRoute): string =>
  [machine, seed, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join('/');

/** Undefined without a machine and a seed; whether they exist is not asked. */
export function readMachine([machine, seed, ...switches]: readonly string[]): MachineRoute | undefined {
  if (!machine || !seed) return undefined;
  const pairs = switches.map(s => s.split('=', 2)).filter((p): p is [string, string] => p.length === 2 && p[0] !== '');
  return { machine, seed, set: Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))) };
}
export const sameMachine = (a: MachineRoute, b: MachineRoute): boolean => machinePath(sorted(a)) === machinePath(sorted(b));
const sorted = (m: MachineRoute): MachineRoute => readMachine(machinePath(m).split('/'))!;
/** Of a machine that was made. */
export const routeOf = ({ machine, seed, set }: MachineRef): MachineRoute => ({ machine, seed, set });
