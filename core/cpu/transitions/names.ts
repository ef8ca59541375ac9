/** Which transition an instruction is, by iced's name of its encoding. */
import type { Width } from '../program.ts';

const SIZE: Readonly<Record<string, 8 | 16 | 32 | 64>> = { b: 8, w: 16, d: 32, q: 64, 16: 16, 32: 32, 64: 64 };
/** [encoding, transition]. A group of the pattern is the operand size where operands do not say it: w d q, or the digits of m16:32. */
const TABLE: readonly (readonly [RegExp, string])[] = [
  [/^(Syscall|Sysenter|Swapgs|Int1|Int3|Into|Rdmsr|Wrmsr|Rdtsc|Rdtscp|Rdpmc|Cpuid|Xgetbv|Xsetbv|Cli|Sti|Hlt|Clac|Stac|Clts|Invd|Wbinvd|Fninit)$/, '$1'],
  [/^Sysret([dq])$/, 'SYSRET'], [/^Sysexit([dq])$/, 'SYSEXIT'], [/^Iret([wdq])$/, 'IRET'], [/^Int_imm8$/, 'INT'],
  [/^Jmp_(?:ptr|m)16(16|32|64)$/, 'JMP_FAR'], [/^Call_(?:ptr|m)16(16|32|64)$/, 'CALL_FAR'], [/^Retf([wdq])(?:_imm16)?$/, 'RET_FAR'],
  [/^Mov_Sreg_/, 'MOV_TO_SREG'], [/^Mov_r\w+_Sreg$/, 'MOV_FROM_SREG'], [/^Push([wdq])_.S$/, 'PUSH_SREG'], [/^Pop([wdq])_.S$/, 'POP_SREG'],
  [/^(L[defgs]s)_/, '$1'], [/^(Lar|Lsl|Verr|Verw|Arpl)_/, '$1'],
  [/^(Lgdt|Lidt|Sgdt|Sidt)_m\d+_16$/, '$1 16'], [/^(Lgdt|Lidt|Sgdt|Sidt|Lldt|Ltr|Sldt|Str|Lmsw|Smsw|Invlpg|Invpcid)_/, '$1'],
  [/^Mov_cr_/, 'MOV_TO_CR'], [/^Mov_\w+_cr$/, 'MOV_FROM_CR'], [/^Mov_dr_/, 'MOV_TO_DR'], [/^Mov_\w+_dr$/, 'MOV_FROM_DR'],
  [/^(Rdfsbase|Rdgsbase|Wrfsbase|Wrgsbase)_/, '$1'], [/^Popf([wdq])$/, 'POPF'], [/^Enter([wdq])_/, 'ENTER'],
  [/^(In)_/, '$1'], [/^(Out)_/, '$1'], [/^(Ins|Outs)([bwd])_/, '$1'],
  [/^(Ud0|Ud1|Ud2|Rsm|Vm\w+|Invept|Invvpid|Monitor|Mwait|Getsec)(_|$)/, 'UNDEFINED'], [/^(Monitor|Mwait)/, 'UNDEFINED'],
];

export interface SystemInstruction { readonly name: string; readonly width: Width | undefined }
/** Undefined for everything that is not a transition. */
export function systemInstruction(code: string): SystemInstruction | undefined {
  if (!known.has(code)) known.set(code, lookUp(code));
  return known.get(code);
}
const known = new Map<string, SystemInstruction | undefined>();
function lookUp(code: string): SystemInstruction | undefined {
  for (const [pattern, name] of TABLE) {
    const found = pattern.exec(code);
    if (!found) continue;
    const [full, width] = name.replace('$1', found[1] ?? '').toUpperCase().split(' '), suffix = found.slice(1).find(g => g !== undefined && g in SIZE);
    return { name: full!, width: width ? 16 : suffix ? SIZE[suffix]! : undefined };
  }
  return undefined;
}
