/** What the window may ask of the worker in which the core runs, and what the worker tells the window. Both sides use birpc. */
import type { Decisive } from '../core/lab/decisive.ts';
import type { CommandResult } from '../core/debugger/types.ts';
import type { Look } from '../core/debugger/look.ts';
import type { DrawnPicture, PictureRequest } from '../core/debugger/pictures/picture.ts';
import type { Moment } from '../core/debugger/moment.ts';
import type { ExerciseSource, PageFiles } from '../core/host.ts';
import type { AuthorView } from '../core/lab/author-view.ts';
import type { Proven } from '../core/lab/prove-claims.ts';
import type { FilledPage } from '../core/lab/pages.ts';
import type { Transcript } from '../core/lab/transcript.ts';
import type { Input, Outcome, SessionStart } from '../core/lab/session.ts';
import type { Language } from '../core/problem.ts';
import type { ClosedLog } from './state/console-log.ts';
import type { ExerciseView } from '../core/lab/view.ts';

/** A session just opened: everything the window draws first. */
export interface Opened {
  readonly exercise: ExerciseView | undefined;
  readonly moment: Moment;
  readonly prompt: string;
  /** Instructions the machine had run when steps were answered right. */
  readonly answered: readonly bigint[];
  /** Output of the replayed lines, so that the console shows what it showed. */
  readonly transcript: readonly { readonly prompt: string; readonly line: string; readonly results: readonly CommandResult[] }[];
}
export interface LabWorker {
  /** With which machine an exercise begins for a learner. @param attempt counted from 1; 1 also where the seed is that of an attempt */
  startOf(files: ExerciseSource, learnerSeed: string, attempt: number): Promise<SessionStart>;
  open(start: SessionStart, inputs: readonly Input[], files: ExerciseSource | undefined): Promise<Opened>;
  /** A page of the reference with the numbers of the seed's machine. */
  page(page: PageFiles, language: Language, seed: string): Promise<FilledPage>;
  /** An exercise on a seed as its author sees it; the open session is not touched. */
  author(files: ExerciseSource, seed: string): Promise<AuthorView>;
  /** Prove an exercise on more seeds, the first `from` of which are done. @returns what is shown by all so far */
  prove(files: ExerciseSource, from: number, to: number): Promise<Proven>;
  /** Performs the input; the window appends `performed` to the store and only then shows a tick. */
  apply(input: Input): Promise<{
    readonly performed: Input;
    readonly outcome: Outcome;
    readonly exercise: ExerciseView | undefined;
    readonly prompt: string;
    /** After a right answer: what it was asked to predict is shown now. Where the exercise has several machines: that of the one the console is at. */
    readonly moment?: Moment;
    /** The log file the line closed, for the person to keep. */
    readonly closedLog?: ClosedLog;
  }>;
  /** Break into a running line. */
  break(): void;
  /** The session so far as text in labrun/1, made by running it again beside the one that is open. */
  recording(): Promise<string | undefined>;
  /** The same for a reader. */
  transcript(): Promise<Transcript | undefined>;
  /** Give up what `recording` or `transcript` is doing: it returns undefined. */
  giveUp(): void;
  complete(
    line: string,
    caret: number,
  ): Promise<{ readonly from: number; readonly items: readonly { readonly text: string; readonly detail: string }[] }>;
  /** What words find among commands, structures and symbols, of each kind `most` at most. */
  look(query: string, kinds: readonly Look['kind'][], most: number): Promise<readonly Look[]>;
  /** A picture of the machine as it stands; undefined where an expression in the request cannot be read. */
  picture(request: PictureRequest): Promise<DrawnPicture | undefined>;
  /** Where in the recording the moment lies that decides the current step; undefined where the machine has not been there, or is there now. */
  decisive(step: string): Promise<Decisive | undefined>;
  /** How an answer would be read, as it is typed; never says whether it is right. */
  preview(
    step: string,
    text: string,
  ): Promise<{
    readonly understood?: string;
    readonly message?: { readonly id: string; readonly values: Readonly<Record<string, string>> };
  }>;
}
export interface LabWindow {
  /** The core is loaded; what is asked before that would be lost. */
  ready(): void;
  /** So many inputs are done again, of so many. */
  replayed(done: number, all: number): void;
  /** A line has been running for 200 ms, or has ended. */
  running(busy: boolean): void;
}
