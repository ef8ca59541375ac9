/**
 * From a linear address to a physical one: the walk through the tables, each entry on the way, and the verdict of the processor.
 * Memory, the debugger's !pte and the explanations all read the same walk. @source SDM Vol. 3 "Paging"
 */
import type { State } from './state.ts';

/** Bits of a paging-structure entry. */
export const PTE = { P: 1n, RW: 2n, US: 4n, A: 0x20n, D: 0x40n, PS: 0x80n, G: 0x100n, NX: 1n << 63n } as const;
/** Bits of a page-fault error code. */
export const PF = { P: 1n, W: 2n, U: 4n, RSVD: 8n, I: 16n } as const;
export const CR0 = { PE: 1n, MP: 2n, EM: 4n, TS: 8n, ET: 16n, NE: 32n, WP: 1n << 16n, AM: 1n << 18n, NW: 1n << 29n, CD: 1n << 30n, PG: 1n << 31n } as const;
export const CR4 = { VME: 1n, PVI: 2n, TSD: 4n, DE: 8n, PSE: 16n, PAE: 32n, MCE: 64n, PGE: 128n, PCE: 256n, OSFXSR: 512n, OSXMMEXCPT: 1024n, UMIP: 2048n,
  LA57: 1n << 12n, VMXE: 1n << 13n, FSGSBASE: 1n << 16n, PCIDE: 1n << 17n, OSXSAVE: 1n << 18n, SMEP: 1n << 20n, SMAP: 1n << 21n, PKE: 1n << 22n } as const;
export const EFER = { SCE: 1n, LME: 1n << 8n, LMA: 1n << 10n, NXE: 1n << 11n } as const;
/** Physical addresses have this many bits: higher ones in an entry are reserved. */
export const PHYSICAL_BITS = 39n;

const ones = (high: bigint, low: bigint): bigint => (1n << high + 1n) - (1n << low);
const ADDRESS = ones(51n, 12n), BEYOND = ones(51n, PHYSICAL_BITS);

/** What one level of tables looks like. `shift`: lowest address bit of its index; `large`: an entry may map a page of 2**shift bytes. */
interface Level { readonly name: string; readonly shift: bigint; readonly indexBits: bigint; readonly large: boolean }
const level = (name: string, shift: bigint, indexBits: bigint, large = false): Level => ({ name, shift, indexBits, large });
const LEVELS = {
  '4-level': [level('PML4E', 39n, 9n), level('PDPTE', 30n, 9n, true), level('PDE', 21n, 9n, true), level('PTE', 12n, 9n)],
  PAE: [level('PDPTE', 30n, 2n), level('PDE', 21n, 9n, true), level('PTE', 12n, 9n)],
  '32-bit': [level('PDE', 22n, 10n, true), level('PTE', 12n, 10n)],
} as const satisfies Record<string, readonly Level[]>;
export type PagingMode = keyof typeof LEVELS | 'off';

export function pagingMode(state: State): PagingMode {
  if (!(state.get('CR0') & CR0.PG)) return 'off';
  if (!(state.get('CR4') & CR4.PAE)) return '32-bit';
  return state.get('IA32_EFER') & EFER.LMA ? '4-level' : 'PAE';
}

/** One entry on the way: where it is (physical), what it holds, and what the processor makes of it. */
export interface WalkRow {
  readonly name: string;
  readonly address: bigint;
  readonly value: bigint;
  readonly verdict: 'table' | 'page' | 'not present' | 'reserved bit';
  readonly bytes: 4 | 8;
}
/** The page a walk ends at. `physical`: of the byte asked for; permissions are those of all levels together. */
export interface Mapping {
  readonly physical: bigint;
  readonly pageBytes: number;
  readonly user: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  readonly global: boolean;
}
export interface Walk { readonly rows: readonly WalkRow[]; readonly mapping: Mapping | undefined }

/** Physical memory as a walk reads it; what does not exist reads as ones. */
export type ReadEntry = (physical: bigint, bytes: 4 | 8) => bigint;

