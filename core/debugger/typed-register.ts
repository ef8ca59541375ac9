/** `r xmm0:16ub`: a register taken apart into elements of a type. */
import { caret } from './refusal.ts';
import { registerNamed } from './registers.ts';
import type { Target } from './target.ts';
import { hex } from './text.ts';

const WIDTH: Readonly<Record<string, number>> = { b: 8, w: 16, d: 32, q: 64 };

/** `type` is `[count]ib|ub|iw|uw|id|ud|iq|uq|f|d`; highest element first. */
export function typedRegister(target: Target, name: string, type: string): string {
  const parts = /^(\d*)([iu][bwdq]|f|d)?$/.exec(type),
    named = registerNamed(name, target.bits),
    value = target.register(name);
  if (!parts || !named || value === undefined) throw caret('Syntax', 0);
  const kind = parts[2] ?? 'uq',
    float = kind === 'f' || kind === 'd';
  const width = float ? (kind === 'f' ? 32 : 64) : WIDTH[kind[1]!]!;
  const count = parts[1] === '' ? Math.max(1, Math.floor(named.width / width)) : Number(parts[1]);
  if (count * width > Math.max(128, named.width)) throw caret('Syntax', 0);
  const elements = Array.from({ length: count }, (_, n) => BigInt.asUintN(width, value >> BigInt(n * width))).reverse();
  return `${name}=${elements.map(e => elementText(e, kind, width)).join(' ')}`;
}
function elementText(value: bigint, kind: string, width: number): string {
  if (kind === 'f' || kind === 'd') {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, value);
    return String(kind === 'd' ? view.getFloat64(0) : view.getFloat32(4));
  }
  return kind[0] === 'i' ? String(BigInt.asIntN(width, value)) : hex(value, width / 4);
}
