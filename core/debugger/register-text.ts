/** The register dump and the text of single registers. */
import { floatLines, mmxLines } from './float-registers.ts';
import { DUMP_ORDER, FLAG_LETTERS, SEGMENT_ORDER, registerNamed } from './registers.ts';
import type { Target } from './target.ts';

/** `nv up ei pl nz na po nc`. On x64 the letters of PF are the other way round: `po` when it is set. */
export function flagLetters(efl: bigint, bits: 32 | 64): readonly string[] {
  return FLAG_LETTERS.map(([name, bit, clear, set]) =>
    (((efl >> BigInt(bit)) & 1n) !== 0n) !== (name === 'pf' && bits === 64) ? set : clear,
  );
}
const digits = (target: Target, name: string): number => Math.ceil((registerNamed(name, target.bits)?.width ?? target.bits) / 4);
/** The value as the dump pads it. */
export const paddedRegister = (target: Target, name: string): string => {
  const value = target.register(name);
  return value === undefined ? '?'.repeat(digits(target, name)) : hex128(value, digits(target, name));
};
const hex128 = (value: bigint, width: number): string => value.toString(16).padStart(width, '0');

/** `rax=0000000000000055`; parts of registers and flags are not padded. */
export function registerText(target: Target, name: string): string {
  const named = registerNamed(name, target.bits),
    value = target.register(name);
  return `${name}=${named?.partial && value !== undefined ? hex128(value, 1) : paddedRegister(target, name)}`;
}

const generalLines = (target: Target): string[] =>
  DUMP_ORDER[target.bits].map(row =>
    row.map(name => `${target.bits === 64 ? name.padStart(3) : name}=${paddedRegister(target, name)}`).join(' '),
  );
const iopl = (target: Target): string =>
  `iopl=${(target.register('iopl') ?? 0n).toString(16)}         ${flagLetters(target.register('efl') ?? 0n, target.bits).join(' ')}`;
const segments = (target: Target): string =>
  `${SEGMENT_ORDER.map(s => `${s}=${paddedRegister(target, s)}`).join('  ')}             efl=${paddedRegister(target, 'efl')}`;
const row = (target: Target, names: readonly string[]): string => names.map(n => `${n}=${paddedRegister(target, n)}`).join(' ');

/** Lines of `r` for a mask (1, 2 integers; 8 segments; 20 debug; 80 control; 100 descriptor tables). */
export function registerDump(target: Target, mask: number): readonly string[] {
  const lines: string[] = [];
  if (mask & 3) {
    const general = generalLines(target);
    if (target.bits === 64) lines.push(...general, iopl(target));
    else lines.push(general[0]!, `${general[1]!} ${iopl(target)}`);
  }
  if (mask & 4) lines.push(...floatLines());
  if (mask & 8) lines.push(segments(target));
  if (mask & 0x10) lines.push(...mmxLines());
  if (mask & 0x20) lines.push(row(target, ['dr0', 'dr1', 'dr2']), row(target, ['dr3', 'dr6', 'dr7', 'cr4']));
  if (mask & 0x40) for (let n = 0; registerNamed(`xmm${n}`, target.bits); n++) lines.push(row(target, [`xmm${n}`]));
  if (mask & 0x80)
    lines.push(
      row(target, target.bits === 64 ? ['cr0', 'cr2', 'cr3'] : ['cr0', 'cr2', 'cr3']),
      ...(target.bits === 64 ? [row(target, ['cr8'])] : []),
    );
  if (mask & 0x100) lines.push(row(target, ['gdtr', 'gdtl', 'idtr', 'idtl', 'tr', 'ldtr']));
  return lines;
}
