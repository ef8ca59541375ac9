/** Lines of every shape: whatever is typed, the debugger answers and never fails itself. */
import { expect, test } from 'vitest';
import { COMMANDS } from '../../core/debugger/commands/index.ts';
import { Random } from '../../core/machine/random.ts';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { finish, note, x86 } from './fixture.ts';

const NAMES = COMMANDS.flatMap(c => c.names);
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
/** Instructions a line may run for, so that a lost g comes back. */
const SLICES = 3;

function attempt(d: Debugger, line: string): void {
  for (const r of finish(d.line(line), SLICES)) {
    expect(typeof r.text).toBe('string');
    if (!r.ok) expect(r.error, line).toBeDefined();
    if (r.error?.family === 'caret') expect(r.error.text, line).toMatch(/^ *\^ .* error in '/);
    const lines = r.text.split('\n');
    for (const l of r.links) expect(lines[l.line]!.length, line).toBeGreaterThanOrEqual(l.end);
  }
}
test.each([
  ['win10-x64', note],
  ['x86', x86],
] as const)(
  'grammar, %s',
  (name, make) => {
    const r = new Random(`fuzz/grammar/${name}`);
    let d = make();
    for (let n = 0; n < 6000; n++) {
      if (n % 1000 === 999) d = make();
      const words = Array.from({ length: r.below(7) }, () => r.pick(WORDS));
      attempt(d, `${r.pick(NAMES)}${r.below(4) ? ' ' : ''}${words.join(r.below(3) ? ' ' : '')}`);
    }
  },
  60_000,
);
test('bytes', () => {
  const r = new Random('fuzz/bytes'),
    d = note();
  for (let n = 0; n < 4000; n++)
    attempt(d, Array.from({ length: r.below(30) }, () => String.fromCharCode(r.below(8) ? 32 + r.below(95) : r.below(0x500))).join(''));
}, 60_000);
