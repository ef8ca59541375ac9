/**
 * The machines without an OS, bench-x64 and bench-x86: GDT, IDT, TSS, a parked handler for each vector, a page of code, drawn model-specific
 * registers. They start in ring 3 in front of the first door; a start patch may put them anywhere else, ring 0 included.
 */
import { writeFlags } from '../../cpu/registers.ts';
import { encodeDescriptor, encodeInterruptGate, setHidden } from '../../cpu/segments.ts';
import type { Cell, State } from '../../cpu/state.ts';
import type { Guest } from '../guest.ts';
import type { Installed } from '../kind.ts';
import type { Symbol } from '../symbols.ts';
import { AddressSpace, LegacyAddressSpace, type Paging } from '../address-space.ts';
import { FIRST_STACK, STACK_BYTES, USER, USER_STACK, codeOf, offsetOf, type Bits, type Piece } from './code.ts';
import { FILLERS, drawOf, type Draw } from './draw.ts';

/** Offsets from the kernel's base. */
const AT = {
  code: 0x1000n,
  handlers: 0x2000n,
  tables: 0x10000n,
  idt: 0x11000n,
  tss: 0x12000n,
  stack: 0x20000n,
  doubleFault: 0x28000n,
} as const;
/** Descriptors with a meaning; the others are fillers, ring 0 code of a drawn kind. */
const GDT: Readonly<Record<Bits, Readonly<Record<number, bigint>>>> = {
  64: {
    0x00: 0n,
    0x10: 0x00209b0000000000n,
    0x18: 0x00cf93000000ffffn,
    0x20: 0x00cffb000000ffffn,
    0x28: 0x00cff3000000ffffn,
    0x30: 0x0020fb0000000000n,
  },
  32: { 0x00: 0n, 0x08: 0x00cf9b000000ffffn, 0x10: 0x00cf93000000ffffn, 0x18: 0x00cffb000000ffffn, 0x20: 0x00cff3000000ffffn },
};
const LONG_CODE = 0x00209b0000000000n,
  CODE = 0x00cf9b000000ffffn;
/** Selectors of the running system, and its TSS. */
const SELECTORS: Readonly<Record<Bits, { readonly kernel: bigint; readonly code: bigint; readonly data: bigint; readonly tss: bigint }>> = {
  64: { kernel: 0x10n, code: 0x33n, data: 0x2bn, tss: 0x40n },
  32: { kernel: 0x08n, code: 0x1bn, data: 0x23n, tss: 0x28n },
};
/** Vectors ring 3 may call. */
const OPEN = [3, 4, 0x2e];
const TSS_LIMIT = 0x67n;

/** Build a bench into `state`. */
export function buildBench(state: State, seed: string, bits: Bits): Pick<Installed, 'modules' | 'symbols'> {
  return new Bench(state, drawOf(seed), bits).build();
}
/** There is nothing a debugger could stand on. */
export const NO_SYSTEM: Guest['system'] = { kpcr: 0n, thread: 0n, process: 0n, teb: 0n, peb: 0n, root: 0n };

class Bench {
  readonly #state: State;
  readonly #draw: Draw;
  readonly #bits: Bits;
  readonly #base: bigint;
  readonly #space: Paging;
  readonly #symbols: Symbol[] = [];

