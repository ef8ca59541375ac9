/** npm run soak: what npm test samples, for long. Stops at the first thing that does not hold, and says which seed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { readPack } from '../core/lab/pack.ts';
import { problemLine } from '../core/lab/pack-problem.ts';
import { prove } from '../core/lab/prove.ts';
import { RECORDING_BYTES, benchMachine, recordWorkload } from '../main/bench/run.ts';
import { readTree } from '../main/files/pack-source.ts';
import { Differential } from './cpu/differential.ts';
import { soakLines } from './debugger/soak-lines.ts';
import { soakDoors } from './hosts/soak-doors.ts';
import { replaySessions } from './lab/sessions.ts';
import { Fuzz } from './machine/fuzz.ts';
import { REFS, checkPositions } from './machine/positions.ts';
import { DOORS, checkBench, checkSeed } from './windows/invariants.ts';

const SEEDS = 1000,
  CALLS = 50;

/** Both engines on random programs until so many instructions have run. */
function engines(instructions: bigint): void {
  const pair = new Differential();
  for (let n = 0; pair.instructions < instructions; n++) {
    pair.round(`soak-${n}`, 4000);
    if (n % 100 === 99) console.log(`${pair.instructions} instructions on both engines`);
  }
}

/** Broken guests, for so many minutes. */
function broken(minutes: number): void {
  const end = performance.now() + minutes * 60_000,
    all = (['sys64', 'sys32', 'sys32pae'] as const).flatMap(file =>
      (['evaluator', 'wasm'] as const).map(engine => new Fuzz(file, engine, `soak-${file}-${engine}`)),
    );
  let rounds = 0;
  for (; performance.now() < end; rounds++) all[rounds % all.length]!.round(rounds % 7 ? 40n : 2000n);
  console.log(`${rounds} broken guests came back`);
}

/** Machines taken down and set up again at every moment, and random programs gone back in. */
function moments(steps: number, programs: number): void {
  for (const ref of REFS) console.log(`${ref.machine}: ${checkPositions(ref, 'soak', steps, 1)} moments set up again`);
  const pair = new Differential();
  for (let n = 0; n < programs; n++) pair.backwards(`soak-${n}`, 4000);
  console.log(`${programs} random programs gone back in`);
}

/** Recorded sessions over all machines. */
function recorded(count: number): void {
  const { perSecond, attemptsPerSecond } = replaySessions('soak', count, done => {
    if (done % 50 === 0) console.log(`${done} recorded sessions replay identically`);
  });
  console.log(`replay: ${perSecond} sessions/s, ${attemptsPerSecond} attempts/s`);
}

/** A hundred million recorded instructions keep the memory they may, and are gone back in. */
function longRecording(workload: 'w1' | 'w2', count: number): void {
  const machine = benchMachine('wasm'),
    { instructions, timeline } = recordWorkload(machine, workload, count),
    { start, end } = timeline,
    last = machine.hash();
  if (instructions < 100_000_000) throw new Error(`${workload}: only ${instructions} instructions`);
  if (timeline.bytes > RECORDING_BYTES) throw new Error(`${workload}: ${timeline.bytes} bytes are kept`);
  timeline.goTo(start);
  if (machine.executed !== start.executed) throw new Error(`${workload}: the start is not found again`);
  timeline.goTo(end);
  if (machine.hash() !== last) throw new Error(`${workload}: the end is not as it was`);
  console.log(`${workload}: ${instructions} recorded instructions keep ${(timeline.bytes / 1048576).toFixed(1)} MiB of pages`);
}

/** An hour of steps in a real window, whose memory stays flat. */
function steppedWindow(minutes: number): void {
  const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', 'test/ui/hour.e2e.ts'], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { ...process.env, SOAK_MINUTES: String(minutes) },
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the memory of the window grew, or it stopped at a step');
}

steppedWindow(60);
await soakDoors(100_000, 10_000);
soakLines(1_000_000);
longRecording('w1', 250);
longRecording('w2', 1_000_000);
moments(2000, 500);
recorded(500);
engines(5_000_000n);
broken(10);
const pack = readPack(readTree(path.resolve(import.meta.dirname, '../exercises/syscalls')));
if (!pack.ok) throw new Error('the built-in pack is broken');
for (let n = 0; n < SEEDS; n++) {
  const seed = `soak-${n}`;
  for (const door of DOORS) checkSeed(door, seed, CALLS);
  for (const bench of ['bench-x64', 'bench-x86'] as const) checkBench(bench, seed, CALLS);
  if (n < 200)
    for (const e of pack.value.exercises) {
      const [failure] = prove(e, seed).problems;
      if (failure) throw new Error(problemLine(failure));
    }
  if (n % 50 === 49) console.log(`${n + 1} seeds`);
}
