/** An exercise as the window draws it: texts in every language, steps with their state, nothing that gives an answer away. */
import type { Language } from '../problem.ts';
import type { PictureName } from './pack-schema.ts';

export type Texts = Readonly<Record<string, string>>;

export interface StepView {
  readonly id: string;
  readonly title: Texts;
  /** Markdown, parameters filled in. */
  readonly body: Texts;
  readonly type: 'integer' | 'address' | 'symbol' | 'flags' | 'choice' | 'order' | 'table' | 'text' | 'bytes' | 'check';
  /** For choice and order. */
  readonly options?: readonly { readonly id: string; readonly text: Texts }[];
  /** For table. */
  readonly rows?: readonly { readonly id: string; readonly label: Texts }[];
  readonly state: 'done' | 'current' | 'ahead';
  /** Times answered, counted ones only. */
  readonly tries: number;
  /** Names of the pictures that belong to it. */
  readonly show?: readonly PictureName[];
  /** Its part of the reference: page#part. */
  readonly ref?: string;
  /** The right answer as the learner gave it, once the step is done. */
  readonly answer?: string;
  /** It is answered with the moment at which it was seen. */
  readonly evidence?: boolean;
  /** That moment, once the step is done. */
  readonly at?: string;
  /** It was to be predicted, and had happened before it was answered. */
  readonly observed?: boolean;
  /** The answer was shown instead of given. */
  readonly revealed?: boolean;
  /** The machine it is about, where the exercise has several. */
  readonly on?: string;
}
export interface HintView {
  readonly id: string;
  readonly cost: number;
  readonly taken: boolean;
  /** Present once taken. */
  readonly text?: Texts;
}
export interface ExerciseView {
  readonly pack: string;
  readonly id: string;
  readonly track: Texts;
  readonly title: Texts;
  readonly intro: Texts;
  readonly steps: readonly StepView[];
  readonly hints: readonly HintView[];
  /** Id of a feedback text -> text: replies to misconceptions and right answers. */
  readonly feedback: Readonly<Record<string, Texts>>;
  /** 0 to 100. */
  readonly score: number;
  /** Practice is never counted. */
  readonly mode: 'practice' | 'official';
  /** Those the exercise has. */
  readonly modes: readonly ('practice' | 'official')[];
  /** Those it is written in; in others the reader gets one of these. */
  readonly languages: readonly Language[];
  /** The current step's answer may be shown. */
  readonly reveals?: boolean;
  /** Minutes of work, in all, after which another hint is offered. */
  readonly hintAt?: number;
  /** Where there are several: their names, and the one the console is at. */
  readonly machines?: readonly { readonly name: string; readonly machine: string; readonly current: boolean }[];
  /** Shown when every step is done. */
  readonly explanation?: Texts;
}
