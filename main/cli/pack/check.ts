/** `lab pack check|prove`: what is wrong with a pack, all of it, with places. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPack, type Pack } from '../../../core/lab/pack.ts';
import type { PackProblem } from '../../../core/lab/pack-problem.ts';
import { PROVED_SEEDS, type Judged } from '../../../core/lab/prove-many.ts';
import { openPack } from '../../files/pack-source.ts';
import { UsageError } from '../usage.ts';
import { Helpers, proveAll } from './prove-all.ts';
import { readReport, unproved, writeReport } from './proof-report.ts';
import { formatOf, languageOf, printProblems } from './report.ts';

/** Machines every exercise is played on when a pack is only checked. */
const CHECK_SEEDS = 2;

export const help = `lab pack check PACK [--format text|json|sarif] [--language en|zh-CN]
lab pack prove PACK [--seeds N] [--only EXERCISE]... [--report FILE] [--format ...] [--language ...]
  PACK is a folder or a .labpack. check reads everything and plays every exercise on ${CHECK_SEEDS} seeds; prove plays it on N (default ${PROVED_SEEDS}).
  --report   keeps what was proved in FILE; exercises it has already, unchanged, are not played again`;

export async function run(verb: 'check' | 'prove', args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: String(verb === 'check' ? CHECK_SEEDS : PROVED_SEEDS) },
      only: { type: 'string', multiple: true },
      report: { type: 'string' },
      format: { type: 'string', default: 'text' },
      language: { type: 'string', default: 'en' },
    },
  });
  const where = positionals[0],
    format = formatOf(values.format),
    language = languageOf(values.language),
    seeds = /^[1-9]\d{0,4}$/.test(values.seeds) ? Number(values.seeds) : NaN;
  if (where === undefined) throw new UsageError('Say which pack.');
  if (!existsSync(where)) throw new UsageError(`There is nothing at ${where}.`);
  if (!seeds) throw new UsageError('--seeds takes a number from 1 to 99999.');
  const { texts, problems: found } = openPack(where),
    helpers = new Helpers(texts, (values.only?.length ?? exercisesIn(texts)) * seeds),
    read = readPack(texts),
    problems: PackProblem[] = [...found, ...read.problems];
  let judged;
  try {
    if (read.ok && !hasErrors(problems))
      judged = await play(read.value, toPlay(read.value, texts, values, seeds), seeds, helpers, format === 'text');
  } finally {
    await helpers.end();
  }
  if (values.report !== undefined && judged && read.ok) writeReport(values.report, texts, idsOf(read.value), judged, seeds);
  for (const one of judged?.values() ?? []) problems.push(...one.map(j => j.problem));
  printProblems(problems, where, format, language);
  if (format === 'text') console.log(summary(judged, problems, seeds));
  return hasErrors(problems) ? 1 : 0;
}
const exercisesIn = (texts: ReadonlyMap<string, string>): number => [...texts.keys()].filter(name => name.endsWith('/exercise.yml')).length;
const hasErrors = (problems: readonly PackProblem[]): boolean => problems.some(p => p.severity === 'error');

const idsOf = (pack: Pack): string[] => pack.exercises.map(e => e.id);
/** Exercises that are asked for, without those a report already has. */
function toPlay(
  pack: Pack,
  texts: ReadonlyMap<string, string>,
  { only, report }: { readonly only?: string[] | undefined; readonly report?: string | undefined },
  seeds: number,
): readonly string[] {
  const all = idsOf(pack),
    unknown = only?.find(id => !all.includes(id));
  if (unknown !== undefined) throw new UsageError(`There is no exercise ${unknown}; there are ${all.join(', ')}.`);
  const asked = only ?? all;
  return report === undefined ? asked : unproved(readReport(report), texts, asked, seeds);
}
async function play(
  pack: Pack,
  ids: readonly string[],
  seeds: number,
  helpers: Helpers,
  talk: boolean,
): Promise<ReadonlyMap<string, readonly Judged[]>> {
  const bar = talk && process.stderr.isTTY,
    started = performance.now();
  const judged = await proveAll(pack, ids, seeds, helpers, (done, of) => {
    if (bar) process.stderr.write(`\r${progressBar(done / of)} ${done} of ${of}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  });
  if (bar) process.stderr.write('\r\u001b[K');
  return judged;
}
const WIDTH = 30;
const progressBar = (share: number): string => `[${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.')}]`;

function summary(judged: ReadonlyMap<string, readonly Judged[]> | undefined, problems: readonly PackProblem[], seeds: number): string {
  const errors = problems.filter(p => p.severity === 'error').length,
    counts = `${errors} errors, ${problems.length - errors} warnings`;
  if (!judged) return `${counts}; nothing was played`;
  const lines = [...judged].flatMap(([id, found]) => found.map(j => `  ${id}: ${j.problem.code} on ${j.seeds} of ${seeds} seeds`));
  return [...lines, `${judged.size} exercises, ${seeds} seeds, ${counts}`].join('\n');
}
