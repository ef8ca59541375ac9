/** One learner at one exercise: which steps are done, which hints are taken, and what it is worth so far. */
import { readRegister } from '../cpu/registers.ts';
import type { Language } from '../problem.ts';
import { LANGUAGES } from '../problem.ts';
import type { MachineRef } from '../machine/scenario.ts';
import type { Guest } from '../windows/guest.ts';
import { fillFrom } from './fill.ts';
import { isWords, readWords } from './grade-words.ts';
import { Grader, askedBy } from './grade.ts';
import { echo } from './numbers.ts';
import type { Exercise } from './pack.ts';
import type { ExerciseFile, StepFile } from './pack-schema.ts';
import { drawParams } from './params.ts';
import { variantOf } from './pool.ts';
import { Reference } from './reference.ts';
import { momentOf } from './reference-run.ts';
import type { Verdict } from './verdict.ts';
import type { ExerciseView, HintView, StepView, Texts } from './view.ts';

/** How an answer is understood while it is typed. */
export interface Reading {
  readonly understood?: string;
  readonly message?: { readonly id: string; readonly values: Readonly<Record<string, string>> };
}
interface Progress {
  tries: number;
  points: number;
  answer: string | undefined;
}

export class Attempt {
  readonly #exercise: Exercise;
  #guest: Guest;
  readonly #reference: Reference;
  readonly #grader: Grader;
  readonly #progress: ReadonlyMap<string, Progress>;
  readonly #hints = new Set<string>();

  /** @param guest the learner's own machine, which only checks look at @param reference with parameters drawn, where there is one already */
  constructor(exercise: Exercise, ref: MachineRef, guest: Guest, reference?: Reference) {
    this.#exercise = variantOf(exercise, ref.seed);
    this.#guest = guest;
    this.#reference = reference ?? new Reference(ref);
    if (!reference) drawParams(this.#exercise, ref.seed, this.#reference);
    this.#grader = new Grader(this.#exercise, this.#reference);
    this.#progress = new Map(this.#exercise.file.steps.map(s => [s.id, { tries: 0, points: 0, answer: undefined }]));
  }
  /** The learner's machine was made again; what was answered stays. */
  moveTo(guest: Guest): void {
    this.#guest = guest;
  }
  get grader(): Grader {
    return this.#grader;
  }

  get #current(): StepFile | undefined {
    return this.#exercise.file.steps.find(s => this.#progress.get(s.id)!.answer === undefined);
  }

  /** Undefined where the exercise has no such step. */
  answer(id: string, text: string): Verdict | undefined {
    const step = this.#exercise.file.steps.find(s => s.id === id);
    if (!step) return undefined;
    if (step !== this.#current) return { step: id, result: 'locked', counts: false, points: 0 };
    const graded = step.answer === 'check' ? this.#check(step) : this.#grader.step(step, text),
      progress = this.#progress.get(id)!;
    if (!graded.counts) return graded;
    const { retry, mode } = this.#exercise.file.grading,
      { curve } = retry,
      share = (curve[Math.min(progress.tries, curve.length - 1)] ?? 0) / 100,
      points = mode === 'all' && graded.result !== 'right' ? 0 : graded.points * share;
    progress.tries++;
    progress.points = Math.max(progress.points, points);
    if (graded.result !== 'right') return { ...graded, points };
    progress.answer = graded.understood ?? text;
    const reply = `${id}-right`;
    return { ...graded, points, ...(this.#hasText(`feedback: ${reply}`) && { feedback: reply }) };
  }
  #check(step: Extract<StepFile, { answer: 'check' }>): Verdict {
    const state = this.#guest.machine.state,
      there = step.reached === undefined || readRegister(state, 'rip') === this.#grader.value(step.reached),
      ring = step.cpl === undefined || state.get('CPL') === BigInt(step.cpl),
      holds = step.that === undefined || this.#grader.holds(step.that, momentOf(this.#guest));
    return there && ring && holds
      ? { step: step.id, result: 'right', counts: true, points: 1 }
      : { step: step.id, result: 'wrong', counts: false, points: 0 };
  }
  preview(id: string, text: string): Reading {
    const step = this.#exercise.file.steps.find(s => s.id === id);
    if (step && text.trim() && isWords(step)) {
      const reading = readWords(step, text);
      return reading.ok ? { understood: reading.words } : { message: reading.message };
    }
    if (!step || !text.trim() || !(step.answer === 'integer' || step.answer === 'address' || step.answer === 'symbol')) return {};
    const reading = this.#grader.read(askedBy(step), text);
    return reading.kind === 'number' ? { understood: echo(reading.value, step.answer) } : { message: reading.message };
  }

  /** Its cost; undefined where there is no such hint. Taking it twice costs once. */
  takeHint(id: string): number | undefined {
    const hint = this.#offered.find(h => h.id === id);
    if (hint) this.#hints.add(id);
    return hint?.cost;
  }
  /** Hints that are taken or may be: those they build upon are taken, and the step has been tried often enough. */
  get #offered(): ExerciseFile['hints'] {
    const step = this.#current,
      tries = step ? this.#progress.get(step.id)!.tries : 0;
    return this.#exercise.file.hints.filter(
      h => this.#hints.has(h.id) || (h.needs.every(id => this.#hints.has(id)) && tries >= (h.after?.attempts ?? 0)),
    );
  }

