/** Exams: what each drew, how long it goes on by the host's clock, and what of it counts. */
import type { ExamState } from '../../core/host.ts';
import type { ExamPlan } from '../../core/lab/catalog.ts';
import { drawExam } from '../../core/lab/exam.ts';
import { suffixed } from '../../core/lab/seeds.ts';
import type { Db } from './database.ts';

interface ExamRow {
  readonly id: number;
  readonly pack: string;
  readonly content: string;
  readonly seed: string;
  readonly minutes: number;
  readonly exercises: string;
  readonly ends: string;
  readonly latest: string;
  readonly submitted: string | null;
}
interface Done {
  readonly exercise: string;
  readonly score: number | null;
  readonly right: string;
}

export class Exams {
  readonly #db: Db;
  readonly #now: () => string;

  constructor(db: Db, now: () => string) {
    this.#db = db;
    this.#now = now;
  }
  /** The one that goes on, else the last one. */
  latest(pack: string): ExamState | undefined {
    const row = this.#last(pack);
    return row && this.#state(row);
  }
  get(id: number): ExamState | undefined {
    const row = this.#row(id);
    return row && this.#state(row);
  }
  /** The one that goes on; a new one where none does, drawn for this learner, on machines of its own. */
  begin(pack: string, content: string, plan: ExamPlan, learner: string): ExamState {
    return this.#db.transaction((): ExamState => {
      const last = this.#last(pack);
      if (last && !this.#isOver(last)) return this.#state(last);
      const { n } = this.#db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM exam WHERE pack = ?').get(pack)!,
        seed = suffixed(learner, `-x${n + 1}`),
        now = this.#now(),
        ends = new Date(Date.parse(now) + plan.minutes * 60_000).toISOString();
      const made = this.#db
        .prepare('INSERT INTO exam (pack, content, seed, minutes, exercises, begun, ends, latest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(pack, content, seed, plan.minutes, JSON.stringify(drawExam(plan, pack, seed)), now, ends, now);
      return this.get(Number(made.lastInsertRowid))!;
    })();
  }
  /** What is done from now on is not counted. Undefined where there is no such exam. */
  submit(id: number): ExamState | undefined {
    const row = this.#row(id);
    if (row && !this.#isOver(row)) this.#db.prepare('UPDATE exam SET submitted = ? WHERE id = ?').run(this.#time(row), id);
    return this.get(id);
  }
  /** An input comes for a session. @returns whether it counts: not where its exam is over */
  hear(session: number): boolean {
    const row = this.#db.prepare<[number], ExamRow>('SELECT e.* FROM exam e JOIN session s ON s.exam = e.id WHERE s.id = ?').get(session);
    if (!row) return true;
    this.#db.prepare('UPDATE exam SET latest = ? WHERE id = ?').run(this.#time(row), row.id);
    return !this.#isOver(row);
  }

  #row(id: number): ExamRow | undefined {
    return this.#db.prepare<[number], ExamRow>('SELECT * FROM exam WHERE id = ?').get(id);
  }
  #last(pack: string): ExamRow | undefined {
    return this.#db.prepare<[string], ExamRow>('SELECT * FROM exam WHERE pack = ? ORDER BY id DESC LIMIT 1').get(pack);
  }
  /** By a clock that never goes back. */
  #time({ latest }: ExamRow): string {
    const now = this.#now();
    return now > latest ? now : latest;
  }
  #isOver(row: ExamRow): boolean {
    return row.submitted !== null || this.#time(row) >= row.ends;
  }
  #state(row: ExamRow): ExamState {
    const over = this.#isOver(row);
    const done = this.#db
      .prepare<[number], Done>(
        `SELECT s.exercise, s.score, json_group_array(a.step) FILTER (WHERE a.result = 'right' AND NOT a.late) AS right
         FROM session s LEFT JOIN answer a ON a.session = s.id WHERE s.exam = ? GROUP BY s.id`,
      )
      .all(row.id);
    return {
      ...{ exam: row.id, pack: row.pack, content: row.content, seed: row.seed, minutes: row.minutes },
      left: over ? 0 : Date.parse(row.ends) - Date.parse(this.#time(row)),
      over,
      submitted: row.submitted !== null,
      exercises: (JSON.parse(row.exercises) as string[]).map(id => {
        const mine = done.find(d => d.exercise === id);
        return { id, begun: mine !== undefined, score: mine?.score ?? 0, right: mine ? (JSON.parse(mine.right) as string[]) : [] };
      }),
    };
  }
}
