/** Registers by the names a debugger uses: which part of which register a name is, and how wide its value prints. */
import { REGISTERS } from '../cpu/registers.ts';
import type { Bits } from './text.ts';

export interface RegisterName {
  /** Name of the whole register: `rax`, `efl`, `cs`, `gdtr`; on x86 too, where `eax` is all there is of `rax`. */
  readonly of: string;
  readonly shift: number;
  /** Bits. */
  readonly width: number;
  /** Part of a wider register or of the flags: printed without padding. */
  readonly partial: boolean;
}

/** Order of the full dump. */
export const DUMP_ORDER = {
  64: [
    ['rax', 'rbx', 'rcx'],
    ['rdx', 'rsi', 'rdi'],
    ['rip', 'rsp', 'rbp'],
    ['r8', 'r9', 'r10'],
    ['r11', 'r12', 'r13'],
    ['r14', 'r15'],
  ],
  32: [
    ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi'],
    ['eip', 'esp', 'ebp'],
  ],
} as const satisfies Record<Bits, readonly (readonly string[])[]>;
/** [flag, bit, text when clear, text when set], in the order of the flags line. x64 prints parity's letters the other way round. */
export const FLAG_LETTERS: readonly (readonly [name: string, bit: number, clear: string, set: string])[] = [
  ['of', 11, 'nv', 'ov'],
  ['df', 10, 'up', 'dn'],
  ['if', 9, 'di', 'ei'],
  ['sf', 7, 'pl', 'ng'],
  ['zf', 6, 'nz', 'zr'],
  ['af', 4, 'na', 'ac'],
  ['pf', 2, 'po', 'pe'],
  ['cf', 0, 'nc', 'cy'],
];
export const SEGMENT_ORDER = ['cs', 'ss', 'ds', 'es', 'fs', 'gs'] as const;

/** Cells that are not named as their register is. */
const WHOLE: Readonly<Record<string, string>> = {
  rflags: 'efl',
  'GDTR.base': 'gdtr',
  'GDTR.limit': 'gdtl',
  'IDTR.base': 'idtr',
  'IDTR.limit': 'idtl',
};
const wholeName = (cell: string): string => WHOLE[cell] ?? cell.replace(/\.selector$/, '').toLowerCase();
/** Names x86 has not: 64-bit registers, R8 to R15 and their parts, byte forms of the pointer registers. */
const ONLY_64 = /^(r(ax|bx|cx|dx|si|di|sp|bp|ip|flags)|r\d+[dwb]?|[sd]il|[sb]pl|cr8|xmm(8|9|1\d))$/;

function tableFor(bits: Bits): ReadonlyMap<string, RegisterName> {
  const table = new Map<string, RegisterName>();
  for (const r of REGISTERS.values()) {
    if (bits === 32 && ONLY_64.test(r.name)) continue;
    const of = wholeName(r.cell),
      own = r.width === 64 && bits === 32 ? 32 : bits === 32 && /^[gi]dtl$/.test(r.name) ? 32 : r.width;
    const partial = bits === 64 ? r.name !== of && r.name !== 'eflags' : r.width < 32 && r.name !== of;
    table.set(r.name, { of, shift: r.shift, width: own, partial });
  }
  return table;
}
const TABLES = { 64: tableFor(64), 32: tableFor(32) };

/** By name without `@`, in lower case. */
export const registerNamed = (name: string, bits: Bits): RegisterName | undefined => TABLES[bits].get(name);
export const registerNames = (bits: Bits): readonly string[] => [...TABLES[bits].keys()];
