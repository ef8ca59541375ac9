/** Where everything is: drawn from the seed, except for the seed `note`. */
import { Random } from '../../machine/random.ts';

/** Everything a seed draws about where things are. */
export interface Placement {
  readonly nt: bigint;
  readonly kpcr: bigint;
  readonly thread: bigint;
  readonly process: bigint;
  readonly rspBase: bigint;
  readonly win32k: bigint;
  readonly ntdll: bigint;
  readonly win32u: bigint;
  readonly note: bigint;
  readonly teb: bigint;
  readonly heap: bigint;
  readonly userRsp: bigint;
  readonly selfMap: number;
}
const NOTE_PLACEMENT: Placement = {
  nt: 0xfffff80672a00000n,
  kpcr: 0xfffff8066f3d2000n,
  thread: 0xffffa60c51d3f080n,
  process: 0xffffa60c51c2a080n,
  rspBase: 0xffffc28f5b6b7c90n,
  win32k: 0xffff9d3a1e200000n,
  ntdll: 0x00007ffb3c050000n,
  win32u: 0x00007ffb39c60000n,
  note: 0x00007ff6a1c40000n,
  teb: 0xb1f9a4e000n,
  heap: 0x1e05b7e2a10n,
  userRsp: 0xb1f9cff7a8n,
  selfMap: 0x1c2,
};
/** Where the page shared with every process is, whatever the seed. */
export const SHARED = { kernel: 0xfffff78000000000n, user: 0x7ffe0000n } as const;

export function placementOf(seed: string): Placement {
  if (seed === 'note') return NOTE_PLACEMENT;
  const r = new Random(`win10-x64/${seed}/placement`),
    stack = r.range(0x10_0000n, 0xff_ffffn) << 16n;
  const drawn = {
    nt: 0xfffff80000000000n + (r.range(0x100n, 0x3fffn) << 21n),
    kpcr: 0xfffff800_00000000n + (r.range(0x4000n, 0x7fffn) << 21n) + 0x1d2000n,
    thread: 0xffff800000000000n + (r.range(0x1000_0000n, 0x1fff_ffffn) << 16n) + 0xf080n,
    process: 0xffff800000000000n + (r.range(0x2000_0000n, 0x2fff_ffffn) << 16n) + 0xa080n,
    rspBase: 0xffff800000000000n + (r.range(0x3000_0000n, 0x3fff_ffffn) << 16n) + 0x7c90n,
    win32k: 0xffff900000000000n + (r.range(0x100n, 0xffffn) << 21n),
    ntdll: 0x7ffb00000000n + (r.range(0n, 0xffffn) << 16n),
    note: 0x7ff600000000n + (r.range(0n, 0xffffn) << 16n),
    teb: stack + 0x4e000n,
    heap: (r.range(0x100_0000n, 0x1ff_ffffn) << 16n) + 0x2a10n,
    userRsp: stack + 0x2ff7a8n,
  };
  const selfMap = 0x102 + r.below(0xf0),
    taken = new Set([...Object.values(drawn), SHARED.kernel].map(at => Number((at >> 39n) & 0x1ffn)));
  return { ...drawn, win32u: drawn.ntdll - 0x40_0000n, selfMap: nextFree(selfMap, taken) };
}
/** The page tables' own entry of the root may be none that something else is mapped through. */
function nextFree(index: number, taken: ReadonlySet<number>): number {
  return taken.has(index) ? nextFree(0x102 + ((index - 0x101) % 0xf0), taken) : index;
}

/** Offsets inside nt that every seed shares: the routines of the path keep their distances. */
export const OFFSETS = {
  handlers: 0x402600n,
  entry: 0x40d340n,
  table: 0x6dbf90n,
  tables: 0xa018c0n,
  globals: 0xa51c00n,
  shadow: 0xb2a000n,
  zw: 0x3fb000n,
  image: 0x1046000n,
  w32Table: 0x4000n,
  w32Code: 0x10000n,
  ntdllStubs: 0x9cb10n,
  win32uStubs: 0x1010n,
  imports: 0x4000n,
  rounds: 0x5000n,
} as const;
