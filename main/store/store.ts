/** Everything the lab keeps. Each method returns after its commit, so what it acknowledges is on disk. */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { AttemptSeeds, ExerciseProgress, Progress, Settings, StepProgress, StoredSession } from '../../core/host.ts';
import type { Input, SessionStart } from '../../core/lab/session.ts';
import { BACKUPS, backupName, backupsIn, copyStore, superfluous } from './backup.ts';
import { checkStore, countRows, type Finding } from './check.ts';
import { openDatabase, type Db } from './database.ts';
import { Exams } from './exams.ts';
import { Notes } from './notes.ts';
import { PackTable } from './packs.ts';

const HISTORY_KEPT = 2000;

/** An input that is not the next one of its session: two windows, or a repeat. */
export class OutOfOrder extends Error {}

export interface AnswerRow {
  readonly step: string;
  readonly result: string;
  readonly points: number;
  readonly feedback: string | undefined;
  /** It was to be predicted, and had happened before. */
  readonly observed?: boolean | undefined;
  /** Of the attempt with this answer, 0 to 100. */
  readonly score?: number | undefined;
}
/** What a new session is begun with. */
export interface Beginning {
  /** Digest of the exercise's files, and the content of the pack they are of; neither in free play. */
  readonly exerciseHash?: string;
  readonly content?: string | undefined;
  /** End what is open of this exercise (or, in free play, of this machine), and begin anew. */
  readonly fresh?: boolean | undefined;
  /** The exam it belongs to. */
  readonly exam?: number | undefined;
}
interface SessionRow {
  readonly id: number;
  readonly machine: string;
  readonly seed: string;
  readonly switches: string;
  readonly pack: string;
  readonly exercise: string;
  readonly content: string | null;
  readonly mode: 'practice' | 'official' | 'exam';
}

export class Store {
  readonly packs: PackTable;
  readonly #db: Db;
  readonly #folder: string;
  readonly #now: () => string;
  readonly notes: Notes;
  readonly exams: Exams;

