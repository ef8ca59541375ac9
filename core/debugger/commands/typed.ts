/** Typed expressions: ?? and dx. */
import type { Call, Command } from '../command.ts';
import { CPlusPlus } from '../cplusplus.ts';
import type { Typed } from '../cplusplus-types.ts';
import { processes } from '../processes.ts';
import { caret, plain } from '../refusal.ts';
import { walkStack } from '../stack-walk.ts';
import { hex, link, type Cell } from '../text.ts';
import { typedValue, spelledType } from '../typed-text.ts';
import { printStructure, PLAIN, valueCells } from '../type-view.ts';
import { fieldSize, typeShape } from '../type-size.ts';

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

/** One line of dx's tree. */
interface Row {
  readonly name: string;
  readonly value: readonly Cell[];
  readonly type: string;
  readonly children?: () => readonly Row[];
}

function inspect(call: Call): void {
  const { args, out } = call;
  let depth = 1;
  for (let option = args.take(/-r\d+|-[gnvc]\S*|\/[a-z]\S*/); option !== undefined; option = args.take(/-r\d+|-[gnvc]\S*|\/[a-z]\S*/))
    depth = Number(/^-r(\d+)/.exec(option)?.[1] ?? depth);
  const text = args.all();
  if (text === '') throw caret('Syntax', args.consumed);
  const row = model(call, text);
  out.line(`${text}${' '.repeat(17)}: `, ...row.value, row.type === '' ? '' : ` [Type: ${row.type}]`);
  if (depth > 0) printChildren(call, row, depth, '    ');
}
function printChildren(call: Call, row: Row, depth: number, indent: string): void {
  for (const child of row.children?.() ?? []) {
    call.out.line(
      `${indent}${child.name.padEnd(16)}${child.value.length > 0 ? ' : ' : ''}`,
      ...child.value,
      child.type === '' ? '' : ` [Type: ${child.type}]`,
    );
    if (depth > 1) printChildren(call, child, depth - 1, `${indent}    `);
  }
}
/** The data model's own objects, or a typed expression. */
function model(call: Call, text: string): Row {
  const { debugger: d } = call;
  const path = /^(?:@\$|Debugger\.)(cursession|curprocess|curthread|curstack|Sessions)((?:\.\w+(?:\[[^\]]*\])?)*)$/i.exec(text);
  if (!path) return typedRow(call, text, new CPlusPlus(d, text).run());
  let row = root(call, path[1]!.toLowerCase());
  for (const step of path[2]!.match(/\.\w+|\[[^\]]*\]/g) ?? []) {
    const name = step.replace(/^[.[]|\]$/g, ''),
      children = row.children?.() ?? [];
    const found = step.startsWith('[')
      ? (children.find(c => c.name === `[0x${name.replace(/^0x/, '')}]`) ?? children[Number(name)])
      : children.find(c => c.name.toLowerCase() === name.toLowerCase());
    if (!found) throw plain(`Error: Unable to bind name '${name}'`);
    row = found;
  }
  return row;
}
function root(call: Call, name: string): Row {
  const {
      debugger: d,
      target,
      target: { guest },
    } = call,
    word = target.bits === 64 ? 'Ptr64' : 'Ptr32';
  const pointer = (label: string, type: string, value: bigint): Row => typedRow(call, label, { type: `${word} ${type}`, value });
  switch (name) {
    case 'curprocess':
      return {
        name,
        value: [processes(d).find(p => p.address === guest.system.process)?.image ?? ''],
        type: '',
        children: () => [pointer('KernelObject', '_EPROCESS', guest.system.process), leaf('Threads'), leaf('Modules')],
      };
    case 'curthread':
      return {
        name,
        value: [link(`0x${target.address(guest.system.thread)}`, `!thread ${target.address(guest.system.thread)}`)],
        type: '',
        children: () => [pointer('KernelObject', '_ETHREAD', guest.system.thread), stackRow(call)],
      };
    case 'curstack':
      return stackRow(call);
    default:
      return { name, value: ['Local KD'], type: '', children: () => [processesRow(call)] };
  }
}
const leaf = (name: string): Row => ({ name, value: [], type: '' });
function processesRow(call: Call): Row {
  const { debugger: d, target } = call;
  return {
    name: 'Processes',
    value: [],
    type: '',
    children: () =>
      processes(d).map(p => ({ name: `[0x${hex(p.id)}]`, value: [link(p.image, `!process ${target.address(p.address)} 0`)], type: '' })),
  };
}
function stackRow({ target }: Call): Row {
  return {
    name: 'Stack',
    value: [],
    type: '',
    children: () =>
      walkStack(target, 32).map((frame, n) => ({
        name: `[0x${hex(n)}]`,
        value: [target.symbolText(frame.ip) ?? `0x${target.address(frame.ip)}`],
        type: '',
      })),
  };
}
function typedRow(call: Call, name: string, t: Typed): Row {
  const { target } = call,
    shape = typeShape(t.type),
    inside = shape.kind === 'structure' ? t.type : shape.kind === 'pointer' ? shape.to : '';
  const layout = target.guest.layouts.find(inside),
    spelled = spelledType(t.type);
  const value: Cell[] = shape.kind === 'structure' ? [] : [typedValue(target, t).replace('`', '').replace(/^0n/, '')];
  return {
    name,
    value,
    type: spelled,
    ...(layout && {
      children: () =>
        layout.fields.map(f => ({
          name: `[+0x${hex(f.offset, 3)}] ${f.name.padEnd(16)}`,
          value: valueCells(target, f, t.value + BigInt(f.offset), fieldSize(target.guest.layouts, layout, f)),
          type: spelledType(f.type),
        })),
    }),
  };
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
    syntax: 'dx [-rN] expression',
    summary: 'An object and its parts.',
    arguments: ['@$cursession @$curprocess @$curthread @$curstack, or a C++ expression', '-rN: N levels'],
    kind: 'dx_tree',
    run: inspect,
  },
];
