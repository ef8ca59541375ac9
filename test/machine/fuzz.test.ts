/** The sample of `npm run soak`: never an Error of ours, never a machine that does not come back. */
import { expect, test } from 'vitest';
import { Fuzz } from './fuzz.ts';

test.each(['sys64', 'sys32', 'sys32pae'] as const)('%s', file => {
  for (const engine of ['evaluator', 'wasm'] as const) {
    const fuzz = new Fuzz(file, engine);
    for (let n = 0; n < 200; n++) fuzz.round();
    expect([...fuzz.ends].sort()).toEqual(['budget', 'shutdown', 'waiting']);
  }
});
