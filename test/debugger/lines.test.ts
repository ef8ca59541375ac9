/** Lines: splitting, scripts, aliases, printf, waiting for values, repeats. */
import { look, type Look } from '../../core/debugger/look.ts';
import { describe, expect, test } from 'vitest';
import { splitCommands, stripPrompt } from '../../core/debugger/parse.ts';
import { recognise } from '../../core/debugger/commands/index.ts';
import { perform, printed, x64 } from './fixture.ts';

describe('splitting', () => {
  test.each([
    ['r;k', ['r', 'k']],
    ['.echo "a;b";r', ['.echo "a;b"', 'r']],
    ['.if (1) { r; k } .else { p } ; t', ['.if (1) { r; k } .else { p }', 't']],
    ['.for (r $t0=0; @$t0<2; r $t0=@$t0+1) { .echo x; .echo y }; k', ['.for (r $t0=0; @$t0<2; r $t0=@$t0+1) { .echo x; .echo y }', 'k']],
    ['* a ; b', ['* a ; b']],
    ['$$ a ; b', ['$$ a ', 'b']],
    ['as x a;b', ['as x a;b']],
    ['bp nt!X "k;g"; g', ['bp nt!X "k;g"', 'g']],
    [' ; ;r', ['r']],
    ["j (1) 'a;b' ; 'c'", ["j (1) 'a;b' ; 'c'"]],
    ['.foreach (x {k;r}) {.echo x}; r', ['.foreach (x {k;r}) {.echo x}', 'r']],
  ] as const)('%s', (line, expected) => expect(splitCommands(line).map(p => p.text)).toEqual(expected));
  test.each([
    ['kd> r', 'r'],
    ['0: kd> r', 'r'],
    ['lkd> r', 'r'],
    ['0:000> r', 'r'],
    ['32.kd> r', 'r'],
    ['r', 'r'],
    ['kd:x86> r', 'r'],
  ])('%s loses its prompt', (line, expected) => expect(stripPrompt(line)).toBe(expected));
});

test.each([
  ['reax=eax+1', 'r', 1],
  ['rax', 'r', 1],
  ['eax', 'ea', 2],
  ['ebx=5', 'eb', 2],
  ['bad', 'ba', 2],
  ['c0000082', 'c', 1],
  ['?poi(1)', '?', 1],
  ['??x', '??', 2],
  ['lm1m', 'lm', 2],
  ['lmva x', 'lm', 2],
  ['s-[1]w 0 L1', 's', 1],
  ['k5', 'k', 1],
  ['kv', 'kv', 2],
  ['bp0 nt', 'bp', 2],
  ['dD x', 'dD', 2],
  ['DD x', 'dd', 2],
  ['DB x', 'db', 2],
  ['2k', 'k', 2],
  ['rdmsr 10', 'rdmsr', 5],
  ['dt x', 'dt', 2],
  ['~0s', '~', 1],
  ['!kdexts.pte 0', '!pte', 11],
  ['.FOREACH (x {}) {}', '.foreach', 8],
  ['version', 'version', 7],
  ['$$>a<x', '$$>a<', 5],
  ['$<x', '$<', 2],
  ['uf x', 'uf', 2],
  ['gN', 'gN', 2],
  ['rM 100', 'r', 1],
  ['rm 2', 'rm', 2],
  ['RM', 'rm', 2],
  ['rX', 'r', 1],
  ['rF', 'r', 1],
  ['~2k', 'k', 3],
  ['3r eax', 'r', 2],
] as const)('%s is the command %s', (line, name, at) => expect(recognise(line)).toMatchObject({ name, argumentsAt: at }));
test.each(['hello', '(1)', '', '+', '.nosuch'])('%s is no command', line => expect(recognise(line)).toBeUndefined());

