/** A thread that proves: it reads the pack once, then plays what it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { readPack } from '../../../core/lab/pack.ts';
import { prove } from '../../../core/lab/prove.ts';
import { keepKernels } from '../../files/kernels.ts';
import type { Task } from './prove-all.ts';

keepKernels();
const read = readPack(workerData as ReadonlyMap<string, string>);
if (!read.ok) throw new Error('only a pack that reads well is proved');
const byId = new Map(read.value.exercises.map(e => [e.id, e]));
parentPort!.on('message', ({ exercise, seeds }: Task) => {
  parentPort!.postMessage(seeds.map(seed => prove(byId.get(exercise)!, seed)));
});
