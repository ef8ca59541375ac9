import { expect, test } from 'vitest';
import type { CommandResult } from '../../core/debugger/types.ts';
import { cells, place } from '../../renderer/panes/console/cells.ts';
import { clean, commandOf, paintLine, paintResult } from '../../renderer/panes/console/paint.ts';

/** What a reader sees: colours and links taken off again. */
/* eslint-disable no-control-regex -- escape sequences are what is tested */
const plain = (painted: string): string => painted.replace(/\x1b\]8;;[^\x07]*\x07/g, '').replace(/\x1b\[[\d;:]*[mK]/g, '');
const DPS = 'ffffc28f`5b6b7c68  00007ffb`3c0ed5c4 ntdll!NtCreateFile+0x14';

test('the text is never changed', () => {
  for (const text of [DPS, '', '  ', 'Breakpoint 0 hit', 'nt!KiSystemCall64+0x15:']) expect(plain(paintLine(text, []))).toBe(text);
  expect(plain(paintLine(DPS, [{ line: 0, start: 0, end: 17, command: 'dps ffffc28f`5b6b7c68' }]))).toBe(DPS);
});

test('a pointer is coloured by its half, an address at the start of a line is not', () => {
  expect(paintLine(DPS, [])).toBe('ffffc28f`5b6b7c68  \x1b[33m00007ffb`3c0ed5c4\x1b[39m \x1b[33mntdll!NtCreateFile+0x14\x1b[39m');
  expect(paintLine('x fffff806`72e0d340 00000000`00000246 nt!KiSystemCall64', [])).toBe(
    'x \x1b[34mfffff806`72e0d340\x1b[39m 00000000`00000246 \x1b[34mnt!KiSystemCall64\x1b[39m',
  );
});

test('a link carries its command', () => {
  const painted = paintLine('ab cd', [{ line: 0, start: 3, end: 5, command: 'u nt!Ki*; r' }]),
    uri = /\x1b\]8;;([^\x07]+)\x07cd/.exec(painted)![1]!;
  expect(commandOf(uri)).toBe('u nt!Ki*; r');
  expect(commandOf('https://example.org/')).toBeUndefined();
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
  expect(plain(paintResult(evil, true))).toBe('x.]0;title.\n┊ h.[2J\n');
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
  expect(plain(paintResult(result, true))).toBe('no\n┊ one\n┊ two\n');
  expect(plain(paintResult(result, false))).toBe('no\n');
});

test('cells: East Asian wide characters take two', () => {
  expect([cells('kd> '), cells('机器'), cells('a，b')]).toEqual([4, 4, 4]);
  expect(place(85, 80)).toEqual({ row: 1, column: 5 });
});
