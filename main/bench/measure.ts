/** What is not a workload: recorded vectors a second, and what a cold process and a machine cost. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { VectorRunner } from '../../core/machine/vector.ts';
import { readVectors } from '../cli/vectors.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** User-mode vectors of the repository, executed by the third pass, when everything is warm; undefined where there is no repository. */
export function vectorsPerSecond(engine: EngineName): number | undefined {
  const file = here('../../test/vectors/user64.jsonl.gz');
  if (!existsSync(file)) return undefined;
  const vectors = readVectors(file);
  let perSecond = 0;
  for (let pass = 0; pass < 3; pass++) {
    const runner = new VectorRunner(engine, () => '');
    const started = performance.now();
    for (const r of runner.runAll(vectors)) if (r.outcome !== 'passed') throw new Error(`${r.id} ${r.outcome} on ${engine}`);
    perSecond = Math.round((vectors.length / (performance.now() - started)) * 1000);
  }
  return perSecond;
}

const COLD_RUNS = 5;
/** Fresh processes up to their first system call, modules loaded: the median; with kernels to assemble; bytes of a machine with 64 MiB of RAM. */
export function coldStart(): { readonly milliseconds: number; readonly assembling: number; readonly machineMiB: number } {
  const run = (...more: string[]): { milliseconds: number; bytes: number } =>
    JSON.parse(execFileSync(process.execPath, ['--no-warnings', here('cold.ts'), ...more], { encoding: 'utf8' })) as ReturnType<typeof run>;
  run(); // keeps the kernels, unless they are kept
  const runs = Array.from({ length: COLD_RUNS }, () => run()).sort((a, b) => a.milliseconds - b.milliseconds),
    { milliseconds, bytes } = runs[COLD_RUNS >> 1]!;
  return {
    milliseconds: Math.round(milliseconds),
    assembling: Math.round(run('assemble').milliseconds),
    machineMiB: +(bytes / 1048576).toFixed(1),
  };
}

const FIFTY = 50,
  PACK_RUNS = 5;
/** Seconds of `lab pack` as a person runs it, the median but for the first: checking fifty exercises of the built-in pack, proving one on 200 seeds. */
export function packSeconds(): { readonly checkFifty: number; readonly proveOne: number } | undefined {
  const pack = here('../../exercises/syscalls'),
    run = here('../../build/run.mjs');
  if (!existsSync(pack) || !existsSync(run)) return undefined;
  const ids = readdirSync(path.join(pack, 'exercises')),
    only = (some: readonly string[]): string[] => some.flatMap(id => ['--only', id]),
    lab = (...args: string[]): void =>
      void execFileSync(process.execPath, [run, here('../cli/main.ts'), 'pack', ...args], { stdio: 'ignore' }),
    seconds = (...args: string[]): number => {
      const runs = Array.from({ length: PACK_RUNS + 1 }, () => {
        const started = performance.now();
        lab(...args);
        return (performance.now() - started) / 1000;
      });
      return +runs
        .slice(1) // the first keeps what is compiled
        .sort((a, b) => a - b)
        [PACK_RUNS >> 1]!.toFixed(2);
    };
  return {
    checkFifty: seconds('check', pack, ...only(ids.filter((_, n) => n % 10 < 8).slice(0, FIFTY))),
    proveOne: seconds('prove', pack, ...only(ids.slice(0, 1))),
  };
}
