import { describe, expect, test } from 'vitest';
import { evaluate, parseExpression } from '../../core/lab/expr.ts';
import type { World } from '../../core/lab/expr-world.ts';
import { echo, readNumber, type Accepts } from '../../core/lab/numbers.ts';
import { attemptOf } from './attempt-of.ts';
import { exercise } from './record.ts';

const read = (text: string, accepts: readonly Accepts[] = ['debugger', 'hex', 'symbol']): unknown => {
  const r = readNumber(text, accepts, name => (name === 'nt!X' ? 0x1000n : undefined));
  return r.kind === 'number' ? r.value : `${r.kind} ${r.message.id}`;
};
test.each([
  [0x8053e691n, 'address', 32, '8053e691'],
  [0x17n, 'address', 32, '00000017'],
  [0x8053e691n, 'symbol', 64, '00000000`8053e691'],
  [0x1_8053e691n, 'address', 32, '00000001`8053e691'],
  [0x55n, 'integer', 32, '55h (85)'],
  [0xfffff80672e0d340n, 'integer', 64, 'fffff806`72e0d340'],
] as const)('%x as %s of a machine of %i bits is echoed as %s', (value, type, bits, text) => expect(echo(value, type, bits)).toBe(text));

test('on an x86 machine an answer is echoed in its width, while it is typed and in the verdict', () => {
  const attempt = attemptOf(exercise('int2e-int2e-x86'), 'note');
  expect(attempt.preview('gate', '8053e691')).toEqual({ understood: '8053e691' });
  expect(attempt.answer('gate', '8053e691')).toMatchObject({ result: 'wrong', understood: '8053e691' });
});

/** How packs.md says a learner's number is read. */
describe('a number as it is typed', () => {
  test.each<[string, bigint | string]>([
    ['1d7', 0x1d7n],
    ['0x1D7', 0x1d7n],
    ['1d7h', 0x1d7n],
    ['0n471', 471n],
    ['0t727', 471n],
    ['0y101', 5n],
    ['fffff806`730dbf90', 0xfffff806730dbf90n],
    ['１ｄ７', 0x1d7n],
    [' nt!X + 10 - 8', 0x1008n],
    ['-1', 0xffffffffffffffffn],
    ['', 'malformed empty'],
    ['@rcx', 'malformed no-register'],
    ['poi(1000)', 'malformed no-register'],
    ['12g4', 'malformed not-hex'],
    ['nt!X+4*10', 'malformed no-arithmetic'],
    ['b4ce07>>4', 'malformed no-arithmetic'],
    ['-30 8cb0', 'malformed inner-space'],
    ['0n12a', 'malformed not-decimal'],
    ['nt!Y', 'malformed no-symbol'],
    ['1+', 'malformed missing-term'],
    ['11111111111111111', 'malformed too-large'],
  ])('%j', (text, value) => expect(read(text)).toBe(value));
  test('what is no digit is named as it was typed', () => {
    expect(readNumber('8053O1', ['hex'], () => undefined)).toMatchObject({ message: { id: 'not-hex', values: { digit: 'O' } } });
  });
  test('where hex and decimal are both welcome the learner is asked', () => {
    expect(read('471', ['hex', 'decimal'])).toBe('ambiguous ambiguous');
    expect(read('0x471', ['hex', 'decimal'])).toBe(0x471n);
    expect(read('1d7', ['decimal'])).toBe('ambiguous hex-where-decimal');
    expect(read('471', ['decimal'])).toBe(471n);
    expect(read('7', ['hex', 'decimal'])).toBe(7n);
  });
});

