/** What a report of proofs takes up, and what it has to be asked again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packProblem, startOf } from '../../core/lab/pack-problem.ts';
import { readReport, unproved, writeReport } from '../../main/cli/pack/proof-report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'proof-')),
  file = path.join(folder, 'proof.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const texts = (one: string): ReadonlyMap<string, string> =>
  new Map([
    ['exercises/a/exercise.yml', one],
    ['exercises/a/text.en.md', 'prose'],
    ['exercises/b/exercise.yml', 'b'],
  ]);

test('only what has changed, was proved on fewer machines or did not hold is proved again', () => {
  const problem = packProblem('golden-missing', startOf('exercises/b/exercise.yml'));
  expect(unproved(readReport(file), texts('a'), ['a', 'b'], 5)).toEqual(['a', 'b']);
  writeReport(file, texts('a'), ['b', 'a'], new Map([['a', []], ['b', [{ problem, seeds: 3 }]]]), 5); // prettier-ignore
  expect(Object.entries(readReport(file)).map(([id, { seeds, problems }]) => [id, seeds, problems])).toEqual([
    ['a', 5, {}],
    ['b', 5, { 'golden-missing': 3 }],
  ]);
  expect(unproved(readReport(file), texts('a'), ['a', 'b'], 5)).toEqual(['b']);
  expect(unproved(readReport(file), texts('a'), ['a'], 6)).toEqual(['a']);
  expect(unproved(readReport(file), texts('changed'), ['a'], 5)).toEqual(['a']);
  expect(unproved(readReport(file), new Map([...texts('a'), ['exercises/a/text.en.md', 'other prose']]), ['a'], 5)).toEqual([]);
  // what was not played stays as it was; what is no longer there goes
  writeReport(file, texts('a'), ['a'], new Map(), 5);
  expect(Object.keys(readReport(file))).toEqual(['a']);
});
