/** `lab bench`: the workloads of main/bench in our engines, sums checked; and `--peers`, beside the emulators installed here. */
import { parseArgs } from 'node:util';
import { WORKLOADS } from '../bench/guest64.ts';
import { PEERS, runPeer } from '../bench/peers.ts';
import { benchMachine, runWorkload } from '../bench/run.ts';

export const help = `lab bench [--peers] [--json]
  W1 hashes and sieves, W2 calls the kernel, W3 walks a thousand functions.`;

const COUNTS = { evaluator: { w1: 1, w2: 3000, w3: 10 }, wasm: { w1: 250, w2: 100_000, w3: 300 } } as const;

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
  if (values.peers)
    for (const peer of PEERS.filter(p => p.installed())) {
      const { w1, w2, w3 } = await runPeer(peer);
      print({ engine: peer.name, workload: 'w1', mips: +((peer.counts.w1 * WORKLOADS.w1.instructions) / w1 / 1e6).toFixed(1) });
      print({ engine: peer.name, workload: 'w2', perSecond: Math.round(peer.counts.w2 / w2) });
      if (w3 !== undefined)
        print({ engine: peer.name, workload: 'w3', mips: +((peer.counts.w3 * WORKLOADS.w3.instructions) / w3 / 1e6).toFixed(1) });
    }
  return 0;
}
