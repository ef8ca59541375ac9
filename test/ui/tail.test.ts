/** Of a long output only its end is sent to the console, with the links of what is left. */
import { expect, test } from 'vitest';
import type { CommandResult } from '../../core/debugger/types.ts';
import { lastLines } from '../../renderer/tail.ts';

const result = (text: string, ...links: readonly number[]): CommandResult => ({
  line: '',
  command: '',
  ok: true,
  kind: 'memory_dump',
  text,
  links: links.map(line => ({ line, start: 0, end: 1, command: `go ${line}` })),
});
const texts = (results: readonly CommandResult[], most: number): readonly string[] => lastLines(results, most).map(r => r.text);

test('what is short enough is left alone', () => {
  const results = [result('a\nb\n'), result('c\nd\ne')];
  expect(lastLines(results, 5)).toEqual(results);
  expect(lastLines([result('')], 5)).toEqual([result('')]);
});
test('the last lines stay, over all the commands of the line', () => {
  expect(texts([result('a\nb\n'), result('c\nd\ne\n')], 4)).toEqual(['b\n', 'c\nd\ne\n']);
  expect(texts([result('a\nb\n'), result('c\nd\ne\n')], 3)).toEqual(['', 'c\nd\ne\n']);
  expect(texts([result('a\nb\n'), result('c\nd\ne')], 2)).toEqual(['', 'd\ne']);
  expect(texts([result('\n\n\n')], 2)).toEqual(['\n\n']);
});
test('links keep their lines', () => {
  const [left] = lastLines([result('0\n1\n2\n3\n', 0, 2, 3)], 2);
  expect(left).toMatchObject({ text: '2\n3\n', links: [{ line: 0, command: 'go 2' }, { line: 1, command: 'go 3' }] }); // prettier-ignore
});
