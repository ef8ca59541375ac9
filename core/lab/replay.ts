/** Records a session by running its inputs; runs a recorded one again and compares: the state after each input, what each answer was worth, the score. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { Running } from '../debugger/types.ts';
import { failure, problem, success, type Result } from '../problem.ts';
import { NoValue } from './expr-world.ts';
import type { Input } from './input.ts';
import { endOf, headOf, lineOf, markOf, startOf, stepOf, type Run, type RunStep } from './labrun.ts';
import type { Exercise } from './pack.ts';
import { Unsolvable } from './params.ts';
import { firstMachine } from './pool.ts';
import { openSession, type Outcome, type Session, type SessionStart } from './session.ts';

export interface ReplayOptions {
  readonly engine?: EngineName;
  /** The exercise the head names, and the hash of its files. */
  readonly exercise?: { readonly exercise: Exercise; readonly hash: string };
}
/** What was not as recorded. `input` counts from 1; 0 is the machine as it was made, one more than the last is the score. */
export interface Mismatch {
  readonly input: number;
  readonly what: 'machine' | 'state' | 'position' | 'pauses' | 'verdict' | 'cost' | 'input' | 'score';
  readonly expected: string;
  readonly got: string;
}
export interface Report {
  /** Inputs performed. */
  readonly inputs: number;
  /** Absent in free play. */
  readonly score?: number;
  readonly exercise: 'none' | 'same' | 'changed';
  /** The first one; absent where everything was as recorded. */
  readonly mismatch?: Mismatch;
}

/** Perform inputs from the beginning and write the run down, as text. @param told after each input, with how many are done @problems those of buildGuest */
export function* record(
  start: SessionStart,
  inputs: readonly Input[],
  { engine, exercise }: ReplayOptions,
  told: (done: number) => void = () => undefined,
): Running<Result<string>> {
  const opened = openSession(start, exercise?.exercise, engine && { engine });
  if (!opened.ok) return opened;
  const session = opened.value;
  let text = lineOf(headOf(session, exercise?.hash));
  yield* performAll(session, inputs, told, (_input, outcome) => {
    const step = stepOf(session, outcome);
    if (step) text += lineOf(step);
  });
  return success(text + lineOf(endOf(session)));
}
/** Perform inputs one after the other, giving control back between them. @param came after each: what came of it, and the prompt it was given at */
export function* performAll(
  session: Session,
  inputs: readonly Input[],
  told: (done: number) => void,
  came: (input: Input, outcome: Outcome, prompt: string) => void,
): Running<void> {
  for (const [n, input] of inputs.entries()) {
    const { prompt } = session;
    came(input, yield* session.apply(input), prompt);
    told(n + 1);
    yield { executed: session.debugger.guest.machine.executed };
  }
}

/** A session as a run begins it. @problems those of buildGuest, host/no-exercise, run/other-machine, run/unsolvable */
export function openRun({ head }: Run, { engine, exercise: found }: ReplayOptions): Result<Session> {
  const name = head.exercise && `${head.exercise.pack}/${head.exercise.id}`,
    exercise = name === undefined ? undefined : found?.exercise;
  if (name !== undefined && !exercise) return failure(problem('host/no-exercise', { name }));
  if (exercise) {
    const { base, set } = firstMachine(exercise, head.seed);
    if (base !== head.machine || !sameSwitches(set, head.set))
      return failure(problem('run/other-machine', { exercise: exercise.id, machine: head.machine }));
  }
  try {
    return openSession(startOf(head), exercise, engine && { engine });
  } catch (e) {
    if (!(e instanceof NoValue) && !(e instanceof Unsolvable)) throw e;
    return failure(problem('run/unsolvable', { exercise: name ?? '', seed: head.seed, why: e.message }));
  }
}
const sameSwitches = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);

/** Perform the run. It ends at the first mismatch; what it reads of the file never makes a line run longer than recorded. */
export function* replay(run: Run, options: ReplayOptions): Running<Result<Report>> {
  const opened = openRun(run, options);
  if (!opened.ok) return opened;
  const session = opened.value,
    { head, steps, end } = run,
    exercise = !head.exercise ? 'none' : head.exercise.hash === options.exercise?.hash ? 'same' : 'changed';
  const report = (mismatch?: Mismatch): Result<Report> =>
    success({
      inputs: session.inputs.length,
      ...(session.score !== undefined && { score: session.score }),
      exercise,
      ...(mismatch && { mismatch }),
    });
  const made = markOf(session);
  if (made.hash !== head.hash) return report({ input: 0, what: 'machine', expected: head.hash, got: made.hash });
  for (const step of steps) {
    const mismatch = yield* perform(session, step);
    if (mismatch) return report(mismatch);
  }
  if (end && end.score !== (session.score ?? null))
    return report({ input: steps.length + 1, what: 'score', expected: String(end.score), got: String(session.score ?? null) });
  return report();
}

/** Perform one input of a run and compare what came of it. */
export function* perform(session: Session, step: RunStep): Running<Mismatch | undefined> {
  const differs = (what: Mismatch['what'], expected: unknown, got: unknown): Mismatch => ({
    input: step.n,
    what,
    expected: textOf(expected),
    got: textOf(got),
  });
  if (!session.accepts(step.input)) return differs('input', 'a step or hint of the exercise', 'the exercise has no such one');
  const outcome = yield* session.apply(bounded(step)),
    came = stepOf(session, outcome);
  if (!came) return differs('verdict', step.verdict, 'locked');
  for (const key of ['pauses', 'verdict', 'cost'] as const) {
    const [expected, got] = [JSON.stringify(step[key]), JSON.stringify(came[key])];
    if (expected !== got) return differs(key, step[key], came[key]);
  }
  if (came.at !== step.at) return differs('position', step.at, came.at);
  return came.hash === step.hash ? undefined : differs('state', step.hash, came.hash);
}
const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'));
/** A line is broken into where it was, or where it goes on for longer than recorded. */
export function bounded({ input, pauses = 0 }: RunStep): Input {
  return input.kind === 'line' ? { ...input, pause: Math.min(input.pause ?? Infinity, pauses + 1) } : input;
}
