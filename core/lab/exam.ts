/** The exam of a pack: which exercises a seed draws, out of each row so many. */
import { Random } from '../machine/random.ts';
import type { ExamPlan } from './catalog.ts';

/** Ids of exercises in the order of the rows; the same for a seed everywhere. */
export function drawExam({ rows }: ExamPlan, pack: string, seed: string): readonly string[] {
  const drawn: string[] = [];
  for (const [n, { pick, of }] of rows.entries()) {
    const random = new Random(`${seed}/${pack}/exam/${n}`),
      left = of.filter(id => !drawn.includes(id));
    for (let k = 0; k < pick && left.length > 0; k++) drawn.push(left.splice(left.indexOf(random.pick(left)), 1)[0]!);
  }
  return drawn;
}
/** Of the whole exam, 0 to 100: its exercises weigh the same. */
export const examScore = (exercises: readonly { readonly score: number }[]): number =>
  exercises.length === 0 ? 0 : Math.round(exercises.reduce((sum, e) => sum + e.score, 0) / exercises.length);
