/** The evaluator against the tables of the console specification, section 2. */
import { describe, expect, test } from 'vitest';
import { evaluate, evaluateAll } from '../../core/debugger/expression.ts';
import { parseNumber } from '../../core/debugger/number.ts';
import { Refusal } from '../../core/debugger/refusal.ts';
import { matches } from '../../core/debugger/wildcard.ts';
import { printed, x64, x86 } from './fixture.ts';

const value = (text: string, make = x64): bigint => evaluateAll(text, make().scope);
const refusal = (text: string): string => {
  try {
    return `no refusal: ${evaluateAll(text, x64().scope)}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
};

describe('? prints', () => {
  test.each([
    ['nt!KiServiceTable', '-8765582836976 = fffff807`1a8c7b10'],
    ['nt!KiServiceTable - nt', '7109392 = 00000000`006c7b10'],
    ['0x55*4', '340 = 00000000`00000154'],
    ['fd2a6b04', '-47551740 = ffffffff`fd2a6b04'],
    ['0`fd2a6b04', '4247415556 = 00000000`fd2a6b04'],
    ['fd2a6b04 >>> 4', '-2971984 = ffffffff`ffd2a6b0'],
    ['nt!KiServiceTable + (fd2a6b04 >>> 4)', '-8765585808960 = fffff807`1a5f21c0'],
    ['ah', '10 = 00000000`0000000a'],
    ['3 = 3', '1 = 00000000`00000001'],
    ['0n10 + 0t10 + 0y10 + 10', '36 = 00000000`00000024'],
  ])('? %s', (text, expected) => expect(printed(x64(), `? ${text}`)).toBe(`Evaluate expression: ${expected}\n`));
  test.each([
    ['nt!KiServiceTable', '-2102702288 = 82ab4f30'],
    ['nt!KiServiceTable+4*42', '-2102702024 = 82ab5038'],
  ])('? %s on x86', (text, expected) => expect(printed(x86(), `? ${text}`)).toBe(`Evaluate expression: ${expected}\n`));
  test('a zero-extended entry decodes wrongly, as it does there', () => {
    expect(value('nt!KiServiceTable + (dwo(nt!KiServiceTable) >>> 4)')).toBe(0xfffff8072a5f21c0n);
    expect(value('nt!KiServiceTable + (dwo(nt!KiServiceTable+4*55) >> 4)')).toBe(0xfffff8071aa3e2d0n);
    expect(value('(dwo(nt!KiServiceTable)-1`00000000)>>>4')).toBe(0xffffffffffd2a6b0n);
  });
});

describe('numbers', () => {
  test.each([
    ['10', 16, 0x10n],
    ['10', 10, 10n],
    ['10', 8, 8n],
    ['0x', 16, 0n],
    ['0x1f', 10, 0x1fn],
    ['0n99', 16, 99n],
    ['0t17', 16, 15n],
    ['0y101', 16, 5n],
    ['C0000082h', 16, 0xffffffffc0000082n],
    ['0`c0000082', 16, 0xc0000082n],
    ['1`1', 16, 0x11n],
    ['1`', 16, 1n],
    ['7fffffff', 16, 0x7fffffffn],
    ['80000000', 16, 0xffffffff80000000n],
    ['0xFFFFFFF0', 16, 0xfffffffffffffff0n],
    ['ffffffffffffffff', 16, 0xffffffffffffffffn],
    ['FFFF', 16, 0xffffn],
  ] as const)('%s in radix %d', (text, radix, expected) => expect(parseNumber(text, radix, true)).toBe(expected));
  test.each(['`1', 'xyz', '0n1f', '0y2', '1g', ''])('%s is none', text => expect(parseNumber(text, 16, true)).toBeUndefined());
  test('none is sign-extended in user mode', () => expect(parseNumber('fd2a6b04', 16, false)).toBe(0xfd2a6b04n));
  test('more than 64 bits overflow', () =>
    expect(printed(x64(), '? 12345678123456781')).toMatch(/ \^ Overflow error in '\? 12345678123456781'/));
  test("characters: the last is the lowest byte, so that memory reads 'Abc '", () => expect(value("' cbA'")).toBe(0x20636241n));
});

