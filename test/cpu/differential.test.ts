/** The sample of `npm run soak`: whatever runs, both engines leave the same state behind. */
import { expect, test } from 'vitest';
import { Differential } from './differential.ts';

test('random programs leave both engines in the same state', () => {
  const pair = new Differential();
  for (let n = 0; n < 30; n++) pair.round(`sample-${n}`, 2000);
  expect(pair.instructions).toBeGreaterThan(30_000n);
}, 120_000);
