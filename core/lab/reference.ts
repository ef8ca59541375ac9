/** The reference run: a fresh machine of the same seed, stepped through its first call, which answers what an expression asks. */
import { readMsr } from '../cpu/msrs.ts';
import { readRegister } from '../cpu/registers.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import { DataWatch } from '../debugger/data-watch.ts';
import { Target } from '../debugger/target.ts';
import type { MachineRef, StartPatch } from '../machine/scenario.ts';
import { withKernelTables, type Guest } from '../windows/guest.ts';
import { LAYOUT_BUILDS, layoutsOf } from '../windows/layouts/index.ts';
import { applyPatch, buildGuest, cloneGuest } from '../windows/machines.ts';
import type { Extent, Fault, Moment, POSITIONS, ServiceTable, World } from './expr-world.ts';
import { Rewind, type Snapshot } from './rewind.ts';

type Position = (typeof POSITIONS)[number];
/** A call's path from stub to ring 3 is a few hundred instructions; this is where the search ends. */
const MOST_STEPS = 20_000;

/** A guest as a Moment: registers and memory of the machine as it stands. */
export const momentOf = (guest: Guest): Moment => ({
  register: name => readRegister(guest.machine.state, name),
  load: (address, bytes) => {
    const read = withKernelTables(guest, () => guest.machine.memory.read(address, bytes));
    return read && read.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  },
  msr: number => readMsr(guest.machine.state, number),
});

export class Reference implements World {
  #ref: MachineRef;
  #run: Rewind;
  readonly #params = new Map<string, bigint>();
  #counts: ReadonlyMap<Position, number> | undefined;
  readonly #moments = new Map<Position, Moment>();
  readonly #faults = new Map<number, Fault | undefined>();
  #start: Moment;

