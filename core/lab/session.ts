/**
 * A session: a machine, an exercise (or free play), and what the learner did, in order. It is the whole of what is stored: resuming,
 * undoing, sharing and regrading replay the inputs on a new machine.
 */
import type { EngineName } from '../cpu/engines/engine.ts';
import { Debugger } from '../debugger/debugger.ts';
import { look, type Look } from '../debugger/look.ts';
import { takeMoment, type Moment } from '../debugger/moment.ts';
import { drawPicture, type DrawnPicture, type PictureRequest } from '../debugger/pictures/picture.ts';
import type { CommandResult, Progress, Running, Slice } from '../debugger/types.ts';
import { furthestOf } from '../machine/checkpoint.ts';
import type { MachineRef } from '../machine/scenario.ts';
import { success, type Result } from '../problem.ts';
import { buildGuest } from '../windows/machines.ts';
import { Attempt, toldBy, type Mode, type Reading } from './attempt.ts';
import { decisiveIn, type Decisive } from './decisive.ts';
import type { Input, LineInput } from './input.ts';
import type { Exercise } from './pack.ts';
import { referencesFor } from './params.ts';
import type { References } from './references.ts';
import type { Verdict } from './verdict.ts';
import type { ExerciseView } from './view.ts';
import { withholdMoment, withholdPicture } from './withhold.ts';

export type { Input } from './input.ts';

export interface SessionStart {
  readonly ref: MachineRef;
  /** Absent in free play. */
  readonly exercise?: { readonly pack: string; readonly id: string };
  /** Official where it does not say. */
  readonly mode?: Mode;
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
/** The console is at another machine. */
export interface MachineOutcome {
  readonly kind: 'machine';
  readonly name: string;
  readonly moment: Moment;
}
export interface RevealOutcome {
  readonly kind: 'reveal';
  readonly step: string;
  readonly answer: string;
}
export interface TimeOutcome {
  readonly kind: 'time';
  readonly minutes: number;
}
export type Outcome = LineOutcome | AnswerOutcome | HintOutcome | ResetOutcome | MachineOutcome | RevealOutcome | TimeOutcome;

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
  const references = referencesFor(exercise, start.ref.seed);
  if (!references.ok) return references;
  const played = { exercise, references: references.value };
  return success(new Session(start, new Debugger(played.references.first.another(engine)), played, options));
}

/** What `$<` and `$$>a<` find: the scripts beside an exercise. */
export const scriptOf =
  (exercise: Exercise | undefined) =>
  (name: string): string | undefined =>
    exercise?.scripts.get(name.replace(/^\.?[\\/]/, '').replaceAll('\\', '/'));

/** An exercise and the runs its keys are read from. */
interface Played {
  readonly exercise: Exercise;
  readonly references: References;
}
export class Session {
  readonly start: SessionStart;
  readonly #options: SessionOptions;
  readonly #played: Played | undefined;
  readonly #inputs: Input[] = [];
  /** The console of each machine that has been needed, by name; the first machine's is there from the beginning. */
  readonly #consoles = new Map<string, Debugger>();
  /** The machine the console is at. */
  #on: string;
  #attempt: Attempt | undefined;
  /** Files the line under way has read, and at a replay those it may read. */
  #read: Record<string, string> = {};
  #given: LineInput['files'];

