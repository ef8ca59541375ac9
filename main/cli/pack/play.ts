/** Playing exercises on seeds, by as many threads as take part: each takes the next part of one list. */
import { prove, type Proof } from '../../../core/lab/prove.ts';
import { Stock } from '../../../core/lab/stock.ts';
import type { Pack } from '../../../core/lab/pack.ts';

/** Some exercises on one seed: they share its machines. */
export interface Part {
  readonly seed: string;
  readonly exercises: readonly string[];
}
export interface Work {
  readonly parts: readonly Part[];
  /** One cell all threads see: the part nobody has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}
export interface Played {
  readonly seed: string;
  readonly proofs: readonly (readonly [exercise: string, proof: Proof])[];
}
/** Exercises of one part: enough to be worth their machines, few enough that the last part ends soon. */
const PART = 16;

export function workOf(exercises: readonly string[], seeds: readonly string[]): Work {
  const parts = seeds.flatMap(seed =>
    Array.from({ length: Math.ceil(exercises.length / PART) }, (_, n) => ({ seed, exercises: exercises.slice(n * PART, (n + 1) * PART) })),
  );
  return { parts, next: new Int32Array(new SharedArrayBuffer(4)) };
}
/** Take parts until there are none left. */
export function* play({ exercises }: Pack, { parts, next }: Work): Generator<Played, void, void> {
  const byId = new Map(exercises.map(e => [e.id, e])),
    stock = new Stock();
  for (let part = parts[Atomics.add(next, 0, 1)]; part; part = parts[Atomics.add(next, 0, 1)]) {
    const { seed } = part;
    yield { seed, proofs: part.exercises.map(id => [id, prove(byId.get(id)!, seed, stock)] as const) };
  }
}
