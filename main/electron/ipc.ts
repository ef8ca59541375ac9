/** The one IPC channel: the sender is checked, the size is capped, the rest is the dispatch's business. */
import type { IpcMain } from 'electron';
import { failure, problem } from '../../core/problem.ts';
import { MOST_BYTES, type Dispatch } from '../dispatch.ts';
import { isOurs } from './window.ts';

export const CHANNEL = 'lab';

export function answerCalls(ipc: Pick<IpcMain, 'handle'>, dispatch: Dispatch): void {
  ipc.handle(CHANNEL, (event, name: unknown, argument: unknown) => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOurs(frame.url) || typeof name !== 'string') return failure(problem('host/unknown-call'));
    if ((JSON.stringify(argument) ?? '').length > MOST_BYTES) return failure(problem('host/invalid', { call: name, why: 'too large' }));
    return dispatch(name, argument);
  });
}
