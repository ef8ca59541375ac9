/** The machine win10-x64: Windows 10's 19041 family as far as a system call sees it, laid out from a seed and parked at a system-call stub. */
import type { Cell, State } from '../cpu/state.ts';
import { assemble, type AssembledSymbol } from '../asm/assemble.ts';
import { Random } from '../machine/random.ts';
import { AddressSpace } from './address-space.ts';
import { NT_SERVICES, WIN32K_SERVICES } from './services/win10-x64.ts';
import { GLOBALS, TABLES } from './images/nt-x64/data.asm.ts';
import { SYSTEM_CALL } from './images/nt-x64/system-call.asm.ts';
import { NOTE } from './images/user-x64/note.asm.ts';
import { layoutsOf } from './layouts/index.ts';
import type { ServiceEntry } from './guest.ts';
import type { Module, Symbol } from './symbols.ts';

/** Everything a seed draws about where things are. */
export interface Placement {
  readonly nt: bigint;
  readonly kpcr: bigint;
  readonly thread: bigint;
  readonly process: bigint;
  readonly rspBase: bigint;
  readonly win32k: bigint;
  readonly ntdll: bigint;
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
  note: 0x00007ff6a1c40000n,
  teb: 0xb1f9a4e000n,
  heap: 0x1e05b7e2a10n,
  userRsp: 0xb1f9cff7a8n,
  selfMap: 0x1c2,
};
function place(seed: string): Placement {
  if (seed === 'note') return NOTE_PLACEMENT;
  const r = new Random(`win10-x64/${seed}/placement`),
    stack = r.range(0x10_0000n, 0xff_ffffn) << 16n;
  return {
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
    selfMap: 0x102 + r.below(0xf0),
  };
}

const LAYOUTS = layoutsOf('win10-x64');
const SERVICES = 471n,
  W32SERVICES = 1316n;
const NAMES = (text: string): readonly string[] => text.trim().split(/\s+/);
/** Offsets inside nt that every seed shares: the routines of the path keep their distances. */
const ENTRY = 0x40d340n,
  STUBS = 0x402600n,
  TABLE = 0x6dbf90n,
  IMAGE_BYTES = 0x1046000n;

export interface Win10 {
  readonly state: State;
  readonly space: AddressSpace;
  readonly place: Placement;
  readonly modules: readonly Module[];
  readonly symbols: readonly Symbol[];
  readonly services: readonly ServiceEntry[];
}

/** What the exceptions, traps and services of our kernel do when nobody wrote more: services return STATUS_NOT_IMPLEMENTED. */
const BODIES: Readonly<Record<string, string>> = {
  NtClose: 'xor eax,eax\nret',
  NtYieldExecution: 'mov eax,40000024h\nret',
  NtTestAlert: 'xor eax,eax\nret',
  NtQuerySystemTime:
    'mov rax,qword ptr [MmUserProbeAddress]\ncmp rcx,rax\njae .bad\nmov rax,0FFFFF78000000014h\nmov rax,qword ptr [rax]\nmov qword ptr [rcx],rax\nxor eax,eax\nret\n.bad: mov eax,0C0000005h\nret',
  NtCreateFile:
    'mov rax,qword ptr [MmUserProbeAddress]\ncmp rcx,rax\njae .bad\ncmp r9,rax\njae .bad\nmov rax,qword ptr [rsp+58h]\nmov qword ptr [rcx],0ACh\nand qword ptr [r9],0\nmov qword ptr [r9+8],1\nxor eax,eax\nret\n.bad: mov eax,0C0000005h\nret',
};

/** Code and data of a machine in the making: images are assembled one after another and know each other's names. */
class Builder {
  readonly space: AddressSpace;
  readonly place: Placement;
  readonly symbols: Symbol[] = [];
  readonly names = new Map<string, { value: bigint; label: boolean }>();
  constructor(space: AddressSpace, place: Placement) {
    this.space = space;
    this.place = place;
  }

