/** Looks through a store without changing it: SQLite's own checks, and what the lab promises of its rows. */
import type { Db } from './database.ts';

export interface Finding {
  readonly what: 'integrity' | 'reference' | 'gap' | 'unreadable' | 'no-answer-input' | 'progress';
  /** Where: a table and row, in the store's own names. */
  readonly where: string;
}
const TABLES = ['learner', 'setting', 'session', 'input', 'answer', 'hint_taken', 'exam', 'note', 'history', 'pack_content', 'pack_installed', 'trusted_key'] as const; // prettier-ignore
/** Findings told of one kind; a damaged file may have thousands. */
const MOST = 20;

export const countRows = (db: Db): Readonly<Record<string, number>> =>
  Object.fromEntries(TABLES.map(table => [table, db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()!.n]));

export function checkStore(db: Db): readonly Finding[] {
  const integrity = (db.pragma(`integrity_check(${MOST})`) as { integrity_check: string }[]).map(r => r.integrity_check);
  const references = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  const gaps = db
    .prepare<[], { session: number }>('SELECT session FROM input GROUP BY session HAVING min(idx) <> 0 OR max(idx) <> count(*) - 1')
    .all();
  const unreadable = db
    .prepare<[], { place: string }>(
      `SELECT 'input ' || session || '/' || idx AS place FROM input WHERE NOT json_valid(body)
       UNION ALL SELECT 'setting ' || name FROM setting WHERE NOT json_valid(value)
       UNION ALL SELECT 'session ' || id FROM session WHERE NOT json_valid(switches)
       UNION ALL SELECT 'pack_content ' || hash FROM pack_content WHERE NOT json_valid(summary)`,
    )
    .all();
  const notAnswers = db
    .prepare<[], { place: string }>(
      `SELECT 'answer ' || a.session || '/' || a.idx AS place FROM answer a JOIN input i ON i.session = a.session AND i.idx = a.idx
       WHERE json_valid(i.body) AND (json_extract(i.body, '$.kind') <> 'answer' OR json_extract(i.body, '$.step') <> a.step)`,
    )
    .all();
  const progress = db
    .prepare<[], { place: string }>(
      `SELECT DISTINCT pack || '/' || exercise || '/' || step AS place FROM
         (SELECT pack, exercise, step, attempts, solved FROM step_progress
          UNION ALL SELECT s.pack, s.exercise, a.step, sum(a.result IN ('right', 'wrong', 'misconception')), max(a.result = 'right')
            FROM answer a JOIN session s ON s.id = a.session WHERE s.exercise <> '' AND s.mode = 'official' GROUP BY s.pack, s.exercise, a.step)
       GROUP BY pack, exercise, step, attempts, solved HAVING count(*) <> 2`,
    )
    .all();
  const found = (what: Finding['what'], places: readonly string[]): Finding[] => places.slice(0, MOST).map(where => ({ what, where }));
  return [
    ...found(
      'integrity',
      integrity.filter(line => line !== 'ok'),
    ),
    ...found(
      'reference',
      references.map(r => `${r.table} → ${r.parent}`),
    ),
    ...found(
      'gap',
      gaps.map(g => `session ${g.session}`),
    ),
    ...found(
      'unreadable',
      unreadable.map(r => r.place),
    ),
    ...found(
      'no-answer-input',
      notAnswers.map(r => r.place),
    ),
    ...found(
      'progress',
      progress.map(r => r.place),
    ),
  ];
}
