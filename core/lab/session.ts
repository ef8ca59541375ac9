/**
 * A session: a machine, an exercise (or free play), and what the learner did, in order. It is the whole of what is stored: resuming,
 * undoing, sharing and regrading replay the inputs on a new machine.
 */
import { Debugger } from '../debugger/debugger.ts';
import { takeMoment, type Moment } from '../debugger/moment.ts';
import type { CommandResult, Progress, Running, Slice } from '../debugger/types.ts';
import type { MachineRef } from '../machine/scenario.ts';
import { failure, success, type Result } from '../problem.ts';
import { buildGuest } from '../windows/machines.ts';
import { Attempt } from './attempt.ts';
import type { Reading } from './attempt.ts';
import type { Exercise } from './pack.ts';
import { startedRef } from './params.ts';
import type { Verdict } from './verdict.ts';
import type { ExerciseView } from './view.ts';

/** What a learner did. `after`: the instructions a running line had executed when Break was pressed, in decimal. */
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

/** Instructions between two looks at a break that is being replayed. */
const REPLAY_SLICE = 1_000_000n;

/** @param exercise absent in free play. @problems those of buildGuest */
export function openSession(start: SessionStart, exercise?: Exercise): Result<Session> {
  const guest = buildGuest(exercise ? startedRef(exercise, start.ref) : start.ref, 'wasm');
  return guest.ok ? success(new Session(start, new Debugger(guest.value), exercise)) : failure(guest.problem);
}

export class Session {
  readonly start: SessionStart;
  readonly debugger: Debugger;
  readonly #attempt: Attempt | undefined;
  readonly #inputs: Input[] = [];

  constructor(start: SessionStart, debug: Debugger, exercise: Exercise | undefined) {
    this.start = start;
    this.debugger = debug;
    debug.script = name => exercise?.scripts.get(name.replace(/^\.?[\\/]/, '').replaceAll('\\', '/'));
    this.#attempt = exercise && new Attempt(exercise, start.ref, debug.guest);
  }

  get inputs(): readonly Input[] {
    return this.#inputs;
  }
  get moment(): Moment {
    return takeMoment(this.debugger);
  }
  /** The prompt, without its trailing space: `0: kd>`. */
  get prompt(): string {
    return this.debugger.prompt;
  }
  get exercise(): ExerciseView | undefined {
    return this.#attempt?.view;
  }

  /** Perform an input and add it to `inputs`, with what it turned out to be. */
  *apply(input: Input): Running<Outcome> {
    switch (input.kind) {
      case 'line':
        return yield* this.#line(input.text, input.after);
      case 'answer': {
        const verdict = this.#attempt?.answer(input.step, input.text);
        if (!verdict) throw new Error('there is no exercise to answer');
        if (verdict.result !== 'locked') this.#inputs.push(input);
        return { kind: 'answer', verdict };
      }
      case 'hint': {
        const cost = this.#attempt?.takeHint(input.id);
        if (cost === undefined) throw new Error(`there is no hint ${input.id}`);
        this.#inputs.push(input);
        return { kind: 'hint', id: input.id, cost };
      }
    }
  }
  *#line(text: string, after: string | undefined): Running<LineOutcome> {
    const { machine } = this.debugger.guest,
      begun = machine.executed;
    const done = (): bigint => machine.executed - begun;
    let brokenAt = after === undefined ? undefined : BigInt(after);
    const running = this.debugger.line(text);
    let step = running.next({ budget: REPLAY_SLICE, stop: false });
    while (!step.done) {
      const slice = yield* this.#slice(step.value, brokenAt === undefined ? undefined : brokenAt - done());
      if (slice.stop) brokenAt = done();
      step = running.next(slice);
    }
    this.#inputs.push({ kind: 'line', text, ...(brokenAt !== undefined && { after: String(brokenAt) }) });
    return { kind: 'line', results: step.value, moment: this.moment };
  }
  /** The driver's slice; where a break is being replayed, its own. */
  *#slice(progress: Progress, left: bigint | undefined): Generator<Progress, Slice, Slice> {
    const given = yield progress;
    if (left === undefined) return given;
    return left <= 0n ? { budget: 0n, stop: true } : { budget: left < REPLAY_SLICE ? left : REPLAY_SLICE, stop: false };
  }

  complete(line: string, caret: number): ReturnType<Debugger['complete']> {
    return this.debugger.complete(line, caret);
  }
  /** How an answer would be read; never says whether it is right. */
  preview(step: string, text: string): Reading {
    return this.#attempt?.preview(step, text) ?? {};
  }
}
