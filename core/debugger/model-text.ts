/** Values as `dx` writes them: hexadecimal without padding, signed ones decimal, structures by their type alone. */
import type { Field, Layout } from '../windows/layout.ts';
import { readString } from './strings.ts';
import type { Target } from './target.ts';
import { addressText, hex, link, type Cell } from './text.ts';
import { typeShape, type TypeShape } from './type-size.ts';
import { spelledType } from './typed-text.ts';

/** `unsigned __int64`: what `??` calls `unsigned int64`. */
export const modelType = (type: string): string => spelledType(type).replace(/\bint64\b/, '__int64');
/** A bit field's type is that of the whole it shares its bytes with, where the layout names one. */
export function fieldType({ fields }: Layout, f: Field): string {
  if (typeShape(f.type).kind !== 'bits') return modelType(f.type);
  const whole = fields.find(g => g.offset === f.offset && typeShape(g.type).kind === 'scalar');
  return whole ? modelType(whole.type) : 'unsigned long';
}
/** `[+0x278 (10: 7)] PpmPolicy`. */
export function fieldName({ name, offset, type }: Field): string {
  const shape = typeShape(type),
    side = (bit: number): string => String(bit).padStart(2),
    bits = shape.kind === 'bits' ? ` (${side(shape.position + shape.count - 1)}:${side(shape.position)})` : '';
  return `[+0x${hex(offset, 3)}${bits}] ${name.padEnd(16)}`;
}
/** A number or pointer. @param value without sign */
export function modelValue(type: string, value: bigint, target: Target): readonly Cell[] {
  const shape = typeShape(type),
    text = `0x${hex(value)}`;
  if (shape.kind === 'scalar' && shape.signed) return [String(BigInt.asIntN(shape.size * 8, value))];
  if (type === 'int') return [String(BigInt.asIntN(64, value))];
  if (type === 'Bool') return [value ? 'true' : 'false'];
  const structure = shape.kind === 'pointer' && shape.to.startsWith('_') && value !== 0n;
  return [structure ? link(text, `dx (nt!${shape.to} *)0x${addressText(value, target.bits)}`) : text];
}
/** What lies at `at`; nothing for what only its type says. */
export function modelCells(target: Target, type: string, at: bigint, size: number): readonly Cell[] {
  const shape = typeShape(type);
  if (shape.kind === 'structure') return [];
  if (shape.kind === 'array') return characters(target, shape, at);
  const value = target.value(at, shape.kind === 'bits' ? 8 : size) ?? (shape.kind === 'bits' ? target.value(at, 4) : undefined);
  if (value === undefined) return ['??'];
  if (shape.kind !== 'bits') return modelValue(type, value, target);
  return [`0x${hex(BigInt.asUintN(shape.count, value >> BigInt(shape.position)))}`];
}
/** Text, where an array of characters holds some. */
function characters(target: Target, shape: TypeShape & { kind: 'array' }, at: bigint): readonly Cell[] {
  if (!/^U?Char$/.test(shape.of)) return [];
  const text = readString(target, at, 1, shape.counts[0]!);
  return text === undefined || !/^[ -~]+$/.test(text) ? [] : [`"${text}"`];
}
