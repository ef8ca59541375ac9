/** A small hand-made guest: pages, a little code, symbols and layouts. Enough to ask a debugger about, not a Windows. */
import { Debugger } from '../../core/debugger/debugger.ts';
import type { CommandResult, Running } from '../../core/debugger/types.ts';
import type { Memory } from '../../core/cpu/memory.ts';
import type { Cell } from '../../core/cpu/state.ts';
import { CR0, CR4, EFER } from '../../core/cpu/paging.ts';
import { writeFlags } from '../../core/cpu/registers.ts';
import type { Guest } from '../../core/windows/guest.ts';
import type { Layout } from '../../core/windows/layout.ts';
import { createLayouts } from '../../core/windows/layouts/index.ts';
import type { Module, Symbol, Symbols } from '../../core/windows/symbols.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { createMachine } from '../../core/machine/machine.ts';
import { DEFAULT_SWITCHES } from '../../core/machine/scenario.ts';

/** Page tables as an OS would make them, 4-level or 32-bit, pages taken in turn from low RAM. */
class Tables {
  readonly #memory: Memory;
  readonly #bits: 32 | 64;
  #free = 0x10000n;
  readonly root: bigint;
  constructor(memory: Memory, bits: 32 | 64) {
    this.#memory = memory;
    this.#bits = bits;
    this.root = this.#page();
  }
  map(linear: bigint, user: boolean): void {
    const bytes = this.#bits === 64 ? 8 : 4,
      width = this.#bits === 64 ? 9n : 10n;
    const shifts = this.#bits === 64 ? [39n, 30n, 21n, 12n] : [22n, 12n];
    let table = this.root;
    for (const shift of shifts) {
      const entry = table + ((linear >> shift) & ((1n << width) - 1n)) * BigInt(bytes);
      let value = this.#read(entry, bytes);
      if (!(value & 1n)) {
        value = this.#page() | 3n | (user ? 4n : 0n);
        this.#memory.writePhysical(entry, little(value, bytes));
      }
      table = value & 0xffff_ffff_f000n;
    }
  }
  #page(): bigint {
    return (this.#free += 4096n) - 4096n;
  }
  #read(physical: bigint, bytes: number): bigint {
    return this.#memory.readPhysical(physical, bytes)!.reduceRight((v, b) => (v << 8n) | BigInt(b), 0n);
  }
}
const little = (value: bigint, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, n) => Number((value >> BigInt(8 * n)) & 0xffn));