  constructor(state: State, draw: Draw, bits: Bits) {
    this.#state = state;
    this.#draw = draw;
    this.#bits = bits;
    this.#base = bits === 64 ? (draw.high << 32n) | draw.low : draw.low;
    this.#space = bits === 64 ? new AddressSpace(state) : new LegacyAddressSpace(state);
  }
  build(): Pick<Installed, 'modules' | 'symbols'> {
    const space = this.#space;
    for (const [at, bytes] of [
      [AT.code, 0x2000n],
      [AT.tables, 0x3000n],
      [AT.stack, STACK_BYTES],
      [AT.doubleFault, STACK_BYTES],
      [0x7000n, 0x1000n],
    ] as const)
      space.map(this.#base + at, bytes, { write: at !== AT.code, execute: at === AT.code });
    space.map(USER, 0x1000n, { user: true, write: true, execute: true });
    space.map(USER_STACK, STACK_BYTES, { user: true, write: true });
    this.#code();
    this.#tables();
    this.#registers();
    return {
      symbols: () => this.#symbols,
      modules: [
        { name: 'bench', image: 'bench', base: USER, end: USER + 0x1000n },
        { name: 'ring0', image: 'ring0', base: this.#base, end: this.#base + 0x2c000n },
      ],
    };
  }
  #put(module: string, at: bigint, { bytes, symbols }: Piece): void {
    this.#space.write(at, bytes);
    for (const { name, kind, exported, size, offset } of symbols)
      this.#symbols.push({ module, name, address: at + offset, kind, exported, size });
  }
  #code(): void {
    const { user, entries, handlers } = codeOf(this.#bits);
    this.#put('bench', USER, user);
    for (const [name, entry] of entries) this.#put('ring0', this.#base + AT.code + this.#draw.entries[name], entry);
    this.#put('ring0', this.#base + AT.handlers, handlers);
  }

  #tables(): void {
    const space = this.#space,
      { kernel, tss } = SELECTORS[this.#bits],
      [gdt, idt, task] = [AT.tables, AT.idt, AT.tss].map(at => this.#base + at) as [bigint, bigint, bigint],
      wide = this.#bits === 64;
    this.#draw.long.forEach((long, n) => {
      space.number(gdt + BigInt(8 * n), 8, GDT[this.#bits][8 * n] ?? (long && wide ? LONG_CODE : CODE));
    });
    space.number(gdt + tss, 8, encodeDescriptor({ base: task, limit: TSS_LIMIT, rights: 0x8b }));
    if (wide) space.number(gdt + tss + 8n, 8, task >> 32n);
    for (let v = 0; v < 256; v++) {
      const to = this.#base + AT.handlers + BigInt(16 * v),
        ist = wide && v === 8 ? 1 : 0;
      space.number(idt + BigInt((wide ? 16 : 8) * v), 8, encodeInterruptGate(kernel, to, OPEN.includes(v) ? 3 : 0, ist));
      if (wide) space.number(idt + BigInt(16 * v + 8), 8, to >> 32n);
    }
    const stack = this.#base + AT.stack + STACK_BYTES,
      doubleFault = this.#base + AT.doubleFault + STACK_BYTES;
    if (wide) {
      space.number(task + 4n, 8, stack);
      space.number(task + 0x24n, 8, doubleFault);
    } else {
      space.number(task + 4n, 4, stack);
      space.number(task + 8n, 4, 0x10n);
    }
    space.number(task + 0x66n, 2, TSS_LIMIT + 1n);
    this.#symbols.push(
      { module: 'ring0', name: 'Gdt', address: gdt, kind: 'data', exported: false, size: 8 * FILLERS },
      { module: 'ring0', name: 'Idt', address: idt, kind: 'data', exported: false },
      { module: 'ring0', name: 'Tss', address: task, kind: 'data', exported: false, size: Number(TSS_LIMIT) + 1 },
    );
  }

  #registers(): void {
    const { code, data, tss } = SELECTORS[this.#bits],
      d = this.#draw,
      wide = this.#bits === 64,
      at = (offset: bigint): bigint => this.#base + offset,
      set = (cell: Cell, value: bigint): void => this.#state.set(cell, value);
    set('CR0', 0x80050033n);
    set('CR3', this.#space.root);
    set('CR4', wide ? 0x506f8n : 0x6d8n);
    set('IA32_SYSENTER_CS', d.sysenterCs);
    set('IA32_SYSENTER_ESP', at(d.sysenterStack));
    set('IA32_SYSENTER_EIP', at(AT.code + d.entries.SysenterEntry));
    if (wide) {
      set('IA32_EFER', 0xd01n);
      set('IA32_STAR', (d.sysretSelector << 48n) | (d.syscallSelector << 32n));
      set('IA32_LSTAR', at(AT.code + d.entries.SyscallEntry));
      set('IA32_CSTAR', at(AT.code + d.entries.CompatEntry));
      set('IA32_FMASK', d.fmask);
      set('IA32_KERNEL_GS_BASE', at(AT.tables));
    }
    set('GDTR.base', at(AT.tables));
    set('GDTR.limit', BigInt(8 * FILLERS - 1));
    set('IDTR.base', at(AT.idt));
    set('IDTR.limit', wide ? 0xfffn : 0x7ffn);
    setHidden(this.#state, 'TR', tss, { base: at(AT.tss), limit: TSS_LIMIT, rights: 0x8b });
    setHidden(this.#state, 'CS', code, { base: 0n, limit: wide ? 0n : 0xffff_ffffn, rights: wide ? 0x20fb : 0xc0fb });
    for (const s of ['SS', 'DS', 'ES', 'FS', 'GS'] as const)
      setHidden(this.#state, s, data, { base: 0n, limit: 0xffff_ffffn, rights: 0xc0f3 });
    if (wide) set('GS.base', USER_STACK);
    set('CPL', 3n);
    set('mode', BigInt(this.#bits));
    (
      [
        'RAX',
        'RCX',
        'RDX',
        'RBX',
        'RSI',
        'RDI',
        'RBP',
        ...(wide ? (['R8', 'R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15'] as const) : []),
      ] as const
    ).forEach((cell, n) => {
      set(cell, wide ? d.registers[n]! : d.registers[n]! & 0xffff_ffffn);
    });
    set('RCX', USER + offsetOf(codeOf(this.#bits).user, 'Landing') + d.landing);
    if (wide) set('R11', d.returnFlags);
    set('RSP', FIRST_STACK);
    set('RIP', USER);
    writeFlags(this.#state, d.flags);
    set('attention', 2n);
  }
}
