import { expect, test } from 'vitest';
import type { CommandResult } from '../../core/debugger/types.ts';
import { cells, place } from '../../renderer/panes/console/cells.ts';
import { clean, paintLine, paintResults } from '../../renderer/panes/console/paint.ts';

/** What a reader sees: colours taken off again. */
/* eslint-disable no-control-regex -- escape sequences are what is tested */
const plain = (painted: string): string => painted.replace(/\x1b\[[\d;:]*[mK]/g, '');
const DPS = 'ffffc28f`5b6b7c68  00007ffb`3c0ed5c4 ntdll!NtCreateFile+0x14';

test('the text is never changed', () => {
  for (const text of [DPS, '', '  ', 'Breakpoint 0 hit', 'nt!KiSystemCall64+0x15:']) expect(plain(paintLine(text, 0))).toBe(text);
  expect(plain(paintLine(DPS, 17))).toBe(DPS);
});

test('a pointer is coloured by its half, an address at the start of a line is not', () => {
  expect(paintLine(DPS, 0)).toBe('ffffc28f`5b6b7c68  \x1b[33m00007ffb`3c0ed5c4\x1b[39m \x1b[33mntdll!NtCreateFile+0x14\x1b[39m');
  expect(paintLine('x fffff806`72e0d340 00000000`00000246 nt!KiSystemCall64', 0)).toBe(
    'x \x1b[34mfffff806`72e0d340\x1b[39m 00000000`00000246 \x1b[34mnt!KiSystemCall64\x1b[39m',
  );
});

test('an address that a line begins with and that is a link has a colour of its own; links stand at the lines of all that is written', () => {
  expect(paintLine('ffffc28f`5b6b7c68  x', 17)).toBe('\x1b[97mffffc28f`5b6b7c68\x1b[39m  x');
  expect(paintLine('nt!KiSystemCall64 x', 17)).toBe('\x1b[34mnt!KiSystemCall64\x1b[39m x');
  const result = (text: string, link?: CommandResult['links'][number]): CommandResult => ({
    ...{ line: 'u', command: 'u', ok: true, kind: 'text', text, links: link ? [link] : [] },
  });
  const link = { line: 1, start: 0, end: 1, command: 'u 1' },
    painted = paintResults([{ ...result('a\nb'), hint: 'c' }, result('d\n1\n', link)], true);
  expect(plain(painted.text)).toBe('a\nb\n┊ c\nd\n1\n');
  expect(painted).toMatchObject({ lines: 5, links: [{ ...link, line: 4 }] });
});

test('what guest memory holds cannot steer the terminal', () => {
  expect(clean('a\x1b[2Jb\x07\x9b\r\tc')).toBe('a.[2Jb...\tc');
  const evil: CommandResult = {
    line: 'da',
    command: 'da',
    ok: true,
    kind: 'string',
    text: 'x\x1b]0;title\x07\n',
    links: [],
    hint: 'h\x1b[2J',
  };
  expect(plain(paintResults([evil], true).text)).toBe('x.]0;title.\n┊ h.[2J\n');
});

test('hint lines are marked, and can be left out', () => {
  const result: CommandResult = {
    line: 'rax',
    command: '',
    ok: false,
    kind: 'error_syntax',
    text: 'no\n',
    links: [],
    error: { family: 'plain', text: 'no' },
    hint: 'one\ntwo',
  };
  expect(plain(paintResults([result], true).text)).toBe('no\n┊ one\n┊ two\n');
  expect(plain(paintResults([result], false).text)).toBe('no\n');
});

test('cells: East Asian wide characters take two', () => {
  expect([cells('kd> '), cells('机器'), cells('a，b')]).toEqual([4, 4, 4]);
  expect(place(85, 80)).toEqual({ row: 1, column: 5 });
});