class FixtureSymbols implements Symbols {
  readonly modules: readonly Module[];
  readonly #list: readonly Symbol[];
  constructor(modules: readonly Module[], list: readonly Symbol[]) {
    this.modules = modules;
    this.#list = [...list].sort((a, b) => (a.address < b.address ? -1 : 1));
  }
  find(name: string): Symbol | undefined {
    const wanted = name.toLowerCase();
    return (
      this.#list.find(s => `${s.module}!${s.name}`.toLowerCase() === wanted) ??
      (wanted.includes('!')
        ? undefined
        : this.modules.map(m => this.#list.find(s => s.module === m.name && s.name.toLowerCase() === wanted)).find(Boolean))
    );
  }
  several(of: Pick<Symbol, 'module' | 'name'>): readonly Symbol[] {
    const all = this.#list.filter(s => s.module === of.module && s.name.toLowerCase() === of.name.toLowerCase());
    return new Set(all.map(s => s.address)).size > 1 ? all : [];
  }
  nearest(address: bigint): { symbol: Symbol; displacement: bigint } | undefined {
    const module = this.moduleAt(address);
    const symbol = module && this.#list.findLast(s => s.module === module.name && s.address <= address);
    return symbol && { symbol, displacement: address - symbol.address };
  }
  following(address: bigint): Symbol | undefined {
    const module = this.moduleAt(address);
    return module && this.#list.find(s => s.module === module.name && s.address > address);
  }
  matching(modulePattern: string, namePattern: string): readonly Symbol[] {
    const like = (p: string): RegExp =>
      new RegExp(
        `^${p
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
        'i',
      );
    const module = like(modulePattern),
      name = like(namePattern);
    return this.#list.filter(s => module.test(s.module) && name.test(s.name));
  }
  moduleAt(address: bigint): Module | undefined {
    return this.modules.find(m => address >= m.base && address < m.end);
  }
}

export const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], h => parseInt(h, 16));

export interface Parts {
  readonly bits: 32 | 64;
  /** Bytes of RAM; 2 MiB by default. */
  readonly ram?: number;
  readonly pages: readonly (readonly [start: bigint, end: bigint])[];
  readonly memory: readonly (readonly [address: bigint, hex: string])[];
  readonly modules: readonly Module[];
  readonly symbols: readonly (readonly [module: string, name: string, address: bigint, kind?: Symbol['kind'], size?: number])[];
  readonly layouts?: readonly Layout[];
  readonly registers: Readonly<Partial<Record<Cell, bigint>>>;
  readonly efl?: bigint;
  readonly system?: Partial<Guest['system']>;
}
export function makeGuest(parts: Parts): Guest {
  const machine = createMachine({ ramBytes: parts.ram ?? 2 << 20 });
  const { state } = machine,
    tables = new Tables(machine.memory, parts.bits);
  for (const [start, end] of parts.pages)
    for (let page = start; page < end; page += 4096n) tables.map(page, page < (parts.bits === 64 ? 1n << 47n : 1n << 31n));
  state.set('CR3', tables.root);
  state.set('CR0', CR0.PG | CR0.PE | CR0.WP);
  state.set('CR4', parts.bits === 64 ? CR4.PAE : 0n);
  state.set('IA32_EFER', parts.bits === 64 ? EFER.LMA | EFER.LME | EFER.SCE | EFER.NXE : 0n);
  for (const [address, hex] of parts.memory) machine.memory.write(address, bytes(hex));
  for (const [cell, value] of Object.entries(parts.registers)) state.set(cell as Cell, value!);
  state.set('mode', BigInt(parts.bits));
  writeFlags(state, parts.efl ?? 2n);
  state.set('attention', 2n);
  const symbols = parts.symbols.map(([module, name, address, kind = 'function', size]): Symbol => ({
    module,
    name,
    address,
    kind,
    exported: true,
    ...(size !== undefined && { size }),
  }));
  return {
    ref: { machine: 'fixture', seed: 'note', set: {} },
    switches: DEFAULT_SWITCHES,
    build: { number: 19041, title: 'a fixture', bits: parts.bits, services: 0 },
    machine: machine,
    symbols: new FixtureSymbols(parts.modules, symbols),
    layouts: createLayouts(parts.layouts ?? []),
    system: { kpcr: 0n, thread: 0n, process: 0n, teb: 0n, peb: 0n, root: 0n, ...parts.system },
    services: [],
  };
}

/** Let a running command finish, giving it slices; Break after `stopAfter` of them. */
export function finish<T>(running: Running<T>, stopAfter = 200): T {
  let next = running.next();
  for (let slices = 0; !next.done; slices++) next = running.next({ budget: 10000n, stop: slices >= stopAfter });
  return next.value;
}
export const perform = (d: Debugger, line: string): readonly CommandResult[] => finish(d.line(line));
/** Everything a line prints. */
export const printed = (d: Debugger, line: string): string =>
  perform(d, line)
    .map(r => r.text)
    .join('');

/** A few structures at their real offsets. @source Microsoft's public symbol files, as the structure tables give them */
const layout = (name: string, size: number, fields: string): Layout => ({
  name,
  size,
  fields: fields
    .trim()
    .split('\n')
    .map(line => {
      const [, offset, field, type] = /^\s*([0-9a-f]+) (\S+) (.*)$/.exec(line)!;
      return { name: field!, offset: parseInt(offset!, 16), type: type! };
    }),
});
export const LAYOUTS64: readonly Layout[] = [
  layout('_LIST_ENTRY', 0x10, '0 Flink Ptr64 _LIST_ENTRY\n8 Blink Ptr64 _LIST_ENTRY'),
  layout('_UNICODE_STRING', 0x10, '0 Length Uint2B\n2 MaximumLength Uint2B\n8 Buffer Ptr64 Wchar'),
  layout(
    '_KIDTENTRY64',
    0x10,
    `
    0 OffsetLow Uint2B
    2 Selector Uint2B
    4 IstIndex Pos 0, 3 Bits
    4 Reserved0 Pos 3, 5 Bits
    4 Type Pos 8, 5 Bits
    4 Dpl Pos 13, 2 Bits
    4 Present Pos 15, 1 Bit
    6 OffsetMiddle Uint2B
    8 OffsetHigh Uint4B
    c Reserved1 Uint4B
    0 Alignment Uint8B`,
  ),
  layout(
    '_KTRAP_FRAME',
    0x190,
    `
    30 Rax Uint8B
    38 Rcx Uint8B
    40 Rdx Uint8B
    48 R8 Uint8B
    50 R9 Uint8B
    58 R10 Uint8B
    60 R11 Uint8B
    140 Rbx Uint8B
    148 Rdi Uint8B
    150 Rsi Uint8B
    158 Rbp Uint8B
    160 ErrorCode Uint8B
    168 Rip Uint8B
    170 SegCs Uint2B
    178 EFlags Uint4B
    180 Rsp Uint8B
    188 SegSs Uint2B`,
  ),
];

/** The specification's x64 machine: its invented addresses, bytes and registers. */
export function x64(): Debugger {
  const NT = 0xfffff8071a200000n;
  return new Debugger(
    makeGuest({
      bits: 64,
      layouts: LAYOUTS64,
      pages: [
        [0xfffff8071d4d0000n, 0xfffff8071d4d1000n],
        [0xfffff8071a5f2000n, 0xfffff8071a5f3000n],
        [0xfffff8071a60d000n, 0xfffff8071a60e000n],
        [0xfffff8071aa3e000n, 0xfffff8071aa3f000n],
        [0xfffff8071a8c7000n, 0xfffff8071a8c9000n],
        [0xfffff8071ac01000n, 0xfffff8071ac02000n],
        [0xfffff8071a9d0000n, 0xfffff8071a9d1000n],
        [0x7ffb3c0ed000n, 0x7ffb3c0ee000n],
        [0xffff9a84e2c1b000n, 0xffff9a84e2c1c000n],
        [0x7ffe0000n, 0x7ffe1000n],
      ],
      memory: [
        [0xfffff8071aa3e2d0n, '4881ec88000000 33c0 4889442478 c744247020000000'],
        [0xfffff8071a60d340n, '0f01f8 654889242510000000 65488b2425a8010000 6a2b 65ff342510000000 4153 6a33 51 498bca'],
        [0xfffff8071a60d5c4n, '4c8d15f5425f00'],
        [0xfffff8071a60d5d9n, '0f83ef020000'],
        [0xfffff8071a8c7b10n, '046b2afd 00f64bfd 02234202 00a0be03 0044c0ff'],
        [0xfffff8071a8c7c64n, '077c7601'],
        [0xfffff8071ac018c0n, '107b8c1a07f8ffff 0000000000000000 d901000000000000 78828c1a07f8ffff'],
        [0xfffff8071d4d02e0n, 'c0c8100000ee601a07f8ffff00000000'],
        [0xfffff8071d4d0fc0n, '00000000009b2000'],
        [0xfffff8071a9d0040n, '4d414348494e455c53595354454d00'],
        [0xfffff8071a5f21c0n, '4c8bdc'],
        [0x7ffb3c0ed5b0n, '4c8bd1 b855000000 f604250803fe7f01 7503 0f05 c3 cd2e c3'],
      ],
      modules: [
        { name: 'nt', image: 'ntkrnlmp.exe', base: NT, end: 0xfffff8071b246000n },
        { name: 'ntdll', image: 'ntdll.dll', base: 0x7ffb3c050000n, end: 0x7ffb3c245000n },
        { name: 'SharedUserData', image: '', base: 0x7ffe0000n, end: 0x7ffe1000n },
      ],
      symbols: [
        ['nt', 'NtCreateFile', 0xfffff8071aa3e2d0n],
        ['nt', 'KiSystemCall64', 0xfffff8071a60d340n],
        ['nt', 'KiSystemServiceStart', 0xfffff8071a60d5a4n],
        ['nt', 'KiSystemServiceExit', 0xfffff8071a60d722n],
        ['nt', 'KiSystemService', 0xfffff8071a60c8c0n],
        ['nt', 'NtAccessCheck', 0xfffff8071a5f21c0n],
        ['nt', 'NtWorkerFactoryWorkerReady', 0xfffff8071a613a70n],
        ['nt', 'NtAcceptConnectPort', 0xfffff8071ab09d40n],
        ['nt', 'NtMapUserPhysicalPagesScatter', 0xfffff8071ac86510n],
        ['nt', 'KiServiceTable', 0xfffff8071a8c7b10n, 'data'],
        ['nt', 'KiServiceLimit', 0xfffff8071a8c8274n, 'data'],
        ['nt', 'KiArgumentTable', 0xfffff8071a8c8278n, 'data'],
        ['nt', 'KeServiceDescriptorTable', 0xfffff8071ac018c0n, 'data'],
        ['ntdll', 'NtCreateFile', 0x7ffb3c0ed5b0n],
      ],
      registers: {
        RAX: 0x55n,
        RBX: 0xffffa60c51d3f080n,
        RCX: 0xb1f9cff6d8n,
        RDX: 0x100080n,
        RSI: 0xb1f9cff710n,
        RDI: 0xffff9a84e2c1b7a0n,
        RIP: 0xfffff8071aa3e2d0n,
        RSP: 0xffff9a84e2c1b788n,
        RBP: 0xffff9a84e2c1b880n,
        R8: 0xb1f9cff730n,
        R9: 0xb1f9cff718n,
        R10: 0xfffff8071aa3e2d0n,
        R11: 0xfffff8071a60d6f0n,
        R15: 0x1e05b7e3c40n,
        'CS.selector': 0x10n,
        'SS.selector': 0x18n,
        'DS.selector': 0x2bn,
        'ES.selector': 0x2bn,
        'FS.selector': 0x53n,
        'GS.selector': 0x2bn,
        CPL: 0n,
        'IDTR.base': 0xfffff8071d4d0000n,
        'IDTR.limit': 0xfffn,
        'GDTR.base': 0xfffff8071d4d0fb0n,
        'GDTR.limit': 0x4fn,
        IA32_LSTAR: 0xfffff8071a60d340n,
        IA32_FMASK: 0x4700n,
      },
      efl: 0x206n,
    }),
  );
}

const LAYOUTS32: readonly Layout[] = [
  layout('_LIST_ENTRY', 8, '0 Flink Ptr32 _LIST_ENTRY\n4 Blink Ptr32 _LIST_ENTRY'),
  layout('_KIDTENTRY', 8, '0 Offset Uint2B\n2 Selector Uint2B\n4 Access Uint2B\n6 ExtendedOffset Uint2B'),
  layout(
    '_KTRAP_FRAME',
    0x8c,
    `
    44 Eax Uint4B
    60 Ebp Uint4B
    64 ErrCode Uint4B
    68 Eip Uint4B
    6c SegCs Uint4B
    70 EFlags Uint4B
    74 HardwareEsp Uint4B
    78 HardwareSegSs Uint4B`,
  ),
];
/** The specification's x86 machine, stopped at KiFastCallEntry. */
export function x86(): Debugger {
  return new Debugger(
    makeGuest({
      bits: 32,
      layouts: LAYOUTS32,
      pages: [
        [0x80b95000n, 0x80b96000n],
        [0x82a7f000n, 0x82a80000n],
        [0x82ab4000n, 0x82ab6000n],
        [0x82bad000n, 0x82bae000n],
        [0x8078c000n, 0x8078d000n],
        [0x77ef6000n, 0x77ef7000n],
        [0x7ffe0000n, 0x7ffe1000n],
      ],
      memory: [
        [0x82a7f5c0n, 'b923000000 6a30 0fa1 8ed9 8ec1 8b0d40f0dfff 8b6104'],
        [0x82ab5038n, 'cae0c482'],
        [0x82bada00n, '304fab82 00000000 91010000 7855ab82'],
        [0x80b95570n, 'eef40800 00eea782'],
        [0x77ef64f0n, '8bd4 0f34 c3'],
        [0x7ffe0300n, 'f064ef77'],
      ],
      modules: [
        { name: 'nt', image: 'ntkrpamp.exe', base: 0x82a41000n, end: 0x82e51000n },
        { name: 'ntdll', image: 'ntdll.dll', base: 0x77eb0000n, end: 0x77ff0000n },
        { name: 'SharedUserData', image: '', base: 0x7ffe0000n, end: 0x7ffe1000n },
      ],
      symbols: [
        ['nt', 'KiFastCallEntry', 0x82a7f5c0n],
        ['nt', 'KiServiceExit', 0x82a7f7b0n],
        ['nt', 'KiSystemService', 0x82a7f4een],
        ['nt', 'NtCreateFile', 0x82c4e0can],
        ['nt', 'KiServiceTable', 0x82ab4f30n, 'data'],
        ['nt', 'KiArgumentTable', 0x82ab5578n, 'data'],
        ['nt', 'KeServiceDescriptorTable', 0x82bada00n, 'data'],
        ['ntdll', 'KiFastSystemCall', 0x77ef64f0n],
        ['ntdll', 'KiFastSystemCallRet', 0x77ef64f4n],
        ['SharedUserData', 'SystemCallStub', 0x7ffe0300n, 'data'],
      ],
      registers: {
        RAX: 0x42n,
        RBX: 0x7ffd9000n,
        RCX: 0x26f5a4n,
        RDX: 0x26f55cn,
        RDI: 0x26f610n,
        RIP: 0x82a7f5c0n,
        RSP: 0x8078cfd0n,
        RBP: 0x26f57cn,
        'CS.selector': 8n,
        'SS.selector': 0x10n,
        'DS.selector': 0x23n,
        'ES.selector': 0x23n,
        'FS.selector': 0x30n,
        'GS.selector': 0n,
        'IDTR.base': 0x80b95400n,
        'IDTR.limit': 0x7ffn,
        IA32_SYSENTER_CS: 8n,
        IA32_SYSENTER_EIP: 0x82a7f5c0n,
      },
      efl: 6n,
    }),
  );
}

/** The real win10-x64 of the seed `note`. */
export function note(): Debugger {
  const guest = buildGuest({ machine: 'win10-x64', seed: 'note', set: {} });
  if (!guest.ok) throw new Error(guest.problem.message);
  return new Debugger(guest.value);
}
