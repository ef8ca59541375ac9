/** What an exam draws. */
import { expect, test } from 'vitest';
import { drawExam } from '../../core/lab/exam.ts';

const exam = { minutes: 60, rows: [{ pick: 1, of: ['a', 'b', 'c'] }, { pick: 2, of: ['c', 'd', 'e'] }] }; // prettier-ignore
test('each row gives so many, none of them twice, the same for a seed', () => {
  const draws = Array.from({ length: 60 }, (_, n) => drawExam(exam, 'small', `s${n}`));
  for (const [n, drawn] of draws.entries()) {
    expect(new Set(drawn).size).toBe(3);
    expect(exam.rows[0]!.of).toContain(drawn[0]);
    for (const id of drawn.slice(1)) expect(exam.rows[1]!.of).toContain(id);
    expect(drawExam(exam, 'small', `s${n}`)).toEqual(drawn);
  }
  expect(new Set(draws.map(d => d.join())).size).toBeGreaterThan(5);
});
