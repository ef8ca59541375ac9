/** Grading one answer: read it, compare it with the key of this learner's machine, recognise the misconceptions the author foresaw. */
import { evaluate, evaluateNumber } from './expr.ts';
import { NoValue, type Moment, type World } from './expr-world.ts';
import { fillFrom } from './fill.ts';
import { gradeWords, type Source } from './grade-words.ts';
import { echo, readNumber, type Accepts } from './numbers.ts';
import { mustParse, type Exercise } from './pack.ts';
import type { StepFile } from './pack-schema.ts';
import { liveWorld } from './reference.ts';
import type { References } from './references.ts';
import type { Verdict } from './verdict.ts';

type NumberStep = Extract<StepFile, { answer: 'integer' | 'address' | 'symbol' }>;
/** A number asked for: a step of its own or a row of a table. */
export interface Asked {
  readonly type: 'integer' | 'address' | 'symbol';
  readonly expect: string;
  readonly width?: number | undefined;
  readonly accept?: readonly Accepts[] | undefined;
  readonly misconceptions: readonly { readonly id: string; readonly value: string; readonly say: string }[];
  /** The machine it is about; the first where it does not say. */
  readonly on?: string | undefined;
}
export const isNumber = (step: StepFile): step is NumberStep =>
  step.answer === 'integer' || step.answer === 'address' || step.answer === 'symbol';
export const askedBy = (step: NumberStep): Asked => ({ ...step, type: step.answer });
type TableStep = Extract<StepFile, { answer: 'table' }>;
/** Rows of a table, each about the machine its step is about. */
export const rowsOf = ({ rows, on }: TableStep): readonly (Asked & { readonly id: string })[] => rows.map(row => ({ ...row, on }));
/** The numbers a step asks for; empty where it asks for something else. */
export function numbersOf(step: StepFile): readonly Asked[] {
  if (step.answer === 'table') return rowsOf(step);
  return isNumber(step) ? [askedBy(step)] : [];
}

export const acceptsOf = (a: Asked): readonly Accepts[] =>
  a.accept ?? (a.type === 'integer' ? ['debugger', 'hex'] : ['debugger', 'hex', 'symbol']);
const cut = (value: bigint, width: number | undefined): bigint => BigInt.asUintN(width ?? 64, value);

/** The learner's own machine of a name, as it stands; what is live is read from it. */
export type Live = (on: string | undefined) => Moment;

export class Grader {
  readonly #exercise: Exercise;
  readonly #references: References;
  readonly #live: Live;
  readonly #params: ReadonlySet<string>;

  /** @param live where nobody works on a machine, the one the exercise begins with */
  constructor(exercise: Exercise, references: References, live: Live = on => references.of(on).start) {
    this.#exercise = exercise;
    this.#references = references;
    this.#live = live;
    this.#params = new Set(Object.keys(exercise.file.params));
    for (const name of references.names) {
      const reference = references.of(name);
      reference.answer = step => this.#answer(step);
      reference.learner = () => live(name);
    }
  }
  /** What answers that are no single number are read from. */
  sourceOf(step: StepFile): Source {
    return { value: expression => this.value(expression, step.on), fill: text => fillFrom(this.#references, text) };
  }
  value(expression: string, on?: string): bigint {
    return evaluateNumber(mustParse(expression, this.#params), this.#references.of(on));
  }
  /** Whether a truth holds of the learner's own machine; not where the machine has nothing that it speaks of. @param fault an exception just delivered there */
  holds(expression: string, on: string | undefined, fault?: World['fault']): boolean {
    try {
      return evaluate(mustParse(expression, this.#params), liveWorld(this.#references.of(on), this.#live(on), fault)) === true;
    } catch (e) {
      if (!(e instanceof NoValue)) throw e;
      return false;
    }
  }
  #answer(id: string): bigint | undefined {
    const step = this.#exercise.file.steps.find(s => s.id === id);
    return step && isNumber(step) ? this.key(askedBy(step)) : undefined;
  }
  key(a: Asked): bigint {
    return cut(this.value(a.expect, a.on), a.width);
  }

  /** A number as it was understood, in the width of the machine it is asked of. */
  echo(a: Asked, value: bigint): string {
    return echo(value, a.type, this.#references.of(a.on).guest.build.bits);
  }
  /** How an answer would be read, without a word on whether it is right. */
  read(a: Asked, text: string): ReturnType<typeof readNumber> {
    return readNumber(text, acceptsOf(a), name => this.#references.of(a.on).symbol(name));
  }

  number(id: string, a: Asked, text: string): Verdict {
    const reading = this.read(a, text);
    if (reading.kind !== 'number') return { step: id, result: reading.kind, counts: false, message: reading.message, points: 0 };
    const understood = this.echo(a, reading.value),
      given = cut(reading.value, a.width),
      base = { step: id, counts: true, understood } as const;
    if (given === this.key(a) && (given === reading.value || fitsSigned(reading.value, a.width)))
      return { ...base, result: 'right', points: 1 };
    const known = a.misconceptions.find(m => cut(this.value(m.value, a.on), a.width) === given);
    return known ? { ...base, result: 'misconception', feedback: known.say, points: 0 } : { ...base, result: 'wrong', points: 0 };
  }

  step(step: StepFile, text: string): Verdict {
    switch (step.answer) {
      case 'integer':
      case 'address':
      case 'symbol':
        return this.number(step.id, askedBy(step), text);
      case 'choice':
        return gradeChoice(step, text);
      case 'table':
        return this.#table(step, text);
      case 'flags':
      case 'order':
      case 'bytes':
      case 'text':
        return gradeWords(step, text, this.sourceOf(step));
      case 'check':
        throw new Error("a check is graded on the learner's own machine");
    }
  }
  #table(step: TableStep, text: string): Verdict {
    const given = new Map(
      text.split('\n').map(line => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)] as const;
      }),
    );
    const rows = rowsOf(step).map(row => this.number(row.id, row, given.get(row.id) ?? ''));
    const unread = rows.find(r => !r.counts);
    if (unread)
      return { step: step.id, result: unread.result, counts: false, rows, ...(unread.message && { message: unread.message }), points: 0 };
    const right = rows.filter(r => r.result === 'right').length,
      known = rows.find(r => r.result === 'misconception');
    const result = right === rows.length ? 'right' : known ? 'misconception' : 'wrong';
    return {
      step: step.id,
      result,
      counts: true,
      rows,
      ...(known?.feedback !== undefined && { feedback: known.feedback }),
      points: right / rows.length,
    };
  }
}
/** A value wider than asked may still be the sign-extended one. */
const fitsSigned = (value: bigint, width: number | undefined): boolean =>
  width === undefined || BigInt.asUintN(64, BigInt.asIntN(width, value)) === value;

function gradeChoice(step: Extract<StepFile, { answer: 'choice' }>, text: string): Verdict {
  const option = text.trim();
  if (!step.options.includes(option))
    return { step: step.id, result: 'malformed', counts: false, message: { id: 'empty', values: {} }, points: 0 };
  if (option === step.expect) return { step: step.id, result: 'right', counts: true, points: 1 };
  const known = step.misconceptions.find(m => m.value === option);
  return { step: step.id, result: known ? 'misconception' : 'wrong', counts: true, ...(known && { feedback: known.say }), points: 0 };
}
