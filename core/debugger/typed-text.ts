/** Typed values as `??` and `dx` write them. */
import { SPELLED, type Typed } from './cplusplus-types.ts';
import type { Target } from './target.ts';
import { dtPointer, hex } from './text.ts';
import { typeShape } from './type-size.ts';

/** `_KTHREAD *`, `unsigned int64`. */
export function spelledType(type: string): string {
  const shape = typeShape(type);
  if (shape.kind === 'pointer') return `${spelledType(shape.to || 'Void')} *`;
  if (shape.kind === 'array') return `${spelledType(shape.of)} ${shape.counts.map(n => `[${n}]`).join('')}`;
  if (shape.kind === 'structure') return SPELLED[type] ?? type;
  return SPELLED[type] ?? (shape.kind === 'bits' ? 'unsigned int' : type);
}
/** The value alone, as `??` prints it: decimal with 0n when signed, hex otherwise. */
export function typedValue(target: Target, t: Typed): string {
  const shape = typeShape(t.type);
  if (shape.kind === 'pointer') return dtPointer(t.value, target.bits);
  if (t.type === 'int' || (shape.kind === 'scalar' && shape.signed)) return `0n${BigInt.asIntN(t.type === 'Int8B' ? 64 : 32, t.value)}`;
  if (t.type === 'Bool') return t.value ? 'true' : 'false';
  if (t.type === 'UChar' || t.type === 'Char')
    return `0x${hex(t.value, 2)} '${t.value >= 0x20n && t.value < 0x7fn ? String.fromCharCode(Number(t.value)) : ''}'`;
  return t.value < 10n ? String(t.value) : `0x${t.value > 0xffff_ffffn ? dtPointer(t.value, 64).slice(2) : hex(t.value)}`;
}
