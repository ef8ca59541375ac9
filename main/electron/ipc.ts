/** The one IPC channel: the sender is checked, the size is capped, the rest is the dispatch's business. */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { failure, problem } from '../../core/problem.ts';
import { mostBytes, type Dispatch } from '../dispatch.ts';
import { isOurs } from './window.ts';

export const CHANNEL = 'lab';

export function answerCalls(ipc: Pick<IpcMain, 'handle'>, dispatch: Dispatch): void {
  ipc.handle(CHANNEL, (event, name: unknown, argument: unknown) => {
    if (!isFromOurPage(event) || typeof name !== 'string') return failure(problem('host/unknown-call'));
    if (bytesOf(argument) > mostBytes(name)) return failure(problem('host/invalid', { call: name.slice(0, 64), why: 'too large' }));
    return dispatch(name, argument);
  });
}
function isFromOurPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  try {
    return senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url);
  } catch {
    return false; // the frame has gone since it sent
  }
}
/** As JSON; what JSON cannot say (a cycle, a bigint) is too large for any call. */
function bytesOf(argument: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(argument) ?? '');
  } catch {
    return Infinity;
  }
}
