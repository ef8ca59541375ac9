/** A pack as the catalog lists it, and an exercise as the host sends it. */
import type { Language } from '../problem.ts';
import type { Mode } from './attempt.ts';

/** What the catalog shows of an exercise; titles by language. */
export interface ExerciseSummary {
  readonly pack: string;
  readonly id: string;
  readonly track: string;
  readonly title: Readonly<Record<string, string>>;
  readonly level: number;
  readonly minutes: number;
  /** Its steps; of each variant, where it has a pool. */
  readonly variants: readonly (readonly string[])[];
  readonly needs: readonly string[];
  /** Those it may be worked on in. */
  readonly modes: readonly Mode[];
}
/** A page of the reference: its title by language. */
export interface PageSummary {
  readonly pack: string;
  readonly id: string;
  /** Whose numbers it shows. */
  readonly machine: string;
  readonly title: Readonly<Record<string, string>>;
}
/** A page as written, by language; its numbers come from a machine. The worker fills them in. */
export interface PageFiles {
  readonly machine: string;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
}
/** A word of a pack's glossary, by language. */
export interface Term {
  readonly id: string;
  readonly term: Readonly<Record<string, string>>;
  /** Words in prose that mean it, where they are not the term itself. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly says: Readonly<Record<string, string>>;
}
/** A way through a pack: exercises in order. */
export interface Way {
  readonly id: string;
  readonly title: Readonly<Record<string, string>>;
  readonly exercises: readonly string[];
}
/** A session of a course. */
export interface CourseSession {
  readonly title: Readonly<Record<string, string>>;
  readonly class: readonly string[];
  readonly homework: readonly string[];
}
/** What an exam draws from. */
export interface ExamPlan {
  readonly minutes: number;
  readonly rows: readonly { readonly pick: number; readonly of: readonly string[] }[];
}
/** Changes when a summary that was kept no longer says what a new one would. */
export const SUMMARY_VERSION = 3;
export interface PackSummary {
  readonly id: string;
  readonly version: string;
  readonly title: Readonly<Record<string, string>>;
  readonly authors: readonly string[];
  /** The sections of its plan, which exercises name as their track. */
  readonly tracks: readonly { readonly id: string; readonly title: Readonly<Record<string, string>> }[];
  readonly exercises: readonly ExerciseSummary[];
  readonly pages: readonly PageSummary[];
  readonly glossary: readonly Term[];
  readonly ways: readonly Way[];
  readonly course: readonly CourseSession[];
  readonly exam?: ExamPlan;
}
/** A pack that is there. */
export interface ListedPack extends PackSummary {
  /** It came with the program: it cannot be removed. */
  readonly builtIn: boolean;
  /** SHA-256 in hex of the list of its files. */
  readonly content: string;
  /** Fingerprint of the key it came with. */
  readonly signer?: string;
}
/** An exercise's files: name inside the pack -> text. The worker parses them with core/lab. */
export interface ExerciseSource {
  readonly pack: string;
  readonly id: string;
  /** Digest of these files. */
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
}
/** The same out of a pack that is there. */
export interface ExerciseFiles extends ExerciseSource {
  /** Which content of the pack they are of, and its version. */
  readonly content: string;
  readonly version: string;
}
