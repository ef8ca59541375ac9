/** Typed expressions: ?? and dx. */
import type { Call, Command } from '../command.ts';
import { CPlusPlus } from '../cplusplus.ts';
import type { Row } from '../data-model.ts';
import { modelRow } from '../model-query.ts';
import { caret } from '../refusal.ts';
import { cellsText } from '../text.ts';
import { typedValue, spelledType } from '../typed-text.ts';
import { printStructure, PLAIN } from '../type-view.ts';
import { typeShape } from '../type-size.ts';

function evaluateTyped({ args, target, out, debugger: d }: Call): void {
  const text = args.all();
  if (text === '') throw caret('Syntax', args.consumed);
  const value = new CPlusPlus(d, text.replace(/^@@c\+\+\((.*)\)$/, '$1')).run(),
    shape = typeShape(value.type);
  d.pseudo.exp = value.value;
  const structure = shape.kind === 'structure' ? value.type : shape.kind === 'pointer' ? shape.to : '';
  const layout = target.guest.layouts.find(structure);
  if (!layout) {
    out.line(
      shape.kind === 'pointer'
        ? `${spelledType(shape.to)} * ${typedValue(target, value)}`
        : `${spelledType(value.type)} ${typedValue(target, value)}`,
    );
    return;
  }
  out.line(`struct ${layout.name}${shape.kind === 'pointer' ? ' *' : ''} 0x${target.address(value.value)}`);
  printStructure(target, out, layout, value.value, PLAIN);
}

/** `-r2`, `-id 0,0,addr`, `-g`, …: how deep, and whether as a grid. */
const OPTION = /-id\s+\S+|-r\d*|-(?:g[hic]*|v|n|nd|c\d*|s|e|f|h)(?=\s|$)|\/[a-z]\S*/;
function inspect(call: Call): void {
  const { args, out, debugger: d } = call;
  let depth = 1,
    grid = false;
  for (let option = args.take(OPTION); option !== undefined; option = args.take(OPTION)) {
    depth = Number(/^-r(\d+)/.exec(option)?.[1] ?? depth);
    grid ||= /^-g/.test(option);
  }
  const text = args.all();
  if (text === '') throw caret('Syntax', args.consumed);
  const row = modelRow(d, text);
  if (grid && (row.value.length === 0 || (row.children?.() ?? []).length > 0)) {
    printGrid(call, row);
    return;
  }
  const colon = row.value.length > 0 || row.type === '' ? ': ' : '';
  out.line(`${text}${' '.repeat(17)}${colon}`, ...row.value, row.type === '' ? '' : `${colon && ' '}[Type: ${row.type}]`);
  if (depth > 0) printChildren(call, row, Math.min(depth, DEPTH), '    ');
}
/** Levels shown at most. */
const DEPTH = 8;
const LISTED = 100;
function printChildren(call: Call, row: Row, depth: number, indent: string): void {
  const children = row.children?.() ?? [];
  for (const child of children.slice(0, LISTED)) {
    call.out.line(
      `${indent}${child.name.padEnd(16)}${child.value.length > 0 ? ' : ' : ''}`,
      ...child.value,
      child.type === '' ? '' : ` [Type: ${child.type}]`,
    );
    if (depth > 1) printChildren(call, child, depth - 1, `${indent}    `);
  }
  if (children.length > LISTED) call.out.line(`${indent}[...]`);
}
/** A line a row, a column a member. */
function printGrid({ out }: Call, row: Row): void {
  const rows = (row.children?.() ?? []).map(r => ({ name: r.name, cells: cellsOf(r) })),
    titles = [...new Set(rows.flatMap(r => r.cells.map(([title]) => title)))];
  const shown = rows.map(r => [r.name, ...titles.map(title => r.cells.find(([t]) => t === title)?.[1] ?? '')]);
  const width = ['', ...titles].map((title, n) => Math.max(title.length, ...shown.map(cells => cells[n]!.length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((c, n) => c.padEnd(width[n]!)).join(' | ')} |`,
    rule = '='.repeat(line(['', ...titles]).length);
  for (const text of [rule, line(['', ...titles]), rule, ...shown.map(line), rule]) out.line(text);
}
function cellsOf(row: Row): readonly (readonly [title: string, text: string])[] {
  const inside = row.value.length > 0 ? [] : (row.children?.() ?? []);
  return inside.length > 0 ? inside.map(r => [r.name.trim(), cellsText(r.value)] as const) : [['Value', cellsText(row.value)]];
}

export const TYPED: readonly Command[] = [
  {
    names: ['??'],
    syntax: '?? expression',
    summary: 'The value of a C++ expression with its type.',
    arguments: ['casts, ->, ., [ ], *, &, sizeof, #FIELD_OFFSET(type, field), #CONTAINING_RECORD(address, type, field)'],
    kind: 'eval',
    run: evaluateTyped,
  },
  {
    names: ['dx'],
    syntax: 'dx [-rN] [-g] expression',
    summary: 'An object and its parts.',
    arguments: [
      '@$cursession @$curprocess @$curthread @$curstack Debugger, or a C++ expression',
      '.Member [element] .Where(x => condition) .Select(x => value) .OrderBy .Count() .First() .Take(n)',
      '-rN: N levels',
      '-g: as a grid',
    ],
    kind: 'dx_tree',
    run: inspect,
  },
];
