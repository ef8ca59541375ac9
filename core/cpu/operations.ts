/** The operations no engine has an instruction for, on BigInt. @source SDM Vol. 2 "DIV", "IDIV", "PDEP", "PEXT" */
import type { RareOp } from './program.ts';

const signed = (w: number, v: bigint): bigint => BigInt.asIntN(w, v);
const wide = (w: number, high: bigint, low: bigint): bigint => high << BigInt(w) | low;
const signedWide = (w: number, high: bigint, low: bigint): bigint => signed(w, high) << BigInt(w) | low;

/** By name; arguments are zero-extended, results are cut to `w` bits by the caller. */
export const RARE: Readonly<Record<RareOp, (w: number, a: bigint, b: bigint, c: bigint) => bigint>> = {
  quotient: (w, high, low, by) => by && wide(w, high, low) / by,
  remainder: (w, high, low, by) => by && wide(w, high, low) % by,
  quotientSigned: (w, high, low, by) => by && signedWide(w, high, low) / signed(w, by),
  remainderSigned: (w, high, low, by) => by && signedWide(w, high, low) % signed(w, by),
  overflows: (w, high, low, by) => {
    if (!by) return 1n;
    const q = signedWide(w, high, low) / signed(w, by);
    return signed(w, q) === q ? 0n : 1n;
  },
  deposit: (_w, source, mask) => {
    let out = 0n, from = 0n;
    for (let bit = 1n; bit <= mask; bit <<= 1n) if (mask & bit) { if (source >> from & 1n) out |= bit; from++; }
    return out;
  },
  extract: (_w, source, mask) => {
    let out = 0n, to = 0n;
    for (let bit = 1n; bit <= mask; bit <<= 1n) if (mask & bit) { if (source & bit) out |= 1n << to; to++; }
    return out;
  },
};
export const RARE_NAMES = Object.keys(RARE) as readonly RareOp[];
