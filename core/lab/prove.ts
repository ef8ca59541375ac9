/** Plays an exercise on a seed: golden answers earn everything, nothing earns nothing, each misconception gets its reply and differs from the key. */
import { NoValue } from './expr-world.ts';
import { Grader } from './grade.ts';
import { isWords, keyOf, wrongOf, type WordStep } from './grade-words.ts';
import type { Exercise } from './pack.ts';
import { packProblem, type PackProblem } from './pack-problem.ts';
import { BadStart, Unsolvable, drawParams } from './params.ts';
import { variantOf } from './pool.ts';
import { askedIn, typed, type AskedAt, type Say } from './prove-asked.ts';
import { playGolden } from './prove-golden.ts';
import { References } from './references.ts';
import { Stock } from './stock.ts';
import type { Path } from './yaml.ts';

/** How an exercise held on one seed. */
export interface Proof {
  readonly problems: readonly PackProblem[];
  /** The right answers but choices and checks, in order; what may be copied from another seed. */
  readonly keys: readonly string[];
  /** Small numbers asked for that the golden lines do not print. */
  readonly derived: readonly string[];
}
/** @param stock where many are proved, machines to be shared */
export function prove(whole: Exercise, seed: string, stock = new Stock()): Proof {
  const exercise = variantOf(whole, seed);
  const problems: PackProblem[] = [],
    keys: string[] = [],
    derived: string[] = [],
    say: Say = (code, place, values = {}) => {
      problems.push(packProblem(code, place, { ...values, seed }));
    };
  try {
    const references = new References(exercise, seed, stock.reference);
    drawParams(exercise, seed, references);
    const grader = new Grader(exercise, references);
    for (const at of askedIn(exercise)) keys.push(...proveNumber(exercise, at, grader, say));
    exercise.file.steps.forEach((step, n) => {
      if (isWords(step)) keys.push(...proveWords(exercise, step, n, grader, say));
    });
    if (problems.length === 0) {
      playNegative(exercise, grader, say);
      derived.push(...playGolden(exercise, references, say));
    }
  } catch (e) {
    if (e instanceof Unsolvable) say('where-unsolvable', exercise.at(['params', e.param, 'where']), { name: e.param });
    else if (e instanceof BadStart) say('start-place', e.place, { why: e.message });
    else if (e instanceof NoValue) say('expr-value', exercise.at(['params']), { why: e.message });
    else throw e;
  }
  return { problems, keys, derived };
}

/** A key has a value; each misconception has another one, and a reply. @returns the key, if it has a value */
function proveNumber(exercise: Exercise, { asked, name, path }: AskedAt, grader: Grader, say: Say): string[] {
  const width = asked.width ?? 64,
    values = new Map<bigint, string>();
  const valueAt = (expression: string, at: Path): bigint | undefined => {
    try {
      return BigInt.asUintN(width, grader.value(expression, asked.on));
    } catch (e) {
      if (!(e instanceof NoValue)) throw e;
      say('expr-value', exercise.at(at), { why: e.message });
      return undefined;
    }
  };
  const key = valueAt(asked.expect, [...path, 'expect']);
  if (key === undefined) return [];
  values.set(key, 'the key');
  asked.misconceptions.forEach((m, n) => {
    const at = [...path, 'misconceptions', n, 'value'],
      value = valueAt(m.value, at);
    if (value === undefined) return;
    const same = values.get(value);
    if (same !== undefined) say('misconception-same', exercise.at(at), { name, id: m.id, same, value: value.toString(16) });
    else if (grader.number(name, asked, `0x${value.toString(16)}`).feedback === undefined)
      say('misconception-reply', exercise.at(at), { name, id: m.id, value: value.toString(16) });
    values.set(value, m.id);
  });
  return [key.toString(16)];
}

/** The same for answers that are no single number. @returns the key, if it has a value */
function proveWords(exercise: Exercise, step: WordStep, n: number, grader: Grader, say: Say): string[] {
  const path = ['steps', n];
  try {
    const seen = new Map([[keyOf(step, grader.sourceOf(step)), 'the key']]);
    step.misconceptions.forEach((m, k) => {
      const at = exercise.at([...path, 'misconceptions', k, 'value']),
        value = wrongOf(step, k, grader.sourceOf(step)),
        same = seen.get(value);
      if (same !== undefined) say('misconception-same', at, { name: step.id, id: m.id, same, value });
      else if (grader.step(step, value).feedback === undefined) say('misconception-reply', at, { name: step.id, id: m.id, value });
      seen.set(value, m.id);
    });
    return [keyOf(step, grader.sourceOf(step))];
  } catch (e) {
    if (!(e instanceof NoValue)) throw e;
    say('expr-value', exercise.at([...path, 'expect']), { why: e.message });
    return [];
  }
}

function playNegative(exercise: Exercise, grader: Grader, say: Say): void {
  exercise.tests?.negative.forEach((row, n) => {
    const step = exercise.file.steps.find(s => s.id === row.step);
    if (!step || step.answer === 'check') return;
    const { result, feedback } = grader.step(step, typed(row.answer));
    if (result !== row.result || (row.say !== undefined && feedback !== row.say))
      say('negative-differs', exercise.testsAt!(['negative', n]), {
        ...{ result, feedback: feedback ?? '-', wanted: row.result, reply: row.say ?? '-' },
      });
  });
}
