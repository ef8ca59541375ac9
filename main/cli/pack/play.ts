/** Playing exercises on seeds, by as many threads as take part: each takes the next part of one list. */
import { prove, type Proof } from '../../../core/lab/prove.ts';
import { alike } from '../../../core/lab/prove-many.ts';
import { Stock } from '../../../core/lab/stock.ts';
import type { Exercise, Pack } from '../../../core/lab/pack.ts';

/** Some exercises with the same machines on some seeds: one machine of a kind is built for each seed in turn. */
export interface Part {
  readonly exercises: readonly string[];
  readonly seeds: readonly string[];
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
/** Most exercises and seeds of one part: few enough that no thread is left alone with the last of them for long. */
const PART = { exercises: 4, seeds: 10 };

/** The parts with the most golden lines come first. */
export function workOf(exercises: readonly Exercise[], seeds: readonly string[]): Work {
  const parts = alike(exercises)
    .flatMap(list => cut(list, PART.exercises))
    .sort((a, b) => linesOf(b) - linesOf(a))
    .flatMap(list => cut(seeds, PART.seeds).map(some => ({ exercises: list.map(e => e.id), seeds: some })));
  return { parts, next: new Int32Array(new SharedArrayBuffer(4)) };
}
const linesOf = (exercises: readonly Exercise[]): number =>
  exercises.reduce((sum, { tests }) => sum + (tests?.golden.console.length ?? 0), 0);
const cut = <T>(list: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, n) => list.slice(n * most, (n + 1) * most));
/** Take parts until there are none left. */
export function* play({ exercises }: Pack, { parts, next }: Work): Generator<Played, void, void> {
  const byId = new Map(exercises.map(e => [e.id, e])),
    stock = new Stock();
  for (let part = parts[Atomics.add(next, 0, 1)]; part; part = parts[Atomics.add(next, 0, 1)]) {
    for (const seed of part.seeds) yield { seed, proofs: part.exercises.map(id => [id, prove(byId.get(id)!, seed, stock)] as const) };
  }
}
