/** Notes and bookmarks at positions of a session. */
import { comparePositions } from '../../core/debugger/event-text.ts';
import type { Note } from '../../core/host.ts';
import type { Db } from './database.ts';

export class Notes {
  readonly #db: Db;
  readonly #now: () => string;

  constructor(db: Db, now: () => string) {
    this.#db = db;
    this.#now = now;
  }
  list(session: number): Note[] {
    return this.#db
      .prepare<[number], Note>('SELECT position, text FROM note WHERE session = ?')
      .all(session)
      .sort((a, b) => comparePositions(a.position, b.position));
  }
  /** Write a note, or write it anew. @returns whether there is such a session */
  put(session: number, { position, text }: Note): boolean {
    const put = this.#db.prepare(
      `INSERT INTO note (session, position, text, at) SELECT id, ?, ?, ? FROM session WHERE id = ?
       ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at`,
    );
    return put.run(position, text, this.#now(), session).changes > 0;
  }
  remove(session: number, position: string): void {
    this.#db.prepare('DELETE FROM note WHERE session = ? AND position = ?').run(session, position);
  }
}