  constant(name: string, value: bigint): void {
    this.names.set(name, { value, label: false });
  }
  label(name: string, value: bigint): void {
    this.names.set(name, { value, label: true });
  }
  symbol(module: string, name: string, address: bigint, kind: Symbol['kind'], exported: boolean, extra: Partial<Symbol> = {}): void {
    this.symbols.push({ module, name, address, kind, exported, ...extra });
    this.label(name, address);
  }
  /** Assemble a text at an address and put it into memory there. */
  image(module: string, file: string, origin: bigint, text: string): void {
    const result = assemble(text, { origin, bits: 64, file, names: name => this.names.get(name) ?? field(name) });
    if (!result.ok) throw new Error(result.problems.map(p => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
    this.space.write(origin, result.value.bytes);
    for (const s of result.value.symbols) this.#add(module, s);
  }
  #add(module: string, s: AssembledSymbol): void {
    this.symbol(module, s.name, s.address, s.kind, s.exported, s.type === undefined ? {} : { type: s.type });
  }
}

/** `KTHREAD.TrapFrame` and the like: plain numbers from the layouts. */
function field(path: string): { value: bigint; label: boolean } | undefined {
  return path.includes('.') && LAYOUTS.find(path.split('.')[0]!) ? { value: BigInt(LAYOUTS.offset(path)), label: false } : undefined;
}

/** Where the 471 routines lie: clusters on both sides of the table, a few to a page, in an order the seed draws. */
function servicePlaces(seed: string): readonly bigint[] {
  const r = new Random(`win10-x64/${seed}/services`),
    places: bigint[] = [];
  for (let n = 0; n < Number(SERVICES); n++) {
    const page = n % 60,
      slot = Math.floor(n / 60);
    places.push(
      (page < 24 ? 0x3d0000n + BigInt(page) * 0x1000n : 0x780000n + BigInt(page - 24) * 0x4000n) +
        0x40n +
        BigInt(slot) * 0x1d0n +
        (r.range(0n, 0x190n, 0x10n) % 0x190n),
    );
  }
  for (let n = places.length - 1; n > 0; n--) {
    const k = r.below(n + 1);
    [places[n], places[k]] = [places[k]!, places[n]!];
  }
  return places;
}

/** Build the machine into `state`, parked at the first instruction of the NtCreateFile stub. */
export function buildWin10(state: State, seed: string, set: { smap: boolean }): Win10 {
  const place = placeOf(seed),
    space = new AddressSpace(state),
    b = new Builder(space, place),
    at = (offset: bigint): bigint => place.nt + offset;
  space.selfMap(place.selfMap);
  b.constant('NT', place.nt);
  b.constant('SMAP', set.smap ? 1n : 0n);
  b.constant('SERVICES', SERVICES);
  b.constant('W32SERVICES', W32SERVICES);
  b.constant('IMAGE', place.note);
  b.constant('HEAP', place.heap);
  const services = buildServices(b, seed);
  for (const [offset, bytes] of [
    [0xa01000n, 0x1000n],
    [0xa51000n, 0x1000n],
  ] as const)
    space.map(at(offset), bytes, { write: true });
  b.label('KiServiceTable', at(TABLE));
  b.image('nt', 'nt-x64/globals', at(0xa51c00n), GLOBALS);
  b.image('nt', 'nt-x64/tables', at(0xa018c0n), TABLES);
  for (const s of services.bodies) b.image('nt', s.file, s.address, s.text);
  space.map(at(0x40d000n), 0x2000n, { execute: true });
  b.image('nt', 'nt-x64/system-call', at(ENTRY), SYSTEM_CALL);
  buildInterrupts(b);
  buildUser(b, services.entries);
  buildProcess(b);
  const modules: Module[] = [
    { name: 'nt', image: 'ntkrnlmp.exe', base: place.nt, end: at(IMAGE_BYTES) },
    { name: 'win32k', image: 'win32k.sys', base: place.win32k, end: place.win32k + 0x90000n },
    { name: 'note', image: 'note.exe', base: place.note, end: place.note + 0x8000n },
    { name: 'ntdll', image: 'ntdll.dll', base: place.ntdll, end: place.ntdll + 0x1f5000n },
  ];
  startProcessor(state, b, set.smap);
  return { state, space, place, modules, symbols: b.symbols, services: services.entries };
}
const placeOf = place;

/** The two tables, their argument tables, and the routines they point at. */
function buildServices(b: Builder, seed: string): { entries: ServiceEntry[]; bodies: { file: string; address: bigint; text: string }[] } {
  const { space, place: p } = b,
    places = servicePlaces(seed),
    entries: ServiceEntry[] = [],
    bodies: { file: string; address: bigint; text: string }[] = [];
  const table = p.nt + TABLE,
    argumentTable = table + SERVICES * 4n + 4n;
  space.map(table, SERVICES * 5n + 16n, {});
  NAMES(NT_SERVICES).forEach((text, number) => {
    const [name, count] = text.split(':') as [string, string?],
      args = count === undefined ? undefined : Number(count);
    const address = p.nt + (name === 'NtCreateFile' ? 0x83e2d0n : name === 'NtAccessCheck' ? 0x3f21c0n : places[number]!),
      stackArguments = Math.max(0, (args ?? 0) - 4);
    space.map(address, 0x60n, { execute: true });
    bodies.push({ file: `nt-x64/${name}`, address, text: `export proc ${name}\n${BODIES[name] ?? 'mov eax,0C0000002h\nret'}` });
    space.number(table + BigInt(number) * 4n, 4, ((address - table) << 4n) | BigInt(stackArguments));
    space.number(argumentTable + BigInt(number), 1, BigInt(stackArguments * 4));
    entries.push({ table: 'nt', number, name, address, stackArguments, ...(args !== undefined && { args }) });
  });
  space.number(table + SERVICES * 4n, 4, SERVICES);
  b.symbol('nt', 'KiServiceTable', table, 'data', false, { size: Number(SERVICES * 4n) });
  b.symbol('nt', 'KiServiceLimit', table + SERVICES * 4n, 'data', false, { size: 4 });
  b.symbol('nt', 'KiArgumentTable', argumentTable, 'data', false, { size: Number(SERVICES) });
  const w32 = p.win32k + 0x4000n,
    w32Arguments = w32 + W32SERVICES * 4n + 4n,
    code = p.win32k + 0x10000n;
  space.map(w32, 0x4000n, {});
  space.map(code, W32SERVICES * 16n, { execute: true });
  NAMES(WIN32K_SERVICES).forEach((text, n) => {
    const [name, count] = text.split(':') as [string, string?],
      args = count === undefined ? undefined : Number(count),
      address = code + BigInt(n) * 16n,
      stackArguments = Math.max(0, (args ?? 0) - 4);
    space.write(address, Uint8Array.of(0xb8, 0x02, 0, 0, 0xc0, 0xc3));
    space.number(w32 + BigInt(n) * 4n, 4, ((address - w32) << 4n) | BigInt(stackArguments));
    b.symbol('win32k', name, address, 'function', false);
    entries.push({ table: 'win32k', number: 0x1000 + n, name, address, stackArguments, ...(args !== undefined && { args }) });
  });
  space.number(w32 + W32SERVICES * 4n, 4, W32SERVICES);
  b.symbol('win32k', 'W32pServiceTable', w32, 'data', false);
  b.symbol('win32k', 'W32pArgumentTable', w32Arguments, 'data', false);
  return { entries, bodies };
}

/** IDT: named handlers for the exceptions, stubs for everything else; GDT and TSS beside it. */
function buildInterrupts(b: Builder): void {
  const { space, place: p } = b,
    stubs = p.nt + STUBS,
    tables = p.kpcr - 0x4000n,
    idt = tables,
    tss = tables + 0x1000n,
    gdt = tables + 0x2000n;
  space.map(tables, 0x4000n, { write: true });
  space.map(stubs, 0x1000n, { execute: true });
  const names = EXCEPTIONS;
  b.image(
    'nt',
    'nt-x64/exceptions',
    stubs + 0x800n,
    Object.values(names)
      .map(([name]) => `proc ${name}\n.stop: hlt\njmp .stop\nalign 16\n`)
      .join(''),
  );
  const common = stubs + 0x9f0n;
  b.image('nt', 'nt-x64/unexpected', common, '@stop: hlt\njmp @stop');
  b.symbol('nt', 'KxUnexpectedInterrupt0', stubs, 'function', false);
  for (let v = 0; v < 256; v++) {
    const stub = stubs + BigInt(v * 8),
      rel = common - (stub + 8n),
      named = names[v];
    space.write(stub, Uint8Array.of(0x6a, v, 0x55, 0xe9));
    space.number(stub + 4n, 4, rel);
    const to = named ? b.names.get(named[0])!.value : stub,
      access = named?.[1] === 3 ? 0xee00n : 0x8e00n,
      ist = BigInt(named?.[2] ?? 0);
    space.number(
      idt + BigInt(v * 16),
      8,
      (to & 0xffffn) | (0x10n << 16n) | (ist << 32n) | (access << 32n) | (((to >> 16n) & 0xffffn) << 48n),
    );
    space.number(idt + BigInt(v * 16) + 8n, 8, to >> 32n);
  }
  const quads: Readonly<Record<number, bigint>> = {
    0x10: 0x00209b0000000000n,
    0x18: 0x0040930000000000n,
    0x20: 0x00cffb000000ffffn,
    0x28: 0x00cff3000000ffffn,
    0x30: 0x0020fb0000000000n,
    0x50: 0x0040f30000003c00n,
  };
  for (const [selector, raw] of Object.entries(quads)) space.number(gdt + BigInt(selector), 8, raw);
  space.number(gdt + 0x40n, 8, 0x67n | ((tss & 0xff_ffffn) << 16n) | (0x8bn << 40n) | (((tss >> 24n) & 0xffn) << 56n));
  space.number(gdt + 0x48n, 8, tss >> 32n);
  space.number(tss + 4n, 8, p.rspBase);
  for (let n = 1; n <= 4; n++) {
    const stack = p.kpcr + 0x20000n + BigInt(n) * 0x7000n;
    space.map(stack - 0x6000n, 0x6000n, { write: true });
    space.number(tss + 0x1cn + BigInt(n * 8), 8, stack);
  }
  space.number(tss + 0x66n, 2, 0x68n);
}
/** Vector -> handler, DPL where 3, IST. */
const EXCEPTIONS: Readonly<Record<number, readonly [string, number?, number?]>> = {
  0: ['KiDivideErrorFault'],
  1: ['KiDebugTrapOrFault', 0, 4],
  2: ['KiNmiInterrupt', 0, 3],
  3: ['KiBreakpointTrap', 3],
  4: ['KiOverflowTrap', 3],
  5: ['KiBoundFault'],
  6: ['KiInvalidOpcodeFault'],
  7: ['KiNpxNotAvailableFault'],
  8: ['KiDoubleFaultAbort', 0, 1],
  9: ['KiNpxSegmentOverrunAbort'],
  10: ['KiInvalidTssFault'],
  11: ['KiSegmentNotPresentFault'],
  12: ['KiStackFault'],
  13: ['KiGeneralProtectionFault'],
  14: ['KiPageFault'],
  16: ['KiFloatingErrorFault'],
  17: ['KiAlignmentFault'],
  18: ['KiMcheckAbort', 0, 2],
  19: ['KiXmmException'],
  20: ['KiVirtualizationException'],
  0x1f: ['KiApcInterrupt'],
  0x20: ['KiSwInterrupt'],
  0x29: ['KiRaiseSecurityCheckFailure', 3],
  0x2c: ['KiRaiseAssertion', 3],
  0x2d: ['KiDebugServiceTrap', 3],
  0x2f: ['KiDpcInterrupt'],
  0xe1: ['KiIpiInterrupt'],
};

/** ntdll's stubs in number order, 32 bytes apart, and the program. */
function buildUser(b: Builder, services: readonly ServiceEntry[]): void {
  const { space, place: p } = b,
    first = p.ntdll + 0x9cb10n;
  space.map(first, SERVICES * 32n, { user: true, execute: true });
  for (const s of services)
    if (s.table === 'nt') {
      const at = first + BigInt(s.number * 32);
      space.write(
        at,
        Uint8Array.of(
          0x4c,
          0x8b,
          0xd1,
          0xb8,
          s.number & 255,
          s.number >> 8,
          0,
          0,
          0xf6,
          0x04,
          0x25,
          0x08,
          0x03,
          0xfe,
          0x7f,
          0x01,
          0x75,
          0x03,
          0x0f,
          0x05,
          0xc3,
          0xcd,
          0x2e,
          0xc3,
        ),
      );
      b.symbols.push({ module: 'ntdll', name: s.name, address: at, kind: 'function', exported: true, size: 24 });
    }
  const imports = p.note + 0x4000n,
    stub = (name: string): bigint => first + BigInt(services.find(s => s.name === name)!.number * 32);
  space.map(p.note + 0x1000n, 0x1000n, { user: true, execute: true });
  space.map(imports, 0x1000n, { user: true });
  space.map(p.note + 0x5000n, 0x1000n, { user: true, write: true });
  ['NtQuerySystemTime', 'NtCreateFile', 'NtClose'].forEach((name, n) => {
    space.number(imports + BigInt(n * 8), 8, stub(name));
    b.symbol('note', `__imp_${name}`, imports + BigInt(n * 8), 'data', false);
  });
  b.symbol('note', 'Rounds', p.note + 0x5000n, 'data', false);
  b.image('note', 'user-x64/note', p.note + 0x1000n, NOTE);
  space.map(p.heap & ~0xfffn, 0x3000n, { user: true, write: true });
  space.map((p.userRsp - 0x1000n) & ~0xfffn, 0x2000n, { user: true, write: true });
  space.map(p.teb - 0x1000n, 0x3000n, { user: true, write: true });
  b.label('start', stub('NtCreateFile'));
}

/** The structures the path and the panes read. */
function buildProcess(b: Builder): void {
  const { space, place: p } = b,
    prcb = p.kpcr + 0x180n;
  space.map(p.kpcr, 0xb080n, { write: true });
  for (const base of [p.thread, p.process]) space.map(base & ~0xfffn, 0x2000n, { write: true });
  space.map((p.rspBase - 0x6000n) & ~0xfffn, 0x7000n, { write: true });
  const shared = space.page();
  space.mapTo(0xfffff78000000000n, shared, { write: true });
  space.mapTo(0x7ffe0000n, shared, { user: true });
  const q = (at: bigint, v: bigint): void => space.number(at, 8, v);
  q(p.kpcr, p.kpcr - 0x2000n);
  q(p.kpcr + 8n, p.kpcr - 0x3000n);
  q(p.kpcr + 0x18n, p.kpcr);
  q(p.kpcr + 0x20n, prcb);
  q(p.kpcr + 0x30n, p.teb);
  q(p.kpcr + 0x38n, p.kpcr - 0x4000n);
  space.number(prcb, 4, 0x1f80n);
  q(prcb + 8n, p.thread);
  q(prcb + 0x18n, p.thread);
  q(prcb + 0x28n, p.rspBase);
  q(p.thread + 0x28n, p.rspBase);
  q(p.thread + 0x30n, p.rspBase - 0x5c90n);
  q(p.thread + 0x38n, p.rspBase + 0x370n);
  q(p.thread + 0x58n, p.rspBase - 0x400n);
  q(p.thread + 0xb8n, p.process);
  q(p.thread + 0xf0n, p.teb);
  q(p.thread + 0x220n, p.process);
  space.number(p.thread + 0x232n, 1, 1n);
  q(p.thread + 0x478n, 0x1a2cn);
  q(p.thread + 0x480n, 0x1b40n);
  q(p.process + 0x28n, space.root);
  q(p.process + 0x440n, 0x1a2cn);
  q(p.process + 0x550n, p.teb - 0x1000n);
  space.write(
    p.process + 0x5a8n,
    Uint8Array.from('note.exe\0', c => c.charCodeAt(0)),
  );
  q(p.teb + 8n, (p.userRsp + 0x858n) & ~0xfffn);
  q(p.teb + 0x30n, p.teb);
  q(p.teb + 0x40n, 0x1a2cn);
  q(p.teb + 0x48n, 0x1b40n);
  q(p.teb + 0x60n, p.teb - 0x1000n);
  q(p.teb - 0x1000n + 0x10n, p.note);
  space.number(0xfffff78000000260n, 4, 19041n);
  space.number(0xfffff7800000026cn, 4, 10n);
  q(0xfffff78000000014n, 0x01dc5e0000000000n);
}

/** Registers and MSRs at the moment the machine is handed over: user mode, in front of a stub. */
function startProcessor(state: State, b: Builder, smap: boolean): void {
  const { place: p, space } = b,
    tables = p.kpcr - 0x4000n,
    set = (cell: Cell, v: bigint): void => state.set(cell, v);
  const segment = (name: string, selector: bigint, base: bigint, limit: bigint, rights: bigint): void => {
    set(`${name}.selector` as Cell, selector);
    set(`${name}.base` as Cell, base);
    set(`${name}.limit` as Cell, limit);
    set(`${name}.rights` as Cell, rights);
  };
  set('CR0', 0x80050033n);
  set('CR3', space.root);
  set('CR4', smap ? 0x3506f8n : 0x1506f8n);
  set('IA32_EFER', 0xd01n);
  set('IA32_STAR', 0x0023001000000000n);
  set('IA32_LSTAR', b.names.get('KiSystemCall64')!.value);
  set('IA32_FMASK', 0x4700n);
  set('IA32_KERNEL_GS_BASE', p.kpcr);
  set('GDTR.base', tables + 0x2000n);
  set('GDTR.limit', 0x57n);
  set('IDTR.base', tables);
  set('IDTR.limit', 0xfffn);
  segment('TR', 0x40n, tables + 0x1000n, 0x67n, 0x8bn);
  segment('CS', 0x33n, 0n, 0n, 0x20fbn);
  for (const s of ['SS', 'DS', 'ES']) segment(s, 0x2bn, 0n, 0xffff_ffffn, 0xc0f3n);
  segment('FS', 0x53n, 0n, 0x3c00n, 0x40f3n);
  segment('GS', 0x2bn, p.teb, 0xffff_ffffn, 0xc0f3n);
  set('CPL', 3n);
  set('mode', 64n);
  set('flags.system', 0x200n);
  set('attention', 2n);
  const rbp = p.userRsp - 8n;
  const registers: Readonly<Record<string, bigint>> = {
    RBP: rbp,
    RSP: p.userRsp - 0x120n,
    RCX: rbp - 0xc8n,
    RDX: 0x100080n,
    R8: rbp - 0x70n,
    R9: rbp - 0x88n,
    RSI: rbp - 0x90n,
    RBX: p.heap,
    RDI: p.heap + 0x1230n,
    R15: p.heap + 0x1230n,
    RIP: b.names.get('start')!.value,
  };
  for (const [cell, v] of Object.entries(registers)) set(cell as Cell, v);
  space.number(p.userRsp - 0x120n, 8, p.note + 0x13aen);
  space.number(p.userRsp - 8n, 8, 0n);
  space.number(p.userRsp, 8, p.note + 0x1000n + 0x2en);
}
