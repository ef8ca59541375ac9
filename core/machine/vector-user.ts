/** The memory map and the segments every user-mode vector starts from, and its ring 0: a handler for each event. @source test/vectors/FORMAT.md, family A */
import { GPR, type State } from '../cpu/state.ts';
import { FLAT_CODE32, FLAT_CODE64, FLAT_DATA, RIGHTS } from '../cpu/segments.ts';
import { CR0, CR4, EFER } from '../cpu/paging.ts';

export interface Area {
  readonly start: bigint;
  readonly end: bigint;
  readonly write: boolean;
  readonly fill: number;
  readonly physical: bigint;
}
const area = (start: bigint, end: bigint, write: boolean, physical: bigint, fill = 0): Area => ({ start, end, write, fill, physical });
/** Linear ranges ring 3 can reach, and where they are in RAM. */
export const AREAS: readonly Area[] = [
  area(0x8000n, 0xa000n, true, 0x100000n),
  area(0x10000n, 0x12000n, false, 0x102000n, 0xcc),
  area(0x20000n, 0x28000n, true, 0x104000n),
  area(0x2a000n, 0x2b000n, false, 0x10c000n),
  area(0x30000n, 0x32000n, true, 0x10d000n),
  area(0x1234_5678_0000n, 0x1234_5678_2000n, true, 0x10f000n),
];
export function physicalOf(linear: bigint): bigint {
  const found = AREAS.find(a => linear >= a.start && linear < a.end);
  if (!found) throw new Error(`a vector names address ${linear.toString(16)}, which no vector's memory has`);
  return found.physical + linear - found.start;
}

/** Ring 0: tables at physical 0x1000.., and one 64-KiB piece mapped at KERNEL. */
const KERNEL = 0xffff_f800_0000_0000n,
  KERNEL_PHYSICAL = 0x40000n,
  PML4 = 0x1000n;
const GDT = 0x0n,
  IDT = 0x1000n,
  TSS = 0x2000n,
  STACK = 0x4000n;
/** RAM that only ring 0 touches. */
export const RING0: readonly [from: number, length: number] = [0, 0x100000];
const CODE64 = 0x33n,
  CODE32 = 0x23n,
  DATA = 0x2bn,
  KERNEL_CODE = 0x10n;

/** Everything in RAM before a vector's own bytes, as pieces to be written. */
export function userImage(): [bigint, Uint8Array][] {
  const ram = new Uint8Array(0x200000),
    view = new DataView(ram.buffer),
    put = (at: bigint, value: bigint): void => view.setBigUint64(Number(at), value, true);
  let free = 0x2000n;
  const map = (linear: bigint, physical: bigint, flags: bigint): void => {
    let table = PML4;
    for (const shift of [39n, 30n, 21n]) {
      const at = table + ((linear >> shift) & 511n) * 8n;
      if (!view.getBigUint64(Number(at), true)) {
        put(at, free | 0x67n);
        free += 0x1000n;
      }
      table = view.getBigUint64(Number(at), true) & ~0xfffn;
    }
    put(table + ((linear >> 12n) & 511n) * 8n, physical | flags | 0x61n);
  };
  for (const { start, end, write, fill, physical } of AREAS) {
    for (let a = start; a < end; a += 0x1000n) map(a, physical + a - start, write ? 6n : 4n);
    ram.fill(fill, Number(physical), Number(physical + end - start));
  }
  for (let a = 0n; a < 0x10000n; a += 0x1000n) map(KERNEL + a, KERNEL_PHYSICAL + a, 2n);
  const descriptor = (rights: number): bigint => (BigInt(rights) << 40n) | 0xf_0000_0000_ffffn;
  put(KERNEL_PHYSICAL + GDT + KERNEL_CODE, descriptor(FLAT_CODE64[0].rights));
  put(KERNEL_PHYSICAL + GDT + 0x20n, descriptor(FLAT_CODE32[3].rights));
  put(KERNEL_PHYSICAL + GDT + 0x28n, descriptor(FLAT_DATA[3].rights));
  put(KERNEL_PHYSICAL + GDT + 0x30n, descriptor(FLAT_CODE64[3].rights));
  for (let vector = 0n; vector < 256n; vector++) {
    const gate = KERNEL_PHYSICAL + IDT + vector * 16n,
      dpl = vector === 3n || vector === 4n ? 3n : 0n;
    put(gate, 0x8e00_0000_0000n | (dpl << 45n) | (KERNEL_CODE << 16n) | 0x8000n);
    put(gate + 8n, KERNEL >> 32n);
  }
  put(KERNEL_PHYSICAL + TSS + 4n, KERNEL + STACK);
  view.setUint16(Number(KERNEL_PHYSICAL + TSS) + 102, 0x68, true); // no I/O map
  return [[0n, ram]];
}

/** Processor state before a vector's own registers. */
export function enterUser(state: State, mode: 32 | 64): void {
  const segment = (
    name: 'CS' | 'SS' | 'DS' | 'ES' | 'FS' | 'GS' | 'TR',
    selector: bigint,
    base: bigint,
    limit: bigint,
    rights: number,
  ): void => {
    state.set(`${name}.selector`, selector);
    state.set(`${name}.base`, base);
    state.set(`${name}.limit`, limit);
    state.set(`${name}.rights`, BigInt(rights));
  };
  const flat = (name: 'SS' | 'DS' | 'ES' | 'GS'): void => segment(name, DATA, 0n, 0xffff_ffffn, FLAT_DATA[3].rights);
  for (const g of GPR) state.set(g, 0n);
  segment('CS', mode === 64 ? CODE64 : CODE32, 0n, 0xffff_ffffn, (mode === 64 ? FLAT_CODE64 : FLAT_CODE32)[3].rights);
  flat('SS');
  flat('DS');
  flat('ES');
  if (mode === 32) {
    flat('GS');
    segment('FS', 0x53n, 0x22000n, 0xfffn, FLAT_DATA[3].rights & ~RIGHTS.G);
  } else {
    segment('GS', 0n, 0x21000n, 0n, RIGHTS.unusable);
    segment('FS', 0n, 0x22000n, 0n, RIGHTS.unusable);
  }
  segment('TR', 0x40n, KERNEL + TSS, 0x67n, 0x8b);
  state.set('GDTR.base', KERNEL + GDT);
  state.set('GDTR.limit', 0x37n);
  state.set('IDTR.base', KERNEL + IDT);
  state.set('IDTR.limit', 0xfffn);
  state.set('CR0', CR0.PG | CR0.AM | CR0.WP | CR0.NE | CR0.ET | CR0.MP | CR0.PE);
  state.set('CR3', PML4);
  state.set('CR4', CR4.PAE | CR4.PGE | CR4.OSFXSR | CR4.OSXMMEXCPT | CR4.FSGSBASE | CR4.OSXSAVE);
  state.set('IA32_EFER', EFER.SCE | EFER.LME | EFER.LMA | EFER.NXE);
  state.set('CPL', 3n);
  state.set('mode', BigInt(mode));
}
