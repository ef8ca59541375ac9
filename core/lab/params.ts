/** Parameters of an exercise, drawn from the seed: pure, and the same everywhere. */
import { Random } from '../machine/random.ts';
import type { ServiceEntry } from '../windows/guest.ts';
import { evaluate, evaluateNumber } from './expr.ts';
import { mustParse, type Exercise } from './pack.ts';
import type { ParamFile } from './pack-schema.ts';
import type { Reference } from './reference.ts';

/** A `where` that nothing meets: the author's mistake, found when the pack is proved. */
export class Unsolvable extends Error {}

/** Draw every parameter of `exercise`, in order, into `reference`. @throws Unsolvable */
export function drawParams(exercise: Exercise, seed: string, reference: Reference): void {
  const known = new Set<string>();
  for (const [name, param] of Object.entries(exercise.file.params)) {
    const random = new Random(`${seed}/${exercise.id}/${name}`);
    const others = new Set(known);
    known.add(name);
    if ('value' in param) {
      reference.setParam(name, evaluateNumber(mustParse(param.value, others), reference));
      continue;
    }
    const where = 'where' in param && param.where !== undefined ? mustParse(param.where, known) : undefined;
    const meets = (value: bigint): boolean => {
      reference.setParam(name, value);
      return where === undefined || evaluate(where, reference) === true;
    };
    const candidates = valuesOf(param, reference.guest.services).filter(meets);
    if (candidates.length === 0) throw new Unsolvable(`${exercise.id}: no value of ${name} meets its "where"`);
    reference.setParam(name, random.pick(candidates));
  }
}
function valuesOf(param: Exclude<ParamFile, { value: string }>, services: readonly ServiceEntry[]): bigint[] {
  if ('pick' in param) return services.filter(s => s.table === param.from && !param.not?.includes(s.name)).map(s => BigInt(s.number));
  if ('choose' in param) return param.choose.map(BigInt);
  const [low, high, step] = param.int;
  return Array.from({ length: Math.min(10_000, Math.floor((high - low) / step) + 1) }, (_, n) => BigInt(low + n * step));
}
