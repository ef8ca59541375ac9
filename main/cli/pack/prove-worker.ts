/** A thread that proves: it reads the pack while others do, then takes part in their work. */
import { parentPort, workerData } from 'node:worker_threads';
import { readPack } from '../../../core/lab/pack.ts';
import { keepKernels } from '../../files/kernels.ts';
import { play, type Work } from './play.ts';

keepKernels();
const read = readPack(workerData as ReadonlyMap<string, string>);
parentPort!.once('message', (work: Work) => {
  if (read.ok) for (const played of play(read.value, work)) parentPort!.postMessage(played);
  parentPort!.postMessage('done');
});
