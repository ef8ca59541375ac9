/** The worker in which the core runs, seen from the window. */
import { createBirpc } from 'birpc';
import type { LabWindow, LabWorker } from '../lab-api.ts';

export interface WorkerClient {
  readonly core: LabWorker;
  end(): void;
}

/** Start the core. `onCrash` is told once if the worker dies; calls still waiting then never end. */
export function startWorker(window: Omit<LabWindow, 'ready'>, onCrash: (message: string) => void): WorkerClient {
  const worker = new Worker(new URL('../lab-worker.ts', import.meta.url), { type: 'module' });
  const ready = Promise.withResolvers<undefined>();
  const functions = Object.assign(Object.create(null), {
    ...window,
    ready: () => {
      ready.resolve(undefined);
    },
  }) as LabWindow;
  const rpc = createBirpc<LabWorker, LabWindow>(functions, {
    post: data =>
      ready.promise.then(() => {
        worker.postMessage(data);
      }),
    on: listener => worker.addEventListener('message', event => listener(event.data)),
    eventNames: ['break', 'giveUp'],
    timeout: -1,
  });
  let ended = false;
  const crash = (message: string): void => {
    if (ended) return;
    ended = true;
    worker.terminate();
    onCrash(message);
  };
  worker.addEventListener('error', event => crash(event.message || 'worker error'));
  worker.addEventListener('messageerror', () => crash('worker message could not be read'));
  return {
    core: rpc,
    end: () => {
      ended = true;
      worker.terminate();
      ready.resolve(undefined); // whoever still waits for that is told of the end
      rpc.$close();
    },
  };
}
