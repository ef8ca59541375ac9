/** The log of the window's console, as .logopen, .logappend and .logclose leave it. */
import { expect, test } from 'vitest';
import { ConsoleLog } from '../../renderer/state/console-log.ts';

test('from the line that opens it to the line that closes it; nothing before and nothing after', () => {
  const log = new ConsoleLog(),
    file = { name: 'a.log', append: false };
  expect(log.note(undefined, 'before\n')).toBeUndefined();
  expect(log.note(file, 'open\n')).toBeUndefined();
  expect(log.note(file, 'k\n')).toBeUndefined();
  expect(log.note(undefined, 'close\n')).toEqual({ name: 'a.log', text: 'open\nk\nclose\n' });
  expect(log.note(undefined, 'after\n')).toBeUndefined();
});
test('opening another closes the first; appending goes on with what was closed, opening begins anew', () => {
  const log = new ConsoleLog(),
    first = { name: 'a.log', append: false },
    more = { name: 'a.log', append: true },
    anew = { name: 'a.log', append: false };
  log.note(first, '1\n');
  expect(log.note({ name: 'b.log', append: false }, '2\n')).toEqual({ name: 'a.log', text: '1\n2\n' });
  expect(log.note(more, '3\n')).toEqual({ name: 'b.log', text: '2\n3\n' });
  expect(log.note(anew, '4\n')).toEqual({ name: 'a.log', text: '1\n2\n3\n4\n' });
  expect(log.note(undefined, '5\n')).toEqual({ name: 'a.log', text: '4\n5\n' });
});
