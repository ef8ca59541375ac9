/** One learner at one exercise: which steps are done, which hints are taken, and what it is worth so far. */
import type { Debugger } from '../debugger/debugger.ts';
import type { GuestEvent } from '../machine/machine.ts';
import type { Language } from '../problem.ts';
import { LANGUAGES } from '../problem.ts';
import type { Guest } from '../windows/guest.ts';
import { meets } from './conditions.ts';
import { decidedBy, type Decided } from './decisive.ts';
import { Evidence, type LookAt } from './evidence.ts';
import { fillFrom } from './fill.ts';
import { isWords, keyOf, readWords } from './grade-words.ts';
import { Grader, askedBy, isNumber, numbersOf, rowsOf, type Asked } from './grade.ts';
import type { Exercise } from './pack.ts';
import type { ExerciseFile, StepFile } from './pack-schema.ts';
import { variantOf } from './pool.ts';
import { Predictions, asksToPredict } from './predictions.ts';
import { momentOf } from './reference-run.ts';
import type { References } from './references.ts';
import type { Verdict } from './verdict.ts';
import type { Withheld } from './withhold.ts';
import type { ExerciseView, HintView, StepView, Texts } from './view.ts';

/** How an answer is understood while it is typed. */
export interface Reading {
  readonly understood?: string;
  readonly message?: { readonly id: string; readonly values: Readonly<Record<string, string>> };
}
/** Practice is never counted; official is what an exercise is worth. */
export type Mode = 'practice' | 'official';
export const modesOf = ({ modes }: ExerciseFile): readonly Mode[] => (['official', 'practice'] as const).filter(m => modes[m]);
interface Progress {
  tries: number;
  points: number;
  answer: string | undefined;
  /** Where it was seen, as far as that was asked. */
  at?: string | undefined;
  /** It was to be predicted, and had happened before it was answered. */
  observed?: boolean;
  revealed: boolean;
}
type CheckStep = Extract<StepFile, { answer: 'check' }>;
/** What an attempt is made on. */
export interface AttemptParts {
  /** With parameters drawn. */
  readonly references: References;
  /** The learner's own machine of a name, which checks and what is live look at. */
  readonly guestOf: (on: string | undefined) => Guest;
  readonly lookAt: LookAt;
  /** Live through the recording of a machine up to where it stands, being told of each event. */
  readonly lived: (on: string | undefined, note: (event: GuestEvent) => void) => void;
  readonly mode?: Mode | undefined;
}

/** What an attempt is told by the consoles of its machines. */
export const toldBy = (consoleOf: (on: string | undefined) => Debugger): Pick<AttemptParts, 'guestOf' | 'lookAt' | 'lived'> => ({
  guestOf: on => consoleOf(on).guest,
  lookAt: (on, position, look) => {
    const { execution, guest } = consoleOf(on);
    return execution.lookAt(position, () => look(guest));
  },
  lived: (on, note) => {
    consoleOf(on).execution.lived(note);
  },
});

export class Attempt {
  readonly #exercise: Exercise;
  readonly #parts: AttemptParts;
  readonly #grader: Grader;
  readonly #progress: ReadonlyMap<string, Progress>;
  readonly #evidence: Evidence;
  readonly #predictions: Predictions;
  readonly #hints = new Set<string>();
  readonly #withheld = new Map<string, Withheld>();
  /** Minutes worked on it, as far as it was told, and when the current step began. */
  #minutes = 0;
  #stepBegan = 0;

