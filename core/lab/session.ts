/**
 * A session: a machine, an exercise (or free play), and what the learner did, in order. It is the whole of what is stored: resuming,
 * undoing, sharing and regrading replay the inputs on a new machine.
 */
import type { EngineName } from '../cpu/engines/engine.ts';
import { Debugger } from '../debugger/debugger.ts';
import { takeMoment, type Moment } from '../debugger/moment.ts';
import type { CommandResult, Progress, Running, Slice } from '../debugger/types.ts';
import type { MachineRef } from '../machine/scenario.ts';
import { success, type Result } from '../problem.ts';
import { buildGuest } from '../windows/machines.ts';
import { Attempt } from './attempt.ts';
import type { Reading } from './attempt.ts';
import type { Input, LineInput } from './input.ts';
import type { Exercise } from './pack.ts';
import { referenceFor } from './params.ts';
import type { Reference } from './reference.ts';
import type { Verdict } from './verdict.ts';
import type { ExerciseView } from './view.ts';

export type { Input } from './input.ts';

export interface SessionStart {
  readonly ref: MachineRef;
  /** Absent in free play. */
  readonly exercise?: { readonly pack: string; readonly id: string };
}

export interface LineOutcome {
  readonly kind: 'line';
  readonly results: readonly CommandResult[];
  readonly moment: Moment;
  /** Pauses the line made, whoever drove it: the same each time it is run. */
  readonly pauses: number;
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
export interface ResetOutcome {
  readonly kind: 'reset';
  readonly moment: Moment;
}
export type Outcome = LineOutcome | AnswerOutcome | HintOutcome | ResetOutcome;

export interface SessionOptions {
  readonly engine?: EngineName;
  /** Text of a script file that is not the exercise's own. */
  readonly script?: (name: string) => string | undefined;
  /** Does the host write logs? */
  readonly logs?: boolean;
}

/** Instructions between two pauses of a line, whoever drives it: so the number of a pause says where it was broken into. */
const SLICE = 50_000n;

/** @param exercise absent in free play. @problems those of buildGuest */
export function openSession(start: SessionStart, exercise?: Exercise, options: SessionOptions = {}): Result<Session> {
  const engine = options.engine ?? 'wasm';
  if (!exercise) {
    const guest = buildGuest(start.ref, engine);
    return guest.ok ? success(new Session(start, new Debugger(guest.value), undefined, options)) : guest;
  }
  const reference = referenceFor(exercise, start.ref);
  if (!reference.ok) return reference;
  const played = { exercise, reference: reference.value };
  return success(new Session(start, new Debugger(played.reference.another(engine)), played, options));
}

/** What `$<` and `$$>a<` find: the scripts beside an exercise. */
export const scriptOf =
  (exercise: Exercise | undefined) =>
  (name: string): string | undefined =>
    exercise?.scripts.get(name.replace(/^\.?[\\/]/, '').replaceAll('\\', '/'));

/** An exercise and the run its keys are read from. */
interface Played {
  readonly exercise: Exercise;
  readonly reference: Reference;
}
export class Session {
  readonly start: SessionStart;
  readonly #options: SessionOptions;
  readonly #played: Played | undefined;
  readonly #inputs: Input[] = [];
  #debugger: Debugger;
  #attempt: Attempt | undefined;
  /** Files the line under way has read, and at a replay those it may read. */
  #read: Record<string, string> = {};
  #given: LineInput['files'];

