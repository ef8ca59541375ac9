import { expect, test } from 'vitest';
import { edited, EMPTY, History, insert, lineOf, type Line } from '../../renderer/panes/console/line-editor.ts';

/** `ab|cd`: a line with its caret. */
const line = (text: string): Line => ({ text: text.replace('|', ''), caret: text.indexOf('|') });
const shown = ({ text, caret }: Line): string => `${text.slice(0, caret)}|${text.slice(caret)}`;

test.each([
  ['Backspace', 'ab|cd', 'a|cd'],
  ['Backspace', '|cd', '|cd'],
  ['Delete', 'ab|cd', 'ab|d'],
  ['Delete', 'ab|', 'ab|'],
  ['ArrowLeft', 'ab|', 'a|b'],
  ['ArrowRight', 'a|b', 'ab|'],
  ['Home', 'ab|c', '|abc'],
  ['End', 'a|bc', 'abc|'],
  ['Escape', 'ab|c', '|'],
  ['Ctrl+W', 'dps nt!Ke L4|', 'dps nt!Ke |'],
  ['Ctrl+W', 'dps nt!Ke |L4', 'dps |L4'],
  ['Ctrl+W', 'dps|', '|'],
  ['Ctrl+U', 'ab|c', '|c'],
  ['Ctrl+ArrowLeft', 'u @rip L4|', 'u @rip |L4'],
  ['Ctrl+ArrowRight', 'u| @rip L4', 'u @rip| L4'],
  ['Backspace', '机器|', '机|'],
  ['Backspace', 'a😀|', 'a|'],
  ['ArrowRight', '|😀b', '😀|b'],
])('%s turns %s into %s', (key, before, after) => expect(shown(edited(line(before), key)!)).toBe(after));

test('other keys do not edit', () => {
  expect(edited(EMPTY, 'F5')).toBeUndefined();
  expect(edited(EMPTY, 'Ctrl+K')).toBeUndefined();
  expect(shown(insert(line('a|c'), 'b'))).toBe('ab|c');
});

test('history walks back and forth and keeps the line being typed', () => {
  const history = new History();
  history.fill(['r', 'k']);
  expect(history.older(lineOf('typed')).text).toBe('k');
  expect(history.older(EMPTY).text).toBe('r');
  expect(history.older(lineOf('r')).text).toBe('r');
  expect(history.newer(EMPTY).text).toBe('k');
  expect(history.newer(EMPTY).text).toBe('typed');
  expect(history.newer(lineOf('typed')).text).toBe('typed');
});

test('history keeps no empty line and none twice in a row', () => {
  const history = new History();
  expect([history.add('r'), history.add('r'), history.add('  '), history.add('k')]).toEqual([true, false, false, true]);
  history.add('r');
  expect(history.matching('')).toEqual(['r', 'k']);
  expect(history.matching('K')).toEqual(['k']);
});