  /** @param whole the exercise, or its variant for this seed */
  constructor(whole: Exercise, seed: string, parts: AttemptParts) {
    this.#exercise = variantOf(whole, seed);
    this.#parts = parts;
    this.#grader = new Grader(this.#exercise, parts.references, on => momentOf(parts.guestOf(on)));
    this.#progress = new Map(this.#exercise.file.steps.map(s => [s.id, { tries: 0, points: 0, answer: undefined, revealed: false }]));
    const on = (step: StepFile): string => step.on ?? parts.references.names[0]!;
    this.#evidence = new Evidence({
      steps: this.#exercise.file.steps,
      lookAt: parts.lookAt,
      key: asked => this.#grader.key(asked),
      holds: step => (step.answer === 'check' ? this.meets(step) : this.#grader.holds(step.seen!, step.on)),
      on,
    });
    this.#predictions = new Predictions({
      file: this.#exercise.file,
      references: parts.references,
      holds: step => this.#grader.holds(step.seen!, step.on),
      on,
    });
  }
  /** What its steps ask to be seen in the console. */
  get evidence(): Evidence {
    return this.#evidence;
  }
  /** What it asks to be predicted, and has been observed. */
  get predictions(): Predictions {
    return this.#predictions;
  }
  get grader(): Grader {
    return this.#grader;
  }
  get mode(): Mode {
    return this.#parts.mode ?? 'official';
  }
  /** The machine the current step is about; undefined for the first. */
  get on(): string | undefined {
    return this.#current?.on;
  }
  get isDone(): boolean {
    return this.#current === undefined;
  }

  get #current(): StepFile | undefined {
    return this.#exercise.file.steps.find(s => this.#progress.get(s.id)!.answer === undefined);
  }

  /** What the open step asks to be predicted; undefined where it asks for nothing of the kind. */
  get withheld(): Withheld | undefined {
    const step = this.#current;
    if (!step || !asksToPredict(step)) return undefined;
    const known = this.#withheld.get(step.id) ?? this.#asks(step);
    this.#withheld.set(step.id, known);
    return known;
  }
  #asks(step: Exclude<StepFile, { answer: 'check' }>): Withheld {
    const { grader } = this,
      numbers = step.answer === 'flags' ? [grader.value(step.expect)] : numbersOf(step).map(asked => grader.key(asked));
    return { values: new Set(numbers), whole: numbers.length === 0 };
  }
  /** Do a check's conditions hold of the learner's machines as they stand? */
  meets(step: CheckStep): boolean {
    const { on } = step;
    return meets(step, {
      ...{ on, guest: this.#parts.guestOf(on), grader: this.#grader, fill: (text: string) => this.fill(text) },
      lived: note => {
        this.#parts.lived(on, note);
      },
    });
  }
  /** Undefined where the exercise has no such step. @param at the moment at which it was seen, where the step asks for that */
  answer(id: string, text: string, at?: string): Verdict | undefined {
    const step = this.#exercise.file.steps.find(s => s.id === id);
    if (!step) return undefined;
    if (step !== this.#current) return { step: id, result: 'locked', counts: false, points: 0 };
    const graded = this.#graded(step, text, at),
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
    if (step.evidence) progress.at = at;
    progress.observed = this.#predictions.has(id);
    this.#stepBegan = this.#minutes;
    const reply = `${id}-right`;
    return {
      ...graded,
      points,
      ...(this.#predictions.has(id) && { observed: true }),
      ...(this.#hasText(`feedback: ${reply}`) && { feedback: reply }),
    };
  }
  #graded(step: StepFile, text: string, at: string | undefined): Verdict {
    if (!step.evidence) return step.answer === 'check' ? this.#check(step) : this.#grader.step(step, text);
    const graded = step.answer === 'check' ? rightOf(step.id) : this.#grader.step(step, text);
    if (!graded.counts) return graded;
    if (at === undefined) return unplaced(step.id, 'no-place', {});
    return graded.result === 'right' ? this.#placed(step, graded, at) : graded;
  }
  /** A right answer, as far as it can be seen where it is said to have been. A check asks for nothing else. */
  #placed(step: StepFile, graded: Verdict, at: string): Verdict {
    const seen = this.#evidence.at(step, at),
      reply = `${step.id}-place`;
    if (seen === undefined) return unplaced(step.id, 'place-unknown', { at });
    if (seen) return graded;
    return {
      ...graded,
      ...{
        result: 'wrong',
        points: 0,
        counts: step.answer !== 'check',
        message: { id: step.answer === 'check' ? 'place-check' : step.seen === undefined ? 'place-wrong' : 'place-other', values: { at } },
      },
      ...(this.#hasText(`feedback: ${reply}`) && { feedback: reply }),
    };
  }
  #check(step: CheckStep): Verdict {
    return this.meets(step) ? rightOf(step.id) : { step: step.id, result: 'wrong', counts: false, points: 0 };
  }
  /** The moment that decides the current step, and the machine it is about; undefined for other steps, and where none does or it is what is asked for. */
  decidedBy(id: string): (Decided & { readonly on: string }) | undefined {
    const step = this.#current,
      { references } = this.#parts;
    if (step?.id !== id || step.evidence) return undefined;
    const decided = decidedBy(step, this.#exercise.file, references.of(step.on));
    return decided && { ...decided, on: step.on ?? references.names[0]! };
  }
  /** May the current step's answer be shown? */
  get #reveals(): boolean {
    return this.mode === 'practice' && this.#exercise.file.modes.practice?.reveal === true;
  }
  /** Show the answer of the current step, which is done then and worth nothing. Undefined where that is not offered. */
  reveal(id: string): string | undefined {
    const step = this.#current;
    if (!this.#reveals || step?.id !== id) return undefined;
    const progress = this.#progress.get(id)!;
    progress.answer = this.#key(step);
    progress.revealed = true;
    this.#stepBegan = this.#minutes;
    return progress.answer;
  }
  #key(step: StepFile): string {
    const echoed = (asked: Asked): string => this.#grader.echo(asked, this.#grader.key(asked));
    if (isNumber(step)) return echoed(askedBy(step));
    if (isWords(step)) return keyOf(step, this.#grader.sourceOf(step));
    if (step.answer === 'table')
      return rowsOf(step)
        .map(row => `${row.id}=${echoed(row)}`)
        .join('\n');
    return step.answer === 'choice' ? step.expect : '';
  }
  /** So many minutes have been worked on the exercise in all. */
  spend(minutes: number): void {
    this.#minutes = Math.max(this.#minutes, minutes);
  }
  preview(id: string, text: string): Reading {
    const step = this.#exercise.file.steps.find(s => s.id === id);
    if (step && text.trim() && isWords(step)) {
      const reading = readWords(step, text);
      return reading.ok ? { understood: reading.words } : { message: reading.message };
    }
    if (!step || !text.trim() || !isNumber(step)) return {};
    const reading = this.#grader.read(askedBy(step), text);
    return reading.kind === 'number' ? { understood: this.#grader.echo(askedBy(step), reading.value) } : { message: reading.message };
  }

  /** Its cost; undefined where there is no such hint, or not yet. Taking it twice costs once; one for another step may be taken too. */
  takeHint(id: string): number | undefined {
    const hint = this.#possible.find(h => h.id === id && (this.#hints.has(id) || this.#isDue(h)));
    if (!hint) return undefined;
    this.#hints.add(id);
    return this.#costOf(hint);
  }
  /** Hints that are taken or offered: for the current step, those they build upon taken, and it has been tried often enough, or for long enough. */
  get #offered(): ExerciseFile['hints'] {
    return this.#possible.filter(h => this.#hints.has(h.id) || (this.#helps(h) && this.#isDue(h)));
  }
  /** Is it about the current step, or about all of them? */
  #helps({ steps }: ExerciseFile['hints'][number]): boolean {
    return steps?.includes(this.#current?.id ?? '') ?? true;
  }
  /** In practice hints cost nothing. */
  #costOf({ cost }: ExerciseFile['hints'][number]): number {
    return this.mode === 'practice' ? 0 : cost;
  }
  /** Hints that this mode has at all. */
  get #possible(): ExerciseFile['hints'] {
    const { hints, modes } = this.#exercise.file;
    return this.mode === 'official' && modes.official?.hints === false ? [] : hints;
  }
  #isDue({ needs, after }: ExerciseFile['hints'][number]): boolean {
    if (!needs.every(id => this.#hints.has(id))) return false;
    if (!after) return true;
    if ('minutes' in after) return this.#minutes - this.#stepBegan >= after.minutes;
    const step = this.#current;
    return (step ? this.#progress.get(step.id)!.tries : 0) >= after.attempts;
  }
  /** Minutes of work after which another hint is offered, where one waits for time. */
  get #hintAt(): number | undefined {
    const waiting = this.#possible.flatMap(h =>
      h.after &&
      'minutes' in h.after &&
      this.#helps(h) &&
      !this.#hints.has(h.id) &&
      h.needs.every(id => this.#hints.has(id)) &&
      !this.#isDue(h)
        ? [this.#stepBegan + h.after.minutes]
        : [],
    );
    return this.#current && waiting.length ? Math.min(...waiting) : undefined;
  }

  get score(): number {
    const { weights } = this.#exercise.file.grading,
      steps = [...this.#progress].map(([id, p]) => ({ points: p.points, weight: weights[id] ?? 1 })),
      earned = steps.reduce((sum, s) => sum + s.points * s.weight, 0) / steps.reduce((sum, s) => sum + s.weight, 0);
    const paid = this.#exercise.file.hints.filter(h => this.#hints.has(h.id)).reduce((sum, h) => sum + this.#costOf(h), 0);
    return Math.max(0, Math.round(earned * 100) - paid);
  }

  // ---- the view -------------------------------------------------------------------------------------------------

  get view(): ExerciseView {
    const { file, id, pack, section } = this.#exercise,
      current = this.#current,
      hintAt = this.#hintAt;
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
        ...{ id: h.id, cost: this.#costOf(h) },
        taken: this.#hints.has(h.id),
        ...(this.#hints.has(h.id) && { text: this.#text(`hint: ${h.id}`) }),
      })),
      feedback: Object.fromEntries([...feedback].map(k => [k.slice('feedback: '.length), this.#text(k)])),
      score: this.score,
      mode: this.mode,
      modes: modesOf(file),
      languages: LANGUAGES.filter(l => this.#exercise.texts[l]),
      ...(this.#reveals && current && { reveals: true }),
      ...(hintAt !== undefined && { hintAt }),
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
      ...(s.on !== undefined && { on: s.on }),
      ...(s.evidence && { evidence: true }),
      ...(p.answer !== undefined && { answer: p.answer }),
      ...(p.at !== undefined && { at: p.at }),
      ...(p.observed && { observed: true }),
      ...(p.revealed && { revealed: true }),
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
    return fillFrom(this.#parts.references, text);
  }
}
const rightOf = (step: string): Verdict => ({ step, result: 'right', counts: true, points: 1 });
/** Asks for the moment, or for another one: nothing is counted. */
const unplaced = (step: string, id: string, values: Readonly<Record<string, string>>): Verdict => ({
  ...{ step, result: 'malformed', counts: false, points: 0 },
  message: { id, values },
});
const mapTexts = (texts: Texts, f: (t: string) => string): Texts =>
  Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, f(text)]));
