/** The workloads of guest64.ts on one of our engines: seconds, instructions, and the sum the guest computed. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { FLAT_CODE64, FLAT_DATA, setHidden } from '../../core/cpu/segments.ts';
import type { Cell } from '../../core/cpu/state.ts';
import { writeRegister } from '../../core/cpu/registers.ts';
import type { Companion } from '../../core/machine/checkpoint.ts';
import { createMachine, type Machine, type Stop } from '../../core/machine/machine.ts';
import { Timeline } from '../../core/machine/timeline.ts';
import { CR3, START, WORKLOADS, physicalImage } from './guest64.ts';

export interface WorkloadRun {
  readonly seconds: number;
  readonly instructions: number;
  readonly sum: bigint;
}
const RAM_BYTES = 4 << 20;
/** What the window gives a recording. */
export const RECORDING_BYTES = 128 << 20;

/** A machine in ring 3 with the guest in memory. */
export function benchMachine(engine: EngineName): Machine {
  const machine = createMachine({ ramBytes: RAM_BYTES, engine }),
    { state, memory } = machine;
  memory.writePhysical(0n, physicalImage());
  const set = (cells: Partial<Record<Cell, bigint>>): void => {
    for (const [cell, value] of Object.entries(cells)) state.set(cell as Cell, value ?? 0n);
  };
  set({
    CR0: 0x80050033n,
    CR3: BigInt(CR3),
    CR4: 0x620n,
    IA32_EFER: START.efer,
    IA32_STAR: START.star,
    IA32_LSTAR: START.lstar,
    IA32_FMASK: START.fmask,
  });
  set({ 'GS.base': START.userGs, IA32_KERNEL_GS_BASE: START.kernelGs, CPL: 3n, mode: 64n });
  setHidden(state, 'CS', 0x33n, FLAT_CODE64[3]);
  for (const s of ['SS', 'DS', 'ES'] as const) setHidden(state, s, 0x2bn, FLAT_DATA[3]);
  writeRegister(state, 'rflags', START.flags);
  state.set('attention', 2n);
  return machine;
}

/** Call a workload with a count and let it return. */
export function runWorkload(machine: Machine, name: keyof typeof WORKLOADS, count: number): WorkloadRun {
  call(machine, name, count);
  return timed(machine, name, () => machine.run(1n << 50n));
}
/** The same with a recording that can be gone back in, as a session keeps one. */
export function recordWorkload(
  machine: Machine,
  name: keyof typeof WORKLOADS,
  count: number,
): WorkloadRun & { readonly timeline: Timeline } {
  call(machine, name, count);
  const timeline = new Timeline(machine, ALONE, { bytes: RECORDING_BYTES });
  const run = timed(machine, name, () => {
    timeline.begin();
    for (;;) {
      const stop = machine.run(timeline.spacing);
      timeline.note();
      if (stop.why !== 'budget') return stop;
    }
  });
  return { ...run, timeline };
}
/** Two machines in the midst of a workload, one of them recorded: each goes on for as long as it is between two checkpoints, and gives the microseconds of processor time. */
export function stretches(name: keyof typeof WORKLOADS): { readonly recorded: () => number; readonly plain: () => number } {
  const go = (machine: Machine, bytes: number | undefined): (() => number) => {
    call(machine, name, 1e9);
    const timeline = new Timeline(machine, ALONE, { bytes: bytes ?? 0 }),
      { spacing } = timeline;
    if (bytes !== undefined) timeline.begin();
    return () => {
      const before = process.cpuUsage();
      machine.run(spacing);
      if (bytes !== undefined) timeline.note();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
  };
  return { recorded: go(benchMachine('wasm'), RECORDING_BYTES), plain: go(benchMachine('wasm'), undefined) };
}
/** Nobody else knows anything of the past. */
const ALONE: Companion = { save: () => null, restore: () => true, note: () => undefined, knowsSince: () => true };

function call(machine: Machine, name: keyof typeof WORKLOADS, count: number): void {
  const { state, memory } = machine,
    stack = START.stackTop - 8n,
    back = new DataView(new ArrayBuffer(8));
  back.setBigUint64(0, START.done, true);
  memory.write(stack, new Uint8Array(back.buffer));
  for (const [register, value] of [
    ['rsp', stack],
    ['rdi', BigInt(count)],
    ['rip', WORKLOADS[name].entry],
  ] as const)
    writeRegister(state, register, value);
  machine.breakpoints.clear();
  machine.breakpoints.add(START.done);
}
function timed(machine: Machine, name: string, run: () => Stop): WorkloadRun {
  const { state } = machine,
    before = machine.executed,
    started = performance.now(),
    stop = run(),
    seconds = (performance.now() - started) / 1000;
  if (stop.why !== 'breakpoint') throw new Error(`${name} ends with ${stop.why} at ${state.get('RIP').toString(16)}`);
  return { seconds, instructions: Number(machine.executed - before), sum: state.get('RAX') };
}
