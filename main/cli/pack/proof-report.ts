/** What `lab pack prove --report FILE` keeps: per exercise the content that was proved, on how many seeds, and what was found. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from '../../files/write-whole.ts';
import type { Judged } from '../../../core/lab/prove-many.ts';

export interface Proved {
  /** SHA-256 of exercise.yml and tests.yml; prose has no part in a proof. */
  readonly content: string;
  readonly seeds: number;
  /** Codes of what was found, each with how many seeds have it. */
  readonly problems: Readonly<Record<string, number>>;
}
export type ProofReport = Readonly<Record<string, Proved>>;

export function contentOf(texts: ReadonlyMap<string, string>, id: string): string {
  const hash = createHash('sha256');
  for (const name of ['exercise.yml', 'tests.yml']) hash.update(`${texts.get(`exercises/${id}/${name}`) ?? ''}\0`);
  return hash.digest('hex');
}
export const readReport = (file: string): ProofReport => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProofReport) : {});
/** Exercises a report says nothing of, or something of other content, fewer seeds or problems. */
export const unproved = (report: ProofReport, texts: ReadonlyMap<string, string>, ids: readonly string[], seeds: number): string[] =>
  ids.filter(id => {
    const known = report[id];
    return known?.content !== contentOf(texts, id) || known.seeds < seeds || Object.keys(known.problems).length > 0;
  });
/** The report with what was just found; exercises that are no longer there are dropped. */
export function writeReport(
  file: string,
  texts: ReadonlyMap<string, string>,
  ids: readonly string[],
  judged: ReadonlyMap<string, readonly Judged[]>,
  seeds: number,
): void {
  const before = readReport(file);
  const rows = ids.toSorted().flatMap((id): [string, Proved][] => {
    const found = judged.get(id);
    if (!found) return before[id] ? [[id, before[id]]] : [];
    return [[id, { content: contentOf(texts, id), seeds, problems: Object.fromEntries(found.map(j => [j.problem.code, j.seeds])) }]];
  });
  writeWhole(file, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
}
