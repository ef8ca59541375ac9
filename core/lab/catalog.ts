/** A pack as the catalog lists it, and an exercise as the host sends it. */

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
export interface PackSummary {
  readonly id: string;
  readonly version: string;
  readonly title: Readonly<Record<string, string>>;
  readonly exercises: readonly ExerciseSummary[];
}
/** File name inside the exercise's folder -> text. The worker parses them with core/lab. */
export interface ExerciseFiles {
  readonly pack: string;
  readonly id: string;
  readonly hash: string;
  readonly files: Readonly<Record<string, string>>;
}
