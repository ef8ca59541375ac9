/** Spoiled packs, one fault each: what is changed, and the code and place of the complaint. */
import { changed, placeOf, type Spoiled, type Where } from './spoil.ts';

const FIRST = 'exercises/first/exercise.yml',
  SECOND = 'exercises/second/exercise.yml',
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
  // ---- texts
  ['text-missing', 'a hint without text', ZH, '## hint: look\n`r rsp`\n', '', [ZH]],
  ['placeholder', 'names no parameter', EN, 'lies {{n}}', 'lies {{m}}', '|{{m}}'],
  ['placeholder-differs', 'in one language only', ZH, '那是 RSP 往下 {{n}}。', '那在下面。', '## feedback: down'],
  ['part-missing', 'a part in one language', PAGE, "## part: pointer\n指针\n此处 {{reg('rsp')|address}}.\n", '', [PAGE]],
];
export const SPOILED: readonly Spoiled[] = ROWS.map(([code, name, file, from, to, where]) => {
  const files = changed({ file, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  return { name, files, code, at: placeOf(files, typeof where === 'string' ? [file, where] : (where ?? [file])) };
});
