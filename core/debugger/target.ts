/** The guest as a debugger looks at it: registers of the chosen context, memory that may be missing, names of addresses. */
import { withKernelTables, withTables, type Guest } from '../windows/guest.ts';
import type { Symbol } from '../windows/symbols.ts';
import { decodeInstruction, operandText, type Instruction } from './instruction.ts';
import type { Walk } from '../cpu/paging.ts';
import { readRegister, writeRegister } from '../cpu/registers.ts';
import { SEGMENTS } from '../cpu/state.ts';
import { registerNamed } from './registers.ts';
import { addressText, extend32, fromBytes, hex, u64, type Bits } from './text.ts';

const PAGE = 4096n;
/** Labels a function may have. */
const LABELS = 64;
/** Instructions kept decoded. */
const DECODED = 8192;
/** The page every process shares with the kernel has a name even where no module says so. */
const SHARED = { name: 'SharedUserData', base: 0x7ffe_0000n } as const;
/** Bytes one entry of a paging structure speaks for; on x86 by the size of entries. */
const SPAN: Readonly<Record<string, bigint>> = {
  PML4E: 1n << 39n,
  PDPTE: 1n << 30n,
  PDE: 1n << 21n,
  'PDPTE/8': 1n << 30n,
  'PDE/8': 1n << 21n,
  'PDE/4': 1n << 22n,
};
const ONES = (width: number): bigint => (1n << BigInt(width)) - 1n;

/** Does `bytes` begin with `start`? */
function sameStart(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let n = 0; n < start.length; n++) if (bytes[n] !== start[n]) return false;
  return true;
}

export class Target {
  readonly guest: Guest;
  readonly bits: Bits;
  /** Registers of `.trap`, `.cxr` or `.thread`, which replace the processor's until the machine runs. */
  context: ReadonlyMap<string, bigint> | undefined;
  /** Page directory of the process chosen with `.process`, where it is not the processor's. */
  directory: bigint | undefined;
  /** The thread and process commands speak of. */
  thread: bigint;
  process: bigint;
  /** Told before anything changes the guest from outside. */
  onEdit: (() => void) | undefined;
  /** Code is read as x86 whatever the processor's mode: `.effmach x86`. */
  asX86 = false;

  /** Pages read while nothing changes; undefined outside `still`. */
  #pages: Map<bigint, Uint8Array | undefined> | undefined;
  readonly #decoded = new Map<bigint, { readonly bits: Bits; readonly instruction: Instruction }>();

  constructor(guest: Guest) {
    this.guest = guest;
    this.bits = guest.build.bits;
    this.thread = guest.system.thread;
    this.process = guest.system.process;
  }

