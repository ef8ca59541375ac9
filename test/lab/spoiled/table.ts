/** Spoiled packs, one fault each: what is changed, and the code and place of the complaint. */
import { changed, placeOf, type Spoiled, type Where } from './spoil.ts';

const FIRST = 'exercises/first/exercise.yml',
  SECOND = 'exercises/second/exercise.yml',
  TESTS = 'exercises/first/tests.yml',
  EN = 'exercises/first/text.en.md',
  ZH = 'exercises/first/text.zh-CN.md',
  PACK = 'pack.yml',
  PAGE = 'reference/stack.zh-CN.md';
type Row = readonly [code: string, name: string, file: string, from: string | undefined, to: string | undefined, where?: string | Where];

const ROWS: readonly Row[] = [
  // ---- places of expressions, whatever quotes stand around them
  ['expr-accessor', 'plain scalar', FIRST, "value: reg('rsp') - n,", "value: regs('rsp') - n,", "value: |regs('rsp') - n"],
  ['expr-accessor', 'double quotes', FIRST, `"reg('rsp') + n" }`, `"n + regs('rsp')" }`, `"n + |regs('rsp')" }`],
  ['expr-param', 'single quotes with quotes inside', SECOND, "expect: reg('efl')", "expect: 'reg(''efl'') + m'", "reg(''efl'') + |m'"],
  ['expr-param', 'folded block', SECOND, "expect: reg('efl')", "expect: >-\n      reg('efl')\n      + m", '+ |m'],
  // ---- references
  ['needs', 'a prerequisite that is not there', SECOND, 'needs: [first]', 'needs: [first, third]', '|third'],
  ['needs-cycle', 'cyclic prerequisites', FIRST, 'needs: []', 'needs: [second]', [SECOND, 'needs: [|first]']],
  ['ref', 'a part no page has', FIRST, 'stack#pointer', 'stack#base', '|stack#base'],
  ['machine', 'no such machine', FIRST, 'bench-x64', 'bench-x65', '|bench-x65'],
  ['no-exercise', 'planned, not written', PACK, '[first, second]\npaths', '[first, second, third]\npaths', '|third'],
  ['not-planned', 'a path to nowhere', PACK, 'exercises: [first] }', 'exercises: [first, third] }', '|third'],
  // ---- rules
  ['int-step', 'a range that stands still', FIRST, '[16, 48, 16]', '[16, 48, 0]', '[16, 48, |0]'],
  ['int-empty', 'a range from high to low', FIRST, '[16, 48, 16]', '[48, 16, 16]', '[48, |16, 16]'],
  ['int-many', 'a range of millions', FIRST, '[16, 48, 16]', '[16, 99999999, 1]', '|[16, 99999999, 1]'],
  ['schema-number', 'a range below nothing', FIRST, '[16, 48, 16]', '[-16, 48, 16]', '|-16'],
  [
    'schema-number',
    'a number beyond 53 bits',
    FIRST,
    'int: [16, 48, 16], where: n != 32',
    'choose: [9007199254740993]',
    '|9007199254740993',
  ],
  ['twice', 'planned twice', PACK, '[first, second]\npaths', '[first, second, first]\npaths', '[first, second, |first]'],
  ['twice', 'two steps of one name', SECOND, 'id: flags', 'id: here', '- id: |here\n    answer: integer'],
  ['twice', 'two equal options', FIRST, '[up, down]', '[up, down, up]', '[up, down, |up]'],
  ['twice', 'two equal rows', FIRST, 'id: high', 'id: low', "- { id: |low, type: integer, expect: reg('rsp') >> 16"],
  [
    'title-language',
    'a title in one language',
    PACK,
    'title: { en: Registers, zh-CN: 寄存器 }',
    'title: { en: Registers }',
    '|{ en: Registers }',
  ],
  ['exam-pick', 'three of two', PACK, 'pick: 1', 'pick: 3', '|3, of'],
  ['switch', 'a switch the machine has not', FIRST, 'bench-x64 }', 'bench-x64, set: { vsm: on } }', '|vsm: on'],
  ['switch-value', 'a value the switch has not', FIRST, 'bench-x64 }', 'bench-x64, set: { vendor: via } }', '|via'],
  ['param-name', 'a word of the language', FIRST, '  far:', '  and:', '|and:'],
  ['check-empty', 'asks nothing', SECOND, "    that: reg('rip') == at('start').rip\n", '', '|id: here'],
  ['choice-option', 'the key is no option', FIRST, 'expect: down', 'expect: left', 'expect: |left'],
  ['choice-key', 'the key as a misconception', FIRST, 'value: up, say: grows', 'value: down, say: grows', 'value: |down, say: grows'],
  ['retry-rises', 'later tries are worth more', FIRST, 'hints:', 'grading: { retry: [50, 100] }\nhints:', '|100] }'],
  ['tests-step', 'a negative for no step', TESTS, 'step: way', 'step: ways', '|ways'],
  ['tests-say', 'a reply without text', TESTS, 'say: grows', 'say: grow', '|grow }'],
  ['tests-form', 'a value for a table', TESTS, 'negative:', "negative:\n  - { step: pair, answer: '1', result: wrong }", "|'1'"],
  [
    'tests-check',
    'a typed answer for a check',
    'exercises/second/tests.yml',
    'negative: []',
    "negative: [{ step: here, answer: '1', result: wrong }]",
    'step: |here',
  ],
  ['unplanned', 'an exercise nobody sees', 'exercises/third/exercise.yml', undefined, 'status: draft\n', 'status'],
  // ---- texts
  ['placeholder-form', 'a form that is not', EN, 'lies {{n}}', 'lies {{n|bits}}', '|{{n|bits}}'],
  ['text-missing', 'a hint without text', ZH, '## hint: look\n`r rsp`\n', '', [ZH]],
  ['placeholder', 'names no parameter', EN, 'lies {{n}}', 'lies {{m}}', '|{{m}}'],
  ['placeholder-differs', 'in one language only', ZH, '那是 RSP 往下 {{n}}。', '那在下面。', '## feedback: down'],
  ['part-missing', 'a part in one language', PAGE, "## part: pointer\n指针\n此处 {{reg('rsp')|address}}.\n", '', [PAGE]],
];
export const SPOILED: readonly Spoiled[] = ROWS.map(([code, name, file, from, to, where]) => {
  const files = changed({ file, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  return { name, files, code, at: placeOf(files, typeof where === 'string' ? [file, where] : (where ?? [file])) };
});
