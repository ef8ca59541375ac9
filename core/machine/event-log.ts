/** What a recording knows without running again: where each stretch between two guest events begins, and where breakpoints were hit. */
import { isBefore, type Position } from './checkpoint.ts';
import type { GuestEvent } from './machine.ts';

export interface Stretch {
  readonly from: Position;
  readonly cpl: number;
  /** What began it; absent where the recording begins. */
  readonly event?: GuestEvent;
  /** RAX or EAX as it began. */
  readonly number?: bigint;
}
/** Stretches and hits kept. */
const KEPT = 4096;

export class EventLog {
  #stretches: Stretch[] = [];
  #hits: Position[] = [];

  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }
  /** Where breakpoints stopped the machine, in order. */
  get hits(): readonly Position[] {
    return this.#hits;
  }
  /** An event that is known, because the past is lived again, is passed over; one that was not heard then finds its place. */
  note(stretch: Stretch): void {
    const list = this.#stretches,
      after = this.#indexAfter(stretch.from.events);
    if (list[after - 1]?.from.events === stretch.from.events) return;
    list.splice(after, 0, stretch);
    // what is given up can be heard again, but for the first, which no event began
    if (list.length > 2 * KEPT) list.splice(after > KEPT ? 1 : KEPT, KEPT - 1);
  }
  /** Index of the first stretch after so many events. */
  #indexAfter(events: bigint): number {
    let low = 0,
      high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#stretches[middle]!.from.events <= events) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /** Instructions retired when an event came; undefined where it is not known. */
  cameAt(events: bigint): bigint | undefined {
    const known = this.#stretches[this.#indexAfter(events) - 1];
    return known?.from.events === events ? known.from.executed : undefined;
  }
  /** The stretches without a gap around the one that `events` events began: at most so many on either side. Empty where that one is not known. */
  around(events: bigint, most: number): readonly Stretch[] {
    const list = this.#stretches,
      at = this.#indexAfter(events) - 1;
    if (list[at]?.from.events !== events) return [];
    let first = at,
      last = at;
    while (first > 0 && at - first < most && list[first - 1]!.from.events === list[first]!.from.events - 1n) first--;
    while (last < list.length - 1 && last - at < most && list[last + 1]!.from.events === list[last]!.from.events + 1n) last++;
    return list.slice(first, last + 1);
  }
  hit(at: Position): void {
    const after = this.#hits.findIndex(h => !isBefore(h, at));
    if (after < 0) this.#hits.push(at);
    else if (isBefore(at, this.#hits[after]!)) this.#hits.splice(after, 0, at);
    if (this.#hits.length > KEPT) this.#hits.shift();
  }
  /** What is known up to a moment, as a log of its own. */
  until(at: Position): EventLog {
    const log = new EventLog();
    log.#stretches = this.#stretches.filter(s => !isBefore(at, s.from));
    log.#hits = this.#hits.filter(h => !isBefore(at, h));
    return log;
  }
}
