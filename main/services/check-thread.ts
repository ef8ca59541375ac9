/** Checks of packs in a thread each: it has its own memory to run out of, and can be ended at any moment. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Told } from '../files/pack-check.ts';
import type { StartCheck } from './imports.ts';

const MOST_MEGABYTES = 1024;
/** Beside this file, in source and in the build. */
const THREAD = new URL(`./pack-thread${path.extname(import.meta.url)}`, import.meta.url);

export const checkInThread: StartCheck = (workerData, tell, failed) => {
  const thread = new Worker(THREAD, { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES } });
  thread.on('message', (told: Told) => {
    tell(told);
  });
  thread.once('error', failed);
  thread.unref();
  return {
    answer: installed => {
      thread.postMessage(installed);
    },
    stop: () => void thread.terminate(),
  };
};
