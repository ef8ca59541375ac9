/** Plays an exercise on a seed: golden answers earn everything, nothing earns nothing, each misconception gets its reply and differs from the key. */
import type { Running } from '../debugger/types.ts';
import type { MachineRef } from '../machine/scenario.ts';
import { Attempt } from './attempt.ts';
import { evaluateNumber } from './expr.ts';
import { NoValue } from './expr-world.ts';
import { Grader, askedBy, type Asked } from './grade.ts';
import { mustParse, type Exercise } from './pack.ts';
import type { StepFile } from './pack-schema.ts';
import { Unsolvable, drawParams } from './params.ts';
import { Reference } from './reference.ts';
import { openSession } from './session.ts';

/** What does not hold on a seed, in a sentence. */
export interface Failure {
  readonly exercise: string;
  readonly seed: string;
  readonly message: string;
}
const SLICE = 100_000n;
/** A golden line that runs longer than this is taken to run forever. */
const MOST_SLICES = 100;

/** Every failure of one exercise on one seed; none if it holds. */
export function prove(exercise: Exercise, seed: string): Failure[] {
  const failures: Failure[] = [],
    say = (message: string): void => {
      failures.push({ exercise: exercise.id, seed, message });
    };
  const ref: MachineRef = { machine: exercise.file.machine.base, seed, set: exercise.file.machine.set };
  try {
    const reference = new Reference(ref);
    drawParams(exercise, seed, reference);
    const grader = new Grader(exercise, reference);
    for (const step of exercise.file.steps) proveMisconceptions(step, grader, say);
    playGolden(exercise, ref, reference, grader, say);
    playNegative(exercise, grader, say);
  } catch (e) {
    if (!(e instanceof NoValue) && !(e instanceof Unsolvable)) throw e;
    say(e.message);
  }
  return failures;
}

const askedOf = (step: StepFile): (Asked & { readonly name: string })[] =>
  step.answer === 'table'
    ? step.rows.map(r => ({ ...r, name: `${step.id}.${r.id}` }))
    : step.answer === 'choice' || step.answer === 'check'
      ? []
      : [{ ...askedBy(step), name: step.id }];

function proveMisconceptions(step: StepFile, grader: Grader, say: (message: string) => void): void {
  for (const asked of askedOf(step)) {
    const width = asked.width ?? 64,
      values = new Map<bigint, string>([[grader.key(asked), 'the key']]);
    for (const m of asked.misconceptions) {
      const value = BigInt.asUintN(width, grader.value(m.value)),
        same = values.get(value);
      if (same !== undefined) say(`${asked.name}: misconception ${m.id} equals ${same}`);
      values.set(value, `misconception ${m.id}`);
    }
    for (const m of asked.misconceptions) {
      const verdict = grader.number(asked.name, asked, `0x${BigInt.asUintN(width, grader.value(m.value)).toString(16)}`);
      if (verdict.feedback === undefined) say(`${asked.name}: misconception ${m.id} gets no reply`);
    }
  }
}