  get score(): number {
    const { weights } = this.#exercise.file.grading,
      steps = [...this.#progress].map(([id, p]) => ({ points: p.points, weight: weights[id] ?? 1 })),
      earned = steps.reduce((sum, s) => sum + s.points * s.weight, 0) / steps.reduce((sum, s) => sum + s.weight, 0);
    const paid = this.#exercise.file.hints.filter(h => this.#hints.has(h.id)).reduce((sum, h) => sum + h.cost, 0);
    return Math.max(0, Math.round(earned * 100) - paid);
  }

  // ---- the view -------------------------------------------------------------------------------------------------

  get view(): ExerciseView {
    const { file, id, pack, section } = this.#exercise,
      current = this.#current;
    const feedback = new Set(
      Object.values(this.#exercise.texts)
        .flatMap(t => [...t.parts.keys()])
        .filter(k => k.startsWith('feedback: ')),
    );
    return {
      pack,
      id,
      track: section.title,
      title: this.#each(t => t.title),
      intro: this.#each(t => t.intro),
      steps: file.steps.map(s => this.#stepView(s, current)),
      hints: this.#offered.map((h): HintView => ({
        ...{ id: h.id, cost: h.cost },
        taken: this.#hints.has(h.id),
        ...(this.#hints.has(h.id) && { text: this.#text(`hint: ${h.id}`) }),
      })),
      feedback: Object.fromEntries([...feedback].map(k => [k.slice('feedback: '.length), this.#text(k)])),
      score: this.score,
      ...(current === undefined && { explanation: this.#text('why') }),
    };
  }
  #stepView(s: StepFile, current: StepFile | undefined): StepView {
    const p = this.#progress.get(s.id)!,
      text = this.#text(`step: ${s.id}`);
    return {
      id: s.id,
      title: mapTexts(text, t => t.split('\n')[0]!),
      body: mapTexts(text, t => t.split('\n').slice(1).join('\n').trim()),
      type: s.answer,
      ...((s.answer === 'choice' || s.answer === 'order') && {
        options: s.options.map(o => ({ id: o, text: this.#text(`option: ${s.id}.${o}`) })),
      }),
      ...(s.answer === 'table' && { rows: s.rows.map(r => ({ id: r.id, label: this.#text(`row: ${s.id}.${r.id}`) })) }),
      state: p.answer !== undefined ? 'done' : s === current ? 'current' : 'ahead',
      tries: p.tries,
      ...(s.show && { show: s.show }),
      ...(s.ref !== undefined && { ref: s.ref }),
      ...(p.answer !== undefined && { answer: p.answer }),
    };
  }
  #hasText(key: string): boolean {
    return Object.values(this.#exercise.texts).some(t => t.parts.has(key));
  }
  #text(key: string): Texts {
    return this.#each(t => t.parts.get(key) ?? '');
  }
  #each(of: (t: NonNullable<Exercise['texts'][Language]>) => string): Texts {
    return Object.fromEntries(
      LANGUAGES.flatMap(language => {
        const text = this.#exercise.texts[language];
        return text ? [[language, this.fill(of(text))] as const] : [];
      }),
    );
  }
  /** A text of the exercise with its placeholders filled in. */
  fill(text: string): string {
    return fillFrom(this.#reference, text);
  }
}
const mapTexts = (texts: Texts, f: (t: string) => string): Texts =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, f(text)]));
