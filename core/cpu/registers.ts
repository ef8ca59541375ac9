/** Every register a debugger can name: which cell holds it, and which bits of the cell it is. */
import { GPR, SEGMENTS, at, type Cell, type State } from './state.ts';
import { RFLAGS, STATUS } from './flags.ts';

/** `shift` and `width` in bits; width 128 spans the cell and the next one. `rflags`: a part of the flags word, which no cell holds. */
export interface Register { readonly name: string; readonly cell: Cell | 'rflags'; readonly shift: number; readonly width: number }

export const REGISTERS: ReadonlyMap<string, Register> = new Map(rows().map(r => [r.name, r]));

function rows(): Register[] {
  const out: Register[] = [], add = (name: string, cell: Register['cell'], width: number, shift = 0): void => { out.push({ name, cell, shift, width }); };
  for (const cell of GPR) {
    const name = cell.toLowerCase(), short = name.slice(1);
    add(name, cell, 64);
    if (/\d/.test(name)) { add(`${name}d`, cell, 32); add(`${name}w`, cell, 16); add(`${name}b`, cell, 8); continue; }
    add(`e${short}`, cell, 32);
    add(short, cell, 16);
    add(/x/.test(short) ? `${short[0]}l` : `${short}l`, cell, 8);
    if (/x/.test(short)) add(`${short[0]}h`, cell, 8, 8);
  }
  add('rip', 'RIP', 64); add('eip', 'RIP', 32); add('ip', 'RIP', 16);
  add('rflags', 'rflags', 64); add('efl', 'rflags', 32); add('eflags', 'rflags', 32); add('fl', 'rflags', 16);
  for (const [name, bit] of Object.entries(RFLAGS)) add(name.toLowerCase(), 'rflags', 1, bit);
  add('iopl', 'rflags', 2, 12); add('vif', 'rflags', 1, 19); add('vip', 'rflags', 1, 20);
  for (const s of SEGMENTS) add(s.toLowerCase(), `${s}.selector`, 16);
  for (const n of [0, 2, 3, 4, 8] as const) add(`cr${n}`, `CR${n}`, 64);
  for (const n of [0, 1, 2, 3, 6, 7] as const) add(`dr${n}`, `DR${n}`, 64);
  for (const t of ['GDT', 'IDT'] as const) { add(`${t.toLowerCase()}r`, `${t}R.base`, 64); add(`${t.toLowerCase()}l`, `${t}R.limit`, 16); }
  add('tr', 'TR.selector', 16); add('ldtr', 'LDTR.selector', 16);
  for (let n = 0; n < 16; n++) add(`xmm${n}`, `XMM${n}`, 128);
  add('mxcsr', 'MXCSR', 32);
  return out;
}

/** Value of a register, zero-extended; undefined where there is none of that name. */
export function readRegister(state: State, name: string): bigint | undefined {
  const r = REGISTERS.get(name);
  if (!r) return undefined;
  const whole = r.cell === 'rflags' ? readFlags(state) : r.width === 128 ? state.get(r.cell) | state.load(at(r.cell) + 8, 64) << 64n : state.get(r.cell);
  return BigInt.asUintN(r.width, whole >> BigInt(r.shift));
}
/**
 * Set the named bits and no others, as a debugger does: a selector is set without loading its descriptor. False where there is no such register.
 * Where it decides how instructions run, the machine looks at the new state before the next one.
 */
export function writeRegister(state: State, name: string, value: bigint): boolean {
  const r = REGISTERS.get(name);
  if (!r) return false;
  const part = BigInt.asUintN(r.width, value), mask = (1n << BigInt(r.width)) - 1n << BigInt(r.shift);
  const merge = (old: bigint): bigint => BigInt.asUintN(64, old & ~mask | part << BigInt(r.shift));
  if (r.cell === 'rflags') writeFlags(state, merge(readFlags(state)));
  else if (r.width === 128) { state.set(r.cell, BigInt.asUintN(64, part)); state.store(at(r.cell) + 8, 64, part >> 64n); }
  else state.set(r.cell, merge(state.get(r.cell)));
  if (!isPlain(r.cell)) state.set('attention', 2n);
  return true;
}

/** General registers, RIP and XMM decide nothing but values. */
const isPlain = (cell: Register['cell']): boolean => cell !== 'rflags' && (at(cell) <= at('RIP') || cell.startsWith('XMM'));

const RESULT = at('flags.result'), ZERO = at('flags.zero'), CARRY = at('flags.carry'), OVERFLOW = at('flags.overflow');
const ADJUST = at('flags.adjust'), SYSTEM = at('flags.system');
/** 1 where the byte has an even number of ones. */
const EVEN = Uint8Array.from({ length: 256 }, (_, byte) => { let ones = 0; for (let b = byte; b; b &= b - 1) ones++; return ones & 1 ^ 1; });

/** RFLAGS from the cells of flags.ts (`compose` says the same in the spec language). */
export function readFlags({ view }: State): bigint {
  const zero = view.getInt32(ZERO, true) | view.getInt32(ZERO + 4, true);
  return BigInt((view.getInt32(SYSTEM, true) & ~Number(STATUS) | 2
    | view.getUint8(CARRY) & 1 | EVEN[view.getUint8(RESULT)]! << RFLAGS.PF | view.getUint8(ADJUST) & 1 << RFLAGS.AF
    | (zero ? 0 : 1 << RFLAGS.ZF) | view.getUint8(RESULT + 7) >> 7 << RFLAGS.SF | view.getUint8(OVERFLOW + 7) >> 7 << RFLAGS.OF) >>> 0);
}
/** Set RFLAGS whole. Bits 63..32 are lost: they are always 0. */
export function writeFlags({ view }: State, word: bigint): void {
  const w = Number(word & 0xffff_ffffn), bit = (n: number): number => w >>> n & 1;
  const set = (cell: number, low: number, high: number): void => { view.setInt32(cell, low, true); view.setInt32(cell + 4, high, true); };
  set(SYSTEM, w & ~Number(STATUS) | 2, 0);
  set(CARRY, bit(RFLAGS.CF), 0);
  set(ZERO, bit(RFLAGS.ZF) ^ 1, 0);
  set(RESULT, bit(RFLAGS.PF) ^ 1, bit(RFLAGS.SF) << 31);          // SF and PF travel together
  set(OVERFLOW, 0, bit(RFLAGS.OF) << 31);
  set(ADJUST, bit(RFLAGS.AF) << RFLAGS.AF, 0);
}
