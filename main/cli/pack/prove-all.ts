/** Proving on every core: this thread and others deal out exercises and seeds among them. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Pack } from '../../../core/lab/pack.ts';
import type { Proof } from '../../../core/lab/prove.ts';
import { judge, proofSeeds, type Judged } from '../../../core/lab/prove-many.ts';
import { play, workOf, type Played, type Work } from './play.ts';

/** Plays for which one more thread is worth its start. */
const ENOUGH = 30;

/** Threads that read the pack at once, to help with proving it; this thread is one more. */
export class Helpers {
  readonly #workers: readonly Worker[];
  /** @param plays how many times an exercise will be played, about */
  constructor(texts: ReadonlyMap<string, string>, plays: number) {
    const count = Math.min(availableParallelism() - 1, Math.floor(plays / ENOUGH));
    this.#workers = Array.from({ length: count }, () => new Worker(new URL('./prove-worker.ts', import.meta.url), { workerData: texts }));
  }
  /** @param take is given what each of them has played */
  async play(work: Work, take: (played: Played) => void): Promise<void> {
    await Promise.all(
      this.#workers.map(
        worker =>
          new Promise<void>((resolve, reject) => {
            worker.on('message', (message: Played | 'done') => {
              if (message === 'done') resolve();
              else take(message);
            });
            worker.once('error', reject);
            worker.postMessage(work);
          }),
      ),
    );
  }
  async end(): Promise<void> {
    await Promise.all(this.#workers.map(worker => worker.terminate()));
  }
}

/**
 * What does not hold of the exercises on `count` seeds.
 * @param progress is told how many of how many machines have been played
 */
export async function proveAll(
  pack: Pack,
  only: readonly string[],
  count: number,
  helpers: Helpers,
  progress: (done: number, all: number) => void,
): Promise<ReadonlyMap<string, readonly Judged[]>> {
  const exercises = pack.exercises.filter(e => only.includes(e.id)),
    seeds = proofSeeds(count),
    proofs = new Map(exercises.map(e => [e.id, new Map<string, Proof>()])),
    work = workOf(exercises, seeds);
  let done = 0;
  const take = ({ seed, proofs: some }: Played): void => {
    for (const [id, proof] of some) proofs.get(id)!.set(seed, proof);
    progress((done += some.length), exercises.length * count);
  };
  const helped = helpers.play(work, take);
  for (const played of play(pack, work)) {
    take(played);
    await setImmediate();
  }
  await helped;
  return new Map(
    exercises.map(e => [
      e.id,
      judge(
        e,
        seeds.map(seed => proofs.get(e.id)!.get(seed)!),
      ),
    ]),
  );
}
