/** Types as `dt` writes them, taken apart. */
import type { Field, Layout, Layouts } from '../windows/layout.ts';

const SCALARS: Readonly<Record<string, number>> = {
  Uint1B: 1,
  Int1B: 1,
  UChar: 1,
  Char: 1,
  Bool: 1,
  Uint2B: 2,
  Int2B: 2,
  Wchar: 2,
  WChar: 2,
  Uint4B: 4,
  Int4B: 4,
  Float: 4,
  Uint8B: 8,
  Int8B: 8,
  Double: 8,
};
export type TypeShape =
  | { readonly kind: 'scalar'; readonly name: string; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'pointer'; readonly size: 4 | 8; readonly to: string }
  | { readonly kind: 'array'; readonly counts: readonly number[]; readonly of: string }
  | { readonly kind: 'bits'; readonly position: number; readonly count: number }
  | { readonly kind: 'structure'; readonly name: string }
  | { readonly kind: 'unknown' };

export function typeShape(type: string): TypeShape {
  const array = /^((?:\[\d+\]\s*)+)(.*)$/.exec(type);
  if (array) return { kind: 'array', counts: [...array[1]!.matchAll(/\[(\d+)\]/g)].map(m => Number(m[1])), of: array[2]!.trim() };
  const pointer = /^Ptr(32|64)\s*(.*)$/.exec(type);
  if (pointer) return { kind: 'pointer', size: pointer[1] === '64' ? 8 : 4, to: pointer[2]! };
  const bits = /^Pos (\d+), (\d+) Bits?$/.exec(type);
  if (bits) return { kind: 'bits', position: Number(bits[1]), count: Number(bits[2]) };
  const size = SCALARS[type];
  if (size !== undefined) return { kind: 'scalar', name: type, size, signed: type.startsWith('Int') };
  return /^\w+$/.test(type) && type !== 'Void' ? { kind: 'structure', name: type } : { kind: 'unknown' };
}
/** Bytes; 0 where it is not known. */
export function typeSize(layouts: Layouts, type: string): number {
  const shape = typeShape(type);
  switch (shape.kind) {
    case 'scalar':
    case 'pointer':
      return shape.size;
    case 'array':
      return shape.counts.reduce((n, count) => n * count, typeSize(layouts, shape.of));
    case 'structure':
      return layouts.find(shape.name)?.size ?? 0;
    default:
      return 0;
  }
}
/** The field's size; where the type does not say, up to the next field. */
export function fieldSize(layouts: Layouts, layout: Layout, field: Field): number {
  const size = typeSize(layouts, field.type);
  if (size > 0) return size;
  const next =
    layout.fields
      .filter(f => f.offset > field.offset)
      .map(f => f.offset)
      .sort((a, b) => a - b)[0] ?? layout.size;
  return next - field.offset;
}
