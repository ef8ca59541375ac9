/** Decimal arithmetic, and other instructions that 64-bit mode has dropped. @source SDM Vol. 2 */
import type { Semantics, Spec, Value } from '../spec.ts';
import { flag, flagsOfLogic, setAdjust, setCarry, setResult } from '../flags.ts';

const al = (s: Spec): Value => s.read('RAX', 8);
const adjustFlag = (s: Spec, adjusted: Value): void => setAdjust(s, adjusted.to(64).shl(4));

/** AAA and AAS: AL is cut to a digit, AH counts the carry. */
const ascii = (s: Spec, change: (ax: Value) => Value): void => {
  const ax = s.read('RAX', 16), over = ax.and(0xf).below(10).not().or(flag.AF(s));
  const result = over.choose(change(ax), ax).and(0xff0f);
  setResult(s, result.to(8));
  setCarry(s, over);
  adjustFlag(s, over);
  s.write('RAX', result);
};
/** DAA and DAS: each half of AL is cut to a digit. */
const packed = (s: Spec, change: (v: Value, by: number) => Value, borrows: (old: Value) => Value): void => {
  const old = al(s), carry = flag.CF(s), low = old.and(0xf).below(10).not().or(flag.AF(s)), high = s.constant(0x99, 8).below(old).or(carry);
  const once = low.choose(change(old, 6), old), result = high.choose(change(once, 0x60), once);
  setResult(s, result);
  setCarry(s, high.or(low.and(borrows(old))));
  adjustFlag(s, low);
  s.write('RAX', result);
};

export const decimal: Semantics = {
  AAA: s => ascii(s, ax => ax.add(0x106)),
  AAS: s => ascii(s, ax => ax.sub(6).sub(0x100)),
  DAA: s => packed(s, (v, by) => v.add(by), () => s.constant(0, 1)),
  DAS: s => packed(s, (v, by) => v.sub(by), old => old.below(6)),
  /** AH, AL := AL / n, AL modulo n. @faults #DE */
  AAM: (s, [by]) => {
    const n = s.get(by), v = al(s), zero = s.constant(0, 8);
    s.if(n.eq(0), () => s.raise(0));
    const q = s.compute('quotient', 8, zero, v, n), r = s.compute('remainder', 8, zero, v, n);
    flagsOfLogic(s, r);
    s.write('RAX', q.to(16).shl(8).or(r.to(16)));
  },
  /** AL := AH * n + AL, AH := 0. */
  AAD: (s, [by]) => {
    const n = s.get(by), ax = s.read('RAX', 16), result = s.compute('mul', 8, ax.shr(8).to(8), n).add(ax.to(8));
    flagsOfLogic(s, result);
    s.write('RAX', result.to(16));
  },
  /** AL := CF in every bit. */
  SALC: s => s.write('RAX', flag.CF(s).extend(8)),
  /** Signed index against the pair of bounds in memory. @faults #BR */
  BOUND: (s, [index, pair]) => {
    const v = s.get(index), w = index.width, both = s.get(pair);
    const low = both.to(w), high = both.shr(w).to(w);
    s.if(v.less(low).or(high.less(v)), () => s.raise(5));
  },
};