/** Follow the tables for `linear`. Changes nothing and judges no access: `pageFault` does. */
export function walk(state: State, linear: bigint, read: ReadEntry): Walk {
  const mode = pagingMode(state);
  if (mode === 'off') return { rows: [], mapping: { physical: linear, pageBytes: 4096, user: true, write: true, execute: true, global: false } };
  const rows: WalkRow[] = [], bytes = mode === '32-bit' ? 4 : 8;
  const nxe = (state.get('IA32_EFER') & EFER.NXE) !== 0n, pse = mode !== '32-bit' || (state.get('CR4') & CR4.PSE) !== 0n;
  let table = state.get('CR3') & (mode === 'PAE' ? 0xffff_ffe0n : ADDRESS), user = true, write = true, execute = true;
  for (const { name, shift, indexBits, large } of LEVELS[mode]) {
    const index = linear >> shift & ones(indexBits - 1n, 0n), address = table + index * BigInt(bytes), top = mode === 'PAE' && name === 'PDPTE';
    const value = top ? state.get(`PDPTE${Number(index) as 0}`) : read(address, bytes);
    const leaf = name === 'PTE' || (large && pse && (value & PTE.PS) !== 0n);
    const verdict = !(value & PTE.P) ? 'not present' : value & reserved(mode, name, leaf, shift, nxe) ? 'reserved bit' : leaf ? 'page' : 'table';
    rows.push({ name, address, value, verdict, bytes });
    if (verdict === 'not present' || verdict === 'reserved bit') return { rows, mapping: undefined };
    if (!top) {
      user &&= (value & PTE.US) !== 0n;
      write &&= (value & PTE.RW) !== 0n;
      execute &&= bytes === 4 || !nxe || !(value & PTE.NX);
    }
    if (leaf) {
      const offset = ones(shift - 1n, 0n), high = bytes === 4 && shift === 22n ? (value >> 13n & 0xffn) << 32n : 0n;       // PSE-36
      const physical = ((value & ADDRESS | high) & ~offset) | linear & offset;
      return { rows, mapping: { physical, pageBytes: 2 ** Number(shift), user, write, execute, global: (value & PTE.G) !== 0n } };
    }
    table = value & ADDRESS;
  }
  throw new Error('a walk ends at a PTE');
}

/**
 * Bits that must be 0 in a present entry.
 *
 *   63  62..52   51..39        38..                 8    7     6 5 4 3 2 1 0
 *   NX  ignored  reserved      address              G    PS    D A . . US RW P      NX: reserved while EFER.NXE is 0
 *       (PAE: reserved)        (large: low bits reserved)    (PML4E: reserved)      PDPTE of PAE: 8..5, 2, 1 and 63 reserved
 */
function reserved(mode: PagingMode, name: string, leaf: boolean, shift: bigint, nxe: boolean): bigint {
  if (mode === '32-bit') return leaf && shift === 22n ? 1n << 21n : 0n;
  let bits = BEYOND | (nxe ? 0n : PTE.NX);
  if (mode === 'PAE') bits |= name === 'PDPTE' ? PDPTE_RESERVED : ones(62n, 52n);
  if (name === 'PML4E') bits |= PTE.PS;
  if (leaf && shift > 12n) bits |= ones(shift - 1n, 13n);
  return bits;
}
/** Reserved in the four entries PAE paging loads with CR3; setting one is #GP there. */
export const PDPTE_RESERVED = ones(63n, PHYSICAL_BITS) | 0x1e6n;

/** `user`: done at CPL 3. `implicit`: by the processor itself (descriptor tables, frames), always as supervisor. */
export interface AccessKind { readonly access: 'read' | 'write' | 'fetch'; readonly user: boolean; readonly implicit?: boolean }

/** Error code of the page fault this access meets, or undefined if it is allowed. */
export function pageFault(state: State, { rows, mapping }: Walk, { access, user, implicit }: AccessKind): bigint | undefined {
  const cr0 = state.get('CR0'), cr4 = state.get('CR4');
  const reportsFetch = (cr4 & CR4.SMEP) !== 0n || ((cr4 & CR4.PAE) !== 0n && (state.get('IA32_EFER') & EFER.NXE) !== 0n);
  const how = (access === 'write' ? PF.W : 0n) | (user ? PF.U : 0n) | (access === 'fetch' && reportsFetch ? PF.I : 0n);
  if (!mapping) return how | (rows.at(-1)!.verdict === 'reserved bit' ? PF.P | PF.RSVD : 0n);
  if (!rows.length) return undefined;
  if (user ? !mapping.user : mapping.user && protectedFromSupervisor(state, cr4, access, implicit)) return how | PF.P;
  if (access === 'fetch' && !mapping.execute) return how | PF.P;
  if (access === 'write' && !mapping.write && (user || cr0 & CR0.WP)) return how | PF.P;
  return undefined;
}
/** SMEP keeps ring 0 from executing user pages, SMAP from touching them unless EFLAGS.AC says it is on purpose. */
function protectedFromSupervisor(state: State, cr4: bigint, access: AccessKind['access'], implicit = false): boolean {
  if (access === 'fetch') return (cr4 & CR4.SMEP) !== 0n;
  return (cr4 & CR4.SMAP) !== 0n && (implicit || !(state.get('flags.system') & 1n << 18n));
}

/** In 64-bit mode an address is a sign-extended 48-bit number. */
export const canonical = (linear: bigint): boolean => BigInt.asUintN(64, BigInt.asIntN(48, linear)) === linear;
