/** What is told of a pack before anything of it is kept. */
import type { PackProblem } from './pack-problem.ts';
import type { ExerciseChange, VersionStep } from './pack-changes.ts';

/** What is said of a pack's signature. `changed`: this pack came from another key before, so the person is asked. */
export type Standing =
  | { readonly state: 'unsigned' }
  | { readonly state: 'unknown'; readonly fingerprint: string }
  | { readonly state: 'known'; readonly fingerprint: string; readonly since: string }
  | { readonly state: 'changed'; readonly fingerprint: string | undefined; readonly before: string; readonly since: string };

/** An exercise that an update changes, and this person's attempts at it. */
export interface TouchedExercise extends ExerciseChange {
  /** Attempts under way, which go on with the version they were begun with. */
  readonly open: number;
  readonly ended: number;
}
export interface PackUpdate {
  /** The version that is installed. */
  readonly from: string;
  /** What its version says it is; `replaced`: other content under the same version. */
  readonly says: VersionStep | 'same' | 'older' | 'replaced';
  /** What its content changes; undefined where no exercise differs. */
  readonly is: VersionStep | undefined;
  readonly touched: readonly TouchedExercise[];
}
export interface PackOutline {
  readonly id: string;
  readonly version: string;
  readonly title: Readonly<Record<string, string>>;
  readonly licence: string;
  readonly authors: readonly string[];
  readonly languages: readonly string[];
  readonly exercises: readonly { readonly id: string; readonly title: Readonly<Record<string, string>> }[];
  readonly pages: number;
}
export interface ImportReport {
  /** Files in it; 0 where it could not be opened. */
  readonly files: number;
  /** The first of them, in order of files; `count` says how many there are. */
  readonly problems: readonly PackProblem[];
  readonly count: number;
  /** Where everything in it could be read. */
  readonly pack?: PackOutline;
  readonly signer?: Standing;
  /** Where a pack of this id is installed. */
  readonly update?: PackUpdate;
  /** Why it cannot be installed, good as it is: its id is that of a pack that came with the program, or of another author's. */
  readonly taken?: 'built-in' | 'other';
}
export interface ImportState {
  readonly name: string;
  readonly size: number;
  /** `failed`: the check itself ended, by our mistake or for want of memory. */
  readonly stage: 'receiving' | 'reading' | 'playing' | 'ready' | 'refused' | 'failed';
  readonly received: number;
  /** Machines on which exercises have been played. */
  readonly played?: { readonly done: number; readonly of: number };
  readonly report?: ImportReport;
}