describe('operators', () => {
  test.each([
    ['1+2*3', 7n],
    ['(1+2)*3', 9n],
    ['[1+2]*3', 9n],
    ['10-1-1', 14n],
    ['1<<4', 16n],
    ['-1>>4', 0x0fffffffffffffffn],
    ['-1>>>4', 0xffffffffffffffffn],
    ['7 mod 4', 3n],
    ['7%4', 3n],
    ['1 or 2', 3n],
    ['3 xor 1', 2n],
    ['6 and 3', 2n],
    ['1|2^3&2', 1n | (2n ^ (3n & 2n))],
    ['1 == 1', 1n],
    ['2 < 1', 0n],
    ['-1 > 1', 1n],
    ['1 != 2', 1n],
    ['not 5', 0n],
    ['not 0', 1n],
    ['hi(12345678)', 0x1234n],
    ['low(12345678)', 0x5678n],
    ['1 + 1 << 2', 8n],
    ['1 << 2 = 4', 1n],
    ['5 & 3 = 3', 1n],
    ['by(nt!NtCreateFile)', 0x48n],
    ['wo(nt!NtCreateFile)', 0x8148n],
    ['dwo(nt!NtCreateFile)', 0x88ec8148n],
    ['qwo nt!NtCreateFile', 0x3300000088ec8148n],
    ['poi nt!KeServiceDescriptorTable + 8', 0xfffff8071a8c7b18n],
    ['poi(nt!KeServiceDescriptorTable)', 0xfffff8071a8c7b10n],
    ['$scmp("a","b")', 0xffffffffffffffffn],
    ['$sicmp("A","a")', 0n],
    ['$spat("KiSystemCall64","*call*")', 1n],
    ['$vvalid(nt!NtCreateFile,4)', 1n],
    ['$vvalid(0,1)', 0n],
    ['@@c++(10)', 10n],
    ['@@masm(10)', 16n],
  ] as const)('%s', (text, expected) => expect(value(text)).toBe(BigInt.asUintN(64, expected)));
});

describe('names', () => {
  test.each([
    ['@ah', 0n],
    ['rax', 0x55n],
    ['@rax', 0x55n],
    ['@eax', 0x55n],
    ['nt', 0xfffff8071a200000n],
    ['NTKRNLMP!ntcreatefile', 0xfffff8071aa3e2d0n],
    ['!KiServiceTable', 0xfffff8071a8c7b10n],
    ['KiServiceTable', 0xfffff8071a8c7b10n],
    ['.', 0xfffff8071aa3e2d0n],
    ['@$ip', 0xfffff8071aa3e2d0n],
    ['$ip', 0xfffff8071aa3e2d0n],
    ['idtr', 0xfffff8071d4d0000n],
    ['@!"KiServiceTable"', 0xfffff8071a8c7b10n],
    ['@$ptrsize', 8n],
    ['@t5', 0n],
    ['@$pagesize', 0x1000n],
    ['@$csp', 0xffff9a84e2c1b788n],
    ['@zf', 0n],
    ['@if', 1n],
  ] as const)('%s', (text, expected) => expect(value(text)).toBe(expected));
  test('32-bit registers are sign-extended', () => expect(value('@ecx')).toBe(0xfffffffff9cff6d8n));
  test('a segment is its base and an offset', () => expect(value('gs:[188h]')).toBe(0x188n));
});

test.each([
  ['NoSuch', "Couldn't resolve error at 'NoSuch'"],
  ['1 + NoSuch + 2', "Couldn't resolve error at 'NoSuch + 2'"],
  ['poi(0)', "Memory access error at ')'"],
  ['dwo(0)+1', "Memory access error at ')+1'"],
  ['@nosuch', "Bad register error at '@nosuch'"],
  ['1 && 2', "Numeric expression missing from '& 2'"],
  ['', "Numeric expression missing from '<EOL>'"],
  ['(1', "Syntax error at '<EOL>'"],
  ['1/0', "Operand error at '/0'"],
  ['`1', "Syntax error at '`1'"],
])('%s is refused', (text, expected) => expect(refusal(text)).toBe(expected));
test('nesting without end is refused, not followed', () => expect(refusal('('.repeat(5000))).toMatch(/^Syntax error at/));

test.each([
  ['MyTest', 0],
  ['nt!NtCreateFile+0xb 7', 19],
  ['1, 2', 1],
  ['1 "x"', 1],
  ['1 2', 1],
  ['nt - 5 L3', 6],
] as const)('an argument ends where its grammar does: %s', (text, next) => {
  if (next === 0) expect(() => evaluate(text, 0, x64().scope)).toThrow(Refusal);
  else expect(evaluate(text, 0, x64().scope).next).toBe(text === 'nt!NtCreateFile+0xb 7' ? 'nt!NtCreateFile+0xb'.length : next);
});

test.each([
  ['Ki*64', 'KiSystemCall64', true],
  ['ki?ystem*', 'KiSystemCall64', true],
  ['[a-k]i*', 'KiX', true],
  ['[l-z]i*', 'KiX', false],
  ['ab#c', 'abbbc', true],
  ['ab#c', 'ac', true],
  ['ab+c', 'ac', false],
  ['_x', '___x', true],
  ['_x', 'x', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['*a*a*a*a*a*a*b', 'a'.repeat(60), false],
])('wildcard %s on %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));