const world: World = {
  kpcr: 0n,
  thread: 0n,
  offset: (build, path) => (build === 'win10-x64' && path === 'KTRAP_FRAME.Rip' ? 0x168n : undefined),
  steps: (from, to) => (from === 'door-' && to === 'door+' ? 1n : undefined),
  writer: (a, before) => (a === 0x20n && before === 'svc' ? 0x30n : undefined),
  fault: v => (v === 13 ? { rip: 1n, cs: 2n, rflags: 3n, rsp: 4n, ss: 5n, err: undefined, cr2: 6n, newrsp: 7n, newcs: 8n } : undefined),
  module: name => (name === 'nt' ? { base: 0x40n, end: 0x80n } : undefined),
  start: {
    msr: number => (number === 0x174 ? 0x9n : undefined),
    register: name => ({ rax: 5n, gdtr: 0x300n, idtr: 0x400n, tr: 0x40n })[name],
    physical: a => (a === 0x1000n ? 0x5000n : undefined),
    segment: name => (name === 'cs' ? { base: 0n, limit: 0xfffffn, rights: 0xa0fbn } : undefined),
    load: (a, bytes) => (a < 0x100n ? (0x0102030405060708n >> (a * 8n)) & ((1n << BigInt(bytes * 8)) - 1n) : undefined),
  },
  at: () => undefined,
  symbol: () => 0x10n,
  nearest: a => (a >= 0x10n ? 0x10n : undefined),
  field: (structure, name) => (structure === 'KTRAP_FRAME' && name === 'Rip' ? { offset: 2n, bytes: 2 } : undefined),
  service: name => (name === 'NtClose' ? 15n : undefined),
  answer: step => (step === 'one' ? 7n : undefined),
  param: () => 3n,
  table: () => ({ base: 0x1000n, limit: 4n, entry: n => (n < 4n ? 0xfffffff2n : undefined) }),
};
const value = (text: string): unknown => {
  const parsed = parseExpression(text, new Set(['n']));
  if (!parsed.ok) return `${parsed.problem.at}: ${parsed.problem.code}`;
  try {
    return evaluate(parsed.value, world);
  } catch (e) {
    return `! ${(e as Error).message}`;
  }
};
describe('an expression of a pack', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7n],
    ['0x10 - 0x20', 0xfffffffffffffff0n],
    ['20h >> 4', 2n],
    ['sx32(0xfffffff2) >>> 4', 0xffffffffffffffffn],
    ['sx32(0xfffffff2) >> 4', 0x0fffffffffffffffn],
    ["table('nt').k(n)", 2n],
    ["table('nt').routine(n)", 0xfffn],
    ['u16at(0)', 0x0708n],
    ["reg('rax') == 5 and not (1 > 2)", true],
    ['fault(13).newrsp - fault(13).rip', 6n],
    ['fault(13).err', '! the exception has no err'],
    ['fault(6).rip', '! the reference run raises no exception 6'],
    ['fault(13).vector', '10: expr-member'],
    ["module('nt').end - module('nt').base", 0x40n],
    ['msr(0x174)', 9n],
    ['msr(0x175)', '! no MSR 175'],
    ["steps('door-', 'door+')", 1n],
    ["steps('door-', 'x')", '0: expr-position'],
    ["writer(0x20, 'svc')", 0x30n],
    ["writer(0x20, 'x')", '0: expr-position'],
    ["table('nt').stacked(0, 4)", 4n],
    ["table('nt').stacked(0, 5)", '! no service 4'],
    ["table('nt').highest", 0xfffn],
    ["offset('win10-x64', 'KTRAP_FRAME.Rip')", 0x168n],
    ["offset('win10-x64', 'KTRAP_FRAME.Pc')", '! win10-x64 has no KTRAP_FRAME.Pc'],
    ['phys(0x1000)', 0x5000n],
    ['phys(1)', '! nothing behind 1'],
    ['nearest(0x15)', 0x10n],
    ["hidden('cs').dpl + hidden('cs').L * 0x10", 0x13n],
    ["hidden('xs').base", '! no segment xs'],
    ["hidden('cs').rpl", '13: expr-member'],
    ["field('KTRAP_FRAME', 1, 'Rip')", 0x0405n],
    ["field('KTRAP_FRAME', 1, 'Rip2')", '! KTRAP_FRAME has no field Rip2 of 1, 2, 4 or 8 bytes'],
    ["service('NtClose') + param('n')", 18n],
    ["answer('one')", 7n],
    ["answer('two')", '! no number answers two'],
    ["table('nt').count(k > 0 and index != n)", 3n],
    ["table('nt').max(routine + index)", 0x1002n],
    ["table('nt').argwhere(index > 1)", 2n],
    ['gdt() + tr()', 0x340n],
    ['idt() - idtr()', 0n],
    ['idt(1)', '0: expr-arguments'],
    ['prev()', '! no step before'],
    ["table('nt').argwhere(k == 3)", '! no row of the table meets the condition'],
    ["table('nt').count(k)", '12: expr-type'],
    ["table('nt').count(table('nt').count(k > 0) > 0)", '30: expr-depth'],
    ['k > 0', '0: expr-param'],
    ["live(reg('rax'))", '! no machine of the learner'],
    ['live(1', '6: expr-sign'],
    ['1 +', '3: expr-end'],
    ['1 and 2', '2: expr-type'],
    ['foo(1)', '0: expr-accessor'],
    ['m + 1', '0: expr-param'],
    ["at('nowhere').rax", '0: expr-position'],
    ['u8at(0x200)', '! nothing at 200'],
    ['1 / 0', '! division by zero'],
    ["table('nt').k(9)", '! no service 9'],
    ['('.repeat(200) + '1', '60: expr-depth'],
  ])('%s', (text, expected) => expect(value(text)).toEqual(expected));
});
