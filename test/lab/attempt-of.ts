/** An attempt on machines of its own that nobody runs. */
import { Attempt, type Mode } from '../../core/lab/attempt.ts';
import type { Exercise } from '../../core/lab/pack.ts';
import { referencesFor } from '../../core/lab/params.ts';

export function attemptOf(exercise: Exercise, seed: string, mode?: Mode): Attempt {
  const references = referencesFor(exercise, seed);
  if (!references.ok) throw new Error(references.problem.message);
  return new Attempt(exercise, seed, {
    references: references.value,
    guestOf: on => references.value.of(on).guest,
    lookAt: () => undefined,
    lived: () => undefined,
    mode,
  });
}
