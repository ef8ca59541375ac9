/** Every machine by name, and how one is made from a reference. */
import { createMachine } from '../machine/machine.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import { DEFAULT_SWITCHES, SEED, SWITCHES, type MachineRef, type SwitchName, type Switches } from '../machine/scenario.ts';
import { failure, problem, success, type Result } from '../problem.ts';
import type { Build, Guest } from './guest.ts';
import { layoutsOf } from './layouts/index.ts';
import { createSymbols } from './symbol-table.ts';
import { buildWin10 } from './win10-x64/build.ts';
import { WIN10_2004, WIN10_22H2, type Release } from './win10-x64/services.ts';

interface MachineKind {
  readonly build: Build;
  readonly switches: readonly SwitchName[];
  readonly make: (ref: MachineRef, switches: Switches, engine: EngineName) => Guest;
}
const RAM_BYTES = 16 << 20;

const win10Kind = (release: Release): MachineKind => {
  const build: Build = { number: 19041, title: 'Windows 10 Kernel Version 19041 UP Free x64', bits: 64, services: release.nt.length };
  return { build, switches: ['smap', 'vendor'], make: (ref, switches, engine) => win10(ref, switches, engine, build, release) };
};
export const MACHINES: Readonly<Record<string, MachineKind>> = {
  'win10-x64': win10Kind(WIN10_2004),
  'win10-x64-473': win10Kind(WIN10_22H2),
};

function win10(ref: MachineRef, switches: Switches, engine: EngineName, build: Build, release: Release): Guest {
  const machine = createMachine({ ramBytes: RAM_BYTES, engine, vendor: switches.vendor === 'amd' ? 'amd' : 'intel' });
  const { place, modules, symbols, services } = buildWin10(machine.state, ref.seed, release, { smap: switches.smap === 'on' });
  return {
    ref,
    switches,
    build,
    machine,
    services,
    symbols: createSymbols(modules, symbols),
    layouts: layoutsOf('win10-x64'),
    system: { kpcr: place.kpcr, thread: place.thread, process: place.process, teb: place.teb, peb: place.teb - 0x1000n },
  };
}

/** A fresh machine at its start. @problems machine/unknown, machine/switch-unknown, machine/switch-value, machine/seed */
export function buildGuest(ref: MachineRef, engine: EngineName = 'evaluator'): Result<Guest> {
  const kind = Object.hasOwn(MACHINES, ref.machine) ? MACHINES[ref.machine] : undefined;
  if (!kind) return failure(problem('machine/unknown', { name: ref.machine, known: Object.keys(MACHINES).join(', ') }));
  if (!SEED.test(ref.seed)) return failure(problem('machine/seed', { name: ref.seed }));
  for (const [name, value] of Object.entries(ref.set)) {
    const known = kind.switches.find(s => s === name);
    if (!known) return failure(problem('machine/switch-unknown', { machine: ref.machine, name, known: kind.switches.join(', ') }));
    if (!(SWITCHES[known] as readonly string[]).includes(value))
      return failure(problem('machine/switch-value', { name, value, known: SWITCHES[known].join(', ') }));
  }
  return success(kind.make(ref, { ...DEFAULT_SWITCHES, ...ref.set }, engine));
}
