/** Registers by the names a debugger uses: which part of which register a name is, and how wide its value prints. */
import type { Bits } from './text.ts';

export interface RegisterName {
  /** The register that holds it: `rax`, `efl`, `cs`, `cr3`, `gdtr`. On x86 too, where `eax` is all there is of `rax`. */
  readonly of: string;
  readonly shift: number;
  /** Bits. */
  readonly width: number;
  /** Part of a wider register or of the flags: printed without padding. */
  readonly partial: boolean;
}

const GENERAL64 = 'rax rbx rcx rdx rsi rdi rsp rbp r8 r9 r10 r11 r12 r13 r14 r15'.split(' ');
/** Order of the full dump. */
export const DUMP_ORDER = {
  64: [['rax', 'rbx', 'rcx'], ['rdx', 'rsi', 'rdi'], ['rip', 'rsp', 'rbp'], ['r8', 'r9', 'r10'], ['r11', 'r12', 'r13'], ['r14', 'r15']],
  32: [['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi'], ['eip', 'esp', 'ebp']],
} as const satisfies Record<Bits, readonly (readonly string[])[]>;
/** [flag, bit, text when clear, text when set], in the order of the flags line. x64 prints parity's letters the other way round. */
export const FLAG_LETTERS: readonly (readonly [name: string, bit: number, clear: string, set: string])[] = [
  ['of', 11, 'nv', 'ov'], ['df', 10, 'up', 'dn'], ['if', 9, 'di', 'ei'], ['sf', 7, 'pl', 'ng'],
  ['zf', 6, 'nz', 'zr'], ['af', 4, 'na', 'ac'], ['pf', 2, 'po', 'pe'], ['cf', 0, 'nc', 'cy'],
];
const OTHER_FLAGS: readonly (readonly [name: string, bit: number, width: number])[] = [
  ['tf', 8, 1], ['iopl', 12, 2], ['nt', 14, 1], ['rf', 16, 1], ['vm', 17, 1], ['ac', 18, 1], ['vif', 19, 1], ['vip', 20, 1], ['id', 21, 1],
];
export const SEGMENT_ORDER = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'] as const;

function tableFor(bits: Bits): ReadonlyMap<string, RegisterName> {
  const table = new Map<string, RegisterName>();
  const add = (name: string, of: string, width: number, partial = false, shift = 0): void => { table.set(name, { of, shift, width, partial }); };
  for (const wide of bits === 64 ? GENERAL64 : GENERAL64.slice(0, 8)) {
    if (bits === 64) add(wide, wide, 64);
    if (/\d/.test(wide)) for (const [suffix, width] of [['d', 32], ['w', 16], ['b', 8]] as const) add(wide + suffix, wide, width, true);
    else {
      const short = wide.slice(1);
      add(`e${short}`, wide, 32, bits === 64);
      add(short, wide, 16, true);
      if (/x$/.test(short)) { add(`${short[0]}l`, wide, 8, true); add(`${short[0]}h`, wide, 8, true, 8); } else if (bits === 64) add(`${short}l`, wide, 8, true);
    }
  }
  if (bits === 64) add('rip', 'rip', 64);
  add('eip', 'rip', 32, bits === 64);
  add('ip', 'rip', 16, true);
  add('efl', 'efl', 32);
  add('eflags', 'efl', 32);
  add('fl', 'efl', 16, true);
  for (const [flag, bit] of FLAG_LETTERS) add(flag, 'efl', 1, true, bit);
  for (const [flag, bit, width] of OTHER_FLAGS) add(flag, 'efl', width, true, bit);
  for (const segment of SEGMENT_ORDER) add(segment, segment, 16);
  for (const n of bits === 64 ? [0, 2, 3, 4, 8] : [0, 2, 3, 4]) add(`cr${n}`, `cr${n}`, bits);
  for (const n of [0, 1, 2, 3, 6, 7]) add(`dr${n}`, `dr${n}`, bits);
  for (const table of ['gdtr', 'idtr']) add(table, table, bits);
  for (const limit of ['gdtl', 'idtl']) add(limit, limit, bits === 64 ? 16 : 32);
  for (const selector of ['tr', 'ldtr']) add(selector, selector, 16);
  add('mxcsr', 'mxcsr', 32);
  for (let n = 0; n < (bits === 64 ? 16 : 8); n++) add(`xmm${n}`, `xmm${n}`, 128);
  return table;
}
const TABLES = { 64: tableFor(64), 32: tableFor(32) };

/** By name without `@`, in lower case. */
export const registerNamed = (name: string, bits: Bits): RegisterName | undefined => TABLES[bits].get(name);
export const registerNames = (bits: Bits): readonly string[] => [...TABLES[bits].keys()];
