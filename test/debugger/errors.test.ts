/** Every row of the error catalogue: its exact text, its family, and when it is said. @source published debugger transcripts */
import { describe, expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { ACTIVITY } from '../../core/cpu/state.ts';
import { makeGuest, note, perform, printed, x64 } from './fixture.ts';

/** Of the last command of a line. */
const failure = (d: Debugger, line: string): { family: string; text: string } | undefined => perform(d, line).at(-1)?.error;
const CODE = 0xfffff80000100000n;
/** Two functions of one name. */
const twice = (): Debugger =>
  new Debugger(
    makeGuest({
      bits: 64,
      pages: [[CODE, CODE + 0x1000n]],
      memory: [[CODE, 'c3']],
      modules: [{ name: 'drv', image: 'drv.sys', base: CODE, end: CODE + 0x1000n }],
      symbols: [
        ['drv', 'Dispatch', CODE],
        ['drv', 'Dispatch', CODE + 0x10n],
      ],
      registers: { RIP: CODE },
    }),
  );

describe('with a caret', () => {
  test.each([
    ['hello', 'Syntax'],
    ['dd /z 0', 'Syntax'],
    ['~', 'Syntax'],
    ['r rsp+28', 'Syntax'],
    ['? (1+1))', 'Extra character'],
    ['rdmsr 10 11', 'Extra character'],
    ['u 0', 'Memory access'],
    ['eb 0 90', 'Memory access'],
    ['r $s7 = 0', 'Bad register'],
    ['r nosuch', 'Bad register'],
    ['dd nt!KiServiceTable L10000000', 'Range'],
    ['dps nt!KiServiceTable L nt!KeServiceDescriptorTable', 'Range'],
    ['db nt!NtCreateFile nt!NtCreateFile-1', 'Range'],
    ['? 12345678123456781', 'Overflow'],
  ])('%s: %s error', (line, kind) => {
    expect(failure(x64(), line)).toMatchObject({ family: 'caret' });
    expect(failure(x64(), line)!.text).toMatch(new RegExp(`^ *\\^ ${kind} error in '`));
    expect(failure(x64(), line)!.text.endsWith(`in '${line}'`)).toBe(true);
  });
  test('a range may pass 256 MB with L?', () => expect(printed(x64(), 's -b 0 L?10000001 1 2 3')).toBe(''));
  test('nothing runs after a shutdown', () => {
    const d = note();
    d.guest.machine.state.set('activity', ACTIVITY.shutdown);
    for (const line of ['g', 'p', 't', 'pc', 'gu', 'wt'])
      expect(failure(d, line)).toEqual({ family: 'caret', text: `${' '.repeat('kd> '.length + line.length - 1)}^ No runnable debuggees error in '${line}'` });
  });
});

describe('of the evaluator', () => {
  test.each([
    ['dd KiGlobalThing L1', "Couldn't resolve error at 'KiGlobalThing '"],
    ['u nt!Nope', "Couldn't resolve error at 'nt!Nope'"],
    ['? !1', "Couldn't resolve error at '!1'"],
    ['? poi(0)', "Memory access error at ')'"],
    ['dd dwo(0)+4', "Memory access error at ')+4'"],
    ['? @nosuch', "Bad register error at '@nosuch'"],
    ['? @$ea', "Bad register error at '@$ea'"],
    ['? 1 && 2', "Numeric expression missing from '& 2'"],
    ['? 1+', "Numeric expression missing from '<EOL>'"],
    ['? *1', "Numeric expression missing from '*1'"],
    ['? `1', "Syntax error at '`1'"],
    ['? (1+1', "Syntax error at '<EOL>'"],
    ['? $scmp("a', "Syntax error at '\"a'"],
    ['? 1/0', "Operand error at '/0'"],
    ['? 1 mod 0', "Operand error at 'mod 0'"],
  ])('%s', (line, text) => expect(failure(x64(), line)).toEqual({ family: 'evaluator', text }));
  test('a name with two addresses lists both', () => {
    expect(failure(twice(), 'u drv!Dispatch L1')).toEqual({
      family: 'evaluator',
      text: [
        'Matched: fffff800`00100000 drv!Dispatch (<no parameter info>)',
        'Matched: fffff800`00100010 drv!Dispatch (<no parameter info>)',
        "Ambiguous symbol error at 'drv!Dispatch '",
      ].join('\n'),
    });
    expect(printed(twice(), 'x drv!Dispatch').split('\n')).toHaveLength(3);
  });
});

describe('plain lines', () => {
  test('an extension nobody has', () =>
    expect(perform(x64(), '!mimikatz')[0]).toMatchObject({
      error: { family: 'plain', text: 'No export mimikatz found' },
      text: 'mimikatz is not extension gallery command\nNo export mimikatz found\n',
    }));
  test('a breakpoint set again', () => expect(printed(x64(), 'bp nt!NtCreateFile; bp nt!NtCreateFile')).toBe('breakpoint 0 redefined\n'));
  test('a breakpoint on what is not there yet', () =>
    expect(printed(x64(), 'bp drv!Foo')).toBe("Bp expression 'drv!Foo' could not be resolved, adding deferred bp\n"));
  test('five debug registers', () =>
    expect(failure(note(), 'ba w1 @rsp; ba r1 @rsp+1; ba e1 nt!NtClose; ba e1 nt!NtOpenFile; ba e1 nt!NtReadFile; g')).toEqual({
      family: 'plain',
      text: 'Too many data breakpoints for processor 0',
    }));
  test('a breakpoint where no memory is', () => {
    const [, result] = perform(note(), 'bp 12345678; g');
    expect(result!.error!.family).toBe('plain');
    const lines = result!.text.trimEnd().split('\n');
    expect(lines[0]).toBe('Unable to insert breakpoint 0 at 00000000`12345678, Win32 error 0n998');
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('bp0 at 00000000`12345678 failed');
  });
  test('a mask with bits that are none', () => expect(printed(x64(), 'rm 1000')).toBe('Ignored invalid bits 1000\n'));
  test('a scope reset', () => {
    for (const line of ['.trap', '.cxr']) expect(printed(x64(), line)).toBe('Resetting default scope\n');
  });
  test('flow that cannot be followed', () =>
    expect(printed(note(), 'uf nt!KiSystemServiceRepeat')).toMatch(/^Flow analysis was incomplete, some code may be missing\n/));
});
