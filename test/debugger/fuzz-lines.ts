/** Lines for the debugger made at random: from its grammar's words, from mutated published lines, from bytes. */
import { readFileSync } from 'node:fs';
import { COMMANDS } from '../../core/debugger/commands/index.ts';
import { UNAVAILABLE } from '../../core/debugger/commands/unavailable.ts';
import type { Random } from '../../core/machine/random.ts';

const NAMES = [...COMMANDS.flatMap(c => c.names), ...UNAVAILABLE];
const PUBLISHED = ['x64', 'x86'].flatMap(machine =>
  readFileSync(new URL(`./lines/published-${machine}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !/^(?:==|##) /.test(line)),
);
const WORDS = [
  'nt!NtCreateFile',
  'nt!KiServiceTable',
  'KiSystemCall64',
  'nt',
  '@rsp',
  '@rip',
  'rax',
  '@$t0',
  '$ra',
  '@$thread',
  '.',
  '0',
  '1',
  '55',
  'ffffffff',
  'fffff806`72e0d340',
  '0n10',
  '0y101',
  '`1',
  'poi(@rsp)',
  'dwo(nt!KiServiceTable)',
  'by',
  '>>>',
  '>>',
  '+',
  '-',
  '*',
  '/',
  'mod',
  'L4',
  'L',
  'L?10',
  'L-2',
  'l 3',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  '"a b"',
  "'",
  "'a'",
  ';',
  ',',
  '=',
  '==',
  '!=',
  '/c',
  '/c1',
  '/p',
  '-b',
  '-[1]w',
  '-r',
  '-r2',
  '-l',
  '-y',
  '.if',
  '.else',
  '@@c++(',
  '@@(1)',
  'nt!_KTHREAD',
  '_KTRAP_FRAME',
  'Rip',
  'Prcb.CurrentThread',
  '%p',
  '\\n',
  '*',
  '?',
  '#',
  '$$',
  '~',
  '|',
  '!',
  '@',
  '${x}',
  'gs:[188]',
  'cs:10',
  '(nt!_KTHREAD*)@$thread',
  '->',
  'sizeof(',
  'e',
  'w4',
];

/** A command's name and up to six words of the grammar, well or badly put together. */
export function grammarLine(r: Random): string {
  const words = Array.from({ length: r.below(7) }, () => r.pick(WORDS));
  return `${r.pick(NAMES)}${r.below(4) ? ' ' : ''}${words.join(r.below(3) ? ' ' : '')}`;
}
/** A published line with pieces cut, doubled, swapped for words, or joined to another line. */
export function mutatedLine(r: Random): string {
  let line = r.pick(PUBLISHED);
  for (let n = r.below(4); n > 0; n--) {
    const at = r.below(line.length + 1),
      end = Math.min(line.length, at + r.below(8));
    const kind = r.below(5);
    if (kind === 0) line = line.slice(0, at) + line.slice(end);
    else if (kind === 1) line = line.slice(0, end) + line.slice(at, end) + line.slice(end);
    else if (kind === 2) line = line.slice(0, at) + r.pick(WORDS) + line.slice(end);
    else if (kind === 3) line = `${line};${r.pick(PUBLISHED)}`;
    else line = line.slice(0, at) + String.fromCharCode(32 + r.below(95)) + line.slice(at);
  }
  return line;
}
/** Up to thirty characters, most of them ASCII. */
export const byteLine = (r: Random): string =>
  Array.from({ length: r.below(30) }, () => String.fromCharCode(r.below(8) ? 32 + r.below(95) : r.below(0x500))).join('');
