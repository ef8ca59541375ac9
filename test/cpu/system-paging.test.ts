/** Walks in every paging mode, the error codes of page faults, and a debugger's look that leaves no trace. @source SDM Vol. 3 "Paging" */
import { beforeEach, describe, expect, test } from 'vitest';
import { State, type Fault } from '../../core/cpu/state.ts';
import { Memory } from '../../core/cpu/memory.ts';
import { CR0, CR4, EFER, PF } from '../../core/cpu/paging.ts';

const AC = 1n << 18n,
  NX = 1n << 63n;
let state: State, memory: Memory;
const put = (physical: bigint, value: bigint, bytes = 8): void => {
  const out = new Uint8Array(bytes);
  for (let n = 0; n < bytes; n++) out[n] = Number((value >> BigInt(8 * n)) & 0xffn);
  memory.writePhysical(physical, out);
};
const get = (physical: bigint, bytes = 8): bigint => memory.readPhysical(physical, bytes)!.reduceRight((v, b) => (v << 8n) | BigInt(b), 0n);
/** The fault of an access, or undefined. */
function access(kind: 'read' | 'write' | 'fetch', linear: bigint, cpl: 0 | 3 = 3): Fault | undefined {
  state.set('CPL', BigInt(cpl));
  memory.flush();
  if (kind === 'fetch') memory.fetch(linear);
  else memory.translate(linear, 1, kind, 13);
  return state.takeFault();
}
const fault = (error: bigint, address: bigint): Fault => ({ vector: 14, error, address });

beforeEach(() => {
  state = new State(2 << 20);
  memory = new Memory(state);
});

