/** Proving on every core: exercises and seeds are dealt out to threads in small parts. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pack } from '../../../core/lab/pack.ts';
import type { Proof } from '../../../core/lab/prove.ts';
import { judge, proofSeeds, type Judged } from '../../../core/lab/prove-many.ts';

export interface Task {
  readonly exercise: string;
  readonly seeds: readonly string[];
}
/** Seeds a thread takes at a time: small enough that the last part ends soon. */
const PART = 5;

/**
 * What does not hold of the exercises on `count` seeds.
 * @param progress is told how many of how many machines have been played
 */
export async function proveAll(
  pack: Pack,
  texts: ReadonlyMap<string, string>,
  only: readonly string[],
  count: number,
  progress: (done: number, all: number) => void,
): Promise<ReadonlyMap<string, readonly Judged[]>> {
  const exercises = pack.exercises.filter(e => only.includes(e.id)),
    seeds = proofSeeds(count),
    tasks: Task[] = exercises.flatMap(e =>
      Array.from({ length: Math.ceil(count / PART) }, (_, n) => ({ exercise: e.id, seeds: seeds.slice(n * PART, (n + 1) * PART) })),
    ),
    proofs = new Map<string, Proof[]>(exercises.map(e => [e.id, []]));
  let done = 0,
    next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./prove-worker.ts', import.meta.url), { workerData: texts });
    try {
      for (let task = tasks[next++]; task; task = tasks[next++]) {
        const played = await ask(worker, task);
        proofs.get(task.exercise)!.push(...played);
        progress((done += played.length), exercises.length * count);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work));
  return new Map(exercises.map(e => [e.id, judge(e, proofs.get(e.id)!)]));
}
const ask = (worker: Worker, task: Task): Promise<readonly Proof[]> =>
  new Promise((resolve, reject) => {
    const answered = (proofs: readonly Proof[]): void => {
      worker.off('error', reject);
      resolve(proofs);
    };
    worker.once('message', answered);
    worker.once('error', reject);
    worker.postMessage(task);
  });
