/** Variants of a problem: which one a seed has, and the exercise as that variant. */
import { Random } from '../machine/random.ts';
import type { ExerciseMachine } from './exercise-machines.ts';
import type { Exercise } from './pack.ts';
import type { ExerciseFile, ParamFile } from './pack-schema.ts';
import { drawSeed } from './seeds.ts';
import type { Path } from './yaml.ts';

/** The steps of every variant, or of the exercise itself. */
export const variantsOf = ({ pool, steps }: ExerciseFile): readonly (readonly string[])[] =>
  pool ? pool.of.map(member => partOf(steps, member).list.map(s => s.id)) : [steps.map(s => s.id)];
/** The exercise a seed has: steps and parameters of its variant only. An exercise without a pool is itself. */
export function variantOf(exercise: Exercise, seed: string): Exercise {
  const { pool, ...file } = exercise.file;
  return withPrevious(
    pool ? variant(exercise, file, new Random(`${drawSeed(exercise, seed)}/${exercise.id}/pool`).pick(pool.of)) : exercise,
  );
}
/** The machine a seed begins on. */
export const firstMachine = (exercise: Exercise, seed: string): ExerciseMachine =>
  variantOf(exercise, seed).machines.values().next().value!;
/** `prev()` is the key of the step before, whichever that is in this variant. */
function withPrevious(exercise: Exercise): Exercise {
  const { steps } = exercise.file;
  if (!JSON.stringify(steps).includes('prev()')) return exercise;
  const named = <T>(value: T, before: string): T => {
    if (typeof value === 'string') return value.replace(/\bprev\(\)/g, `answer('${before}')`) as T;
    if (Array.isArray(value)) return value.map((v: unknown) => named(v, before)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, v]: [string, unknown]) => [key, named(v, before)])) as T;
  };
  return { ...exercise, file: { ...exercise.file, steps: steps.map((s, n) => (n ? named(s, steps[n - 1]!.id) : s)) } };
}
function variant(exercise: Exercise, file: Omit<ExerciseFile, 'pool'>, member: string): Exercise {
  const steps = partOf(file.steps, member),
    params = Object.entries(file.params).map(([name, p]): [string, ParamFile] => [name, 'by' in p ? p.by[member]! : p]);
  /** Where something of the variant stands in the file. */
  const inFile = (path: Path): Path => {
    const [top, which, ...rest] = path;
    if (top === 'steps' && typeof which === 'number') return [top, steps.places[which]!, ...rest];
    const param = top === 'params' && which !== undefined ? file.params[which] : undefined;
    return param && 'by' in param ? [top!, which!, 'by', member, ...rest] : path;
  };
  return {
    ...exercise,
    ...testsOf(exercise, member),
    machines: new Map(
      [...exercise.machines].flatMap(([name, m]) =>
        has(m, member) ? [[name, { ...m, start: m.start.filter(p => has(p.patch, member)) }] as const] : [],
      ),
    ),
    file: { ...file, steps: steps.list, params: Object.fromEntries(params) },
    at: (path, inside) => exercise.at(inFile(path), inside),
  };
}
const has = (one: { readonly in?: readonly string[] | undefined }, member: string): boolean => one.in?.includes(member) ?? true;
/** What of a list a member has, and where each stood. */
function partOf<T>(list: readonly T[], member: string): { readonly list: T[]; readonly places: readonly number[] } {
  const places = [...list.keys()].filter(n => {
    const one = list[n] as string | { readonly in?: readonly string[] | undefined };
    return typeof one === 'string' || has(one, member);
  });
  return { list: places.map(n => list[n]!), places };
}
/** The golden lines of a member. */
function testsOf({ tests, testsAt }: Exercise, member: string): Pick<Exercise, 'tests' | 'testsAt'> {
  if (!tests || !testsAt) return { tests, testsAt };
  const { list, places } = partOf(tests.golden.console, member);
  return {
    tests: { ...tests, golden: { ...tests.golden, console: list } },
    testsAt: ([top, which, n, ...rest], inside) =>
      testsAt(
        which === 'console' && typeof n === 'number'
          ? [top!, which, places[n]!, ...rest]
          : [top, which, n, ...rest].filter(p => p !== undefined),
        inside,
      ),
  };
}
