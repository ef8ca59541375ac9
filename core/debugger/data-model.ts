/** The objects `dx` walks: the session, its processes, threads, modules and stacks, each a row with rows inside. */
import type { Field, Layout } from '../windows/layout.ts';
import { CPlusPlus } from './cplusplus.ts';
import type { Typed } from './cplusplus-types.ts';
import type { Debugger } from './debugger.ts';
import { describeProcess, listOf, processes, threads, type ProcessRow } from './processes.ts';
import { fieldName, fieldType, modelCells, modelType, modelValue } from './model-text.ts';
import { offsetOf } from './pseudo.ts';
import { plain } from './refusal.ts';
import { walkStack } from './stack-walk.ts';
import { hex, link, type Cell } from './text.ts';
import { fieldSize, typeShape, typeSize, type TypeShape } from './type-size.ts';
import { isLoaded } from '../windows/symbols.ts';

/** One line of dx's tree. */
export interface Row {
  readonly name: string;
  readonly value: readonly Cell[];
  readonly type: string;
  /** What comparisons and sorting see; without one, the text of `value`. */
  readonly scalar?: bigint | string | boolean;
  readonly children?: () => readonly Row[];
}
export const group = (name: string, children: () => readonly Row[]): Row => ({ name, value: [], type: '', children });
export const scalarRow = (name: string, scalar: bigint | string | boolean): Row => ({
  name,
  value: [typeof scalar === 'bigint' ? `0x${hex(scalar)}` : String(scalar)],
  type: '',
  scalar,
});
export const index = (n: number | bigint): string => `[0x${hex(n)}]`;

/** A value with its C++ type; a structure's fields are inside. */
export function typedRow(d: Debugger, name: string, t: Typed): Row {
  const { target } = d,
    shape = typeShape(t.type),
    inside = shape.kind === 'structure' ? t.type : shape.kind === 'pointer' ? shape.to : '',
    layout = target.guest.layouts.find(inside);
  return {
    name,
    value: shape.kind === 'structure' && layout ? [] : modelValue(t.type, t.value, target),
    type: modelType(t.type),
    scalar: t.value,
    ...(layout && { children: () => layout.fields.map(f => fieldRow(d, layout, f, t.value)) }),
    ...(elements(shape) && { children: () => elementRows(d, elements(shape)!, t.value) }),
  };
}
function fieldRow(d: Debugger, layout: Layout, f: Field, base: bigint): Row {
  const { target } = d,
    at = base + BigInt(f.offset),
    inside = (): Row | undefined => {
      const shape = typeShape(f.type);
      const value = shape.kind === 'pointer' ? target.pointer(at) : at;
      return value === undefined || shape.kind === 'scalar' || shape.kind === 'bits' ? undefined : typedRow(d, f.name, { type: f.type, value });
    };
  return {
    name: fieldName(f),
    value: modelCells(target, f.type, at, fieldSize(target.guest.layouts, layout, f)),
    type: fieldType(layout, f),
    children: () => inside()?.children?.() ?? [],
  };
}
/** The array a type is or points to. */
function elements(shape: TypeShape): (TypeShape & { kind: 'array' }) | undefined {
  const array = shape.kind === 'pointer' ? typeShape(shape.to) : shape;
  return array.kind === 'array' ? array : undefined;
}
/** Elements shown of an array at most. */
const ELEMENTS = 100;
function elementRows(d: Debugger, array: TypeShape & { kind: 'array' }, base: bigint): readonly Row[] {
  const size = typeSize(d.guest.layouts, array.of),
    count = Math.min(
      array.counts.reduce((a, b) => a * b, 1),
      ELEMENTS,
    );
  return Array.from({ length: size > 0 ? count : 0 }, (_, n) => ({
    name: `[${n}]`,
    value: modelCells(d.target, array.of, base + BigInt(n * size), size),
    type: modelType(array.of),
  }));
}
const pointerRow = (d: Debugger, name: string, type: string, value: bigint): Row =>
  typedRow(d, name, { type: `${d.target.bits === 64 ? 'Ptr64' : 'Ptr32'} ${type}`, value });

/** What the machine has no recording for. */
const recording = (name: string): Row => ({
  name,
  value: ["not available in this lab: t-, p-, g- and !tt go back in time"],
  type: '',
  children: () => [],
});

