/** A fixed sample of the seeds that `npm run soak` takes by the thousand. */
import { test } from 'vitest';
import { DOORS, checkBench, checkSeed } from './invariants.ts';

test.each(DOORS.map(d => [d.machine, d.name, d] as const))(
  '%s by %s: what must hold holds at every call',
  (_machine, _name, door) => {
    for (const seed of ['note', 'inv-1', 'inv-2', 'inv-3']) checkSeed(door, seed, 50);
  },
  120_000,
);
test.each(['bench-x64', 'bench-x86'] as const)('%s: fifty times through each door', machine => {
  for (const seed of ['note', 'inv-1', 'inv-2']) checkBench(machine, seed, 50);
});