  constructor(start: SessionStart, debug: Debugger, played: Played | undefined, options: SessionOptions) {
    this.start = start;
    this.#options = options;
    this.#played = played;
    this.#consoles.set(this.#first, this.#prepared(debug));
    this.#on = this.#first;
    this.#begin();
  }
  get #first(): string {
    return this.#played?.references.names[0] ?? '';
  }
  #prepared(debug: Debugger): Debugger {
    debug.script = name => this.#script(name);
    debug.keepsLogs = this.#options.logs ?? false;
    return debug;
  }
  #begin(): void {
    const { exercise, references } = this.#played ?? {};
    if (!exercise || !references) return;
    const told = toldBy(on => this.#consoleOf(on ?? this.#first));
    this.#attempt = new Attempt(exercise, this.start.ref.seed, { references, ...told, mode: this.start.mode });
    this.#follow();
  }
  /** The console goes where the current step is. */
  #follow(): void {
    if (this.#attempt && !this.#attempt.isDone) this.#on = this.#attempt.on ?? this.#first;
  }
  #consoleOf(name: string): Debugger {
    const known = this.#consoles.get(name);
    if (known) return known;
    const made = this.#prepared(new Debugger(this.#played!.references.of(name).another(this.#options.engine ?? 'wasm')));
    this.#consoles.set(name, made);
    return made;
  }
  #script(name: string): string | undefined {
    const own = scriptOf(this.#played?.exercise)(name);
    if (own !== undefined) return own;
    const text = this.#given ? (Object.hasOwn(this.#given, name) ? this.#given[name] : undefined) : this.#options.script?.(name);
    if (text !== undefined) this.#read[name] = text;
    return text;
  }
  /** A machine as it was made, and a console that knows nothing. */
  #restart(name: string): void {
    const { ref } = this.#consoleOf(name).guest,
      guest = buildGuest(ref, this.#options.engine ?? 'wasm');
    if (!guest.ok) throw new Error(guest.problem.message);
    this.#consoles.set(name, this.#prepared(new Debugger(guest.value)));
  }

  /** The console that lines go to. */
  get debugger(): Debugger {
    return this.#consoleOf(this.#on);
  }
  get inputs(): readonly Input[] {
    return this.#inputs;
  }
  get moment(): Moment {
    return withholdMoment(takeMoment(this.debugger), this.#attempt?.withheld);
  }
  /** A picture of the machine as it stands; undefined where an expression in the request cannot be read. */
  picture(request: PictureRequest): DrawnPicture | undefined {
    return drawPicture(this.debugger, request, picture => withholdPicture(picture, this.#attempt?.withheld));
  }
  /** Where on the console's machine the moment lies that decides the current step; undefined where it has not been there, or is there now. */
  decisive(step: string): Decisive | undefined {
    const decided = this.#attempt?.decidedBy(step);
    return decided?.on === this.#on ? decisiveIn(this.debugger, decided) : undefined;
  }
  /** The prompt, without its trailing space: `0: kd>`. */
  get prompt(): string {
    return this.debugger.prompt;
  }
  get exercise(): ExerciseView | undefined {
    const { references } = this.#played ?? {};
    if (!this.#attempt || !references) return undefined;
    const machines = references.names.map(name => ({
      ...{ name, machine: references.of(name).ref.machine, current: name === this.#on },
    }));
    return { ...this.#attempt.view, ...(machines.length > 1 && { machines }) };
  }
  /** Undefined in free play. */
  get score(): number | undefined {
    return this.#attempt?.score;
  }

  /** Is there such a step, hint or machine? Lines, minutes and resets are always taken. */
  accepts(input: Input): boolean {
    const { steps, hints } = this.#played?.exercise.file ?? { steps: [], hints: [] };
    if (input.kind === 'answer' || input.kind === 'reveal') return steps.some(s => s.id === input.step);
    if (input.kind === 'machine') return this.#played?.references.names.includes(input.name) ?? false;
    return input.kind !== 'hint' || hints.some(h => h.id === input.id);
  }
  /** Perform an input and add it to `inputs`, with what it turned out to be. */
  *apply(input: Input): Running<Outcome> {
    switch (input.kind) {
      case 'line':
        return yield* this.#line(input);
      case 'answer': {
        const verdict = this.#attempt?.answer(input.step, input.text, input.at);
        if (!verdict) throw new Error('there is no exercise to answer');
        if (verdict.result !== 'locked') this.#inputs.push(input);
        if (verdict.result === 'right') this.#follow();
        return { kind: 'answer', verdict };
      }
      case 'hint': {
        const cost = this.#attempt?.takeHint(input.id);
        if (cost === undefined) throw new Error(`there is no hint ${input.id}`);
        this.#inputs.push(input);
        return { kind: 'hint', id: input.id, cost };
      }
      case 'machine':
        if (!this.accepts(input)) throw new Error(`there is no machine ${input.name}`);
        this.#on = input.name;
        this.#inputs.push(input);
        return { kind: 'machine', name: input.name, moment: this.moment };
      case 'reveal': {
        const answer = this.#attempt?.reveal(input.step);
        if (answer === undefined) throw new Error(`the answer of ${input.step} is not shown`);
        this.#follow();
        this.#inputs.push(input);
        return { kind: 'reveal', step: input.step, answer };
      }
      case 'time':
        this.#attempt?.spend(input.minutes);
        this.#inputs.push(input);
        return { kind: 'time', minutes: input.minutes };
      case 'reset':
        for (const name of this.#consoles.keys()) this.#restart(name);
        this.#begin();
        this.#inputs.push(input);
        return { kind: 'reset', moment: this.moment };
    }
  }
  *#line(input: LineInput): Running<LineOutcome> {
    const { text } = input;
    this.#read = {};
    this.#given = input.files;
    const on = this.#on,
      { position } = this.debugger.execution,
      { results, pauses, pause } = yield* this.#drive(input);
    this.#attempt?.evidence.heard({
      ...{ on, places: [position, this.debugger.execution.position] },
      ...{ typed: text, printed: () => results.map(r => r.text).join('\n') },
    });
    this.#attempt?.predictions.heard({ on, furthest: furthestOf(this.debugger.execution.timeline) });
    if (results.some(r => r.effect === 'restart')) this.#restart(this.#on);
    const files = Object.keys(this.#read).length ? { files: this.#read } : {};
    this.#inputs.push({ kind: 'line', text, ...(pause !== undefined && { pause }), ...files });
    return { kind: 'line', results, moment: this.moment, pauses };
  }
  /** Slices of one length; the driver is asked once as many instructions have run as it gave, and where none ran. */
  *#drive({ text, pause: until, after }: LineInput): Generator<Progress, Driven, Slice> {
    const { machine } = this.debugger.guest,
      begun = machine.executed,
      running = this.debugger.line(text);
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
    return this.debugger.complete(line, caret);
  }
  /** What words find among commands, structures and symbols. */
  look(query: string, kinds: readonly Look['kind'][], most: number): readonly Look[] {
    return look(this.debugger, query, kinds, most);
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
