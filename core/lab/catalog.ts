/** A pack as the catalog lists it, and an exercise as the host sends it. */
import type { Language } from '../problem.ts';

/** What the catalog shows of an exercise; titles by language. */
export interface ExerciseSummary {
  readonly pack: string;
  readonly id: string;
  readonly track: string;
  readonly title: Readonly<Record<string, string>>;
  readonly level: number;
  readonly minutes: number;
  readonly steps: readonly string[];
  readonly needs: readonly string[];
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
/** Changes when a summary that was kept no longer says what a new one would. */
export const SUMMARY_VERSION = 1;
export interface PackSummary {
  readonly id: string;
  readonly version: string;
  readonly title: Readonly<Record<string, string>>;
  readonly authors: readonly string[];
  /** The sections of its plan, which exercises name as their track. */
  readonly tracks: readonly { readonly id: string; readonly title: Readonly<Record<string, string>> }[];
  readonly exercises: readonly ExerciseSummary[];
  readonly pages: readonly PageSummary[];
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
  /** The version that is installed, where an attempt begun with another goes on with that. */
  readonly installed?: string;
}