  constructor(start: SessionStart, debug: Debugger, played: Played | undefined, options: SessionOptions) {
    this.start = start;
    this.#options = options;
    this.#played = played;
    this.#debugger = this.#prepared(debug);
    this.#begin();
  }
  #prepared(debug: Debugger): Debugger {
    debug.script = name => this.#script(name);
    debug.keepsLogs = this.#options.logs ?? false;
    return debug;
  }
  #begin(): void {
    const { exercise, reference } = this.#played ?? {};
    this.#attempt = exercise && new Attempt(exercise, this.start.ref, this.#debugger.guest, reference);
  }
  #script(name: string): string | undefined {
    const own = scriptOf(this.#played?.exercise)(name);
    if (own !== undefined) return own;
    const text = this.#given ? (Object.hasOwn(this.#given, name) ? this.#given[name] : undefined) : this.#options.script?.(name);
    if (text !== undefined) this.#read[name] = text;
    return text;
  }
  /** The machine as it was made, and a console that knows nothing. */
  #restart(): void {
    const { ref } = this.#debugger.guest,
      guest = buildGuest(ref, this.#options.engine ?? 'wasm');
    if (!guest.ok) throw new Error(guest.problem.message);
    this.#debugger = this.#prepared(new Debugger(guest.value));
    this.#attempt?.moveTo(guest.value);
  }

  get debugger(): Debugger {
    return this.#debugger;
  }
  get inputs(): readonly Input[] {
    return this.#inputs;
  }
  get moment(): Moment {
    return takeMoment(this.#debugger);
  }
  /** The prompt, without its trailing space: `0: kd>`. */
  get prompt(): string {
    return this.#debugger.prompt;
  }
  get exercise(): ExerciseView | undefined {
    return this.#attempt?.view;
  }
  /** Undefined in free play. */
  get score(): number | undefined {
    return this.#attempt?.score;
  }

  /** Is there such a step or hint? Lines and resets are always taken. */
  accepts(input: Input): boolean {
    const { steps, hints } = this.#played?.exercise.file ?? { steps: [], hints: [] };
    if (input.kind === 'answer') return steps.some(s => s.id === input.step);
    return input.kind !== 'hint' || hints.some(h => h.id === input.id);
  }
  /** Perform an input and add it to `inputs`, with what it turned out to be. */
  *apply(input: Input): Running<Outcome> {
    switch (input.kind) {
      case 'line':
        return yield* this.#line(input);
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
      case 'reset':
        this.#restart();
        this.#begin();
        this.#inputs.push(input);
        return { kind: 'reset', moment: this.moment };
    }
  }
  *#line(input: LineInput): Running<LineOutcome> {
    const { text } = input;
    this.#read = {};
    this.#given = input.files;
    const { results, pauses, pause } = yield* this.#drive(input);
    if (results.some(r => r.effect === 'restart')) this.#restart();
    const files = Object.keys(this.#read).length ? { files: this.#read } : {};
    this.#inputs.push({ kind: 'line', text, ...(pause !== undefined && { pause }), ...files });
    return { kind: 'line', results, moment: this.moment, pauses };
  }
  /** Slices of one length; the driver is asked once as many instructions have run as it gave, and where none ran. */
  *#drive({ text, pause: until, after }: LineInput): Generator<Progress, Driven, Slice> {
    const { machine } = this.#debugger.guest,
      begun = machine.executed,
      running = this.#debugger.line(text);
    let pauses = 0,
      pause: number | undefined,
      left = 0n,
      at = begun;
    const budget = (): bigint => (after === undefined ? SLICE : least(SLICE, begun + BigInt(after) - machine.executed));
    let step = running.next({ budget: budget(), stop: false });
    while (!step.done) {
      pauses++;
      left -= machine.executed - at;
      if (left <= 0n || machine.executed <= at) {
        const given = yield step.value;
        left = given.budget;
        if (given.stop) pause ??= pauses;
      }
      at = machine.executed;
      if (pauses === until || (after !== undefined && at - begun >= BigInt(after))) pause ??= pauses;
      step = running.next({ budget: budget(), stop: pause !== undefined });
    }
    return { results: step.value, pauses, pause };
  }

  complete(line: string, caret: number): ReturnType<Debugger['complete']> {
    return this.#debugger.complete(line, caret);
  }
  /** How an answer would be read; never says whether it is right. */
  preview(step: string, text: string): Reading {
    return this.#attempt?.preview(step, text) ?? {};
  }
}
interface Driven {
  readonly results: readonly CommandResult[];
  readonly pauses: number;
  readonly pause: number | undefined;
}
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b > 0n ? b : 0n);
