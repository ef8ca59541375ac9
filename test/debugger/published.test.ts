/** Command lines as people publish them: each must be read as the right command, give the right kind of output, or fail as WinDbg does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { finish, note, x86 } from './fixture.ts';

/** `ok`, a family of errors, or `here`: whatever this machine's contents make of it. */
interface Expected {
  readonly line: string;
  readonly command: string;
  readonly kind: string;
  readonly outcome: string;
}
/** `== command kind [outcome]`, then its lines. */
function readLines(name: string): readonly Expected[] {
  let command = '',
    kind = '',
    outcome = 'ok';
  const found: Expected[] = [];
  for (const line of readFileSync(new URL(`./lines/${name}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('## ')) continue;
    if (line.startsWith('== ')) [command, kind, outcome] = [...line.slice(3).split(' '), 'ok'] as [string, string, string];
    else found.push({ line, command, kind, outcome });
  }
  return found;
}
/** What a line leaves changed for the next ones. */
const CHANGES = /^(?:memory_write|register_set|run_until_break|step|trace|context_set|alias_set|bp_set)$/,
  SETTINGS = /^(?:n|\.expr|\.effmach|wrmsr|q|qq)$/;
/** Slices a line may run for, so that a lost g comes back. */
const SLICES = 1;

function outcomes(name: string, make: () => Debugger): { readonly wrong: readonly string[]; readonly count: number } {
  const wrong: string[] = [],
    lines = readLines(name);
  let d = make(),
    changed = false;
  for (const { line, command, kind, outcome } of lines) {
    if (changed) d = make();
    changed = CHANGES.test(kind) || SETTINGS.test(command);
    const [first] = finish(d.line(line), SLICES);
    const got = { command: first?.command, kind: first?.kind, outcome: first?.error?.family ?? 'ok' };
    if (got.command !== command || got.kind !== kind || (outcome !== 'here' && got.outcome !== outcome))
      wrong.push(`${line}: not ${command} ${kind} ${outcome} but ${got.command} ${got.kind} ${got.outcome}`);
  }
  return { wrong, count: lines.length };
}

test('win10-x64', () => {
  const { wrong, count } = outcomes('published-x64', note);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(1000);
}, 240_000);

const on = (machine: string) => (): Debugger => {
  const built = buildGuest({ machine, seed: 'note', set: {} });
  if (!built.ok) throw new Error(built.problem.message);
  return new Debugger(built.value);
};
test.each(['winxp-x86', 'win7-x86'])('%s', machine => {
  const { wrong } = outcomes('published-x86', on(machine));
  expect(wrong).toEqual([]);
});
test.each([
  ['win10-x64', String.raw`.foreach /ps 1 /pS 1 ( offset {dd /c 1 nt!KiServiceTable L1d7}){ r $t0 = ( offset >>> 4) + nt!KiServiceTable; .printf "%p - %y\n", $t0, $t0 }`],
  ['win10-x64-473', String.raw`.foreach /ps 1 /pS 1 ( offset {dd /c 1 nt!KiServiceTable L1d9}){ r $t0 = ( offset >>> 4) + nt!KiServiceTable; .printf "%p - %y\n", $t0, $t0 }`],
  ['winxp-x86', 'dds nt!KiServiceTable L11c'],
  ['win7-x86', 'dds nt!KiServiceTable L191'],
])('the one-liner people publish decodes every entry on %s', (machine, line) => {
  const d = on(machine)(),
    printed = finish(d.line(line), 2000).map(r => r.text).join(''),
    names = [...printed.matchAll(/\bnt!(\w+)/g)].map(m => m[1]);
  expect(names).toEqual(d.guest.services.filter(s => s.table === 'nt').map(s => s.name));
});
test('a 32-bit system', () => {
  const { wrong, count } = outcomes('published-x86', x86);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(200);
});
