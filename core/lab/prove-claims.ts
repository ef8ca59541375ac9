/** What proving an exercise shows, claim by claim, as far as it has come. */
import type { Exercise } from './pack.ts';
import type { PackCode, PackProblem } from './pack-problem.ts';
import type { Proof } from './prove.ts';
import { copiedIn } from './prove-many.ts';

/** The complaints against each claim, in the order they are looked for: a seed that has one is not asked about the claims below. */
const AGAINST = {
  drawn: ['where-unsolvable', 'start-place', 'expr-value'],
  replies: ['misconception-same', 'misconception-reply', 'negative-differs'],
  undone: ['check-undone'],
  solved: ['golden-wrong', 'golden-endless', 'golden-fails', 'golden-place', 'golden-unseen'],
} as const satisfies Record<string, readonly PackCode[]>;

export interface Claim {
  readonly id: keyof typeof AGAINST | 'own';
  /** Seeds on which it holds, and on which it does not; on the others it was not asked. */
  readonly holds: number;
  readonly fails: number;
  /** The first complaint. */
  readonly problem?: PackProblem;
}
export interface Proven {
  readonly seeds: number;
  readonly claims: readonly Claim[];
}

export function provenBy(exercise: Exercise, proofs: readonly Proof[]): Proven {
  let asked = proofs;
  const claims = Object.entries(AGAINST).map(([id, codes]): Claim => {
    const against = ({ problems }: Proof): PackProblem | undefined => problems.find(p => (codes as readonly PackCode[]).includes(p.code)),
      failed = asked.filter(against),
      problem = failed[0] && against(failed[0]);
    asked = asked.filter(p => !against(p));
    return { id: id as Claim['id'], holds: asked.length, fails: failed.length, ...(problem && { problem }) };
  });
  return { seeds: proofs.length, claims: [...claims, ownOf(exercise, proofs)] };
}
/** Does every learner have answers of their own? */
function ownOf(exercise: Exercise, proofs: readonly Proof[]): Claim {
  const problem = copiedIn(exercise, proofs);
  return problem ? { id: 'own', holds: 0, fails: proofs.length, problem } : { id: 'own', holds: proofs.length, fails: 0 };
}
