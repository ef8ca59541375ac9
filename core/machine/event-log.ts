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
/** Stretches kept; the latest count. */
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
  /** An event that is not new, because the past is lived again, is passed over. */
  note(stretch: Stretch): void {
    const last = this.#stretches.at(-1);
    if (last && !isBefore(last.from, stretch.from)) return;
    this.#stretches.push(stretch);
    if (this.#stretches.length > 2 * KEPT) this.#stretches.splice(0, KEPT);
  }
  hit(at: Position): void {
    const after = this.#hits.findIndex(h => !isBefore(h, at));
    if (after < 0) this.#hits.push(at);
    else if (isBefore(at, this.#hits[after]!)) this.#hits.splice(after, 0, at);
    if (this.#hits.length > KEPT) this.#hits.shift();
  }
  /** Forget what came after a moment; what is forgotten is given, with what came before. */
  cut(at: Position): EventLog {
    const whole = new EventLog();
    whole.#stretches = this.#stretches;
    whole.#hits = this.#hits;
    this.#stretches = this.#stretches.filter(s => !isBefore(at, s.from));
    this.#hits = this.#hits.filter(h => !isBefore(at, h));
    return whole;
  }
}
