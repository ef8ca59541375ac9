/** What CPUID answers: exactly the features this processor has. @source SDM Vol. 2 "CPUID" */
import type { State } from './state.ts';
import { PHYSICAL_BITS } from './paging.ts';

export type Registers = readonly [eax: number, ebx: number, ecx: number, edx: number];
const bits = (...numbers: number[]): number => numbers.reduce((word, n) => word | 1 << n, 0);
const text = (s: string): number => [...s].reduce((word, ch, n) => word | ch.charCodeAt(0) << 8 * n, 0);

const VENDORS = { intel: ['Genu', 'ineI', 'ntel'], amd: ['Auth', 'enti', 'cAMD'] } as const;
const NAMES = { intel: 'Syscall Lab processor (Intel rules)', amd: 'Syscall Lab processor (AMD rules)' } as const;

/** Family 6 model 94 (Intel) or family 23 model 1 (AMD): old enough that nothing undocumented is expected of it. */
const SIGNATURE = { intel: 0x506e3, amd: 0x800f11 } as const;
const FEATURES = {
  /** Leaf 1 EDX: PSE TSC MSR PAE CX8 APIC SEP PGE CMOV PAT PSE-36 FXSR SSE SSE2. */
  edx1: bits(3, 4, 5, 6, 8, 9, 11, 13, 15, 16, 17, 25, 26),
  /** Leaf 1 ECX: CX16 PCID POPCNT. */
  ecx1: bits(13, 17, 23),
  /** Leaf 7 EBX: FSGSBASE BMI1 SMEP BMI2 INVPCID SMAP. */
  ebx7: bits(0, 3, 7, 8, 10, 20),
  /** Leaf 7 ECX: UMIP. */
  ecx7: bits(2),
  /** Leaf 80000001 EDX: SYSCALL NX 1-GiB pages RDTSCP long mode. */
  edxExtended: bits(11, 20, 26, 27, 29),
  /** Leaf 80000001 ECX: LAHF in 64-bit mode, LZCNT. */
  ecxExtended: bits(0, 5),
} as const;

/** @returns EAX, EBX, ECX, EDX as unsigned 32-bit numbers */
export function cpuid(state: State, leaf: number, _subleaf: number): Registers {
  const vendor = state.get('vendor') ? 'amd' : 'intel', [a, b, c] = VENDORS[vendor].map(text) as [number, number, number];
  const letters = (at: number): number => text(NAMES[vendor].slice(at, at + 4));
  const brand = (part: number): Registers => unsigned([0, 4, 8, 12].map(n => letters(part * 16 + n)) as unknown as Registers);
  switch (leaf) {
    case 0: return unsigned([7, a, c, b]);
    case 1: return unsigned([SIGNATURE[vendor], 0x0001_0800, FEATURES.ecx1, FEATURES.edx1]);
    case 7: return unsigned([0, FEATURES.ebx7, FEATURES.ecx7, 0]);
    case 0x8000_0000: return unsigned([0x8000_0008, a, c, b]);
    case 0x8000_0001: return unsigned([0, 0, FEATURES.ecxExtended, FEATURES.edxExtended]);
    case 0x8000_0002: case 0x8000_0003: case 0x8000_0004: return brand(leaf - 0x8000_0002);
    case 0x8000_0008: return unsigned([48 << 8 | Number(PHYSICAL_BITS), 0, 0, 0]);
    default: return [0, 0, 0, 0];
  }
}
const unsigned = (r: Registers): Registers => r.map(v => v >>> 0) as unknown as Registers;
