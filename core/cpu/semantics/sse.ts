/**
 * SSE and SSE2 on whole registers: moves, logic, and the packed integer instructions that copying and comparing code uses. A 128-bit
 * value is two halves of 64 bits, low half first; lanes are cut out of them. Memory operands must be aligned, except for the U forms.
 * @source SDM Vol. 2
 */
import type { Halves, Meaning, Operand, Semantics, Spec, Value } from '../spec.ts';

type Lane = 8 | 16 | 32 | 64;
type Combine = (a: Value, b: Value) => Value;

const CR0_EM = 2, CR0_TS = 3, CR4_OSFXSR = 9;
/** Who may touch the registers: the kernel decides with CR0 and CR4. @faults #UD #NM */
function available(s: Spec): void {
  s.if(s.read('CR0').bit(CR0_EM).or(s.read('CR4').bit(CR4_OSFXSR).not()), () => s.raise(6));
  s.if(s.read('CR0').bit(CR0_TS), () => s.raise(7));
}
const sse = (meaning: Meaning): Meaning => (s, operands) => { available(s); meaning(s, operands); };

/** Lanes of a value, lowest first, and back. */
const lanes = (halves: Halves, w: Lane): Value[] => halves.flatMap(h => Array.from({ length: 64 / w }, (_, n) => h.shr(n * w).to(w)));
const join = (values: readonly Value[]): Value => values.reduceRight((all: Value | undefined, v) => all ? all.shl(v.width).or(v.to(64)) : v.to(64), undefined)!;
const pack = (values: readonly Value[]): Halves => [join(values.slice(0, values.length / 2)), join(values.slice(values.length / 2))];
const zero = (s: Spec): Value => s.constant(0);
/** Source of a two-operand instruction, which must be aligned where it is memory. */
const source = (s: Spec, o: Operand): Halves => s.halves(o, true);
/** dst := combine(dst, src) over whole values. */
const whole = (combine: (a: Halves, b: Halves, s: Spec) => Halves): Meaning => sse((s, [dst, src]) => {
  const b = source(s, src);
  s.setHalves(dst, combine(s.registerHalves(dst), b, s));
});
const bitwise = (combine: Combine): Meaning => whole(([al, ah], [bl, bh]) => [combine(al, bl), combine(ah, bh)]);
const lanewise = (w: Lane, combine: Combine): Meaning => whole((a, b) => {
  const y = lanes(b, w);
  return pack(lanes(a, w).map((x, n) => combine(x, y[n]!)));
});
const compare = (holds: Combine): Combine => (a, b) => holds(a, b).extend(a.width);
/** Lanes of both operands alternately, from their lower or upper halves. */
const unpack = (w: Lane, which: 0 | 1): Meaning => whole((a, b) => {
  const of = (v: Halves): Value[] => lanes([v[which], v[which]], w).slice(0, 64 / w), y = of(b);
  return pack(of(a).flatMap((x, n) => [x, y[n]!]));
});
/** One count for all lanes: an immediate, or the low half of a register; counts of the width or more give 0 (or the sign). */
const shift = (w: Lane, move: (v: Value, n: Value) => Value, arithmetic = false): Meaning => sse((s, [dst, by]) => {
  const count = by.kind === 'immediate' ? s.get(by).to(64) : source(s, by)[0], large = count.below(w).not(), n = count.and(w - 1).to(8);
  s.setHalves(dst, pack(lanes(s.registerHalves(dst), w).map(v => large.choose(arithmetic ? v.sar(w - 1) : v.and(0), move(v, n)))));
});
/** Both operands as bytes in a row, `from` bytes in: what PALIGNR and the byte shifts cut out. The count is a number of the instruction. */
function bytesFrom(s: Spec, all: readonly Value[], by: Operand): Halves {
  const count = s.get(by).to(64), at = (n: number): Value => all[n] ?? s.constant(0, 8);
  const step = (values: Value[], bit: number): Value[] => values.map((v, n) => count.bit(bit).choose(values[n + (1 << bit)] ?? s.constant(0, 8), v));
  let values = Array.from({ length: 32 }, (_, n) => at(n));
  for (let bit = 0; bit < 5; bit++) values = step(values, bit);
  const gone = count.below(32).not();
  return pack(values.slice(0, 16).map(v => gone.choose(s.constant(0, 8), v)));
}
/** Lane chosen by two bits of the immediate. */
function select(by: Value, position: number, from: readonly Value[]): Value {
  const index = by.shr(position).and(3);
  return from.slice(1).reduce((chosen, v, n) => index.eq(n + 1).choose(v, chosen), from[0]!);
}
const shuffle = (w: 16 | 32, part: 'all' | 0 | 1): Meaning => sse((s, [dst, src, by]) => {
  const value = source(s, src), order = s.get(by);
  if (part === 'all') return s.setHalves(dst, pack([0, 2, 4, 6].map(bit => select(order, bit, lanes(value, w)))));
  const words = lanes([value[part], value[part]], w).slice(0, 4), made = join([0, 2, 4, 6].map(bit => select(order, bit, words)));
  s.setHalves(dst, part === 0 ? [made, value[1]] : [value[0], made]);
});
const saturate = (v: Value): Value => v.sign().choose(v.spec.constant(0, 8), v.spec.constant(0xff, v.width).less(v).choose(v.spec.constant(0xff, 8), v.to(8)));

