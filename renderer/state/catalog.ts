/** The catalog's rows out of the packs and what this person has done. */
import type { ExerciseSummary, PackSummary, Progress, Settings, StepProgress } from '../../core/host.ts';

export interface CatalogExercise {
  readonly exercise: ExerciseSummary;
  /** `later`: another exercise is needed first; it can be opened all the same. */
  readonly state: 'done' | 'begun' | 'open' | 'later';
  /** Those it needs that are not done. */
  readonly after: readonly ExerciseSummary[];
  /** Of the variant this person has. */
  readonly steps: readonly string[];
  readonly stepsDone: number;
  /** 0 to 100: the best attempt's, or where none was written down, over the steps done. */
  readonly score: number;
}
export interface Track {
  readonly pack: string;
  readonly id: string;
  readonly title: Readonly<Record<string, string>>;
  readonly exercises: readonly CatalogExercise[];
  readonly done: number;
  /** Of exercises not done. */
  readonly minutes: number;
  readonly next: CatalogExercise | undefined;
  /** Other tracks whose exercises some of its own need, and whether all those are done. */
  readonly needs: readonly { readonly id: string; readonly title: Readonly<Record<string, string>>; readonly done: boolean }[];
}

export function catalogTracks(packs: readonly PackSummary[], progress: Progress): readonly Track[] {
  return packs.flatMap(pack => {
    const finished = new Set(
      pack.exercises.filter(e => stepsRight(e, progress.steps).length === stepsOf(e, progress.steps).length).map(e => e.id),
    );
    return [...Map.groupBy(pack.exercises, e => e.track)].map(([id, exercises]) => {
      const rows = exercises.map(e => row(e, progress, { pack, finished })),
        left = rows.filter(r => r.state !== 'done');
      return {
        pack: pack.id,
        id,
        title: titleOf(pack, id),
        needs: needsOf(pack, exercises, finished),
        exercises: rows,
        done: rows.length - left.length,
        minutes: left.reduce((n, r) => n + r.exercise.minutes, 0),
        next: left.find(r => r.state === 'begun') ?? left.find(r => r.state === 'open') ?? left[0],
      };
    });
  });
}
const titleOf = (pack: PackSummary, track: string): Track['title'] => pack.tracks.find(x => x.id === track)?.title ?? {};
function needsOf(pack: PackSummary, of: readonly ExerciseSummary[], finished: ReadonlySet<string>): Track['needs'] {
  const ids = new Set(of.flatMap(e => e.needs)),
    needed = pack.exercises.filter(e => ids.has(e.id) && !of.includes(e));
  return [...Map.groupBy(needed, e => e.track)].map(([id, exercises]) => ({
    id,
    title: titleOf(pack, id),
    done: exercises.every(e => finished.has(e.id)),
  }));
}
const rightOf = (e: ExerciseSummary, steps: readonly string[], progress: readonly StepProgress[]): readonly StepProgress[] =>
  progress.filter(p => p.pack === e.pack && p.exercise === e.id && p.result === 'right' && steps.includes(p.step));
/** The variant most of whose steps are right, else the first. */
function stepsOf(e: ExerciseSummary, progress: readonly StepProgress[]): readonly string[] {
  const right = e.variants.map(steps => rightOf(e, steps, progress).length);
  return e.variants[right.indexOf(Math.max(...right))]!;
}
const stepsRight = (e: ExerciseSummary, progress: readonly StepProgress[]): readonly StepProgress[] =>
  rightOf(e, stepsOf(e, progress), progress);
/** Working time of some exercises of a pack. */
export const minutesOf = (pack: PackSummary, ids: readonly string[]): number =>
  pack.exercises.filter(e => ids.includes(e.id)).reduce((sum, e) => sum + e.minutes, 0);

interface Around {
  readonly pack: PackSummary;
  readonly finished: ReadonlySet<string>;
}
function row(exercise: ExerciseSummary, progress: Progress, { pack, finished }: Around): CatalogExercise {
  const isMine = (p: { readonly pack: string; readonly exercise: string }): boolean =>
    p.pack === exercise.pack && p.exercise === exercise.id;
  const right = stepsRight(exercise, progress.steps),
    begun = progress.steps.some(isMine),
    best = progress.exercises.find(isMine)?.score,
    share = right.length === 0 ? 0 : Math.round((100 * right.reduce((n, p) => n + p.points, 0)) / right.length);
  const after = pack.exercises.filter(e => exercise.needs.includes(e.id) && !finished.has(e.id));
  return {
    exercise,
    steps: stepsOf(exercise, progress.steps),
    stepsDone: right.length,
    score: best ?? share,
    state: finished.has(exercise.id) ? 'done' : begun ? 'begun' : after.length === 0 ? 'open' : 'later',
    after,
  };
}
/** Where to go on: what was worked on last, where it is not done; what was begun, else the first that is ready. */
export function resumeAt(tracks: readonly Track[], last?: Settings['waits']): CatalogExercise | undefined {
  const all = tracks.flatMap(t => t.exercises);
  const left = last && all.find(e => e.exercise.pack === last.pack && e.exercise.id === last.id);
  if (left && left.state !== 'done') return left;
  return all.find(e => e.state === 'begun') ?? all.find(e => e.state === 'open') ?? all.find(e => e.state !== 'done');
}
