/** An exercise on many seeds: each problem once, with how many seeds have it, and whether one learner's answers would serve another. */
import type { Exercise } from './pack.ts';
import { packProblem, type PackProblem } from './pack-problem.ts';
import type { Proof } from './prove.ts';

export interface Judged {
  readonly problem: PackProblem;
  /** Seeds that have it; the problem tells of the first. */
  readonly seeds: number;
}
/** Seeds an exercise is proved on where nobody asks for another number. */
export const PROVED_SEEDS = 200;
/** With fewer seeds than this, equal answers may be chance. */
const ENOUGH = 10;

/** The seeds a pack is proved on: the study note's, then names of their own. */
export const proofSeeds = (count: number): string[] => ['note', ...Array.from({ length: count - 1 }, (_, n) => `proof-${n + 1}`)];

/** Exercises with the same machines side by side: played in this order, on one seed after the other, each machine is built once for a seed. */
export const alike = (exercises: readonly Exercise[]): Exercise[][] => [...Map.groupBy(exercises, machinesOf).values()];
const machinesOf = ({ machines }: Exercise): string =>
  JSON.stringify([...machines.values()].map(({ base, set }) => [base, Object.entries(set).sort()]));

export function judge(exercise: Exercise, proofs: readonly Proof[]): Judged[] {
  const found = new Map<string, { problem: PackProblem; seeds: number }>();
  for (const { problems } of proofs)
    for (const p of problems) {
      const key = `${p.code} ${p.file}:${p.line}:${p.column}`,
        known = found.get(key);
      if (known) known.seeds++;
      else found.set(key, { problem: p, seeds: 1 });
    }
  const copied = found.size === 0 ? copiedIn(exercise, proofs) : undefined;
  return [...found.values(), ...(copied ? [{ problem: copied, seeds: proofs.length }] : [])];
}
/** That the answers of one seed would do on all the others. Of few seeds nobody can say. */
export function copiedIn(exercise: Exercise, proofs: readonly Proof[]): PackProblem | undefined {
  const copied = proofs.length >= ENOUGH && proofs[0]!.keys.length > 0 && new Set(proofs.map(p => p.keys.join())).size === 1;
  return copied ? packProblem('transferable', exercise.at(['steps'])) : undefined;
}
