import { expect, test } from 'vitest';
import { stepOf, versionStep } from '../../core/lab/pack-changes.ts';

test.each([
  ['1.0.0', '1.0.1', 'patch'],
  ['1.0.9', '1.1.0', 'minor'],
  ['1.9.9', '2.0.0', 'major'],
  ['1.2.3', '1.2.3', 'same'],
  ['1.10.0', '1.9.0', 'older'],
  ['1.9.0', '1.10.0', 'minor'],
  ['2.0.0', '1.9.9', 'older'],
])('%s to %s is %s', (from, to, step) => {
  expect(versionStep(from, to)).toBe(step);
});
test('the gravest change says the step', () => {
  const of = (...changes: ('wording' | 'additive' | 'grading' | 'added' | 'removed')[]): unknown =>
    stepOf(changes.map(change => ({ id: 'a', title: {}, change })));
  expect([of(), of('wording'), of('wording', 'added'), of('additive'), of('added', 'grading'), of('removed', 'wording')]).toEqual([
    undefined,
    'patch',
    'minor',
    'minor',
    'major',
    'major',
  ]);
});
