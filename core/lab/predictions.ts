/** Predictions: whether the event that a step asks about had already happened on the learner's machine when it was answered. */
import { literalsIn, paramsOf, type Expression } from './expr.ts';
import { mustParse } from './pack.ts';
import type { ExerciseFile, StepFile } from './pack-schema.ts';
import type { Place } from './reference-run.ts';
import type { References } from './references.ts';

/** How far a machine has been, whatever was done on it since. */
export interface Reached {
  readonly on: string;
  readonly furthest: Place;
}
export interface PredictionParts {
  readonly file: ExerciseFile;
  readonly references: References;
  /** Whether what the step says with `seen` holds of the learner's machine as it stands. */
  readonly holds: (step: StepFile) => boolean;
  readonly on: (step: StepFile) => string;
}
export const isPast = (now: Place, event: Place): boolean =>
  now.events > event.events || (now.events === event.events && now.executed >= event.executed);

export class Predictions {
  readonly #parts: PredictionParts;
  readonly #events = new Map<string, Place | undefined>();
  readonly #observed = new Set<string>();

  constructor(parts: PredictionParts) {
    this.#parts = parts;
  }
  /** A line has ended: what can be seen now has been observed. */
  heard({ on, furthest }: Reached): void {
    for (const step of this.#parts.file.steps)
      if (asksToPredict(step) && !this.#observed.has(step.id) && this.#parts.on(step) === on && this.#shows(step, furthest))
        this.#observed.add(step.id);
  }
  has(step: string): boolean {
    return this.#observed.has(step);
  }
  #shows(step: StepFile, furthest: Place): boolean {
    if (step.seen !== undefined) return this.#parts.holds(step);
    if (furthest.executed === 0n && furthest.events === 0n) return false;
    const event = this.#event(step);
    return event !== undefined && isPast(furthest, event);
  }
  #event(step: StepFile): Place | undefined {
    if (!this.#events.has(step.id)) this.#events.set(step.id, eventOf(step, this.#parts));
    return this.#events.get(step.id);
  }
}
export const asksToPredict = (step: StepFile): step is Exclude<StepFile, { answer: 'check' }> =>
  step.answer !== 'check' && step.predict === true;

/** The latest moment or exception that the key speaks of (of a door, being through it); the machine's first event where it speaks of none. */
function eventOf(step: StepFile, { file, references, on }: PredictionParts): Place | undefined {
  const reference = references.of(on(step)),
    through = (at: string | number): string | number => (typeof at === 'string' ? at.replace('-', '+') : at),
    places = momentsNamed(step, file).flatMap(at => reference.place(through(at)) ?? []);
  if (places.length === 0) return reference.place(undefined);
  return places.reduce((latest, p) => (isPast(p, latest) ? p : latest));
}
/** Positions and exceptions that a step's key speaks of, itself or in a parameter; the start is none. */
export const momentsNamed = (step: StepFile, file: ExerciseFile): readonly (string | number)[] =>
  [...expressionsOf(step, file)].flatMap(e => [
    ...[...literalsIn(e, 'at'), ...literalsIn(e, 'steps')].map(String).filter(position => position !== 'start'),
    ...[...literalsIn(e, 'fault')].map(Number),
  ]);
/** Those of the key, and of the parameters in it. */
function* expressionsOf(step: StepFile, { params }: ExerciseFile): Generator<Expression> {
  const names = new Set(Object.keys(params)),
    open = keysOf(step).map(text => mustParse(text, names)),
    known = new Set<string>();
  for (let e = open.pop(); e; e = open.pop()) {
    yield e;
    for (const name of paramsOf(e)) {
      const p = params[name];
      if (known.has(name) || !p || !('value' in p)) continue;
      known.add(name);
      open.push(mustParse(p.value, names));
    }
  }
}
function keysOf(step: StepFile): string[] {
  switch (step.answer) {
    case 'integer':
    case 'address':
    case 'symbol':
    case 'flags':
      return [step.expect];
    case 'bytes':
      return [...step.expect];
    case 'table':
      return step.rows.map(row => row.expect);
    default:
      return [];
  }
}
