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
export interface PackSummary {
  readonly id: string;
  readonly version: string;
  readonly title: Readonly<Record<string, string>>;
  readonly exercises: readonly ExerciseSummary[];
  readonly pages: readonly PageSummary[];
}
/** File name inside the exercise's folder -> text. The worker parses them with core/lab. */
export interface ExerciseFiles {
  readonly pack: string;
  readonly id: string;
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
}