describe('scripts', () => {
  test.each([
    ['.for (r $t0=0; @$t0 < 3; r $t0=@$t0+1) { .printf "%d ", @$t0 }', '0 1 2 '],
    ['.for (r $t0=0; @$t0 < 9; r $t0=@$t0+1) { .if (@$t0 == 2) { .continue } .if (@$t0 == 4) { .break } .printf "%d ", @$t0 }', '0 1 3 '],
    ['r $t0=3; .while (@$t0 > 0) { .printf "%d ", @$t0; r $t0=@$t0-1 }', '3 2 1 '],
    ['r $t0=0; .do { .printf "x"; r $t0=@$t0+1 } (@$t0 < 3)', 'xxx'],
    ['.if (1 == 2) { .echo a } .elsif (2 == 2) { .echo b } .else { .echo c }', 'b\n'],
    ['.if 0 { .echo a } .else { .echo c }', 'c\n'],
    ["j (@rax == 55) '.echo yes; .echo more' ; '.echo no'", 'yes\nmore\n'],
    ["j 0 '.echo yes' ; '.echo no'", 'no\n'],
    ["j 0 '.echo yes' ; ''", ''],
    ['.foreach (v {.echo a b c}) { .printf "[${v}]"; .echo v }', '[a]a\n[b]b\n[c]c\n'],
    ['.foreach /pS 1 /ps 1 (v {.echo a b c d}) { .echo v }', 'b\nd\n'],
    ['.foreach /s (v "x y") { .echo v }', 'x\ny\n'],
    ['.catch { ? NoSuch } ; .echo after', "Couldn't resolve error at 'NoSuch'\nafter\n"],
    ['.catch { .echo a; .leave; .echo b }', 'a\n'],
    ['.block { .echo in }', 'in\n'],
    ['r $t0=0; r $t1=0', ''],
    ['.echo "a;b"', 'a;b\n'],
    ['.echo a ; .echo b', 'a\nb\n'],
  ] as const)('%s', (line, expected) => expect(printed(x64(), line)).toBe(expected));
  test('z repeats what stands before it', () => {
    const d = x64();
    printed(d, 'r $t1=0');
    expect(printed(d, 'r $t1=@$t1+1; z(@$t1<5)')).toBe('');
    expect(printed(d, '? @$t1')).toBe('Evaluate expression: 5 = 00000000`00000005\n');
  });
  test('files come from the open pack, with arguments', () => {
    const d = x64();
    d.script = name => ({ 'hello.txt': '.echo hello ${$arg1}\n* comment\n.echo bye' })[name];
    expect(printed(d, '$$>a<hello.txt world')).toBe('hello world\nbye\n');
    expect(printed(d, '$<hello.txt')).toBe('kd> .echo hello ${$arg1}\nhello ${$arg1}\nkd> * comment\nkd> .echo bye\nbye\n');
    expect(perform(d, '$<nope.txt')[0]!.error).toMatchObject({ family: 'plain' });
  });
  test('nothing nests without end', () => {
    const d = x64();
    d.script = () => '$$><self';
    expect(perform(d, '$$><self')[0]!.ok).toBe(false);
  });
});

describe('aliases', () => {
  test('stand for words, and ${} inside them', () => {
    const d = x64();
    printed(d, 'as svc 55');
    expect(printed(d, '? svc')).toBe('Evaluate expression: 85 = 00000000`00000055\n');
    expect(printed(d, '.echo x${svc}y')).toBe('x55y\n');
    expect(printed(d, '.echo ${/d:svc}${/d:none}')).toBe('10\n');
    expect(printed(d, 'as /x t nt!KiServiceTable')).toBe('');
    expect(printed(d, '? t - nt!KiServiceTable')).toBe('Evaluate expression: 0 = 00000000`00000000\n');
    printed(d, 'ad svc');
    expect(printed(d, '.echo svc')).toBe('svc\n');
  });
  test('fixed ones are replaced anywhere', () => {
    const d = x64();
    printed(d, 'r $.u0=NtCreate');
    expect(printed(d, '? nt!$u0File')).toBe('Evaluate expression: -8765581303088 = fffff807`1aa3e2d0\n');
  });
});

test.each([
  ['"%p|%x|%X|%d|%i|%u|%o", nt!NtCreateFile, ab, ab, ffffffff, -1, ffffffff, 8', 'fffff8071aa3e2d0|ab|AB|-1|-1|4294967295|10'],
  ['"%I64x %I64d", nt!NtCreateFile, -1', 'fffff8071aa3e2d0 -1'],
  ['"%08x|%-6x|%6x|%#x", 1a, 1a, 1a, 1a', '0000001a|1a    |    1a|0x1a'],
  ['"%c%c%%", 41, 42', 'AB%'],
  ['"%y\\n", nt!NtCreateFile', 'nt!NtCreateFile (fffff807`1aa3e2d0)\n'],
  ['"%y", 1234', '00000000`00001234'],
  ['"%ma", fffff807`1a9d0040', 'MACHINE\\SYSTEM'],
  ['"%f %lf", 3f800000, 3ff0000000000000', '1.000000 1.000000'],
  ['"\\t\\x41"', '\tA'],
])('.printf %s', (argument, expected) => expect(printed(x64(), `.printf ${argument}`)).toBe(expected));

