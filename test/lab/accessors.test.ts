/** The closed list of what an expression may read: all of it is there, is documented, and tables are those of the machine at hand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { evaluate, parseExpression } from '../../core/lab/expr.ts';
import { ACCESSORS } from '../../core/lab/expr-world.ts';
import { readPack } from '../../core/lab/pack.ts';
import { Reference } from '../../core/lab/reference.ts';
import { attemptOf } from './attempt-of.ts';
import { GOOD } from './spoiled/good.ts';

/** As the format has it; the parts of `fault` and `hidden` are in answers.test.ts. */
const CLOSED =
  'reg msr seg hidden gdt idt idtr tr u8at u16at u32at u64at phys sym nearest module field thr kpcr prcb tss table service param prev answer at fault steps writer';
const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/authoring.md'), 'utf8');

test.each(CLOSED.split(' '))('%s is there and documented', name => {
  expect(Object.keys(ACCESSORS)).toContain(name);
  expect(guide).toMatch(new RegExp(`(\`|\\s)${name}(\\(|\`)`));
});
test('nothing else is there that is not documented', () => {
  const unsaid = Object.keys(ACCESSORS).filter(name => !new RegExp(`(\`|\\s)${name}(\\(|\`|\\s)`).test(guide));
  expect(unsaid).toEqual([]);
});

const on = (machine: string, set: Readonly<Record<string, string>>): ((text: string) => unknown) => {
  const reference = new Reference({ machine, seed: 'accessors', set });
  return text => {
    const parsed = parseExpression(text, new Set());
    if (!parsed.ok) return parsed.problem.code;
    try {
      return evaluate(parsed.value, reference);
    } catch (e) {
      return (e as Error).message;
    }
  };
};
test.each([
  ['plain', '', 'no service 1000'],
  ['gui', 'Shadow', true],
  ['restricted', 'Filter', true],
])("table('use') on a %s thread is the array its flags choose, and bit 12 picks the table", (thread, suffix, graphics) => {
  const value = on('win10-x64', { thread });
  expect(value(`table('use').base == sym('nt!KeServiceDescriptorTable${suffix}')`)).toBe(true);
  expect(value("table('use').routine(0x55) == table('nt').routine(0x55) and table('use').limit == table('nt').limit")).toBe(true);
  expect(
    value(
      `table('use').routine(0x1000) == u64at(sym('nt!KeServiceDescriptorTable${suffix}') + 0x20) + (sx32(table('use').entry(0x1000)) >>> 4)`,
    ),
  ).toBe(graphics);
});
test("table('use') on x86 is where the thread points to; without an operating system there is none", () => {
  expect(on('winxp-x86', {})("table('use').base == u32at(thr() + 0xe0) and table('use').limit == u32at(table('use').base + 8)")).toBe(true);
  expect(on('bench-x64', {})("table('use').base")).toBe('no table use');
});
test('gdt, idt and tr are what lgdt, lidt and ltr loaded', () => {
  const value = on('win10-x64', {});
  expect(value("gdt() == reg('gdtr') and idt() == idtr() and tss() == hidden('tr').base and tr() == 0x40")).toBe(true);
});
test('prev is the key of the step before', () => {
  const file = 'exercises/first/exercise.yml',
    yml = GOOD[file]!.replace('  - id: way\n', '  - { id: next, answer: address, expect: prev() + 1 }\n  - id: way\n');
  const files = new Map(Object.entries({ ...GOOD, [file]: yml }));
  for (const language of ['en', 'zh-CN'])
    files.set(`exercises/first/text.${language}.md`, `${GOOD[`exercises/first/text.${language}.md`]!}\n## step: next\nx\n`);
  const read = readPack(files);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const attempt = attemptOf(
      read.value.exercises.find(e => e.id === 'first')!,
      'accessors',
    ),
    sum = attempt.grader.value("reg('rsp') + n");
  attempt.answer('sum', sum.toString(16));
  expect(attempt.answer('next', (sum + 1n).toString(16))).toMatchObject({ result: 'right' });
});
