/** Playing exercises on seeds, by as many threads as take part: each takes the next part of one list. */
import { prove, type Proof } from '../../../core/lab/prove.ts';
import { Stock } from '../../../core/lab/stock.ts';
import type { Exercise, Pack } from '../../../core/lab/pack.ts';

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
/** Most exercises of one part: few enough that no thread is left alone with the last of them for long. */
const PART = 12;

/** Exercises with the same machines are played together, so that these are built once; the largest parts come first. */
export function workOf(exercises: readonly Exercise[], seeds: readonly string[]): Work {
  const alike = new Map<string, string[]>();
  for (const e of exercises) alike.set(machinesOf(e), [...(alike.get(machinesOf(e)) ?? []), e.id]);
  const parts = [...alike.values()]
    .flatMap(ids => Array.from({ length: Math.ceil(ids.length / PART) }, (_, n) => ids.slice(n * PART, (n + 1) * PART)))
    .sort((a, b) => b.length - a.length)
    .flatMap(ids => seeds.map(seed => ({ seed, exercises: ids })));
  return { parts, next: new Int32Array(new SharedArrayBuffer(4)) };
}
const machinesOf = ({ machines }: Exercise): string =>
  JSON.stringify([...machines.values()].map(({ base, set }) => [base, Object.entries(set).sort()]));
/** Take parts until there are none left. */
export function* play({ exercises }: Pack, { parts, next }: Work): Generator<Played, void, void> {
  const byId = new Map(exercises.map(e => [e.id, e])),
    stock = new Stock();
  for (let part = parts[Atomics.add(next, 0, 1)]; part; part = parts[Atomics.add(next, 0, 1)]) {
    const { seed } = part;
    yield { seed, proofs: part.exercises.map(id => [id, prove(byId.get(id)!, seed, stock)] as const) };
  }
}
