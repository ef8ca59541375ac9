/** Every machine by name, and how one is made from a reference. */
import { createMachine, type Machine } from '../machine/machine.ts';
import { writeMsr } from '../cpu/msrs.ts';
import { writeRegister } from '../cpu/registers.ts';
import { loadSelector } from '../cpu/load-selector.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import {
  DEFAULT_SWITCHES,
  SEED,
  SWITCHES,
  isValue,
  valuesOf,
  type MachineRef,
  type StartPatch,
  type SwitchName,
  type Switches,
} from '../machine/scenario.ts';
import { failure, problem, success, type Result } from '../problem.ts';
import type { Build, Guest } from './guest.ts';
import { layoutsOf } from './layouts/index.ts';
import { createSymbols } from './symbol-table.ts';
import { NO_SYSTEM, buildBench } from './bench/build.ts';
import { localApic, localApicClock } from '../machine/devices/local-apic.ts';
import { buildWin10, type Win10Switches } from './win10-x64/build.ts';
import { CLOCK_VECTOR } from './win10-x64/interrupts.ts';
import { WIN10_2004, WIN10_22H2, type Release } from './win10-x64/services.ts';

interface MachineKind {
  readonly build: Build;
  readonly switches: readonly SwitchName[];
  readonly make: (ref: MachineRef, switches: Switches, engine: EngineName) => Guest;
}
const RAM_BYTES = 16 << 20,
  BENCH_RAM_BYTES = 1 << 20;

const win10Kind = (release: Release): MachineKind => {
  const build: Build = { number: 19041, title: 'Windows 10 Kernel Version 19041 UP Free x64', bits: 64, services: release.nt.length };
  return {
    build,
    switches: Object.keys(SWITCHES) as SwitchName[],
    make: (ref, switches, engine) => win10(ref, switches, engine, build, release),
  };
};
function benchKind(bits: 32 | 64): MachineKind {
  const name = bits === 64 ? 'bench-x64' : 'bench-x86',
    build: Build = { number: 0, title: 'No operating system', bits, services: 0 };
  return {
    build,
    switches: bits === 64 ? ['vendor'] : [],
    make: (ref, switches, engine) => {
      const machine = createMachine({ ramBytes: BENCH_RAM_BYTES, engine, vendor: switches.vendor === 'amd' ? 'amd' : 'intel' }),
        { modules, symbols } = buildBench(machine.state, ref.seed, bits);
      return {
        ref,
        switches,
        build,
        machine,
        services: [],
        symbols: createSymbols(modules, symbols),
        layouts: layoutsOf(name),
        system: NO_SYSTEM,
      };
    },
  };
}
export const MACHINES: Readonly<Record<string, MachineKind>> = {
  'win10-x64': win10Kind(WIN10_2004),
  'win10-x64-473': win10Kind(WIN10_22H2),
  'bench-x64': benchKind(64),
  'bench-x86': benchKind(32),
};

function win10(ref: MachineRef, switches: Switches, engine: EngineName, build: Build, release: Release): Guest {
  const clock = switches.clock === 'off' ? undefined : localApicClock(CLOCK_VECTOR, Number(switches.clock)),
    machine = createMachine({
      ramBytes: RAM_BYTES,
      engine,
      vendor: switches.vendor === 'amd' ? 'amd' : 'intel',
      interrupts: clock ?? localApic,
    }),
    { place, placed, modules, services, kernelRoot } = buildWin10(machine.state, ref.seed, release, {
      smap: switches.smap === 'on',
      kva: switches.kva_shadow === 'on',
      vsm: switches.vsm as Win10Switches['vsm'],
      thread: switches.thread as Win10Switches['thread'],
      plant: switches.plant as Win10Switches['plant'],
    });
  return {
    ref,
    switches,
    build,
    machine,
    services,
    symbols: createSymbols(modules, placed.symbols),
    layouts: layoutsOf('win10-x64'),
    system: { kpcr: place.kpcr, thread: place.thread, process: place.process, teb: place.teb, peb: place.teb - 0x1000n, root: kernelRoot },
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
    if (!isValue(known, value)) return failure(problem('machine/switch-value', { name, value, known: valuesOf(known) }));
  }
  const guest = kind.make(ref, { ...DEFAULT_SWITCHES, ...ref.set }, engine);
  for (const patch of ref.start ?? []) applyPatch(guest.machine, patch);
  return success(guest);
}
/** @throws Error where the machine has no such register, MSR or memory: whoever made the reference did not look */
function applyPatch({ state, memory }: Machine, patch: StartPatch): void {
  const done =
    'register' in patch
      ? loadSelector(state, memory, patch.register, patch.value) || writeRegister(state, patch.register, patch.value)
      : 'msr' in patch
        ? writeMsr(state, patch.msr, patch.value)
        : memory.write(patch.address, Uint8Array.from(patch.bytes));
  if (!done)
    throw new Error(
      `the machine has no place for ${'address' in patch ? `bytes at ${patch.address.toString(16)}` : JSON.stringify(Object.values(patch)[0])}`,
    );
}