// ---- moves --------------------------------------------------------------------------------------------------------

const move = (aligned: boolean): Meaning => sse((s, [dst, src]) => s.setHalves(dst, s.halves(src, aligned), aligned));
/** The low `w` bits; from memory or a general register the rest becomes 0, from a register of its own kind it stays. */
const moveLow = (w: 32 | 64, clears: boolean): Meaning => sse((s, [dst, src]) => {
  const value: Value = src.wide ? s.registerHalves(src)[0].to(w) : s.get(src).to(w);
  if (!dst.wide) return s.set(dst, value.to(dst.width));
  const [low, high] = s.registerHalves(dst), clear = clears || src.kind === 'memory';
  s.setHalves(dst, [clear || w === 64 ? value.to(64) : low.shr(w).shl(w).or(value.to(64)), clear ? zero(s) : high]);
});
const moveHalf = (which: 0 | 1): Meaning => sse((s, [dst, src]) => {
  if (!dst.wide) return s.set(dst, s.registerHalves(src)[which]);
  const value = s.get(src), [low, high] = s.registerHalves(dst);
  s.setHalves(dst, which === 0 ? [value, high] : [low, value]);
});
/** One bit per lane: its sign. */
const signs = (w: Lane): Meaning => sse((s, [dst, src]) => {
  const all = lanes(s.registerHalves(src), w).reduce((mask: Value, v, n) => mask.or(v.sign().to(64).shl(n)), zero(s));
  s.set(dst, all.to(dst.width));
});
const dword = (v: Value): Value => v.to(32);

const add: Combine = (a, b) => a.add(b), sub: Combine = (a, b) => a.sub(b);
const AND = bitwise((a, b) => a.and(b)), ANDN = bitwise((a, b) => a.not().and(b)), OR = bitwise((a, b) => a.or(b)), XOR = bitwise((a, b) => a.xor(b));

