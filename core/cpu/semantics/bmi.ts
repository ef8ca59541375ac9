/** BMI1 and BMI2: bit manipulation with three operands. @source SDM Vol. 2 */
import type { Meaning, Semantics, Spec, Value } from '../spec.ts';
import { setCarry, setOverflow, setResult } from '../flags.ts';

/** SF and ZF of the result, CF as given, OF = 0. */
const flags = (s: Spec, result: Value, carry: Value): void => s.group('flags of a bit manipulation', () => {
  setResult(s, result);
  setCarry(s, carry);
  setOverflow(s, carry.and(0));
});
/** Shifts whose count comes from a register, without flags. */
const shift = (move: (a: Value, n: Value) => Value): Meaning => (s, [dst, src, by]) => {
  const a = s.get(src), n = s.get(by).and(a.width - 1);
  s.set(dst, move(a, n));
};
/** Something about the lowest one of the source. */
const lowest = (change: (v: Value) => Value, carry: (v: Value) => Value): Meaning => (s, [dst, src]) => {
  const v = s.get(src), result = change(v);
  flags(s, result, carry(v));
  s.set(dst, result);
};
/** 2**n - 1 for n from 0 to the width. */
const ones = (n: Value, w: number): Value => n.below(w).choose(n.spec.constant(1, n.width).shl(n.and(w - 1)).sub(1), n.spec.constant(-1, n.width));

export const bmi: Semantics = {
  ANDN: (s, [dst, a, b]) => {
    const result = s.get(a).not().and(s.get(b));
    flags(s, result, s.constant(0, 1));
    s.set(dst, result);
  },
  /** Bits [start, start + length) of the source: start in the control's low byte, length in the next. */
  BEXTR: (s, [dst, src, control]) => {
    const v = s.get(src), c = s.get(control), w = v.width, start = c.and(0xff), length = c.shr(8).and(0xff);
    const moved = start.below(w).choose(v.shr(start.and(w - 1)), s.constant(0, w)), result = moved.and(ones(length, w));
    flags(s, result, s.constant(0, 1));
    s.set(dst, result);
  },
  BLSI: lowest(v => v.and(v.negate()), v => v.ne(0)),
  BLSR: lowest(v => v.and(v.sub(1)), v => v.eq(0)),
  BLSMSK: lowest(v => v.xor(v.sub(1)), v => v.eq(0)),
  /** Zero the bits from the index up; CF where the index is beyond the operand. */
  BZHI: (s, [dst, src, by]) => {
    const v = s.get(src), n = s.get(by).and(0xff), result = v.and(ones(n, v.width));
    flags(s, result, n.below(v.width).not());
    s.set(dst, result);
  },
  PDEP: (s, [dst, src, mask]) => s.set(dst, s.compute('deposit', dst.width, s.get(src), s.get(mask))),
  PEXT: (s, [dst, src, mask]) => s.set(dst, s.compute('extract', dst.width, s.get(src), s.get(mask))),
  RORX: (s, [dst, src, by]) => {
    const v = s.get(src), w = v.width, n = s.get(by).to(w).and(w - 1);
    s.set(dst, v.shr(n).or(v.shl(n.negate().and(w - 1))));
  },
  SARX: shift((a, n) => a.sar(n)),
  SHLX: shift((a, n) => a.shl(n)),
  SHRX: shift((a, n) => a.shr(n)),
  /** RDX * source; the first operand takes the high half, and wins if both name one register. */
  MULX: (s, [high, low, src]) => {
    const [l, h] = s.register('RDX', src.width).multiply(s.get(src), 'unsigned');
    s.set(low, l);
    s.set(high, h);
  },
};
