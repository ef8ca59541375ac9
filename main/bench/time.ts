/** What going back in time costs: single steps back at several depths, and a search for a breakpoint that was hit long ago. */
import type { Timeline } from '../../core/machine/timeline.ts';
import { WORKLOADS } from './guest64.ts';
import { benchMachine, recordWorkload } from './run.ts';

type Name = keyof typeof WORKLOADS;
export interface TimeRow {
  readonly workload: Name;
  /** Recorded instructions, in millions. */
  readonly recorded: number;
  /** Milliseconds of a step back, each time from somewhere else: at the end, and at its slowest depth. */
  readonly atEnd: number;
  readonly slowest: number;
  /** Milliseconds of going back to a breakpoint that was hit ten million instructions ago. */
  readonly search: number;
  readonly checkpoints: number;
  readonly keptMiB: number;
}
const STEPS = 9,
  AGO = 10_000_000;
/** Rounds of a workload that make so many instructions. */
const rounds = (name: Name, instructions: number): number => Math.ceil(instructions / WORKLOADS[name].instructions);

export function timeTravel(name: Name, instructions: number): TimeRow {
  const { timeline, instructions: recorded } = recordWorkload(benchMachine('wasm'), name, rounds(name, instructions)),
    depths = [0, 0.1, 0.25, 0.5, 0.9, 0.99].map(part => stepBack(timeline, part)),
    search = goBack(name);
  return {
    workload: name,
    recorded: Math.round(recorded / 1e6),
    atEnd: depths[0]!,
    slowest: Math.max(...depths),
    search,
    checkpoints: timeline.checkpoints,
    keptMiB: +(timeline.bytes / 1048576).toFixed(1),
  };
}
/** Median of some steps back, from `part` of the recording before its end. */
function stepBack(timeline: Timeline, part: number): number {
  const { start, end } = timeline,
    depth = BigInt(Math.round(Number(end.executed - start.executed) * part));
  timeline.goTo(end);
  const times = Array.from({ length: STEPS }, (_, n) => {
    const back = depth + BigInt(n) * 123_457n,
      at = end.executed - back;
    timeline.goTo({ executed: at > start.executed ? at : start.executed + BigInt(n) + 1n, events: 0n });
    const before = timeline.now,
      ms = timed(() => timeline.back());
    if (timeline.now.executed > before.executed) throw new Error('a step back went forwards');
    return ms;
  });
  return median(times);
}
/** Back to the workload's entry, which was hit once, so many instructions ago. */
function goBack(name: Name): number {
  const machine = benchMachine('wasm'),
    { timeline } = recordWorkload(machine, name, rounds(name, AGO)),
    { start, end } = timeline;
  return median(
    Array.from({ length: 3 }, () => {
      timeline.goTo(end);
      const search = timeline.lastAt(new Set([WORKLOADS[name].entry]), () => true),
        ms = timed(() => {
          while (!search.next().done);
        });
      if (timeline.now.executed !== start.executed) throw new Error('the breakpoint is not found again');
      return ms;
    }),
  );
}
function timed(act: () => unknown): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}
const median = (times: readonly number[]): number => +times.toSorted((a, b) => a - b)[times.length >> 1]!.toFixed(1);