function stackRow(d: Debugger): Row {
  const frames = (): readonly Row[] =>
    walkStack(d.target, 32).map((frame, n) => ({
      name: index(n),
      value: [d.target.symbolText(frame.ip) ?? `0x${d.target.address(frame.ip)}`],
      type: '',
      scalar: frame.ip,
    }));
  return group('Stack', () => [group('Frames', frames), ...frames()]);
}
function threadRow(d: Debugger, address: bigint): Row {
  const at = offsetOf(d, 'ETHREAD.Cid'),
    id = at === undefined ? 0n : (d.target.pointer(address + BigInt(at + d.target.bits / 8)) ?? 0n);
  const current = address === d.guest.system.thread;
  return {
    name: index(id),
    value: [link(`0x${d.target.address(address)}`, `!thread ${d.target.address(address)}`)],
    type: '',
    scalar: address,
    children: () => [
      pointerRow(d, 'KernelObject', '_ETHREAD', address),
      scalarRow('Id', id),
      ...(current ? [stackRow(d), group('Registers', () => [registersRow(d)])] : []),
    ],
  };
}
const WIDE = 'rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15 rip efl'.split(' '),
  NARROW = 'eax ebx ecx edx esi edi esp ebp eip efl'.split(' ');
const registersRow = (d: Debugger): Row =>
  group('User', () => (d.target.bits === 64 ? WIDE : NARROW).map(name => scalarRow(name, d.target.register(name) ?? 0n)));

function processRow(d: Debugger, p: ProcessRow): Row {
  return {
    name: index(p.id),
    value: [link(p.image, `!process ${d.target.address(p.address)} 0`)],
    type: '',
    scalar: p.image,
    children: () => [
      pointerRow(d, 'KernelObject', '_EPROCESS', p.address),
      scalarRow('Name', p.image),
      scalarRow('Id', p.id),
      group('Threads', () => threads(d, p.address).map(t => threadRow(d, t))),
      group('Modules', () => modules(d)),
      group('Environment', () => (p.peb === 0n ? [] : [pointerRow(d, 'EnvironmentBlock', '_PEB', p.peb)])),
      recording('TTD'),
    ],
  };
}
const modules = (d: Debugger): readonly Row[] =>
  d.guest.symbols.modules
    .filter(isLoaded)
    .sort((a, b) => (a.base < b.base ? -1 : 1))
    .map((m, n) => ({
      name: index(n),
      value: [link(m.image, `lmvm ${m.name}`)],
      type: '',
      scalar: m.image,
      children: () => [scalarRow('BaseAddress', m.base), scalarRow('Name', m.image), scalarRow('Size', m.end - m.base)],
    }));
function sessionRow(d: Debugger): Row {
  return {
    name: index(0),
    value: ['Local KD'],
    type: '',
    scalar: 0n,
    children: () => [
      group('Processes', () => processes(d).map(p => processRow(d, p))),
      scalarRow('Id', 0n),
      group('Attributes', () => [scalarRow('PointerSize', BigInt(d.target.bits / 8)), scalarRow('PageSize', 0x1000n)]),
      recording('TTD'),
    ],
  };
}
function debuggerRow(d: Debugger): Row {
  return group('Debugger', () => [
    group('Sessions', () => [sessionRow(d)]),
    group('State', () => [
      group('PseudoRegisters', () => [
        group('General', () =>
          ['$ip', '$proc', '$thread', '$peb', '$teb', '$csp', '$ra'].map(name => scalarRow(name.slice(1), d.pseudo.get(name) ?? 0n)),
        ),
      ]),
    ]),
    group('Utility', () => [group('Collections', () => [])]),
    group('Settings', () => [scalarRow('InputRadix', BigInt(d.settings.radix))]),
  ]);
}

/** The structures of a doubly linked list. @param head its LIST_ENTRY, as a C++ expression @param field the entry in each structure */
export function listRow(d: Debugger, head: string, type: string, field: string): Row {
  const { value, address } = new CPlusPlus(d, head).run(),
    offset = offsetOf(d, `${type.replace(/^_/, '')}.${field}`);
  if (offset === undefined) throw plain(`Error: Unable to bind name '${field}'`);
  return group('Collection', () => listOf(d, address ?? value, offset).map((at, n) => typedRow(d, index(n), { type, value: at, address: at })));
}

/** The objects with a name of their own, by that name in lower case. */
const ROOTS: Readonly<Record<string, (d: Debugger) => Row>> = {
  '@$cursession': sessionRow,
  '@$curprocess': d => processRow(d, describeProcess(d, d.target.process)),
  '@$curthread': d => threadRow(d, d.target.thread),
  '@$curstack': stackRow,
  '@$curframe': d => stackRow(d).children!()[1] ?? stackRow(d),
  debugger: debuggerRow,
};
export const rootNamed = (d: Debugger, name: string): Row | undefined => ROOTS[name.toLowerCase()]?.(d);
export const ROOT_NAMES: readonly string[] = Object.keys(ROOTS);

/** A row inside by name; a field by its own name. */
export function child(row: Row, name: string): Row | undefined {
  const wanted = name.toLowerCase();
  return row.children?.().find(c => c.name.toLowerCase() === wanted || c.name.replace(/^\[\+0x[0-9a-f]+\]\s*/, '').trimEnd().toLowerCase() === wanted);
}
/** A C++ expression as a row. */
export const expressionRow = (d: Debugger, text: string): Row => typedRow(d, text, new CPlusPlus(d, text).run());
