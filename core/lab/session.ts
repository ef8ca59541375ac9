/**
 * A session: a machine, an exercise (or free play), and what the learner did, in order. It is the whole of what is stored: resuming,
 * undoing, sharing and regrading replay the inputs on a new machine.
 */
import type { CommandResult, Running } from '../debugger/types.ts';
import type { Moment } from '../debugger/moment.ts';
import type { MachineRef } from '../machine/scenario.ts';
import type { Verdict } from './verdict.ts';

/** What a learner did. `after`: the instructions a running line had executed when Break was pressed. */
export type Input =
  | { readonly kind: 'line'; readonly text: string; readonly after?: string }
  | { readonly kind: 'answer'; readonly step: string; readonly text: string }
  | { readonly kind: 'hint'; readonly id: string };

export interface SessionStart {
  readonly ref: MachineRef;
  /** Absent in free play. */
  readonly exercise?: { readonly pack: string; readonly id: string };
}

export interface LineOutcome {
  readonly kind: 'line';
  readonly results: readonly CommandResult[];
  readonly moment: Moment;
}
export interface AnswerOutcome {
  readonly kind: 'answer';
  readonly verdict: Verdict;
}
export interface HintOutcome {
  readonly kind: 'hint';
  readonly id: string;
  readonly cost: number;
}
export type Outcome = LineOutcome | AnswerOutcome | HintOutcome;

export interface Session {
  readonly start: SessionStart;
  readonly inputs: readonly Input[];
  readonly moment: Moment;
  /** The prompt, without its trailing space: `0: kd>`. */
  readonly prompt: string;
  /** Perform an input and add it to `inputs`. */
  apply(input: Input): Running<Outcome>;
  complete(line: string, caret: number): { readonly from: number; readonly items: readonly { readonly text: string; readonly detail: string }[] };
}
