/** `lab pack check|prove FOLDER`: what is wrong with a pack, all of it, with places. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPack } from '../../core/lab/pack.ts';
import { prove } from '../../core/lab/prove.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { openPack } from '../files/pack-source.ts';
import { UsageError } from './usage.ts';

export const help = `lab pack check FOLDER [--json]
lab pack prove FOLDER [--seeds N] [--json]
  check reads everything; prove also plays every exercise on N seeds (default 10).`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seeds: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
  });
  const [verb, folder] = positionals;
  if ((verb !== 'check' && verb !== 'prove') || folder === undefined) throw new UsageError('Say check or prove, and a folder.');
  if (!existsSync(folder)) throw new UsageError(`There is nothing at ${folder}.`);
  const seeds = /^[1-9]\d{0,4}$/.test(values.seeds) ? Number(values.seeds) : NaN;
  if (!seeds) throw new UsageError('--seeds takes a number from 1 to 99999.');
  const source = openPack(folder),
    read = readPack(source.texts),
    refused = source.problems.some(p => p.severity === 'error');
  for (const p of [...source.problems, ...read.problems]) console.log(values.json ? JSON.stringify(p) : problemLine(p));
  if (!read.ok || refused) return 1;
  const failures =
    verb === 'check'
      ? []
      : read.value.exercises.flatMap(e =>
          ['note', ...Array.from({ length: seeds - 1 }, (_, n) => `proof-${n + 1}`)].flatMap(seed => prove(e, seed).problems),
        );
  for (const f of failures) console.log(values.json ? JSON.stringify(f) : problemLine(f));
  if (!values.json)
    console.log(`${read.value.exercises.length} exercises, ${verb === 'prove' ? `${seeds} seeds, ` : ''}${failures.length} failures`);
  return failures.length ? 1 : 0;
}