describe('waiting for a value', () => {
  test('e stores, skips and ends', () => {
    const d = x64();
    expect(printed(d, 'eb nt!KiServiceTable')).toBe('fffff807`1a8c7b10 04 \n');
    expect(d.prompt).toBe('Input>');
    expect(printed(d, '90')).toBe('fffff807`1a8c7b11 6b \n');
    expect(printed(d, ' ')).toBe('fffff807`1a8c7b12 2a \n');
    expect(printed(d, '')).toBe('');
    expect(d.prompt).toBe('kd>');
    expect(printed(d, 'db nt!KiServiceTable L2')).toBe('fffff807`1a8c7b10  90 6b                                            .k\n');
  });
  test('what was stored stays when the moment before is looked at', () => {
    const d = x64();
    printed(d, 'eb nt!KiServiceTable 90; a nt!KiServiceTable+10');
    printed(d, 'mov eax,97h');
    expect(d.execution.beforeEdit).toBeDefined();
    expect(printed(d, 'nop')).toBe('fffff807`1a8c7b26 \n');
    printed(d, '');
    expect(printed(d, 'u nt!KiServiceTable+10 L2')).toMatch(/mov +eax,97h\n.* nop\n$/);
  });
  test('r with = asks', () => {
    const d = x64();
    expect(printed(d, 'r rax=')).toBe('rax=0000000000000055\n');
    printed(d, '77');
    expect(printed(d, 'r rax')).toBe('rax=0000000000000077\n');
  });
});

test('an empty line repeats, and displays go on', () => {
  const d = x64();
  expect(printed(d, 'u nt!KiSystemCall64 L1')).toContain('swapgs');
  expect(printed(d, '')).toContain('swapgs');
  expect(printed(d, 'u')).toContain('fffff807`1a60d343');
  expect(printed(d, '')).not.toContain('fffff807`1a60d343');
});
test('results come one per command, links lie over their text', () => {
  const results = perform(x64(), 'r rax; dps nt!KeServiceDescriptorTable L1');
  expect(results.map(r => [r.command, r.kind, r.ok])).toEqual([
    ['r', 'registers', true],
    ['dps', 'memory_symbols', true],
  ]);
  const { text, links } = results[1]!;
  expect(links.map(l => [text.split('\n')[l.line]!.slice(l.start, l.end), l.command])).toEqual([
    ['fffff807`1ac018c0', 'dps fffff807`1ac018c0'],
    ['fffff807`1a8c7b10', 'dps fffff807`1a8c7b10'],
    ['nt!KiServiceTable', 'ln nt!KiServiceTable'],
  ]);
});
test('authentic mode has no hints', () => {
  const d = x64();
  expect(perform(d, 'u nt!NtCreateFil')[0]!.hint).toBe('Did you mean nt!NtCreateFile?');
  d.settings.authentic = true;
  expect(perform(d, 'u nt!NtCreateFil')[0]!.hint).toBeUndefined();
});
test('words find commands by name and by what they say, structures and symbols, the best name first', () => {
  const d = x64(),
    names = (query: string, kind: Look['kind'], most = 3): string[] => look(d, query, [kind], most).map(l => l.name);
  expect(names('trap', 'command')[0]).toBe('.trap');
  expect(names('TRAP frame', 'structure')).toEqual(['_KTRAP_FRAME']);
  expect(look(d, '_ktrap_frame', ['structure'], 1)).toEqual([{ kind: 'structure', name: '_KTRAP_FRAME', bytes: 0x190 }]);
  expect(names('system call64', 'symbol')).toEqual(['nt!KiSystemCall64']);
  expect(names('nt!NtCreateFile', 'symbol', 1)).toEqual(['nt!NtCreateFile']);
  expect(names('breakpoint', 'command', 100)).toContain('bl');
  expect(names('no such thing', 'command')).toEqual([]);
  expect(names(' ', 'symbol')).toEqual([]);
});
test('completion knows commands, symbols, types, fields and registers', () => {
  const d = x64(),
    texts = (line: string): string[] => d.complete(line, line.length).items.map(i => i.text);
  expect(texts('.fore')).toEqual(['.foreach']);
  expect(texts('u nt!KiSystemC')).toEqual(['nt!KiSystemCall64']);
  expect(texts('dt nt!_KTR')).toEqual(['nt!_KTRAP_FRAME']);
  expect(texts('dt nt!_KTRAP_FRAME Seg')).toEqual(['SegCs', 'SegSs']);
  expect(texts('? @cr')).toEqual(['@cr0', '@cr2', '@cr3', '@cr4', '@cr8']);
  expect(d.complete('u nt!KiSystemC', 14).from).toBe(2);
});
