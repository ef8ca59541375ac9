/** Both engines on recorded vectors and on whole programs. */
import { expect, test } from 'vitest';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { VectorRunner } from '../../core/machine/vector.ts';
import { WORKLOADS } from '../../main/bench/guest64.ts';
import { benchMachine, runWorkload } from '../../main/bench/run.ts';
import { image, vectors } from './vector-files.ts';

/** Every `step`-th vector of a file; those that fail, with what differs. */
function failures(engine: EngineName, file: string, step: number): string[] {
  const runner = new VectorRunner(engine, image);
  return [...runner.runAll(vectors(file).filter((_, n) => n % step === 0))]
    .filter(r => r.outcome !== 'passed' && r.outcome !== 'unscored')
    .map(r => `${r.id} ${r.differences.map(d => d.field).join()}`);
}
test.each([['user64', 1], ['user32', 1], ['random64', 1], ['random32', 1]] as const)('the oracle passes every vector of %s', (file, step) => expect(failures('evaluator', file, step)).toEqual([]), 60_000);
test.each([['user64', 1], ['user32', 1], ['random64', 1], ['random32', 1], ['sys64', 1], ['sys32', 1], ['sys32pae', 1]] as const)(
  'the WebAssembly interpreter passes %s (each %i)', (file, step) => expect(failures('wasm', file, step)).toEqual([]), 60_000);
test('hashing, a CRC and a sieve give the bare processor\'s sum on the WebAssembly interpreter', () => {
  expect(runWorkload(benchMachine('wasm'), 'w1', 25).sum).toBe(WORKLOADS.w1.sums[25]);
}, 60_000);
test('ten thousand system calls give QEMU\'s sum on the WebAssembly interpreter, and as many instructions as the oracle counts', () => {
  const wasm = runWorkload(benchMachine('wasm'), 'w2', 10_000);
  expect(wasm.sum).toBe(WORKLOADS.w2.sums[10_000]);
  expect(runWorkload(benchMachine('wasm'), 'w2', 300).instructions).toBe(runWorkload(benchMachine('evaluator'), 'w2', 300).instructions);
}, 60_000);
