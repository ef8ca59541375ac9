/** An exercise on a seed as its author sees it: what was drawn, what is right, which wrong answers get a reply, and what does not hold. */
import { NoValue } from './expr-world.ts';
import { Grader } from './grade.ts';
import { isWords, wrongOf } from './grade-words.ts';
import type { Exercise } from './pack.ts';
import type { PackProblem } from './pack-problem.ts';
import type { StepFile } from './pack-schema.ts';
import { BadStart, Unsolvable, drawParams } from './params.ts';
import { variantOf } from './pool.ts';
import { prove } from './prove.ts';
import { GoldenAnswers, typed } from './prove-asked.ts';
import { References } from './references.ts';
import { Stock } from './stock.ts';

/** An answer as it would be typed. */
export interface Typed {
  readonly id: string;
  readonly text: string;
}
export interface AuthorStep {
  readonly id: string;
  readonly right: string;
  /** The misconceptions, and the refused answers of tests.yml. */
  readonly wrong: readonly Typed[];
}
export interface AuthorView {
  readonly seed: string;
  readonly params: readonly { readonly name: string; readonly value: bigint }[];
  readonly steps: readonly AuthorStep[];
  readonly problems: readonly PackProblem[];
}

/** @param stock machines to be shared by views of one thread */
export function authorView(whole: Exercise, seed: string, stock = new Stock()): AuthorView {
  const exercise = variantOf(whole, seed),
    { problems } = prove(whole, seed, stock),
    nothing = { seed, params: [], steps: [], problems };
  try {
    const references = new References(exercise, seed, stock.reference);
    drawParams(exercise, seed, references);
    const grader = new Grader(exercise, references),
      answers = new GoldenAnswers(exercise, grader);
    return {
      ...nothing,
      params: Object.keys(exercise.file.params).map(name => ({ name, value: references.first.param(name) ?? 0n })),
      steps: exercise.file.steps.map(s => ({ id: s.id, right: answers.of(s), wrong: wrongIn(exercise, s, grader) })),
    };
  } catch (e) {
    if (e instanceof Unsolvable || e instanceof BadStart || e instanceof NoValue) return nothing;
    throw e;
  }
}
function wrongIn(exercise: Exercise, step: StepFile, grader: Grader): Typed[] {
  const refused = (exercise.tests?.negative ?? []).filter(n => n.step === step.id && n.say === undefined),
    negative = refused.map((n): Typed => ({ id: n.result, text: typed(n.answer) }));
  if (step.answer === 'check' || step.answer === 'table') return negative;
  const known = step.misconceptions.map((m, k): Typed => {
    if (isWords(step)) return { id: m.id, text: wrongOf(step, k, grader.sourceOf(step)) };
    return { id: m.id, text: step.answer === 'choice' ? String(m.value) : `0x${grader.value(String(m.value), step.on).toString(16)}` };
  });
  return [...known, ...negative];
}
