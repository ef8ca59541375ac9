/** Invented sessions over all machines and exercises replay identically, on both engines and in any slices; npm run soak does 500. */
import { expect, test } from 'vitest';
import { MACHINES } from '../../core/windows/machines.ts';
import { invent, replaySessions } from './sessions.ts';

const SESSIONS = 15;

test(`${SESSIONS} sessions replay identically`, () => {
  const replayed = replaySessions('test', SESSIONS);
  expect(replayed.sessions).toBe(SESSIONS);
  expect(replayed.attempts).toBe(SESSIONS / 3);
  console.log(`replayed ${replayed.perSecond} sessions/s, ${replayed.attemptsPerSecond} attempts/s`);
}, 600_000);
test('they are on every machine', () => {
  const machines = Array.from({ length: SESSIONS }, (_, n) => invent('test', n).ref.machine);
  expect(new Set(machines)).toEqual(new Set(Object.keys(MACHINES)));
});
