/** Structures as `dt` prints them: lines of offset, name and value. */
import type { Field, Layout } from '../windows/layout.ts';
import { readCounted, readString } from './strings.ts';
import type { Target } from './target.ts';
import { addressText, dtPointer, fromBytes, hex, link, type Cell, type Output } from './text.ts';
import { fieldSize, typeShape, typeSize, type TypeShape } from './type-size.ts';

export interface ViewOptions {
  /** Levels of structures inside to open. */
  readonly depth: number;
  readonly hideOffsets: boolean;
  readonly arrays: number;
  readonly physical: boolean;
  /** One line, `+off name value` after another. */
  readonly compact: boolean;
}
export const PLAIN: ViewOptions = { depth: 0, hideOffsets: false, arrays: 0, physical: false, compact: false };

/** A named part of a structure: `Prcb.CurrentThread`, `Dummy[3]`. */
export interface FieldPath {
  readonly steps: readonly { readonly field: Field; readonly layout: Layout; readonly element?: number }[];
  /** Levels to open below it: trailing dots. */
  readonly open: number;
}

/** Every field of a structure, at `address` or as its types. */
export function printStructure(
  target: Target,
  out: Output,
  layout: Layout,
  address: bigint | undefined,
  options: ViewOptions,
  indent = '',
): void {
  for (const field of layout.fields) printField(target, out, layout, field, address, options, 16, indent);
}

export function printField(
  target: Target,
  out: Output,
  layout: Layout,
  field: Field,
  address: bigint | undefined,
  options: ViewOptions,
  width: number,
  indent = '',
): void {
  const offset = options.hideOffsets ? '' : `+0x${hex(field.offset, 3)} `;
  const at = address === undefined ? undefined : address + BigInt(field.offset);
  out.line(
    `${indent}   ${offset}${field.name.padEnd(width)} : `,
    ...(at === undefined ? typeCells(field.type) : valueCells(target, field, at, fieldSize(target.guest.layouts, layout, field), options)),
  );
  if (options.depth > 0) openBelow(target, out, field, at, options, indent);
  else if (options.arrays > 0 && at !== undefined) printElements(target, out, field, at, options, indent);
}
/** The structure a field holds or points to, one level in. */
function openBelow(target: Target, out: Output, field: Field, at: bigint | undefined, options: ViewOptions, indent: string): void {
  const shape = typeShape(field.type),
    { layouts } = target.guest;
  const inside = shape.kind === 'structure' ? layouts.find(shape.name) : shape.kind === 'pointer' ? layouts.find(shape.to) : undefined;
  if (!inside || (inside.name === '_LIST_ENTRY' && shape.kind === 'pointer')) return;
  const address = at === undefined ? undefined : shape.kind === 'pointer' ? target.pointer(at) : at;
  if (at !== undefined && (address === undefined || address === 0n || !target.read(address, 1))) return;
  printStructure(target, out, inside, address, { ...options, depth: options.depth - 1 }, `${indent}   `);
}
function printElements(target: Target, out: Output, field: Field, at: bigint, options: ViewOptions, indent: string): void {
  const shape = typeShape(field.type);
  if (shape.kind !== 'array') return;
  const size = typeSize(target.guest.layouts, shape.of),
    count = Math.min(
      shape.counts.reduce((a, b) => a * b, 1),
      options.arrays,
    );
  for (let n = 0; n < count && size > 0; n++)
    out.line(
      `${indent}    [${String(n).padStart(2, '0')}] `,
      ...valueCells(target, { name: '', offset: 0, type: shape.of }, at + BigInt(n * size), size, options),
    );
}

/** `Ptr64 _KTHREAD`; the structure's name is a link. */
function typeCells(type: string): Cell[] {
  const named = /^(.*?)(_\w+)$/.exec(type);
  return named ? [named[1]!, link(named[2]!, `dt nt!${named[2]!}`)] : [type];
}

export function valueCells(target: Target, field: Field, at: bigint, size: number, options: ViewOptions = PLAIN): Cell[] {
  const shape = typeShape(field.type),
    read = (length: number): bigint | undefined => {
      const bytes = options.physical ? target.readPhysical(at, length) : target.read(at, length);
      return bytes && fromBytes(bytes);
    };
  switch (shape.kind) {
    case 'scalar': {
      const value = read(shape.size);
      return [value === undefined ? '??' : scalarText(shape, value)];
    }
    case 'bits':
      return [bitsText(shape, read(containerSize(shape)))];
    case 'pointer':
      return pointerCells(target, shape, read(shape.size));
    case 'array':
      return arrayCells(target, shape, at, options);
    case 'structure':
      return structureCells(target, shape.name, at);
    default: {
      const value = size <= 8 ? read(size) : undefined;
      return [value === undefined ? '??' : unsignedText(value)];
    }
  }
}
/** Hex, but 0 to 9 bare; with a backtick beyond 32 bits. */
export const unsignedText = (value: bigint): string =>
  value < 10n ? String(value) : value > 0xffff_ffffn ? `0x${addressText(value, 64)}` : `0x${hex(value)}`;
