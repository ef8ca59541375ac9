/** The thread in which a pack is checked, so that the host goes on answering meanwhile. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { checkPack, type InstalledTexts } from '../files/pack-check.ts';

const port = parentPort!,
  { name, bytes } = workerData as { readonly name: string; readonly bytes: Uint8Array },
  checking = checkPack(name, bytes);
let step = checking.next();
while (!step.done) {
  port.postMessage(step.value);
  const asks = step.value.kind === 'read' && step.value.head !== undefined;
  const [installed] = asks ? ((await once(port, 'message')) as [InstalledTexts]) : [undefined];
  step = checking.next(installed);
}
