/**
 * Whose seed makes a machine. A session's seed is the learner's, and from the second attempt at an exercise that draws by attempts on it has
 * the attempt's number behind it: `l-0123-a2`. So a session that is stored or recorded makes the same machines again.
 */
import { Random } from '../machine/random.ts';
import type { Exercise } from './pack.ts';
import type { MachineFile } from './pack-schema.ts';

const NUMBERED = /^(.+)-a(\d{1,6})$/;
/** Characters of a seed. */
const LONGEST = 32;

/** The learner's seed and the number of the attempt that a session's seed says. */
function partsOf(session: string): readonly [learner: string, attempt: string] {
  const [, learner, attempt] = NUMBERED.exec(session) ?? [];
  return learner === undefined || attempt === undefined ? [session, '1'] : [learner, attempt];
}
/** The learner's part of a session's seed. */
export const learnerOf = (session: string): string => partsOf(session)[0];
/** Does a new attempt have another machine? */
const drawsByAttempt = ({ machines }: Pick<Exercise, 'machines'>): boolean => [...machines.values()].some(m => m.seed === 'attempt');

/** A learner's seed with what is drawn beside it: `l-0123` and `-a2`. */
export const suffixed = (learner: string, suffix: string): string => `${learner.slice(0, LONGEST - suffix.length)}${suffix}`;
/** The seed of a learner's session. @param attempt counted from 1 by the host */
export function sessionSeed(exercise: Exercise, learner: string, attempt: number): string {
  return attempt < 2 || !drawsByAttempt(exercise) ? learner : suffixed(learner, `-a${attempt}`);
}
/** @param of whose it is, as the machine says */
export function machineSeed(of: MachineFile['seed'], exercise: string, session: string): string {
  if (typeof of === 'object') return of.fixed;
  const [learner, attempt] = partsOf(session);
  if (of === 'learner') return learner;
  return `a-${new Random(`${learner}/${exercise}/attempt/${attempt}`).next().toString(16).padStart(16, '0')}`;
}
/** What parameters and the pool are drawn with. */
export const drawSeed = (exercise: Exercise, session: string): string =>
  machineSeed(drawsByAttempt(exercise) ? 'attempt' : 'learner', exercise.id, session);