function scalarText(shape: TypeShape & { kind: 'scalar' }, value: bigint): string {
  if (shape.name === 'UChar' || shape.name === 'Char')
    return `${value < 10n ? String(value) : `0x${hex(value)}`} '${value >= 0x20n && value < 0x7fn ? String.fromCharCode(Number(value)) : ''}'`;
  if (shape.signed) return `0n${BigInt.asIntN(shape.size * 8, value)}`;
  return unsignedText(value);
}
const containerSize = ({ position, count }: TypeShape & { kind: 'bits' }): number =>
  [1, 2, 4, 8].find(size => size * 8 >= position + count) ?? 8;
function bitsText({ position, count }: TypeShape & { kind: 'bits' }, container: bigint | undefined): string {
  if (container === undefined) return '??';
  const value = BigInt.asUintN(count, container >> BigInt(position)),
    digits = value.toString(2).padStart(count, '0');
  return count > 3 ? `0y${digits} (${value < 10n ? value : `0x${hex(value)}`})` : `0y${digits}`;
}
function pointerCells(target: Target, shape: TypeShape & { kind: 'pointer' }, value: bigint | undefined): Cell[] {
  if (value === undefined) return ['????'];
  if (value === 0n) return ['(null) '];
  const text = dtPointer(value, shape.size === 8 ? 64 : 32),
    to = shape.to.trim();
  if (SHOWN_BY_CONTENTS.has(to)) return [link(text, `dt nt!${to} ${addressText(value, target.bits)}`), ' ', ...structureCells(target, to, value)];
  if (to.startsWith('_')) return [link(text, `dt nt!${to} ${addressText(value, target.bits)}`), ` ${to}`];
  const pointed = typeShape(to);
  if (pointed.kind === 'scalar') {
    const behind = target.value(value, pointed.size);
    return [text, behind === undefined ? '  -> ??' : `  -> ${scalarText(pointed, behind)}`];
  }
  const symbol = target.symbolText(value);
  return [
    link(text, `dps ${addressText(value, target.bits)}`),
    symbol !== undefined && /\bvoid\b/.test(to) ? `  ${to}  ${symbol.includes('+') ? symbol : `${symbol}+0`}` : ` ${to}`,
  ];
}
function arrayCells(target: Target, shape: TypeShape & { kind: 'array' }, at: bigint, options: ViewOptions): Cell[] {
  const counts = shape.counts.map(n => `[${n}]`).join(' '),
    of = typeShape(shape.of);
  if (of.kind === 'scalar' && /^U?Char$/.test(of.name)) {
    const text = readString(target, at, 1, shape.counts[0]!);
    return [text === undefined ? `${counts}  "??"` : `${counts}  "${text}"`];
  }
  if (of.kind === 'structure') return [`${counts} ${shape.of}`];
  return [
    `${counts} `,
    ...valueCells(target, { name: '', offset: 0, type: shape.of }, at, typeSize(target.guest.layouts, shape.of), options),
  ];
}
/** Structures dt shows by their contents, behind a pointer too. */
const SHOWN_BY_CONTENTS: ReadonlySet<string> = new Set(['_LIST_ENTRY', '_UNICODE_STRING', '_STRING', '_LARGE_INTEGER', '_ULARGE_INTEGER']);
function structureCells(target: Target, name: string, at: bigint): Cell[] {
  const word = target.bits / 8,
    first = target.pointer(at),
    second = target.pointer(at + BigInt(word));
  switch (name) {
    case '_LIST_ENTRY':
      return first === undefined || second === undefined
        ? [`${name} [ ?? ]`]
        : [`${name} [ ${dtPointer(first, target.bits)} - ${dtPointer(second, target.bits)} ]`];
    case '_UNICODE_STRING': {
      const text = readCounted(target, at, 2);
      return [`${name} ${text === undefined ? '"??"' : `"${text}"`}`];
    }
    case '_STRING': {
      const text = readCounted(target, at, 1);
      return [`${name} ${text === undefined ? '"??"' : `"${text}"`}`];
    }
    case '_LARGE_INTEGER':
    case '_ULARGE_INTEGER': {
      const value = target.value(at, 8);
      return [`${name} ${value === undefined ? '??' : `0x${value > 0xffff_ffffn ? addressText(value, 64) : hex(value)}`}`];
    }
    default:
      return [link(name, `dt nt!${name} ${target.address(at)}`)];
  }
}
