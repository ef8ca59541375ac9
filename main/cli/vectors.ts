/** `lab vectors FILE...`: recorded vectors against our processor, the first differences field by field. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { VectorRunner, batches, parseVector, type Vector, type VectorResult } from '../../core/machine/vector.ts';
import { UsageError } from './usage.ts';

export const help = `lab vectors FILE... [--engine evaluator|wasm|all] [--json]
  FILE is .jsonl or .jsonl.gz in the format of test/vectors/FORMAT.md; images are looked for in images/ beside it.
  The last line counts; perSecond is of a second pass over each batch, when everything is warm.`;

const SHOWN = 10;
const ENGINES = { evaluator: ['evaluator'], wasm: ['wasm'], all: ['evaluator', 'wasm'] } as const;

/** Exit code 1 if any vector failed. The last line is one JSON object with the totals. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { engine: { type: 'string', default: 'evaluator' }, json: { type: 'boolean', default: false } },
  });
  if (!positionals.length) throw new UsageError('Name at least one file.');
  if (!Object.hasOwn(ENGINES, values.engine)) throw new UsageError(`--engine is evaluator, wasm or all, not "${values.engine}".`);
  const totals = { total: 0, passed: 0, failed: 0, unsupported: 0, unscored: 0 };
  let seconds = 0;
  for (const file of positionals) {
    const vectors = readVectors(file);
    for (const engine of ENGINES[values.engine as keyof typeof ENGINES]) {
      const runner = new VectorRunner(engine, name => readFileSync(path.join(path.dirname(file), 'images', `${name}.json`), 'utf8'));
      const failures: VectorResult[] = [];
      for (const batch of batches(vectors)) {
        runner.learn(batch);
        for (const result of batch.map(x => runner.run(x))) {
          totals.total++;
          totals[result.outcome]++;
          if (result.outcome === 'failed' || result.outcome === 'unsupported') failures.push(result);
        }
        const started = performance.now();
        for (const x of batch) runner.run(x);
        seconds += (performance.now() - started) / 1000;
      }
      report(file, engine, vectors.length, failures, values.json);
    }
  }
  console.log(JSON.stringify({ ...totals, perSecond: Math.round(totals.total / seconds) }));
  return totals.failed || totals.unsupported ? 1 : 0;
}

/** The vectors of a file, compressed or not. @throws UsageError that names the line */
export function readVectors(file: string): Vector[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter(line => line.trim())
    .map((line, n) => {
      try {
        return parseVector(line);
      } catch (e) {
        throw new UsageError(`${file}:${n + 1} is not a vector: ${(e as Error).message}`);
      }
    });
}

function report(file: string, engine: string, count: number, failures: readonly VectorResult[], json: boolean): void {
  if (json) {
    for (const { id, outcome, differences } of failures) console.log(JSON.stringify({ file, engine, id, outcome, differences }));
    return;
  }
  console.log(`${file} on ${engine}: ${count - failures.length} of ${count}`);
  for (const { id, outcome, differences } of failures.slice(0, SHOWN)) {
    console.log(`  ${id} ${outcome}`);
    for (const d of differences.slice(0, SHOWN)) console.log(`    ${d.field}: expected ${d.expected}, got ${d.actual}`);
  }
  if (failures.length > SHOWN) console.log(`  and ${failures.length - SHOWN} more`);
}