describe('4-level paging', () => {
  const PAGE = 0x40_0000n,
    PTE = 0x4000n;
  beforeEach(() => {
    state.set('CR0', CR0.PG | CR0.PE | CR0.WP);
    state.set('CR4', CR4.PAE);
    state.set('IA32_EFER', EFER.LMA | EFER.LME | EFER.NXE);
    state.set('CR3', 0x1000n);
    put(0x1000n, 0x2007n);
    put(0x2000n, 0x3007n);
    put(0x3010n, 0x4007n);
    put(PTE, 0x9_0007n);
  });

  test('the walk has four rows and ends at the byte', () => {
    const { rows, mapping } = memory.walk(PAGE + 0x123n);
    expect(rows.map(r => [r.name, r.address, r.verdict])).toEqual([
      ['PML4E', 0x1000n, 'table'],
      ['PDPTE', 0x2000n, 'table'],
      ['PDE', 0x3010n, 'table'],
      ['PTE', 0x4000n, 'page'],
    ]);
    expect(mapping).toMatchObject({ physical: 0x9_0123n, pageBytes: 4096, user: true, write: true, execute: true });
    expect(memory.physical(PAGE + 5n)).toBe(0x9_0005n);
  });
  test('a 2-MiB page and a 1-GiB page end the walk early; their low address bits are reserved', () => {
    put(0x3010n, 0x87n);
    expect(memory.walk(PAGE + 0x1f_fabcn)).toMatchObject({ rows: { length: 3 }, mapping: { physical: 0x1f_fabcn, pageBytes: 0x20_0000 } });
    put(0x3010n, 0x2087n);
    expect(access('read', PAGE)).toEqual(fault(PF.P | PF.U | PF.RSVD, PAGE));
    put(0x2008n, 0x87n);
    expect(memory.walk(0x4012_3456n)).toMatchObject({ rows: { length: 2 }, mapping: { physical: 0x12_3456n, pageBytes: 1 << 30 } });
  });
  test.each([
    ['not present', 0n, 'read', 3, PF.U],
    ['not present, by ring 0', 0n, 'write', 0, PF.W],
    ['supervisor page', 0x9_0003n, 'read', 3, PF.P | PF.U],
    ['read-only page', 0x9_0005n, 'write', 3, PF.P | PF.W | PF.U],
    ['read-only page, by ring 0 with CR0.WP', 0x9_0001n, 'write', 0, PF.P | PF.W],
    ['NX page', NX | 0x9_0005n, 'fetch', 3, PF.P | PF.U | PF.I],
    ['address beyond 39 bits', (1n << 39n) | 7n, 'read', 3, PF.P | PF.U | PF.RSVD],
  ] as const)('%s', (_, entry, kind, cpl, error) => {
    put(PTE, entry);
    expect(access(kind, PAGE, cpl)).toEqual(fault(error, PAGE));
  });
  test('permissions are those of all levels together', () => {
    put(0x2000n, 0x3005n);
    expect(access('write', PAGE)).toEqual(fault(PF.P | PF.W | PF.U, PAGE));
    put(0x2000n, 0x3007n);
    put(0x1000n, 0x2003n);
    expect(access('read', PAGE)).toEqual(fault(PF.P | PF.U, PAGE));
    put(0x1000n, NX | 0x2007n);
    expect(access('fetch', PAGE)).toEqual(fault(PF.P | PF.U | PF.I, PAGE));
  });
  test('NX is a reserved bit while EFER.NXE is 0, and fetches are not reported', () => {
    state.set('IA32_EFER', EFER.LMA | EFER.LME);
    put(PTE, NX | 0x9_0007n);
    expect(access('read', PAGE)).toEqual(fault(PF.P | PF.U | PF.RSVD, PAGE));
    put(PTE, 0n);
    expect(access('fetch', PAGE)).toEqual(fault(PF.U, PAGE));
  });
  test('without CR0.WP ring 0 writes through read-only pages, ring 3 never does', () => {
    state.set('CR0', CR0.PG | CR0.PE);
    put(PTE, 0x9_0005n);
    expect(access('write', PAGE, 0)).toBeUndefined();
    expect(access('write', PAGE, 3)).toEqual(fault(PF.P | PF.W | PF.U, PAGE));
  });
  test('SMEP keeps ring 0 from executing user pages, SMAP from touching them unless AC is set', () => {
    state.set('CR4', CR4.PAE | CR4.SMEP | CR4.SMAP);
    expect(access('fetch', PAGE, 0)).toEqual(fault(PF.P | PF.I, PAGE));
    expect(access('read', PAGE, 0)).toEqual(fault(PF.P, PAGE));
    expect(access('write', PAGE, 0)).toEqual(fault(PF.P | PF.W, PAGE));
    state.set('flags.system', AC | 2n);
    expect(access('write', PAGE, 0)).toBeUndefined();
    expect(memory.translate(PAGE, 8, 'read', 13, { access: 'read', user: false, implicit: true })).toBe(0); // a descriptor table there: never
    expect(state.takeFault()).toEqual(fault(PF.P, PAGE));
  });
  test('an access sets A on the way and D where it writes; a refused one sets nothing; the debugger sets nothing', () => {
    memory.read(PAGE, 16);
    memory.write(PAGE, Uint8Array.of(1));
    memory.walk(PAGE);
    put(PTE, 0x9_0005n);
    access('write', PAGE);
    expect([0x1000n, 0x2000n, 0x3010n, PTE].map(a => get(a) & 0x60n)).toEqual([0n, 0n, 0n, 0n]);
    put(PTE, 0x9_0007n);
    access('read', PAGE);
    expect([0x1000n, 0x2000n, 0x3010n, PTE].map(a => get(a) & 0x60n)).toEqual([0x20n, 0x20n, 0x20n, 0x20n]);
    access('write', PAGE);
    expect([0x1000n, PTE].map(a => get(a) & 0x60n)).toEqual([0x20n, 0x60n]);
  });
  test('a page table changed by the guest itself counts at once', () => {
    put(0x4008n, 0x4007n); // the page table, mapped behind the page
    put(0x4010n, 0xa_0007n);
    memory.flush();
    state.set('CPL', 0n);
    state.store(memory.translate(PAGE, 8, 'write', 13), 64, 1n);
    const host = memory.translate(PAGE + 0x1000n, 8, 'write', 13);
    state.store(host, 64, 0xb_0007n); // PTE of PAGE
    memory.settle();
    state.store(memory.translate(PAGE, 8, 'write', 13), 64, 2n);
    expect([get(0x9_0000n), get(0xb_0000n)]).toEqual([1n, 2n]);
  });
  test('an address is canonical or it is #GP, at its first and at its last byte', () => {
    expect(access('read', 0x8000_0000_0000n)).toEqual({ vector: 13, error: 0n });
    state.set('CPL', 3n);
    memory.translate(0x7fff_ffff_fffcn, 8, 'read', 12);
    expect(state.takeFault()).toEqual({ vector: 12, error: 0n });
    expect(memory.read(0x8000_0000_0000n, 1)).toBeUndefined();
  });
  test('an instruction across the canonical boundary is #GP', () => {
    const LAST = 0x7fff_ffff_f000n;
    put(0x17f8n, 0x5007n);
    put(0x5ff8n, 0x6007n);
    put(0x6ff8n, 0x7007n);
    put(0x7ff8n, 0x9_0007n);
    put(0x1800n, 0x2007n); // what the address after it would be cut to
    state.set('CPL', 3n);
    memory.flush();
    expect(memory.fetch(LAST + 0xffan)).toHaveLength(6);
    expect(memory.fetch(LAST + 0xffan, true)).toBeUndefined();
    expect(state.takeFault()).toEqual({ vector: 13, error: 0n });
  });
  test('an access across two pages faults at the second, and is whole or not at all', () => {
    put(0x4008n, 0xa_0005n);
    memory.flush();
    state.set('CPL', 3n);
    expect(memory.translate(PAGE + 0xffcn, 8, 'write', 13)).toBe(0);
    expect(state.takeFault()).toEqual(fault(PF.P | PF.W | PF.U, PAGE + 0x1000n));
    put(0x4008n, 0xa_0007n);
    memory.flush();
    const host = memory.translate(PAGE + 0xffcn, 8, 'write', 13);
    state.store(host, 64, 0x1122334455667788n);
    memory.settle();
    expect([get(0x9_0ffcn, 4), get(0xa_0000n, 4)]).toEqual([0x55667788n, 0x11223344n]);
  });
  test('the debugger reads what is mapped, whoever may, and nothing else', () => {
    put(PTE, NX | 0x9_0001n);
    put(0x9_0000n, 0x0807060504030201n);
    expect(memory.read(PAGE, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(memory.read(PAGE + 0xfffn, 2)).toBeUndefined();
    expect(memory.write(PAGE + 0xfffn, Uint8Array.of(9, 9))).toBe(false);
    expect(get(0x9_0fffn, 1)).toBe(0n);
    expect(memory.write(PAGE + 1n, Uint8Array.of(0xee))).toBe(true);
    expect(get(0x9_0000n, 2)).toBe(0xee01n);
    expect(memory.readPhysical(BigInt(2 << 20) - 1n, 2)).toBeUndefined();
  });
});

describe('32-bit paging', () => {
  beforeEach(() => {
    state.set('mode', 32n);
    state.set('CR0', CR0.PG | CR0.PE | CR0.WP);
    state.set('CR3', 0x1000n);
    put(0x1004n, 0x2007n, 4);
    put(0x2008n, 0x9_0007n, 4);
  });
  test('two levels', () => {
    expect(memory.walk(0x40_2abcn)).toMatchObject({
      rows: [
        { name: 'PDE', address: 0x1004n, bytes: 4 },
        { name: 'PTE', address: 0x2008n },
      ],
      mapping: { physical: 0x9_0abcn },
    });
    expect(access('read', 0x40_3000n)).toEqual(fault(PF.U, 0x40_3000n));
    expect(access('fetch', 0x40_3000n)).toEqual(fault(PF.U, 0x40_3000n));
  });
  test('4-MiB pages need CR4.PSE', () => {
    put(0x1008n, 0x87n, 4);
    expect(memory.walk(0x80_0123n).rows).toHaveLength(2);
    state.set('CR4', CR4.PSE);
    expect(memory.walk(0x80_0123n)).toMatchObject({ rows: { length: 1 }, mapping: { physical: 0x123n, pageBytes: 4 << 20 } });
  });
});

describe('PAE paging', () => {
  beforeEach(() => {
    state.set('mode', 32n);
    state.set('CR0', CR0.PG | CR0.PE | CR0.WP);
    state.set('CR4', CR4.PAE);
    state.set('IA32_EFER', EFER.NXE);
    state.set('CR3', 0x1000n);
    state.set('PDPTE2', 0x2001n);
    put(0x2000n, 0x3007n);
    put(0x3000n, NX | 0x9_0007n);
  });
  test('the top entry comes from the processor and grants everything', () => {
    expect(memory.walk(0x8000_0010n)).toMatchObject({
      rows: [{ name: 'PDPTE', address: 0x1010n, value: 0x2001n }, { name: 'PDE' }, { name: 'PTE' }],
      mapping: { physical: 0x9_0010n, user: true, execute: false },
    });
    expect(access('write', 0x8000_0010n)).toBeUndefined();
    expect(access('fetch', 0x8000_0010n)).toEqual(fault(PF.P | PF.U | PF.I, 0x8000_0010n));
    expect(access('read', 0xc000_0000n)).toEqual(fault(PF.U, 0xc000_0000n));
  });
  test('bits 62..52 of the lower entries are reserved', () => {
    put(0x3000n, (1n << 52n) | 0x9_0007n);
    expect(access('read', 0x8000_0000n)).toEqual(fault(PF.P | PF.U | PF.RSVD, 0x8000_0000n));
  });
});
