/** Variants of a problem: which one a seed has, and the exercise as that variant. */
import { Random } from '../machine/random.ts';
import type { Exercise } from './pack.ts';
import type { ExerciseFile, ParamFile } from './pack-schema.ts';
import type { Path } from './yaml.ts';

/** The exercise a seed has: steps and parameters of its variant only. An exercise without a pool is itself. */
export function variantOf(exercise: Exercise, seed: string): Exercise {
  const { pool, ...file } = exercise.file;
  return pool ? variant(exercise, file, new Random(`${seed}/${exercise.id}/pool`).pick(pool.of)) : exercise;
}
function variant(exercise: Exercise, file: Omit<ExerciseFile, 'pool'>, member: string): Exercise {
  const kept = [...file.steps.keys()].filter(n => file.steps[n]!.in?.includes(member) ?? true),
    params = Object.entries(file.params).map(([name, p]): [string, ParamFile] => [name, 'by' in p ? p.by[member]! : p]);
  /** Where something of the variant stands in the file. */
  const inFile = ([top, which, ...rest]: Path): Path => {
    if (top === 'steps' && typeof which === 'number') return [top, kept[which]!, ...rest];
    const param = top === 'params' && which !== undefined ? file.params[which] : undefined;
    return param && 'by' in param ? [top!, which!, 'by', member, ...rest] : [top, which, ...rest].filter(part => part !== undefined);
  };
  return {
    ...exercise,
    file: { ...file, steps: kept.map(n => file.steps[n]!), params: Object.fromEntries(params) },
    at: (path, inside) => exercise.at(inFile(path), inside),
  };
}