  /** @param now time for records, ISO 8601; it is never replayed */
  constructor(folder: string, now: () => string = () => new Date().toISOString()) {
    this.#folder = folder;
    this.#now = now;
    this.#db = openDatabase(folder, (db, version) =>
      copyStore(db, path.join(folder, BACKUPS, `before-version-${version + 1}-${backupName(now())}`)),
    );
    this.notes = new Notes(this.#db, now);
    this.exams = new Exams(this.#db, now);
    this.packs = new PackTable(this.#db, now);
  }
  close(): void {
    this.#db.close();
  }
  /** What is wrong with what is stored, as far as it can be found. */
  check(): readonly Finding[] {
    return checkStore(this.#db);
  }
  /** Copy everything into a file. @throws StoreError where it is already there */
  copyTo(file: string): void {
    copyStore(this.#db, file);
  }
  /** A backup beside the store, and an end of those that are too many. @returns its path */
  backUp(): string {
    const file = path.join(this.#folder, BACKUPS, backupName(this.#now()));
    if (!existsSync(file)) this.copyTo(file);
    for (const name of superfluous(backupsIn(this.#folder), Date.parse(this.#now())))
      rmSync(path.join(this.#folder, BACKUPS, name), { force: true });
    return file;
  }
  /** Rows of each table. */
  counts(): Readonly<Record<string, number>> {
    return countRows(this.#db);
  }

  /** Drawn once, at first run. */
  learnerSeed(): string {
    const known = this.#db.prepare<[], { seed: string }>('SELECT seed FROM learner').get();
    if (known) return known.seed;
    const seed = `l-${randomBytes(8).toString('hex')}`;
    this.#db.prepare('INSERT INTO learner (id, seed, created) VALUES (1, ?, ?)').run(seed, this.#now());
    return seed;
  }

  settings(): Settings {
    const rows = this.#db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting').all();
    return Object.fromEntries(rows.map(r => [r.name, JSON.parse(r.value) as unknown]));
  }
  saveSettings(changes: Settings): void {
    const put = this.#db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
    this.#db.transaction(() => {
      for (const [name, value] of Object.entries(changes)) put.run(name, JSON.stringify(value));
    })();
  }

  /** The open session of this machine and exercise, made when there is none (or when it is to be fresh; the old one is kept). */
  openSession(start: SessionStart, { exerciseHash = '', content, fresh = false, exam }: Beginning = {}): StoredSession {
    const key = [
      start.ref.machine,
      start.ref.seed,
      switchesText(start.ref.set),
      start.exercise?.pack ?? '',
      start.exercise?.id ?? '',
      exam === undefined ? (start.mode ?? 'official') : 'exam',
    ] as const;
    return this.#db.transaction((): StoredSession => {
      if (fresh) this.#end(start, key);
      const found = this.#db
        .prepare<unknown[], SessionRow>(
          'SELECT * FROM session WHERE machine = ? AND seed = ? AND switches = ? AND pack = ? AND exercise = ? AND mode = ? AND ended IS NULL',
        )
        .get(...key);
      if (found) return this.#stored(found);
      const made = this.#db
        .prepare(
          'INSERT INTO session (machine, seed, switches, pack, exercise, mode, pack_hash, content, exam, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(...key, exerciseHash, content ?? null, exam ?? null, this.#now());
      return { session: Number(made.lastInsertRowid), start, inputs: [], ...(content !== undefined && { content }) };
    })();
  }
  /** On which machines an exercise was attempted. */
  attemptSeeds(pack: string, exercise: string): AttemptSeeds {
    const rows = this.#db
      .prepare<[string, string], { seed: string; open: number }>(
        "SELECT seed, ended IS NULL AS open FROM session WHERE pack = ? AND exercise = ? AND mode <> 'exam' ORDER BY id",
      )
      .all(pack, exercise);
    const open = rows.findLast(r => r.open)?.seed;
    return { attempts: rows.length, variants: new Set(rows.map(r => r.seed)).size, ...(open !== undefined && { open }) };
  }
  #end({ exercise, mode = 'official' }: SessionStart, key: readonly string[]): void {
    if (exercise)
      this.#db
        .prepare('UPDATE session SET ended = ? WHERE pack = ? AND exercise = ? AND mode = ? AND ended IS NULL')
        .run(this.#now(), exercise.pack, exercise.id, mode);
    else
      this.#db
        .prepare(
          'UPDATE session SET ended = ? WHERE machine = ? AND seed = ? AND switches = ? AND pack = ? AND exercise = ? AND mode = ? AND ended IS NULL',
        )
        .run(this.#now(), ...key);
  }
  #session(id: number): SessionRow | undefined {
    return this.#db.prepare<[number], SessionRow>('SELECT * FROM session WHERE id = ?').get(id);
  }
  #stored(row: SessionRow): StoredSession {
    const inputs = this.#db.prepare<[number], { body: string }>('SELECT body FROM input WHERE session = ? ORDER BY idx').all(row.id);
    return {
      ...{ session: row.id, start: startOf(row), inputs: inputs.map(i => JSON.parse(i.body) as Input) },
      ...(row.content !== null && { content: row.content }),
    };
  }

  /** @param score of the attempt with this input, where it changes it. @throws OutOfOrder unless `index` is the next one */
  appendInput(session: number, index: number, input: Input, score?: number): void {
    this.#db.transaction(() => {
      this.#append(session, index, input);
      this.#score(session, score, this.exams.hear(session));
    })();
  }
  /** An answer and what came of it, together. @throws OutOfOrder */
  recordAnswer(session: number, index: number, input: Input, answer: AnswerRow): void {
    this.#db.transaction(() => {
      this.#append(session, index, input);
      const counts = this.exams.hear(session);
      this.#db
        .prepare('INSERT INTO answer (session, idx, step, result, points, feedback, observed, late, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          session,
          index,
          answer.step,
          answer.result,
          answer.points,
          answer.feedback ?? null,
          answer.observed ? 1 : 0,
          counts ? 0 : 1,
          this.#now(),
        );
      this.#score(session, answer.score, counts);
    })();
  }
  #score(session: number, score: number | undefined, counts: boolean): void {
    if (score !== undefined && counts) this.#db.prepare('UPDATE session SET score = ? WHERE id = ?').run(score, session);
  }
  #append(session: number, index: number, input: Input): void {
    const next = this.#db.prepare<[number], { n: number }>('SELECT count(*) AS n FROM input WHERE session = ?').get(session)!.n;
    if (index !== next || !this.#session(session)) throw new OutOfOrder(`input ${index} of session ${session}; the next is ${next}`);
    this.#db.prepare('INSERT INTO input (session, idx, body) VALUES (?, ?, ?)').run(session, index, JSON.stringify(input));
  }

  /** Best result of each step of each exercise, over open and ended sessions. */
  progress(): Progress {
    return {
      steps: this.#db
        .prepare<[], StepProgress>(
          `SELECT pack, exercise, step, CASE WHEN solved THEN 'right' ELSE 'wrong' END AS result, points, attempts
           FROM step_progress ORDER BY pack, exercise, step`,
        )
        .all(),
      exercises: this.#db
        .prepare<[], ExerciseProgress>('SELECT pack, exercise, attempts, hints, score FROM exercise_progress ORDER BY pack, exercise')
        .all(),
    };
  }

  history(): string[] {
    return this.#db
      .prepare<[], { line: string }>(`SELECT line FROM (SELECT id, line FROM history ORDER BY id DESC LIMIT ${HISTORY_KEPT}) ORDER BY id`)
      .all()
      .map(r => r.line);
  }
  addHistory(line: string): void {
    this.#db.transaction(() => {
      this.#db.prepare('INSERT INTO history (line) VALUES (?)').run(line);
      this.#db.prepare('DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?').run(HISTORY_KEPT);
    })();
  }
}

const switchesText = (set: SessionStart['ref']['set']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1))));
const startOf = (row: SessionRow): SessionStart => ({
  ref: { machine: row.machine, seed: row.seed, set: JSON.parse(row.switches) as SessionStart['ref']['set'] },
  ...(row.exercise && { exercise: { pack: row.pack, id: row.exercise } }),
  ...(row.mode === 'practice' && { mode: row.mode }),
});
