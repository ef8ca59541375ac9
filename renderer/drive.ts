/** Runs a generator of the core in slices, so that the worker can hear Break between them. */
import type { Running } from '../core/debugger/types.ts';

/** A slice should last about this long: Break is heard after one at most, and the cost of pausing stays small. ms */
const SLICE = 10,
  SLOW = 200;
const FIRST = 2_000n,
  LEAST = 500n,
  MOST = 50_000_000n;

export interface Driver {
  readonly now: () => number;
  /** Lets other messages in. */
  readonly pause: () => Promise<void>;
  /** Is Break waiting? Asked after each slice. */
  readonly stop: () => boolean;
  /** Called once if the line runs for long. */
  readonly slow: () => void;
}

/** What the generator returns. The budget of a slice follows how long the one before took. */
export async function drive<T>(running: Running<T>, { now, pause, stop, slow }: Driver): Promise<T> {
  const begun = now();
  let budget = FIRST,
    at = begun,
    told = false;
  let step = running.next({ budget, stop: false });
  while (!step.done) {
    const taken = now() - at;
    budget = clamp((budget * BigInt(Math.round(1000 * Math.min(4, Math.max(0.25, SLICE / Math.max(taken, 0.1)))))) / 1000n);
    if (!told && now() - begun > SLOW) {
      told = true;
      slow();
    }
    await pause();
    at = now();
    step = running.next({ budget, stop: stop() });
  }
  return step.value;
}
const clamp = (budget: bigint): bigint => (budget < LEAST ? LEAST : budget > MOST ? MOST : budget);
