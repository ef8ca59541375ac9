import { expect, test } from 'vitest';
import type { Progress, Running, Slice } from '../../core/debugger/types.ts';
import { drive } from '../../renderer/drive.ts';

/** A machine that executes `perMs` instructions a millisecond on a clock of its own, `length` in all (Infinity: an endless loop). */
function machine(perMs: number, length: number) {
  const clock = { ms: 0 },
    slices: number[] = [];
  function* line(): Running<string> {
    let done = 0,
      slice: Slice = yield { executed: 0n };
    while (done < length) {
      if (slice.stop) return `broken after ${done}`;
      const now = Math.min(Number(slice.budget), length - done);
      done += now;
      clock.ms += now / perMs;
      slices.push(now / perMs);
      const progress: Progress = { executed: BigInt(done) };
      slice = yield progress;
    }
    return 'done';
  }
  return { clock, slices, line };
}

test.each([20, 200, 5_000, 500_000])('slices come to last about 10 ms at %i instructions a millisecond', async perMs => {
  const { clock, slices, line } = machine(perMs, perMs * 2000);
  let slow = 0;
  expect(
    await drive(line(), {
      now: () => clock.ms,
      pause: async () => undefined,
      stop: () => false,
      slow: () => {
        slow++;
      },
    }),
  ).toBe('done');
  const settled = slices.slice(12, -1);
  expect(Math.max(...settled)).toBeLessThan(26);
  expect(settled.reduce((a, b) => a + b) / settled.length).toBeGreaterThan(7);
  expect(slow).toBe(1);
});

test('Break stops an endless loop at the end of a slice', async () => {
  const { clock, line } = machine(200, Infinity);
  const result = await drive(line(), {
    now: () => clock.ms,
    pause: async () => undefined,
    stop: () => clock.ms > 500,
    slow: () => undefined,
  });
  expect(result).toMatch(/^broken after/);
  expect(clock.ms).toBeLessThan(540);
});

test('a short line is not called slow', async () => {
  const { clock, line } = machine(200, 100);
  await drive(line(), {
    now: () => clock.ms,
    pause: async () => undefined,
    stop: () => false,
    slow: () => {
      throw new Error('slow');
    },
  });
});