  get state(): Guest['machine']['state'] {
    return this.guest.machine.state;
  }
  get #memory(): Guest['machine']['memory'] {
    return this.guest.machine.memory;
  }
  get ring(): 0 | 3 {
    return this.context ? ((this.raw('cs')! & 3n) === 3n ? 3 : 0) : this.state.get('CPL') === 3n ? 3 : 0;
  }
  /** Width of the code at RIP; 32 in a 64-bit guest running compatibility code. */
  get codeBits(): Bits {
    return this.bits === 32 || this.asX86 || this.state.get('mode') !== 64n ? 32 : 64;
  }
  get ip(): bigint {
    return this.register(this.bits === 64 ? 'rip' : 'eip')!;
  }
  get sp(): bigint {
    return this.register(this.bits === 64 ? 'rsp' : 'esp')!;
  }

  /** A whole register of the context, or else of the processor. */
  raw(of: string): bigint | undefined {
    return this.context?.get(of) ?? readRegister(this.state, of);
  }
  /** By any name, zero-extended. */
  register(name: string): bigint | undefined {
    const named = registerNamed(name, this.bits),
      whole = named && this.raw(named.of);
    return whole === undefined ? undefined : (whole >> BigInt(named!.shift)) & ONES(named!.width);
  }
  /** As the evaluator takes it: values of 32-bit registers are sign-extended. */
  registerValue(name: string): bigint | undefined {
    const value = this.register(name);
    return value !== undefined && registerNamed(name, this.bits)?.width === 32 ? extend32(value) : value;
  }
  /** False where there is no such register or it cannot be written. */
  setRegister(name: string, value: bigint): boolean {
    const named = registerNamed(name, this.bits),
      whole = named && this.raw(named.of);
    if (!named || whole === undefined) return false;
    const mask = ONES(named.width) << BigInt(named.shift);
    const next = (whole & ~mask) | ((value << BigInt(named.shift)) & mask);
    if (this.context) {
      this.context = new Map([...this.context, [named.of, next]]);
      return true;
    }
    this.onEdit?.();
    return writeRegister(this.state, named.of, next);
  }
  segmentBase(name: string): bigint | undefined {
    const segment = SEGMENTS.find(s => s === name.toUpperCase());
    return segment ? this.state.get(`${segment}.base`) : 0n;
  }

  /** An address as this target keeps it. */
  linear(address: bigint): bigint {
    return this.bits === 64 ? u64(address) : address & 0xffff_ffffn;
  }
  /** An address as symbols have it. */
  read(address: bigint, length: number): Uint8Array | undefined {
    return this.#seen(() => this.#memory.read(this.linear(address), length));
  }
  write(address: bigint, bytes: Uint8Array): boolean {
    this.onEdit?.();
    return this.#seen(() => this.#memory.write(this.linear(address), bytes));
  }
  readPhysical(address: bigint, length: number): Uint8Array | undefined {
    return this.#memory.readPhysical(address, length);
  }
  writePhysical(address: bigint, bytes: Uint8Array): boolean {
    this.onEdit?.();
    return this.#memory.writePhysical(address, bytes);
  }
  /** `length` bytes with -1 for each that cannot be read. */
  readSparse(address: bigint, length: number): Int16Array {
    const out = new Int16Array(length).fill(-1);
    for (let done = 0; done < length;) {
      const start = address + BigInt(done),
        room = Number(PAGE - (start & (PAGE - 1n)));
      const size = Math.min(length - done, room),
        bytes = this.read(start, size);
      if (bytes) out.set(bytes, done);
      done += size;
    }
    return out;
  }
  /** Every level of the walk for an address. */
  walk(address: bigint): Walk {
    return this.#seen(() => this.#memory.walk(this.linear(address)));
  }
  /** The walk that would start from another directory. */
  walkFrom(directory: bigint, address: bigint): Walk {
    return withTables(this.guest.machine, directory, () => this.#memory.walk(this.linear(address)));
  }
  /** Through the chosen process's tables, or as the kernel sees memory. */
  #seen<T>(look: () => T): T {
    return this.directory === undefined ? withKernelTables(this.guest, look) : withTables(this.guest.machine, this.directory, look);
  }
  /** The first readable address from `at` on, below `end`. */
  nextReadable(at: bigint, end: bigint): bigint | undefined {
    for (let address = at; address < end;) {
      if (this.read(address, 1)) return address;
      const last = this.walk(address).rows.at(-1),
        span = last?.verdict === 'not present' ? (SPAN[this.bits === 64 ? last.name : `${last.name}/${last.bytes}`] ?? PAGE) : PAGE;
      address = (address & ~(span - 1n)) + span;
      if (this.bits === 64 && address >= 0x8000_0000_0000n && address < 0xffff_8000_0000_0000n) address = 0xffff_8000_0000_0000n;
    }
    return undefined;
  }
  /** Up to `length` bytes from a readable address, as far as memory goes on. */
  readRun(address: bigint, length: number): Uint8Array {
    const whole = this.read(address, length);
    if (whole) return whole;
    const parts: Uint8Array[] = [];
    let done = 0;
    while (done < length) {
      const start = address + BigInt(done),
        size = Math.min(length - done, Number(PAGE - (start & (PAGE - 1n)))),
        part = this.read(start, size);
      if (!part) break;
      parts.push(part);
      done += size;
    }
    const out = new Uint8Array(done);
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
  /** A little-endian value of 1, 2, 4 or 8 bytes. */
  value(address: bigint, size: number): bigint | undefined {
    const bytes = this.read(address, size);
    return bytes && fromBytes(bytes);
  }
  pointer(address: bigint): bigint | undefined {
    return this.value(address, this.bits / 8);
  }

  /** `nt!KiSystemCall64+0x2b`, or a module and an offset, or nothing. */
  symbolText = (address: bigint): string | undefined => {
    const at = this.linear(address),
      { symbols } = this.guest,
      found = symbols.nearest(at);
    if (found) return `${found.symbol.module}!${found.symbol.name}${found.displacement === 0n ? '' : `+0x${hex(found.displacement)}`}`;
    const module = symbols.moduleAt(at) ?? (at >= SHARED.base && at < SHARED.base + PAGE ? SHARED : undefined);
    return module && (module.base === at ? module.name : `${module.name}+0x${hex(at - module.base)}`);
  };
  /** Only where a symbol begins exactly here. */
  exactSymbol = (address: bigint): string | undefined => {
    const found = this.guest.symbols.nearest(this.linear(address));
    return found?.displacement === 0n ? `${found.symbol.module}!${found.symbol.name}` : undefined;
  };
  /** The function, or failing that the symbol, that holds an address. */
  symbolAt(address: bigint): { readonly symbol: Symbol; readonly displacement: bigint } | undefined {
    return this.guest.symbols.nearest(this.linear(address));
  }
  /** The function whose code an address is in; labels inside it do not count. */
  functionAt(address: bigint): Symbol | undefined {
    let found = this.symbolAt(address)?.symbol;
    for (let n = 0; found && found.kind === 'label' && n < LABELS; n++) found = this.symbolAt(found.address - 1n)?.symbol;
    return found;
  }
  /** Address of a symbol or module, as the evaluator takes it. */
  symbol(name: string): bigint | undefined {
    const { symbols } = this.guest;
    const found =
      symbols.find(name)?.address ??
      symbols.modules.find(m => m.name.toLowerCase() === name.toLowerCase())?.base ??
      this.#byImageName(name) ??
      (name.toLowerCase() === 'shareduserdata' ? SHARED.base : undefined);
    return found === undefined ? undefined : this.bits === 32 ? extend32(found) : found;
  }
  /** The places of a name that one module has more than once; a name alone means the first module's. */
  several(name: string): readonly string[] | undefined {
    const found = this.guest.symbols.find(name),
      all = found ? this.guest.symbols.several(found) : [];
    if (all.length === 0) return undefined;
    return all.map(s => `${addressText(s.address, this.bits)} ${s.module}!${s.name} (${s.kind === 'data' ? '<no type information>' : '<no parameter info>'})`);
  }
  /** `ntkrnlmp!X` for `nt!X`. */
  #byImageName(name: string): bigint | undefined {
    const bang = name.indexOf('!');
    const image = (bang < 0 ? name : name.slice(0, bang)).toLowerCase();
    const module = this.guest.symbols.modules.find(
      m =>
        m.image
          .toLowerCase()
          .replace(/^.*[\\/]/, '')
          .replace(/\.[a-z]+$/, '') === image,
    );
    if (!module) return undefined;
    return bang < 0 ? module.base : this.guest.symbols.find(`${module.name}${name.slice(bang)}`)?.address;
  }

  /** Do something during which neither memory nor its mapping changes: code is read once a page. */
  still<T>(look: () => T): T {
    this.#pages = new Map();
    try {
      return look();
    } finally {
      this.#pages = undefined;
    }
  }
  /** Up to 15 bytes of code, fewer where its page ends; undefined where it cannot be read, or not so simply. */
  #codeBytes(at: bigint): Uint8Array | undefined {
    const offset = Number(at & (PAGE - 1n)),
      page = at - BigInt(offset);
    if (!this.#pages || offset > Number(PAGE) - 15) return undefined;
    if (!this.#pages.has(page)) this.#pages.set(page, this.read(page, Number(PAGE)));
    return this.#pages.get(page)?.subarray(offset, offset + 15);
  }

  /** The instruction at an address: `unreadable` where its first byte is missing, `undefined` where the bytes are none. */
  instruction(address: bigint): Instruction | 'unreadable' | undefined {
    const at = this.linear(address),
      room = Number(PAGE - (at & (PAGE - 1n)));
    const whole = this.#codeBytes(at) ?? this.read(at, 15) ?? (room < 15 ? this.read(at, room) : undefined);
    if (whole) return this.#decode(whole, at);
    for (let size = Math.min(room, 15); size > 0; size--) {
      const part = this.read(at, size);
      if (part) return decodeInstruction(part, at, this.codeBits);
    }
    return 'unreadable';
  }
  /** Decoded before from the same bytes, or decoded now. */
  #decode(bytes: Uint8Array, at: bigint): Instruction | undefined {
    const known = this.#decoded.get(at);
    if (known && known.bits === this.codeBits && sameStart(bytes, known.instruction.bytes)) return known.instruction;
    const instruction = decodeInstruction(bytes, at, this.codeBits);
    if (this.#decoded.size >= DECODED) this.#decoded.clear();
    if (instruction) this.#decoded.set(at, { bits: this.codeBits, instruction });
    return instruction;
  }
  operands(i: Instruction): string {
    return operandText(i, this.bits, this.symbolText, this.exactSymbol);
  }
  address(address: bigint): string {
    return addressText(this.linear(address), this.bits);
  }
}
