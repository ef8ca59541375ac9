/** What a proof needs of an exercise: the numbers it asks for, and its golden answers as a learner would type them. */
import { askedBy, isNumber, rowsOf, type Asked, type Grader } from './grade.ts';
import { keyOf } from './grade-words.ts';
import type { Exercise } from './pack.ts';
import type { PackCode, Place } from './pack-problem.ts';
import type { StepFile } from './pack-schema.ts';
import type { Path } from './yaml.ts';

/** Says a problem of one seed at its place. */
export type Say = (code: PackCode, place: Place, values?: Readonly<Record<string, string>>) => void;
/** A number that is asked for: its name, and where exercise.yml asks. */
export interface AskedAt {
  readonly asked: Asked;
  readonly name: string;
  readonly path: Path;
}

/** Every number an exercise asks for. */
export function askedIn({ file }: Exercise): AskedAt[] {
  return file.steps.flatMap((step, n): AskedAt[] => {
    if (step.answer === 'table')
      return rowsOf(step).map((row, m) => ({ asked: row, name: `${step.id}.${row.id}`, path: ['steps', n, 'rows', m] }));
    return isNumber(step) ? [{ asked: askedBy(step), name: step.id, path: ['steps', n] }] : [];
  });
}

/** A table's answers as they are sent: `row=answer`, a line each. */
export const typed = (answer: string | Readonly<Record<string, string>>): string =>
  typeof answer === 'string'
    ? answer
    : Object.entries(answer)
        .map(([row, text]) => `${row}=${text}`)
        .join('\n');

/** The answers of tests.yml as a learner would type them; where it has none, the key. */
export class GoldenAnswers {
  readonly #exercise: Exercise;
  readonly #grader: Grader;
  constructor(exercise: Exercise, grader: Grader) {
    this.#exercise = exercise;
    this.#grader = grader;
  }
  of(step: StepFile): string {
    const golden = this.#exercise.tests?.golden.answers[step.id],
      rows = typeof golden === 'object' ? golden : {};
    switch (step.answer) {
      case 'check':
        return '';
      case 'flags':
      case 'order':
      case 'bytes':
      case 'text':
        return typeof golden === 'string' ? golden : keyOf(step, this.#grader.sourceOf(step));
      case 'choice':
        return typeof golden === 'string' ? golden : step.expect;
      case 'table':
        return typed(Object.fromEntries(step.rows.map(r => [r.id, this.#text(rows[r.id] ?? r.expect, step.on, r.width)])));
      default: {
        const text = this.#text(typeof golden === 'string' ? golden : step.expect, step.on, step.width);
        return asDecimal(step) ? BigInt(text).toString() : text;
      }
    }
  }
  #text(expression: string, on: string | undefined, width = 64): string {
    return `0x${BigInt.asUintN(width, this.#grader.value(expression, on)).toString(16)}`;
  }
}
const asDecimal = (step: StepFile): boolean => step.answer === 'integer' && step.accept?.length === 1 && step.accept[0] === 'decimal';