/** The golden console lines reach what the checks ask and show what is to be answered, and the answers are right. */
function playGolden(exercise: Exercise, ref: MachineRef, reference: Reference, grader: Grader, say: (message: string) => void): void {
  const { tests, file } = exercise;
  if (!tests) return say('there is no tests.yml');
  const opened = openSession({ ref: reference.ref }, undefined, { engine: 'evaluator' });
  if (!opened.ok) return say(opened.problem.message);
  const session = opened.value,
    attempt = new Attempt(exercise, ref, session.debugger.guest),
    answers = new GoldenAnswers(exercise, reference);
  let output = '',
    next = 0;
  const answerTo = (last: number): void => {
    for (; next <= last; next++) {
      const step = file.steps[next]!,
        verdict = attempt.answer(step.id, answers.of(step));
      if (verdict?.result !== 'right')
        say(
          `${step.id}: the golden answer is ${verdict?.result ?? 'not taken'}${verdict?.understood === undefined ? '' : ` (read as ${verdict.understood})`}`,
        );
    }
  };
  for (const line of tests.golden.console) {
    if (typeof line !== 'string') {
      answerTo(file.steps.findIndex(s => s.id === line.step));
      continue;
    }
    const filled = attempt.fill(line),
      results = finish(session.apply({ kind: 'line', text: filled }));
    if (!results) say(`"${filled}" does not end`);
    else if (results.kind === 'line') {
      for (const r of results.results) if (!r.ok) say(`"${filled}" fails: ${r.text.trim()}`);
      output += results.results.map(r => r.text).join('\n');
    }
  }
  answerTo(file.steps.length - 1);
  const seen = output.replaceAll('`', '').toLowerCase();
  for (const step of file.steps)
    for (const asked of askedOf(step)) {
      const key = grader.key(asked);
      if (key >= SMALL && !new RegExp(`(?<![0-9a-f])0*${key.toString(16)}(?![0-9a-f])`).test(seen))
        say(`${asked.name}: no golden line shows ${key.toString(16)}`);
    }
  if (failuresLeft(attempt)) say('the golden answers do not complete the exercise');
}
/** Numbers below are read off bytes and bits, or counted; larger ones must stand in the output as they are answered. */
const SMALL = 0x1000n;

/** The answers of tests.yml as a learner would type them; where it has none, the key. */
class GoldenAnswers {
  readonly #exercise: Exercise;
  readonly #reference: Reference;
  constructor(exercise: Exercise, reference: Reference) {
    this.#exercise = exercise;
    this.#reference = reference;
  }
  of(step: StepFile): string {
    const golden = this.#exercise.tests?.golden.answers[step.id],
      rows = typeof golden === 'object' ? golden : {};
    switch (step.answer) {
      case 'check':
        return '';
      case 'choice':
        return typeof golden === 'string' ? golden : step.expect;
      case 'table':
        return step.rows.map(r => `${r.id}=${this.#text(rows[r.id] ?? r.expect, r.width)}`).join('\n');
      default: {
        const text = this.#text(typeof golden === 'string' ? golden : step.expect, step.width);
        return asDecimal(step) ? BigInt(text).toString() : text;
      }
    }
  }
  #text(expression: string, width = 64): string {
    const value = evaluateNumber(mustParse(expression, new Set(Object.keys(this.#exercise.file.params))), this.#reference);
    return `0x${BigInt.asUintN(width, value).toString(16)}`;
  }
}
const asDecimal = (step: StepFile): boolean => step.answer === 'integer' && step.accept?.length === 1 && step.accept[0] === 'decimal';
const failuresLeft = (attempt: Attempt): boolean => attempt.view.steps.some(s => s.state !== 'done');

function playNegative(exercise: Exercise, grader: Grader, say: (message: string) => void): void {
  for (const n of exercise.tests?.negative ?? []) {
    const step = exercise.file.steps.find(s => s.id === n.step);
    if (!step || step.answer === 'check') {
      say(`tests.yml speaks of a step ${n.step}`);
      continue;
    }
    const verdict = grader.step(
      step,
      typeof n.answer === 'string'
        ? n.answer
        : Object.entries(n.answer)
            .map(([row, a]) => `${row}=${a}`)
            .join('\n'),
    );
    if (verdict.result !== n.result || (n.say !== undefined && verdict.feedback !== n.say))
      say(`${n.step}: ${JSON.stringify(n.answer)} is ${verdict.result} ${verdict.feedback ?? ''}, not ${n.result} ${n.say ?? ''}`);
  }
}
function finish<T>(running: Running<T>): T | undefined {
  let step = running.next({ budget: SLICE, stop: false });
  for (let n = 0; !step.done; n++) {
    if (n > MOST_SLICES) return undefined;
    step = running.next({ budget: SLICE, stop: false });
  }
  return step.value;
}
