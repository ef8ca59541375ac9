/** A session as a reader follows it: what was typed and printed, answered and asked for, in order, each with the position after it. */
import type { Running } from '../debugger/types.ts';
import { success, type Result } from '../problem.ts';
import type { Input } from './input.ts';
import { performAll, type ReplayOptions } from './replay.ts';
import { openSession, type Outcome, type SessionStart } from './session.ts';
import type { Verdict } from './verdict.ts';
import type { ExerciseView } from './view.ts';

/** What one command of a line printed, and the lab's remark. */
export interface Printed {
  readonly text: string;
  readonly hint?: string;
}
export type TranscriptRow = { readonly at: string } & (
  | { readonly kind: 'line'; readonly prompt: string; readonly line: string; readonly printed: readonly Printed[] }
  | { readonly kind: 'answer'; readonly step: string; readonly text: string; readonly seen?: string; readonly verdict: Verdict }
  | { readonly kind: 'hint'; readonly id: string; readonly cost: number }
  /** The answer of a step was shown. */
  | { readonly kind: 'reveal'; readonly step: string; readonly answer: string }
  /** Another machine of the exercise was taken. */
  | { readonly kind: 'machine'; readonly name: string }
  | { readonly kind: 'reset' }
);
export interface Transcript {
  readonly start: SessionStart;
  readonly rows: readonly TranscriptRow[];
  /** As it stands at the end; absent in free play. */
  readonly exercise?: ExerciseView;
}

/** Perform inputs from the beginning and tell what came of each. @param told after each input, with how many are done @problems those of buildGuest */
export function* transcribe(
  start: SessionStart,
  inputs: readonly Input[],
  { engine, exercise }: ReplayOptions,
  told: (done: number) => void = () => undefined,
): Running<Result<Transcript>> {
  const opened = openSession(start, exercise?.exercise, engine && { engine });
  if (!opened.ok) return opened;
  const session = opened.value,
    rows: TranscriptRow[] = [];
  yield* performAll(session, inputs, told, (input, outcome, prompt) => {
    const row = rowOf(input, outcome, prompt);
    if (row) rows.push({ at: session.debugger.execution.position, ...row });
  });
  return success({ start, rows, ...(session.exercise && { exercise: session.exercise }) });
}
type RowBody = TranscriptRow extends infer R ? (R extends TranscriptRow ? Omit<R, 'at'> : never) : never;
/** Undefined for what a reader need not know: that minutes passed. */
function rowOf(input: Input, outcome: Outcome, prompt: string): RowBody | undefined {
  switch (outcome.kind) {
    case 'line': {
      const printed = outcome.results.map(({ text, hint }) => ({ text, ...(hint !== undefined && { hint }) }));
      return { kind: 'line', prompt, line: input.kind === 'line' ? input.text : '', printed };
    }
    case 'answer':
      return input.kind === 'answer'
        ? {
            kind: 'answer',
            step: input.step,
            text: input.text,
            ...(input.at !== undefined && { seen: input.at }),
            verdict: outcome.verdict,
          }
        : undefined;
    case 'hint':
      return { kind: 'hint', id: outcome.id, cost: outcome.cost };
    case 'reveal':
      return { kind: 'reveal', step: outcome.step, answer: outcome.answer };
    case 'machine':
      return { kind: 'machine', name: outcome.name };
    case 'reset':
      return { kind: 'reset' };
    case 'time':
      return undefined;
  }
}
