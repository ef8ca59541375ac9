/** What the panes make of a Moment, on the note's machine. */
import { expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { takeMoment, type Moment } from '../../core/debugger/moment.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { descentPath } from '../../renderer/panes/descent-path.ts';
import { frameRows, storedBytes } from '../../renderer/panes/frame-rows.ts';
import { addressText, difference, halfOfDigits, hexWord, tail } from '../../renderer/parts/values.ts';

function momentAfter(...lines: readonly string[]): Moment {
  const guest = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} });
  if (!guest.ok) throw new Error(guest.problem.message);
  const d = new Debugger(guest.value);
  for (const line of lines) {
    const running = d.line(line);
    for (let step = running.next({ budget: 100_000n, stop: false }); !step.done;) step = running.next({ budget: 100_000n, stop: false });
  }
  return takeMoment(d);
}

test('the trap frame is folded where a call writes nothing, and painted where it does', () => {
  const m = momentAfter('g nt!KiSystemCall64+0x2b'),
    rows = frameRows(m),
    at = (offset: number) => rows.find(r => r.offset === offset)!;
  expect(storedBytes(m)).toBe(0x28);
  expect(at(0x160)).toMatchObject({
    here: true,
    cells: [
      { name: 'ErrorCode', state: 'skipped' },
      { name: 'Rip', state: 'stored', value: '00007ffb3c0ed5c4' },
    ],
  });
  expect(at(0x150).cells[1]).toMatchObject({ name: 'Rbp', state: 'next' });
  expect(at(0x170).cells.map(c => [c.name, c.value])).toEqual([
    ['SegCs', '0033'],
    ['EFlags', '00000246'],
  ]);
  expect(at(0x70).cells).toEqual([{ name: 'Xmm0 … Xmm5', state: 'stale', range: [0x70, 0xcf] }]);
  expect(at(0).cells[0]!.range).toEqual([0, 0x2f]);
  expect(rows.filter(r => r.here)).toHaveLength(1);
});

test('there is no frame in ring 3', () => expect(frameRows(momentAfter())).toEqual([]));

test('the descent follows a call', () => {
  const states = (m: Moment): string =>
    descentPath(m)
      .stations.map(s => s.state[0])
      .join('');
  expect(states(momentAfter())).toBe('naaaaa');
  expect(states(momentAfter('g nt!KiSystemCall64'))).toBe('dnaaaa');
  expect(states(momentAfter('g nt!NtCreateFile'))).toBe('ddddna');
});

test.each([
  ['ffffc28f5b6b7c68', 'ffffc28f5b6b7c60', '−8'],
  ['0000000000000000', '0000000000000158', '+158h'],
  ['0000000000000000', '0000000000000009', '+9'],
  ['00007ffb3c0ed5c4', 'fffff80672e0d340', undefined],
  ['0000000000000007', '0000000000000007', undefined],
])('from %s to %s: %s', (was, now, said) => expect(difference(was, now)).toBe(said));

test.each([
  ['fffff806`72e0d340', 'kernel'],
  ['ffff800000000000', 'kernel'],
  ['00007ffb`3c0ed5c4', 'user'],
  ['000000b1f9cff688', 'user'],
  ['00000000`00000246', undefined],
  ['ffffffff`ffffffd1', undefined],
  ['0008000000000000', undefined],
  ['rax', undefined],
])('%s points into: %s', (digits, half) => expect(halfOfDigits(digits)).toBe(half));

test('offsets, sizes, addresses and tails', () => {
  expect([
    hexWord(0x190),
    hexWord(8),
    tail('ffffc28f`5b6b7c90'),
    tail('1d7h'),
    addressText(0xfffff80672e0d340n, 64),
    addressText(0x80501000n, 32),
  ]).toEqual(['190h', '8', '…6b7c90', '1d7h', 'fffff806`72e0d340', '80501000']);
});
