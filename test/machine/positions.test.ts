/** The sample of `npm run soak`: machines taken down and set up again, and random runs gone back in. */
import { expect, test } from 'vitest';
import { Random } from '../../core/machine/random.ts';
import { Timeline } from '../../core/machine/timeline.ts';
import { Differential } from '../cpu/differential.ts';
import { REFS, checkPositions, guestOf } from './positions.ts';

test.each(REFS)('$machine $set can be taken down at any moment', ref => {
  expect(checkPositions(ref, 'note', 240, 41)).toBe(24);
});

const ALONE = { save: () => null, restore: () => true, note: () => undefined, knowsSince: () => true };
test.each(REFS)('steps of $machine $set are taken back, however many', ref => {
  const random = new Random(`back-${ref.machine}-${JSON.stringify(ref.set)}`);
  for (const most of [100, 10_000, 1_000_000]) {
    const { machine } = guestOf(ref, `s${random.below(1000)}`, 'wasm'),
      count = BigInt(1 + random.below(most));
    machine.run(BigInt(random.below(1000)));
    const timeline = new Timeline(machine, ALONE),
      first = machine.hash(),
      { start } = timeline;
    timeline.begin();
    for (let left = count; left > 0n; ) {
      const before = machine.executed,
        stop = machine.run(left < timeline.spacing ? left : timeline.spacing);
      timeline.note();
      left -= machine.executed - before;
      if (stop.why !== 'budget') break;
    }
    const last = machine.hash(),
      { end } = timeline;
    timeline.goTo({ ...start, events: timeline.start.events });
    expect(machine.hash(), `${count} back`).toBe(first);
    timeline.goTo(end);
    expect(machine.hash(), `${count} forwards`).toBe(last);
  }
});
test('random programs are gone back in', () => {
  const pair = new Differential();
  for (let n = 0; n < 8; n++) pair.backwards(`back-${n}`, 3000);
  expect(pair.instructions).toBeGreaterThan(5_000n);
});
