/** Rows made of the events of a recording: of each line of time, what was lived through once is not lived through again. */
import type { Position } from '../machine/checkpoint.ts';
import type { EventLog } from '../machine/event-log.ts';
import type { GuestEvent } from '../machine/machine.ts';
import type { Timeline } from '../machine/timeline.ts';

interface Kept<Row> {
  readonly rows: Row[];
  /** The moment up to which the rows are complete. */
  upTo: Position | undefined;
}
export class Told<Row> {
  /** A line of time is known by its log. */
  readonly #lines = new WeakMap<EventLog, Kept<Row>>();

  /** The rows up to the end of the line. `note` adds what an event makes to the rows; the last one may still change. Gives control back now and then. */
  *rows(timeline: Timeline, note: (event: GuestEvent, rows: Row[]) => void): Generator<void, readonly Row[]> {
    const { log, end } = timeline,
      kept = this.#lines.get(log) ?? { rows: [], upTo: undefined },
      made = kept.rows.slice(-1);
    yield* timeline.relive(
      event => {
        note(event, made);
      },
      kept.upTo,
      end,
    );
    kept.rows.pop();
    for (const row of made) kept.rows.push(row);
    kept.upTo = end;
    this.#lines.set(log, kept);
    return kept.rows;
  }
}
