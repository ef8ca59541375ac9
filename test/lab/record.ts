/** Sessions for the tests of recorded runs: machines, exercises, and what a learner might do with them. */
import path from 'node:path';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import type { Running } from '../../core/debugger/types.ts';
import { endOf, headOf, lineOf, parseRun, stepOf, type Run } from '../../core/lab/labrun.ts';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { replay, type Report, type ReplayOptions } from '../../core/lab/replay.ts';
import { openSession, type Input, type Session } from '../../core/lab/session.ts';
import type { MachineRef } from '../../core/machine/scenario.ts';
import type { Result } from '../../core/problem.ts';
import { readTree } from '../../main/files/pack-source.ts';

const pack = readPack(readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls')));
if (!pack.ok) throw new Error('the built-in pack is broken');
export const exercises: readonly Exercise[] = pack.value.exercises;
export const exercise = (id: string): Exercise => exercises.find(e => e.id === id)!;

/** An input, and for a line how often it may pause before it is broken into. */
export type Done = Input & { readonly patience?: number };
export const line = (text: string, patience?: number): Done => ({ kind: 'line', text, ...(patience !== undefined && { patience }) });

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.where ?? ''} ${result.problem.message}`);
  return result.value;
}
export function drain<T>(running: Running<T>, patience = Infinity, budget = 50_000n): T {
  let step = running.next({ budget, stop: false });
  for (let n = 1; !step.done; n++) step = running.next({ budget, stop: n >= patience });
  return step.value;
}
/** Instructions after which a line that is stepped through is asked to go on. */
const ASKED = 5_000n;
export interface Recorded {
  readonly text: string;
  readonly session: Session;
}
/** Perform inputs and write them down. @param id of an exercise */
export function record(ref: MachineRef, inputs: Iterable<Done>, id?: string, engine: EngineName = 'wasm', hash = HASH): Recorded {
  const session = must(
    openSession({ ref, ...(id !== undefined && { exercise: { pack: 'syscalls', id } }) }, id === undefined ? undefined : exercise(id), {
      engine,
    }),
  );
  let text = lineOf(headOf(session, hash));
  for (const { patience, ...input } of inputs) {
    const step = stepOf(session, drain(session.apply(input), patience, ASKED));
    if (step) text += lineOf(step);
  }
  return { text: text + lineOf(endOf(session)), session };
}
export const HASH = 'h'.repeat(64);
export const parsed = (text: string): Run => must(parseRun(text, 'a.labrun'));
export function replayed(run: Run, options: ReplayOptions = {}, budget?: bigint): Report {
  const id = run.head.exercise?.id;
  return must(
    drain(replay(run, { ...(id !== undefined && { exercise: { exercise: exercise(id), hash: HASH } }), ...options }), Infinity, budget),
  );
}
