/** Words of a glossary in prose: where they stand, and where another word only looks like them. */
import { expect, test } from 'vitest';
import type { Term } from '../../core/lab/catalog.ts';
import { TermFinder, namesOf } from '../../core/lab/terms.ts';

const term = (id: string, en: string, chinese: string, names: Term['names'] = {}): Term => ({
  ...{ id, names, says: {} },
  term: { en, 'zh-CN': chinese },
});
const TERMS = [
  term('gate', 'gate', '门'),
  term('trap-gate', 'trap gate', '陷阱门'),
  term('if', 'IF', 'IF'),
  term('gp', '#GP', '通用保护异常（#GP）', { 'zh-CN': ['#GP'] }),
  term('number', 'service number (SSN)', '系统服务号（SSN）', { en: ['service number', 'SSN'] }),
  term('sub', 'RSP0 / Esp0', 'RSP0 / Esp0'),
  term('position', 'position', '位置', { en: [], 'zh-CN': [] }),
];
const found = (text: string, language: 'en' | 'zh-CN' = 'en'): string[] =>
  new TermFinder(TERMS, language)
    .pieces(text, new Set())
    .filter(p => p.term !== undefined)
    .map(p => `${p.text}=${p.term!}`);

test.each([
  ['A trap gate is a gate.', ['trap gate=trap-gate', 'gate=gate']],
  ['Gates, and the gate again', ['Gates=gate']],
  ['investigate delegates; nt!gate', []],
  ['IF is clear if the gate says so', ['IF=if', 'gate=gate']],
  ['a #GP at this position', ['#GP=gp']],
  ['the SSN, a service number', ['SSN=number']],
  ['TSS.Esp0 and RSP0', ['Esp0=sub']],
])('%s', (text, expected) => expect(found(text)).toEqual(expected));
test.each([
  ['陷阱门是门。', ['陷阱门=trap-gate']],
  ['门里有三段，入门', ['门=gate']],
  ['清掉IF，触发 #GP', ['IF=if', '#GP=gp']],
  ['IFX 与 位置', []],
])('%s', (text, expected) => expect(found(text, 'zh-CN')).toEqual(expected));
test('a term without its brackets is its own name, each side of a stroke by itself', () => {
  expect(namesOf(TERMS[4]!, 'zh-CN')).toEqual(['系统服务号']);
  expect(namesOf(TERMS[5]!, 'en')).toEqual(['RSP0', 'Esp0']);
});
test('the pieces are the text', () => {
  const text = 'A trap gate clears nothing; IF stays.';
  expect(
    new TermFinder(TERMS, 'en')
      .pieces(text, new Set())
      .map(p => p.text)
      .join(''),
  ).toBe(text);
  expect(new TermFinder([], 'en').pieces(text, new Set())).toEqual([{ text }]);
});