export const sseInstructions: Semantics = {
  MOVAPS: move(true), MOVAPD: move(true), MOVDQA: move(true), MOVNTDQ: move(true), MOVNTPS: move(true), MOVNTPD: move(true),
  MOVUPS: move(false), MOVUPD: move(false), MOVDQU: move(false), LDDQU: move(false),
  MOVD: moveLow(32, true), MOVQ: moveLow(64, true), MOVSS: moveLow(32, false), MOVSD: moveLow(64, false),
  MOVLPS: moveHalf(0), MOVLPD: moveHalf(0), MOVHPS: moveHalf(1), MOVHPD: moveHalf(1),
  MOVHLPS: whole(([, high], [, other]) => [other, high]),
  MOVLHPS: whole(([low], [other]) => [low, other]),
  MOVNTDQA: move(true),
  MOVSLDUP: whole((_, b) => pack(lanes(b, 32).map((_v, n, all) => all[n & ~1]!))), MOVSHDUP: whole((_, b) => pack(lanes(b, 32).map((_v, n, all) => all[n | 1]!))),
  MOVDDUP: sse((s, [dst, src]) => {
    const value = src.wide ? s.registerHalves(src)[0] : s.get(src);
    s.setHalves(dst, [value, value]);
  }),
  PMOVMSKB: signs(8), MOVMSKPS: signs(32), MOVMSKPD: signs(64),

  PAND: AND, ANDPS: AND, ANDPD: AND, PANDN: ANDN, ANDNPS: ANDN, ANDNPD: ANDN, POR: OR, ORPS: OR, ORPD: OR, PXOR: XOR, XORPS: XOR, XORPD: XOR,
  PADDB: lanewise(8, add), PADDW: lanewise(16, add), PADDD: lanewise(32, add), PADDQ: lanewise(64, add),
  PSUBB: lanewise(8, sub), PSUBW: lanewise(16, sub), PSUBD: lanewise(32, sub), PSUBQ: lanewise(64, sub),
  PCMPEQB: lanewise(8, compare((a, b) => a.eq(b))), PCMPEQW: lanewise(16, compare((a, b) => a.eq(b))), PCMPEQD: lanewise(32, compare((a, b) => a.eq(b))),
  PCMPGTB: lanewise(8, compare((a, b) => b.less(a))), PCMPGTW: lanewise(16, compare((a, b) => b.less(a))), PCMPGTD: lanewise(32, compare((a, b) => b.less(a))),
  PMINUB: lanewise(8, (a, b) => a.below(b).choose(a, b)), PMAXUB: lanewise(8, (a, b) => a.below(b).choose(b, a)),
  PMINSW: lanewise(16, (a, b) => a.less(b).choose(a, b)), PMAXSW: lanewise(16, (a, b) => a.less(b).choose(b, a)),
  PAVGB: lanewise(8, (a, b) => a.to(16).add(b.to(16)).add(1).shr(1).to(8)), PAVGW: lanewise(16, (a, b) => a.to(32).add(b.to(32)).add(1).shr(1).to(16)),
  PMULLW: lanewise(16, (a, b) => a.multiply(b, 'unsigned')[0]),
  /** The even dwords, multiplied to quadwords. */
  PMULUDQ: lanewise(64, (a, b) => a.spec.compute('mul', 64, dword(a).to(64), dword(b).to(64))),
  PACKUSWB: whole((a, b) => pack([...lanes(a, 16), ...lanes(b, 16)].map(saturate))),
  PUNPCKLBW: unpack(8, 0), PUNPCKLWD: unpack(16, 0), PUNPCKLDQ: unpack(32, 0), PUNPCKLQDQ: unpack(64, 0), UNPCKLPS: unpack(32, 0), UNPCKLPD: unpack(64, 0),
  PUNPCKHBW: unpack(8, 1), PUNPCKHWD: unpack(16, 1), PUNPCKHDQ: unpack(32, 1), PUNPCKHQDQ: unpack(64, 1), UNPCKHPS: unpack(32, 1), UNPCKHPD: unpack(64, 1),
  PSHUFD: shuffle(32, 'all'), PSHUFLW: shuffle(16, 0), PSHUFHW: shuffle(16, 1),
  /** Two dwords of the destination, two of the source. */
  SHUFPS: sse((s, [dst, src, by]) => {
    const b = lanes(source(s, src), 32), a = lanes(s.registerHalves(dst), 32), order = s.get(by);
    s.setHalves(dst, pack([select(order, 0, a), select(order, 2, a), select(order, 4, b), select(order, 6, b)]));
  }),
  SHUFPD: sse((s, [dst, src, by]) => {
    const b = source(s, src), a = s.registerHalves(dst), order = s.get(by);
    s.setHalves(dst, [order.bit(0).choose(a[1], a[0]), order.bit(1).choose(b[1], b[0])]);
  }),
  /** Each byte of the source picks a byte of the destination, or 0 where its top bit is 1. */
  PSHUFB: whole((a, b, s) => {
    const from = lanes(a, 8);
    return pack(lanes(b, 8).map(control => {
      const picked = [0, 1, 2, 3].reduce((values: Value[], bit) => Array.from({ length: values.length / 2 }, (_, n) => control.bit(bit).choose(values[2 * n + 1]!, values[2 * n]!)), from)[0]!;
      return control.sign().choose(s.constant(0, 8), picked);
    }));
  }),
  PALIGNR: sse((s, [dst, src, by]) => {
    const low = lanes(source(s, src), 8);
    s.setHalves(dst, bytesFrom(s, [...low, ...lanes(s.registerHalves(dst), 8)], by));
  }),
  PSRLDQ: sse((s, [dst, by]) => s.setHalves(dst, bytesFrom(s, lanes(s.registerHalves(dst), 8), by))),
  PSLLDQ: sse((s, [dst, by]) => {
    const mirrored = lanes(s.registerHalves(dst), 8).reverse(), [low, high] = bytesFrom(s, mirrored, by);
    s.setHalves(dst, pack(lanes([low, high], 8).reverse()));
  }),
  PSLLW: shift(16, (v, n) => v.shl(n)), PSLLD: shift(32, (v, n) => v.shl(n)), PSLLQ: shift(64, (v, n) => v.shl(n)),
  PSRLW: shift(16, (v, n) => v.shr(n)), PSRLD: shift(32, (v, n) => v.shr(n)), PSRLQ: shift(64, (v, n) => v.shr(n)),
  PSRAW: shift(16, (v, n) => v.sar(n), true), PSRAD: shift(32, (v, n) => v.sar(n), true),
  PINSRW: sse((s, [dst, src, by]) => {
    const word = s.get(src).to(16), index = s.get(by).and(7);
    s.setHalves(dst, pack(lanes(s.registerHalves(dst), 16).map((v, n) => index.eq(n).choose(word, v))));
  }),
  PEXTRW: sse((s, [dst, src, by]) => {
    const index = s.get(by).and(7), words = lanes(s.registerHalves(src), 16);
    s.set(dst, words.slice(1).reduce((chosen, v, n) => index.eq(n + 1).choose(v, chosen), words[0]!).to(dst.width));
  }),
};
