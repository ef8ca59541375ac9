/** `lab bench`: the workloads of main/bench in our engines, sums checked; and `--peers`, beside the emulators installed here. */
import { parseArgs } from 'node:util';
import { WORKLOADS } from '../bench/guest64.ts';
import { PEERS, runPeer } from '../bench/peers.ts';
import { coldStart, packSeconds, vectorsPerSecond } from '../bench/measure.ts';
import { benchMachine, runWorkload, stretches } from '../bench/run.ts';
import { timeTravel } from '../bench/time.ts';

/** Lengths of the recordings that are gone back in. */
const RECORDED = [10e6, 100e6];
/** Enough for a median on a noisy machine. */
const ROUNDS = 5,
  PAIRS = 301;

export const help = `lab bench [--peers] [--json]
  W1 hashes and sieves, W2 calls the kernel, W3 walks a thousand functions; recorded vectors a second; what a recording costs,
  and what going back in it takes; what a cold start, a machine and the check of a pack cost.
  --peers adds our speed over that of QEMU, Unicorn and Bochs, where installed: min, median and max of ${ROUNDS} rounds.`;

const COUNTS = { evaluator: { w1: 1, w2: 3000, w3: 10 }, wasm: { w1: 250, w2: 100_000, w3: 3000 } } as const;

export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { peers: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const print = (row: Readonly<Record<string, string | number>>): void =>
    console.log(values.json ? JSON.stringify(row) : Object.values(row).join('  '));
  for (const engine of ['evaluator', 'wasm'] as const) {
    const machine = benchMachine(engine);
    for (const name of ['w1', 'w2', 'w3'] as const) {
      const count = COUNTS[engine][name],
        warm = runWorkload(machine, name, Math.ceil(count / 10)),
        run = runWorkload(machine, name, count);
      const sum = (WORKLOADS[name].sums as Readonly<Record<number, bigint>>)[count];
      if (sum !== undefined && sum !== run.sum)
        throw new Error(`${name} on ${engine} gives ${run.sum.toString(16)}, not ${sum.toString(16)}`);
      print({
        engine,
        workload: name,
        mips: +(run.instructions / run.seconds / 1e6).toFixed(1),
        perSecond: Math.round(count / run.seconds),
        warmUp: +warm.seconds.toFixed(3),
      });
    }
  }
  for (const engine of ['evaluator', 'wasm'] as const) {
    const perSecond = vectorsPerSecond(engine);
    if (perSecond !== undefined) print({ engine, workload: 'user64 vectors', perSecond });
  }
  for (const name of ['w1', 'w2', 'w3'] as const) for (const instructions of RECORDED) print({ ...timeTravel(name, instructions) });
  print(recordingCost());
  print({ workload: 'cold start', ...coldStart() });
  const pack = packSeconds();
  if (pack) print({ workload: 'pack', ...pack });
  if (values.peers) for (const row of await comparePeers()) print(row);
  return 0;
}

/** Processor time of a stretch of W2 up to a kept checkpoint over that of one without: 1.15 is what a recording may cost. */
function recordingCost(): Readonly<Record<string, string | number>> {
  const { recorded, plain } = stretches('w2');
  for (let warm = 0; warm < 20; warm++) {
    recorded();
    plain();
  }
  const ratios = Array.from({ length: PAIRS }, (_, pair) => {
    if (pair % 2) return recorded() / plain();
    const without = plain();
    return recorded() / without;
  });
  return { ratio: 'recording/none', workload: 'w2', pairs: PAIRS, ...spread(ratios) };
}
function spread(measured: readonly number[]): { readonly min: number; readonly median: number; readonly max: number } {
  const sorted = measured.toSorted((a, b) => a - b),
    figure = (n: number): number => +sorted[n]!.toPrecision(3);
  return { min: figure(0), median: figure(sorted.length >> 1), max: figure(sorted.length - 1) };
}

/** Our WebAssembly engine's rate over each peer's, from rounds in which all take turns. */
async function comparePeers(): Promise<Readonly<Record<string, string | number>>[]> {
  const machine = benchMachine('wasm'),
    workloads = ['w1', 'w2', 'w3'] as const,
    peers = PEERS.filter(p => p.installed()),
    ratios = new Map<string, number[]>();
  for (const name of workloads) runWorkload(machine, name, COUNTS.wasm[name]);
  for (let round = 0; round < ROUNDS; round++) {
    const ours = workloads.map(name => COUNTS.wasm[name] / runWorkload(machine, name, COUNTS.wasm[name]).seconds);
    for (const peer of peers) {
      const theirs = await runPeer(peer);
      workloads.forEach((name, n) => {
        const seconds = theirs[name],
          key = `${peer.name}|${name}`;
        if (seconds !== undefined) ratios.set(key, [...(ratios.get(key) ?? []), ours[n]! / (peer.counts[name] / seconds)]);
      });
    }
  }
  return [...ratios].map(([key, measured]) => {
    const [peer, workload] = key.split('|') as [string, string];
    return { ratio: `wasm/${peer}`, workload, ...spread(measured) };
  });
}
