/** Where everything is on x86: drawn from the seed, except for the seed `note`, which has the numbers of published XP dumps. */
import { Random } from '../../machine/random.ts';
import type { Release } from './release.ts';

export interface Placement {
  readonly nt: bigint;
  readonly hal: bigint;
  readonly win32k: bigint;
  readonly kpcr: bigint;
  /** GDT, IDT and TSS, in the order published dumps have them. */
  readonly gdt: bigint;
  readonly idt: bigint;
  readonly tss: bigint;
  readonly thread: bigint;
  readonly process: bigint;
  /** KTHREAD.InitialStack. */
  readonly stack: bigint;
  /** What SYSENTER_ESP holds, and nobody uses for long. */
  readonly sysenterStack: bigint;
  readonly ntdll: bigint;
  readonly gdi32: bigint;
  readonly note: bigint;
  readonly heap: bigint;
  readonly teb: bigint;
  readonly peb: bigint;
  /** ESP of the program before main. */
  readonly userEsp: bigint;
}
/** On XP the HAL and the loader put these where they are on every machine; 7 draws them. */
const FIXED_ON_XP = { kpcr: 0xffdff000n, gdt: 0x8003f000n, idt: 0x8003f400n, tss: 0x80042000n };
const NOTE: Readonly<Record<string, Placement>> = {
  'winxp-x86': {
    ...FIXED_ON_XP,
    nt: 0x804d7000n,
    hal: 0x806e4000n,
    win32k: 0xbf800000n,
    thread: 0x82183da8n,
    process: 0x821f2020n,
    stack: 0xf8a41000n,
    sysenterStack: 0xf88c7000n,
    ntdll: 0x7c900000n,
    gdi32: 0x77f10000n,
    note: 0x400000n,
    heap: 0x142a10n,
    teb: 0x7ffdf000n,
    peb: 0x7ffd9000n,
    userEsp: 0x12ffc4n,
  },
};

export function placementOf(seed: string, release: Release): Placement {
  const known = seed === 'note' ? NOTE[release.layouts] : undefined;
  if (known) return known;
  const r = new Random(`${release.layouts}/${seed}/placement`),
    xp = release.layouts === 'winxp-x86',
    nt = xp ? 0x80400000n + r.range(0n, 0x100n) * 0x1000n : 0x82800000n + r.range(0n, 0x200n) * 0x1000n,
    tables = 0x80b00000n + r.range(0n, 0xc0n) * 0x1000n,
    pool = xp ? 0x82000000n : 0x85000000n;
  return {
    nt,
    hal: nt + 0x410000n,
    win32k: xp ? 0xbf800000n : 0x90000000n + r.range(0n, 0x3ffn) * 0x10000n,
    ...(xp ? FIXED_ON_XP : { kpcr: nt + 0x16bc00n, gdt: tables, idt: tables + 0x400n, tss: tables + 0x3000n }),
    thread: pool + r.range(0n, 0xffn) * 0x10000n + 0xda8n,
    process: pool + 0x1000000n + r.range(0n, 0xffn) * 0x10000n + 0x20n,
    stack: (xp ? 0xf8000000n : 0x8a000000n) + r.range(0n, 0x3fn) * 0x20000n + 0x11000n,
    sysenterStack: (xp ? 0xf8900000n : 0x8b000000n) + r.range(0n, 0xffn) * 0x1000n,
    ntdll: xp ? 0x7c900000n : 0x77000000n + r.range(0n, 0xffn) * 0x10000n,
    gdi32: xp ? 0x77f10000n : 0x76000000n + r.range(0n, 0xffn) * 0x10000n,
    note: xp ? 0x400000n : 0x400000n + r.range(0n, 0xffn) * 0x10000n,
    heap: 0x2000000n + r.range(0n, 0xfffn) * 0x1000n + 0xa10n,
    teb: 0x7ffdf000n,
    peb: 0x7ffd4000n + r.range(0n, 7n) * 0x1000n,
    userEsp: 0x120000n + r.range(1n, 0xfn) * 0x1000n - 0x3cn,
  };
}

/** Offsets inside images that every seed shares. */
export const OFFSETS = {
  zw: 0x60000n,
  traps: 0x64000n,
  entry: 0x67691n,
  table: 0x2bb8cn,
  data: 0x7b180n,
  routines: 0x90000n,
  image: 0x400000n,
  clock: 0x1000n,
  w32Table: 0x199b80n,
  w32Code: 0x10000n,
  stubs: 0xd000n,
  doors: 0xb8b0n,
  gdiStubs: 0x1010n,
  imports: 0x4000n,
  rounds: 0x5000n,
} as const;
