/** The lab's own remarks: beside WinDbg's text, never in it. */
import { expect, test } from 'vitest';
import { note, perform, x64 } from './fixture.ts';

test.each([
  ['u nt!NtCreateFil', 'Did you mean nt!NtCreateFile?'],
  ['? @rxa', 'Did you mean @rax?'],
  ['? 1 || 2', 'MASM expressions have no && and ||: use `and`, `or`.'],
  ['rax', 'rax was read as the command r and a register ax: r rax shows rax.'],
  ['eax', 'To see register eax type: r eax'],
  ['? poi @rsp+8', 'poi binds before + and -: poi X+8 is poi(X)+8. poi(X+8) reads at X+8.'],
  ['? nosuch!Foo', 'No module is named nosuch; lm lists them.'],
  [
    'dps nt!KiServiceTable L1',
    'On x64 the table holds 4-byte encoded offsets, not pointers: dd /c1 nt!KiServiceTable, and nt!KiServiceTable + (entry >>> 4) is the routine.',
  ],
  [
    '? nt!KiServiceTable + (dwo(nt!KiServiceTable) >>> 4)',
    'dwo() is zero-extended, so >>> finds no sign to keep: for an entry of 80000000 or more subtract 1`00000000 from it first.',
  ],
  ['dt nt!_KTRAP_FRAM', 'Did you mean _KTRAP_FRAME?'],
  ['rdmsr 12345', 'This processor has no MSR 12345h: rdmsr of it raises #GP(0).'],
])('%s', (line, hint) => expect(perform(x64(), line).at(-1)!.hint).toBe(hint));
test.each([
  'r rax',
  '? poi(@rsp)',
  'dps @rsp',
  'u nt!KiSystemCall64',
  'bp nt!NtCreateFile',
  'dd /c1 nt!KiServiceTable L2',
  '? dwo(nt!KiServiceTable+4) >> 4',
])('%s needs none', line => expect(perform(x64(), line)[0]!.hint).toBeUndefined());
test('!chkimg finds what was changed, and nothing else', () => {
  const d = note();
  expect(perform(d, '!chkimg nt')[0]!.text).toMatch(/^Number of different bytes: 0\n/);
  perform(d, 'eb nt!NtCreateFile 90 90');
  expect(perform(d, '!chkimg -d nt')[0]!.text).toMatch(
    /^ {4}fffff806`7323e2d0-fffff806`7323e2d1 {2}2 bytes - nt!NtCreateFile\n\t\[ 48 3b:90 90 \]\nNumber of different bytes: 2\n/,
  );
});
test('a halt after a fault says which', () => {
  const d = note();
  perform(d, 'r rip=0');
  expect(perform(d, 'g')[0]!.hint).toBe('The last event was vector 0eh at 00000000`00000000, error code 14h, address 00000000`00000000.');
});

test.each([
  ['mov eax,38', '38 was taken as decimal: 26h. In hex it is written 38h or 0x38.'],
  ['mov eax,38h', undefined],
  ['mov eax,[rsp+8]', undefined],
])('a line to assemble that is taken: %s', (line, hint) => {
  const d = x64();
  perform(d, 'a @rip');
  expect(perform(d, line).at(-1)).toMatchObject({ ok: true });
  expect(perform(d, line).at(-1)!.hint).toBe(hint);
});
test.each([
  ['mov eax,e9', 'A hex number is written 0e9h or 0xe9 here; digits alone are decimal.'],
  ['mov eax,0ac', 'A hex number is written 0ach or 0x0ac here; digits alone are decimal.'],
  ['mov eax,[rsp+1fh', '"]" is missing.'],
  ['mov ah,nonsense', 'Nonsense is not defined.'],
])('a line to assemble that is refused: %s', (line, hint) => {
  const d = x64();
  perform(d, 'a @rip');
  expect(perform(d, line).at(-1)!.hint).toBe(hint);
  expect(d.prompt).toBe('Input>');
});
