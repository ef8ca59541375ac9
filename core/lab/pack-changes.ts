/** What an update of a pack changes, exercise by exercise: wording, additions, or what answers are worth. */
import { titlesOf, type Exercise, type Pack } from './pack.ts';
import type { TextFile } from './text.ts';

/** patch: wording; minor: more of something; major: an attempt may be worth something else. */
export const STEPS = ['patch', 'minor', 'major'] as const;
export type VersionStep = (typeof STEPS)[number];
export interface ExerciseChange {
  readonly id: string;
  readonly title: Readonly<Record<string, string>>;
  readonly change: 'wording' | 'additive' | 'grading' | 'added' | 'removed';
}
const GRAVITY: Readonly<Record<ExerciseChange['change'], VersionStep>> = {
  ...{ wording: 'patch', additive: 'minor', added: 'minor', grading: 'major', removed: 'major' },
};

/** What a version says it is, after another; `same` and `older` are no steps. */
export function versionStep(from: string, to: string): VersionStep | 'same' | 'older' {
  const [a, b] = [from, to].map(text => text.split('.').map(Number)) as [number[], number[]],
    at = a.findIndex((n, i) => n !== b[i]);
  if (at < 0) return 'same';
  return a[at]! > b[at]! ? 'older' : (['major', 'minor', 'patch'] as const)[at]!;
}
/** The step that changes ask for; undefined where there are none. */
export const stepOf = (changes: readonly ExerciseChange[]): VersionStep | undefined =>
  STEPS.findLast(step => changes.some(c => GRAVITY[c.change] === step));

export function comparePacks(old: Pack, now: Pack): readonly ExerciseChange[] {
  const before = new Map(old.exercises.map(e => [e.id, e])),
    after = new Set(now.exercises.map(e => e.id)),
    told = (e: Exercise, change: ExerciseChange['change'] | undefined): ExerciseChange[] =>
      change ? [{ id: e.id, title: titlesOf(e), change }] : [];
  return [
    ...now.exercises.flatMap(e => told(e, before.has(e.id) ? compareExercise(before.get(e.id)!, e) : 'added')),
    ...old.exercises.flatMap(e => told(e, after.has(e.id) ? undefined : 'removed')),
  ];
}
function compareExercise(old: Exercise, now: Exercise): ExerciseChange['change'] | undefined {
  const same = (view: (e: Exercise) => unknown): boolean => json(view(old)) === json(view(now));
  if (!same(graded) && !isMore(old, now)) return 'grading';
  if (!same(graded) || !same(e => e.file.steps.map(s => ('misconceptions' in s ? s.misconceptions : [])))) return 'additive';
  return same(e => e.file) && same(worded) ? undefined : 'wording';
}
/** All that decides what an attempt is worth. */
function graded({ file, machines }: Exercise): Record<string, unknown> {
  const { status: _, level: _1, minutes: _2, teaches: _3, needs: _4, steps, ...rest } = file;
  const built = [...machines].map(([name, { start, ...machine }]) => [name, machine, start.map(s => s.patch)]); // machines/*.yml are in them
  return { ...rest, machine: undefined, machines: built, steps: steps.map(gradedStep) };
}
const gradedStep = (step: Exercise['file']['steps'][number]): unknown => ({
  ...step,
  ...{ show: undefined, ref: undefined, misconceptions: undefined },
});
/** Everything graded before is graded the same; steps and hints have been added. */
function isMore(old: Exercise, now: Exercise): boolean {
  const steps = new Set(old.file.steps.map(s => s.id)),
    hints = new Set(old.file.hints.map(h => h.id)),
    less = {
      ...graded(now),
      steps: now.file.steps.filter(s => steps.has(s.id)).map(gradedStep),
      hints: now.file.hints.filter(h => hints.has(h.id)),
    };
  return json(less) === json({ ...graded(old), steps: old.file.steps.map(gradedStep), hints: old.file.hints });
}
const worded = ({ texts, scripts }: Exercise): unknown => [
  Object.entries(texts).map(([language, t]: [string, TextFile]) => [language, t.title, t.intro, [...t.parts]]),
  [...scripts],
];
const json = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) =>
    typeof v === 'bigint'
      ? String(v)
      : typeof v === 'object' && v !== null && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
        : v,
  );
