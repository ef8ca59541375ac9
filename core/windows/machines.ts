/** Every machine by name, and how one is made from a reference. */
import type { Machine } from '../machine/machine.ts';
import { writeMsr } from '../cpu/msrs.ts';
import { writeRegister } from '../cpu/registers.ts';
import { loadSelector } from '../cpu/load-selector.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import { DEFAULT_SWITCHES, PERIODS, SEED, isPeriod, type MachineRef, type StartPatch, type SwitchName } from '../machine/scenario.ts';
import { failure, problem, success, type Problem, type Result } from '../problem.ts';
import { benchKind } from './bench/kind.ts';
import type { Guest } from './guest.ts';
import type { MachineKind } from './kind.ts';
import { createSymbols } from './symbol-table.ts';
import { ntX86Kind } from './nt-x86/kind.ts';
import { WIN7, WINXP } from './nt-x86/release.ts';
import { win10Kind } from './win10-x64/kind.ts';
import { WIN10_2004, WIN10_22H2 } from './win10-x64/services.ts';

export const MACHINES: Readonly<Record<string, MachineKind>> = {
  'win10-x64': win10Kind(WIN10_2004),
  'win10-x64-473': win10Kind(WIN10_22H2),
  'win7-x86': ntX86Kind(WIN7),
  'winxp-x86': ntX86Kind(WINXP),
  'bench-x64': benchKind(64),
  'bench-x86': benchKind(32),
};

/**
 * A fresh machine at its start.
 * @param within a machine of the same frame that nobody needs any more, to be built anew
 * @problems machine/unknown, machine/switch-unknown, machine/switch-value, machine/seed, machine/start
 */
export function buildGuest(ref: MachineRef, engine: EngineName = 'evaluator', within?: Machine): Result<Guest> {
  const kind = Object.hasOwn(MACHINES, ref.machine) ? MACHINES[ref.machine] : undefined;
  if (!kind) return failure(problem('machine/unknown', { name: ref.machine, known: Object.keys(MACHINES).join(', ') }));
  if (!SEED.test(ref.seed)) return failure(problem('machine/seed', { name: ref.seed }));
  for (const [name, value] of Object.entries(ref.set)) {
    const refused = refusal(kind, ref.machine, name, value);
    if (refused) return failure(refused);
  }
  const switches = { ...DEFAULT_SWITCHES, ...ref.set },
    machine = within ?? kind.blank(switches, engine);
  within?.renew();
  const { modules, symbols, ...installed } = kind.install(machine.state, ref.seed, switches);
  const guest: Guest = { ref, switches, build: kind.build, machine, symbols: createSymbols(modules, symbols), ...installed };
  for (const patch of ref.start ?? []) {
    const refused = applyPatch(guest.machine, patch);
    if (refused) return failure(refused);
  }
  return success(guest);
}
/** The hardware of a machine: those that have the same can be built in each other's memory. */
export function frameOf({ machine, set }: MachineRef): string {
  const switches = { ...DEFAULT_SWITCHES, ...set };
  return JSON.stringify([machine, ...MACHINES[machine]!.hardware.map(name => switches[name])]);
}
function refusal(kind: MachineKind, machine: string, name: string, value: string): Problem | undefined {
  const { taken, known } = switchOf(kind, name, value);
  if (taken) return undefined;
  return known === undefined
    ? problem('machine/switch-unknown', { machine, name, known: Object.keys(kind.switches).join(', ') })
    : problem('machine/switch-value', { name, value, known });
}
/** Does a machine have a switch, and does it take the value? `known` says which ones it takes. */
export function switchOf(
  { switches }: MachineKind,
  name: string,
  value: string,
): { readonly taken: boolean; readonly known: string | undefined } {
  const values = Object.hasOwn(switches, name) ? switches[name as SwitchName] : undefined;
  if (!values) return { taken: false, known: undefined };
  const clock = name === 'clock';
  return { taken: values.includes(value) || (clock && isPeriod(value)), known: [...values, ...(clock ? [PERIODS] : [])].join(', ') };
}
/** A machine of its own in the same state, made without building one. @param within as for `buildGuest` */
export function cloneGuest(guest: Guest, engine: EngineName = 'evaluator', within?: Machine): Guest {
  const { state, memory } = guest.machine,
    machine = within ?? MACHINES[guest.ref.machine]!.blank(guest.switches, engine);
  within?.renew();
  machine.state.builtBytes = 0;
  machine.memory.writePhysical(0n, memory.readPhysical(0n, state.builtBytes)!);
  machine.state.restore(state.save());
  machine.memory.flush();
  return { ...guest, machine };
}
/** One change to a machine that has not run. @returns what is wrong where it has no such register, MSR or memory */
export function applyPatch({ state, memory }: Machine, patch: StartPatch): Problem | undefined {
  const done =
    'register' in patch
      ? loadSelector(state, memory, patch.register, patch.value) || writeRegister(state, patch.register, patch.value)
      : 'msr' in patch
        ? writeMsr(state, patch.msr, patch.value)
        : memory.write(patch.address, Uint8Array.from(patch.bytes));
  return done ? undefined : problem('machine/start', { place: placeOf(patch) });
}
function placeOf(patch: StartPatch): string {
  if ('register' in patch) return patch.register;
  return 'msr' in patch ? `msr ${patch.msr.toString(16)}h` : `${patch.bytes.length} bytes at ${patch.address.toString(16)}`;
}
