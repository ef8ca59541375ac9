/** Fields of structures as bytes: sizes of dt's type names, which field lies at an offset. */
import type { Field, Layout, Layouts } from '../../windows/layout.ts';
import { trapLayout } from '../trap-frame.ts';
import type { Target } from '../target.ts';

const SCALARS: Readonly<Record<string, number>> = {
  Uint1B: 1, Int1B: 1, UChar: 1, Char: 1, Bool: 1, Uint2B: 2, Int2B: 2, Wchar: 2, WChar: 2, Uint4B: 4, Int4B: 4, Float: 4, Uint8B: 8, Int8B: 8, Double: 8, Void: 0,
};
/** Bytes of a type as `dt` writes it; 0 where it is not known. */
export function typeSize(layouts: Layouts, type: string): number {
  const array = /^((?:\[\d+\])+)\s*(.*)$/.exec(type);
  if (array) return [...array[1]!.matchAll(/\[(\d+)\]/g)].reduce((n, m) => n * Number(m[1]), typeSize(layouts, array[2]!));
  if (/^Ptr64\b/.test(type)) return 8;
  if (/^Ptr32\b/.test(type)) return 4;
  return SCALARS[type] ?? layouts.find(type)?.size ?? 0;
}
/** The field's size; where the type does not say, up to the next field. */
export function fieldSize(layouts: Layouts, layout: Layout, field: Field): number {
  const size = typeSize(layouts, field.type);
  if (size > 0) return size;
  const next = layout.fields.filter(f => f.offset > field.offset).map(f => f.offset).sort((a, b) => a - b)[0] ?? layout.size;
  return next - field.offset;
}
/** Name of the trap frame's field that begins at an offset, or holds it. */
export function fieldAt(target: Target, offset: number): string | undefined {
  const layout = trapLayout(target);
  return layout?.fields.find(f => f.offset === offset)?.name
    ?? layout?.fields.find(f => f.offset <= offset && offset < f.offset + fieldSize(target.guest.layouts, layout, f))?.name;
}
