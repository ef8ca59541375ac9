/**
 * The guest of the speed comparison: the same bytes run here, in other emulators and (workload 1) on the bare processor.
 * `guests/*.bin` are assembled from the .asm files beside them with nasm; the page tables are made here.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const KERNEL = 0xfffff80000000000n;
const PAGE = 4096;
/** Root of the page tables, physical. */
export const CR3 = 0x80000;
const ROOM_FOR_W3 = 0x20000;

interface Mapping {
  readonly linear: bigint;
  readonly physical: number;
  readonly bytes: number;
  readonly user: boolean;
}
const MAP: readonly Mapping[] = [
  { linear: 0x401000n, physical: 0x21000, bytes: 0x1000, user: true }, // user64.bin
  { linear: 0x410000n, physical: 0x100000, bytes: ROOM_FOR_W3, user: true }, // w3-1000.bin
  { linear: 0x500000n, physical: 0x40000, bytes: 0x40000, user: true }, // buffers
  { linear: 0x600000n, physical: 0x30000, bytes: 0x4000, user: true }, // stack
  { linear: 0x7ffe0000n, physical: 0x22000, bytes: 0x1000, user: true }, // the byte a stub tests
  { linear: KERNEL + 0x1000n, physical: 0x10000, bytes: 0x2000, user: false }, // kern64.bin
  { linear: KERNEL + 0x10000n, physical: 0x12000, bytes: 0x4000, user: false }, // KPCR, thread
  { linear: KERNEL + 0x20000n, physical: 0x18000, bytes: 0x4000, user: false }, // kernel stack
];

/** What the registers must hold before a call of a workload. */
export const START = {
  stackTop: 0x603f00n,
  /** A return to here ends the run; the byte is never executed. */
  done: 0x401ff0n,
  flags: 0x3002n,
  lstar: KERNEL + 0x1000n,
  star: 0x0023001000000000n,
  fmask: 0x4700n,
  efer: 0xd01n,
  kernelGs: KERNEL + 0x10000n,
  userGs: 0x530000n,
} as const;

/** A workload: where it starts and what it returns in RAX for a count. Sums: the bare processor (w1) and QEMU 7.2 (w2). */
export const WORKLOADS = {
  w1: {
    entry: 0x401010n,
    instructions: 464_424,
    sums: { 1: 0x7218c8085d08817dn, 10: 0xa267af51beb95c09n, 25: 0x4be385a8a1f12fd3n, 250: 0x2c17b64d128a35bfn },
  },
  w2: { entry: 0x401020n, instructions: 114, sums: { 10000: 0x2fc3c88n, 100000: 0x12a12ea50n } },
  /** Returns no sum; a thousand functions, each entered once a round. */
  w3: { entry: 0x410000n, instructions: 17_000, sums: {} },
} as const;

function file(name: string): Uint8Array {
  const bytes = readFileSync(new URL(`guests/${name}`, import.meta.url));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Physical memory from 0, page tables included; CR3 is the root. */
export function physicalImage(): Uint8Array {
  const ram = new Uint8Array(0x100000 + ROOM_FOR_W3);
  const view = new DataView(ram.buffer);
  const quad = (at: number): bigint => view.getBigUint64(at, true);
  ram.set(file('kern64.bin'), 0x10000);
  ram.set(file('user64.bin'), 0x21000);
  ram.set(file('w3-1000.bin.gz'), 0x100000);
  view.setBigUint64(0x12000 + 0x188, KERNEL + 0x13000n, true); // KPCR.Prcb.CurrentThread
  view.setBigUint64(0x12000 + 0x1a8, KERNEL + 0x24000n, true); // KPCR.Prcb.RspBase
  let free = CR3 + PAGE;
  const map = (linear: bigint, physical: number, user: boolean): void => {
    let table = CR3;
    for (const shift of [39n, 30n, 21n]) {
      const entry = table + Number((linear >> shift) & 511n) * 8;
      if (quad(entry) === 0n) {
        view.setBigUint64(entry, BigInt(free) | 7n, true);
        free += PAGE;
      }
      table = Number(quad(entry) & 0xfffff000n);
    }
    view.setBigUint64(table + Number((linear >> 12n) & 511n) * 8, BigInt(physical) | (user ? 7n : 3n), true);
  };
  for (const m of MAP) for (let o = 0; o < m.bytes; o += PAGE) map(m.linear + BigInt(o), m.physical + o, m.user);
  return ram;
}