  /** @param guest the machine of `ref`, where there is one that nobody else runs */
  constructor(ref: MachineRef, guest: Guest = fresh(ref)) {
    this.#ref = ref;
    this.#run = new Rewind(guest);
    this.#start = this.#momentAt(this.#run.start);
  }
  get start(): Moment {
    return this.#start;
  }
  get ref(): MachineRef {
    return this.#ref;
  }
  /** From here on, speak of the machine as `patches` change it; parameters stay. @returns the first patch it has no place for */
  begin(patches: readonly StartPatch[]): { readonly index: number; readonly why: string } | undefined {
    this.#ref = { ...this.#ref, start: [...(this.#ref.start ?? []), ...patches] };
    const guest = this.#run.at(this.#run.start);
    for (const [index, patch] of patches.entries()) {
      const why = applyPatch(guest.machine, patch);
      if (why !== undefined) return { index, why: why.message };
    }
    this.#run = new Rewind(guest);
    this.#start = this.#momentAt(this.#run.start);
    this.#counts = undefined;
    this.#moments.clear();
    this.#faults.clear();
    return undefined;
  }
  /** Registers and memory of the one machine, taken back to a moment whenever something is read. */
  #momentAt(moment: Snapshot): Moment {
    const run = this.#run;
    return {
      register: name => momentOf(run.at(moment)).register(name),
      load: (address, bytes) => momentOf(run.at(moment)).load(address, bytes),
      msr: number => momentOf(run.at(moment)).msr(number),
    };
  }
  get kpcr(): bigint {
    return this.guest.system.kpcr;
  }
  get thread(): bigint {
    return this.guest.system.thread;
  }
  get guest(): Guest {
    return this.#run.guest;
  }
  /** Another machine, as this one is at the start. */
  another(engine?: EngineName): Guest {
    return { ...cloneGuest(this.#run.at(this.#run.start), engine), ref: this.#ref };
  }
  setParam(name: string, value: bigint): void {
    this.#params.set(name, value);
  }
  param(name: string): bigint | undefined {
    return this.#params.get(name);
  }
  symbol(name: string): bigint | undefined {
    return this.guest.symbols.find(name)?.address;
  }

  table(name: string): ServiceTable | undefined {
    const first = this.symbol(name === 'nt' ? 'nt!KeServiceDescriptorTable' : 'nt!KeServiceDescriptorTableShadow');
    if (first === undefined || (name !== 'nt' && name !== 'win32k')) return undefined;
    const descriptor = name === 'nt' ? first : first + 0x20n,
      base = this.start.load(descriptor, 8),
      limit = this.start.load(descriptor + 0x10n, 4);
    if (base === undefined || limit === undefined) return undefined;
    return { base, limit, entry: n => (n < limit ? this.start.load(base + 4n * n, 4) : undefined) };
  }

  at(position: string): Moment | undefined {
    const name = position as Position,
      known = this.#moments.get(name);
    if (known || position === 'start') return known ?? this.start;
    const count = this.#count(name);
    if (count === undefined) return undefined;
    const guest = this.#run.from(this.#run.start);
    for (let n = 0; n < count; n++) guest.machine.step();
    const moment = this.#momentAt(this.#run.save());
    this.#moments.set(name, moment);
    return moment;
  }
  #count(position: Position): number | undefined {
    this.#counts ??= findPositions(this.#run.from(this.#run.start));
    return position === 'start' ? 0 : this.#counts.get(position);
  }
  steps(from: string, to: string): bigint | undefined {
    const first = this.#count(from as Position),
      last = this.#count(to as Position);
    return first === undefined || last === undefined || last < first ? undefined : BigInt(last - first);
  }
  writer(address: bigint, before: string): bigint | undefined {
    const count = this.#count(before as Position);
    return count === undefined ? undefined : findWriter(this.#run.from(this.#run.start), address, count);
  }
  fault(vector: number): Fault | undefined {
    if (!this.#faults.has(vector)) this.#faults.set(vector, findFault(this.#run.from(this.#run.start), vector));
    return this.#faults.get(vector);
  }
  offset(build: string, path: string): bigint | undefined {
    const known = LAYOUT_BUILDS.find(b => b === build),
      layouts = known && layoutsOf(known),
      [name, field] = path.split('.'),
      layout = layouts?.find(name!);
    if (!layout) return undefined;
    if (field === undefined) return BigInt(layout.size);
    return layout.fields.some(f => f.name === field) ? BigInt(layouts!.offset(path)) : undefined;
  }
  module(name: string): Extent | undefined {
    const found = this.guest.symbols.modules.find(m => m.name === name);
    return found && { base: found.base, end: found.end };
  }
}
function fresh(ref: MachineRef): Guest {
  const built = buildGuest(ref);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}

/** How many steps from the start each position is. */
function findPositions(guest: Guest): ReadonlyMap<Position, number> {
  const { machine, symbols } = guest,
    found = new Map<Position, number>(),
    sym = (name: string): bigint | undefined => symbols.find(name)?.address;
  const frame = sym('nt!KiSystemServiceUser') ?? sym('nt!KiSystemServiceRepeat'),
    isCall = callOf(guest, sym),
    rip = (): bigint => machine.state.get('RIP');
  let door: 'in' | 'out' | undefined, service: bigint | undefined;
  const mark = (position: Position, steps: number): void => {
    if (!found.has(position)) found.set(position, steps);
  };
  machine.onEvent = e => {
    if (e.from.cpl === 3 && e.to.cpl === 0 && (e.kind === 'syscall' || e.kind === 'int' || e.kind === 'sysenter')) door = 'in';
    if (e.from.cpl === 0 && e.to.cpl === 3) door = 'out';
  };
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const before = rip();
    if (before === frame) mark('frame', steps);
    if (service !== undefined && before === service) mark('svc', steps);
    door = undefined;
    if (machine.step().why !== 'budget') break;
    const event = door as 'in' | 'out' | undefined;
    if (event === 'in') {
      mark('door-', steps);
      mark('door+', steps + 1);
    }
    if (isCall(before)) {
      mark('call', steps);
      service ??= rip();
    }
    if (event === 'out' && found.has('door+')) {
      mark('ret-', steps);
      mark('ret+', steps + 1);
      break;
    }
  }
  machine.onEvent = undefined;
  return found;
}
/** A store of the same value counts, and so does what the processor itself pushes. */
function findWriter(guest: Guest, address: bigint, steps: number): bigint | undefined {
  const watch = new DataWatch(new Target(guest), [{ type: 'w', address, size: 1 } as const]),
    byte = (): bigint | undefined => momentOf(guest).load(address, 1);
  let writer: bigint | undefined;
  for (let n = 0; n < steps; n++) {
    const rip = guest.machine.state.get('RIP'),
      before = byte();
    watch.prepare();
    guest.machine.step();
    if (watch.hit() || byte() !== before) writer = rip;
  }
  return writer;
}
function findFault(guest: Guest, vector: number): Fault | undefined {
  const { machine, build } = guest,
    bytes = build.bits / 8;
  let fault: Fault | undefined;
  machine.onEvent = e => {
    if (e.kind !== 'fault' || e.vector !== vector || fault) return;
    const now = momentOf(guest),
      top = now.register('rsp')!,
      error = e.error !== undefined,
      slot = (n: number): bigint | undefined => now.load(BigInt.asUintN(64, top + BigInt((n + (error ? 1 : 0)) * bytes)), bytes);
    fault = {
      err: error ? now.load(top, bytes) : undefined,
      ...{ rip: slot(0), cs: slot(1), rflags: slot(2), rsp: slot(3), ss: slot(4) },
      ...{ cr2: now.register('cr2'), newrsp: top, newcs: now.register('cs') },
    };
  };
  for (let steps = 0; steps < MOST_STEPS && !fault; steps++) if (machine.step().why !== 'budget') break;
  machine.onEvent = undefined;
  return fault;
}
/** The dispatcher's own call: `call rax` soon behind the copied arguments; on x86 `call ebx`, which ends at a name. */
function callOf({ machine }: Guest, sym: (name: string) => bigint | undefined): (address: bigint) => boolean {
  const copyEnd = sym('nt!KiSystemServiceCopyEnd'),
    postCall = sym('nt!KiSystemServicePostCall');
  if (copyEnd === undefined) return address => postCall !== undefined && address === postCall - 2n;
  return address => {
    if (address <= copyEnd || address >= copyEnd + 0x40n) return false;
    const bytes = machine.memory.read(address, 2);
    return bytes !== undefined && bytes[0] === 0xff && bytes[1] === 0xd0;
  };
}
