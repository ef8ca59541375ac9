/** Runs a debugger's lines to the end, in one go: a terminal has nothing else to do meanwhile. */
import type { Debugger } from '../../core/debugger/debugger.ts';
import type { CommandResult, Running } from '../../core/debugger/types.ts';

const SLICE = 1_000_000n;

/** @param stop asked between slices; true breaks in */
export function finish<T>(running: Running<T>, stop: () => boolean = () => false): T {
  let step = running.next({ budget: SLICE, stop: false });
  while (!step.done) step = running.next({ budget: SLICE, stop: stop() });
  return step.value;
}
export const runLine = (d: Debugger, line: string): readonly CommandResult[] => finish(d.line(line));
