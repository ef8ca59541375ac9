/** What is read of one beginning of a machine: registers and memory at each named position of its first call, and its faults. */
import { readMsr } from '../cpu/msrs.ts';
import { readRegister } from '../cpu/registers.ts';
import { SEGMENTS } from '../cpu/state.ts';
import { DataWatch } from '../debugger/data-watch.ts';
import type { GuestEvent } from '../machine/machine.ts';
import { Target } from '../debugger/target.ts';
import { withKernelTables, type Guest } from '../windows/guest.ts';
import type { Fault, Moment, POSITIONS, Segment } from './expr-world.ts';
import type { Rewind, Snapshot } from './rewind.ts';

export type Position = (typeof POSITIONS)[number];
/** A call's path from stub to ring 3 is a few hundred instructions; this is where the search ends. */
const MOST_STEPS = 20_000,
  SLICE = 500;

/** A guest as a Moment: registers and memory of the machine as it stands. */
export const momentOf = (guest: Guest): Moment => ({
  register: name => readRegister(guest.machine.state, name),
  load: (address, bytes) => {
    const read = withKernelTables(guest, () => guest.machine.memory.read(address, bytes));
    return read && read.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  },
  msr: number => readMsr(guest.machine.state, number),
  physical: address => withKernelTables(guest, () => guest.machine.memory.physical(address)),
  segment: name => segmentOf(guest, name),
});
const WITH_HIDDEN_PART = [...SEGMENTS, 'TR', 'LDTR'] as const;
function segmentOf({ machine: { state } }: Guest, name: string): Segment | undefined {
  const segment = WITH_HIDDEN_PART.find(s => s === name.toUpperCase());
  return segment && { base: state.get(`${segment}.base`), limit: state.get(`${segment}.limit`), rights: state.get(`${segment}.rights`) };
}

/** Everything is found once, when it is first asked for; nothing of it depends on an exercise but where it begins. */
export class ReferenceRun {
  readonly rewind: Rewind;
  readonly begins: Snapshot;
  readonly start: Moment;
  #found: Found | undefined;
  readonly #moments = new Map<Position, Moment>();
  readonly #faults = new Map<number, { readonly fault: Fault; readonly place: Place } | undefined>();

  constructor(rewind: Rewind, begins: Snapshot = rewind.start) {
    this.rewind = rewind;
    this.begins = begins;
    this.start = momentAt(rewind, begins);
  }
  at(position: Position): Moment | undefined {
    const known = this.#moments.get(position);
    if (known || position === 'start') return known ?? this.start;
    const count = this.count(position);
    if (count === undefined) return undefined;
    const guest = this.#fromStart();
    for (let n = 0; n < count; n++) guest.machine.step();
    const moment = momentAt(this.rewind, this.rewind.save());
    this.#moments.set(position, moment);
    return moment;
  }
  /** Steps from the start to a position. */
  count(position: Position): number | undefined {
    return position === 'start' ? 0 : this.#positions.positions.get(position)?.steps;
  }
  writer(address: bigint, before: Position): bigint | undefined {
    const count = this.count(before);
    return count === undefined ? undefined : findWriter(this.#fromStart(), address, count);
  }
  fault(vector: number): Fault | undefined {
    return this.#delivery(vector)?.fault;
  }
  /** How far the machine is at a position, or after the first delivery of an exception. */
  place(at: Position | number): Place | undefined {
    return typeof at === 'number' ? this.#delivery(at)?.place : this.#positions.positions.get(at);
  }
  /** After the first guest event; where there is none, after the first instruction. */
  get firstEvent(): Place | undefined {
    return this.#positions.first;
  }
  get #positions(): Found {
    return (this.#found ??= findPositions(this.#fromStart()));
  }
  #delivery(vector: number): { readonly fault: Fault; readonly place: Place } | undefined {
    if (!this.#faults.has(vector)) this.#faults.set(vector, findFault(this.#fromStart(), vector));
    return this.#faults.get(vector);
  }
  #fromStart(): Guest {
    return this.rewind.from(this.begins);
  }
}
/** Registers and memory of the one machine, taken back to a moment whenever something is read that was not read before. */
function momentAt(rewind: Rewind, moment: Snapshot): Moment {
  const pages = new Map<bigint, Uint8Array | undefined>();
  const page = (number: bigint): Uint8Array | undefined => {
    if (!pages.has(number)) {
      const guest = rewind.at(moment);
      pages.set(
        number,
        withKernelTables(guest, () => guest.machine.memory.read(number << 12n, 4096)),
      );
    }
    return pages.get(number);
  };
  return {
    register: name => readRegister(rewind.at(moment).machine.state, name),
    msr: number => readMsr(rewind.at(moment).machine.state, number),
    physical: address => momentOf(rewind.at(moment)).physical(address),
    segment: name => segmentOf(rewind.at(moment), name),
    load: (address, bytes) => {
      let value = 0n;
      for (let n = bytes - 1; n >= 0; n--) {
        const at = BigInt.asUintN(64, address + BigInt(n)),
          byte = page(at >> 12n)?.[Number(at & 0xfffn)];
        if (byte === undefined) return undefined;
        value = (value << 8n) | BigInt(byte);
      }
      return value;
    },
  };
}
/** How far a machine has come. */
export interface Place {
  readonly executed: bigint;
  readonly events: bigint;
}
const placeOf = ({ machine }: Guest): Place => ({ executed: machine.executed, events: machine.state.get('event.count') });
interface Found {
  readonly positions: ReadonlyMap<Position, Place & { readonly steps: number }>;
  /** After the first guest event; where there is none, after the first instruction. */
  readonly first: Place | undefined;
}
/** How many steps from the start each position is. */
function findPositions(guest: Guest): Found {
  const { machine, symbols } = guest,
    found = new Map<Position, Place & { readonly steps: number }>(),
    sym = (name: string): bigint | undefined => symbols.find(name)?.address;
  const frame = sym('nt!KiSystemServiceUser') ?? sym('nt!KiSystemServiceRepeat'),
    isCall = callOf(guest, sym),
    rip = (): bigint => machine.state.get('RIP');
  let door: 'in' | 'out' | undefined, service: bigint | undefined;
  let here = placeOf(guest),
    first: Place | undefined,
    moved: Place | undefined;
  const { events } = here;
  const mark = (position: Position, steps: number, place = here): void => {
    if (!found.has(position)) found.set(position, { ...place, steps });
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
    const there = placeOf(guest);
    moved ??= there;
    if (there.events > events) first ??= there;
    const event = door as 'in' | 'out' | undefined;
    if (event === 'in') {
      mark('door-', steps);
      mark('door+', steps + 1, there);
    }
    if (isCall(before)) {
      mark('call', steps);
      service ??= rip();
    }
    if (event === 'out' && found.has('door+')) {
      mark('ret-', steps);
      mark('ret+', steps + 1, there);
      break;
    }
    here = there;
  }
  machine.onEvent = undefined;
  return { positions: found, first: first ?? moved };
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
function findFault(guest: Guest, vector: number): { readonly fault: Fault; readonly place: Place } | undefined {
  const { machine } = guest;
  let found: { readonly fault: Fault; readonly place: Place } | undefined;
  machine.onEvent = e => {
    if (e.kind !== 'fault' || e.vector !== vector || found) return;
    found = { fault: faultOf(guest, e), place: placeOf(guest) };
  };
  for (let steps = 0; steps < MOST_STEPS && !found; steps += SLICE) if (machine.run(BigInt(SLICE)).why !== 'budget') break;
  machine.onEvent = undefined;
  return found;
}
/** An exception that has just been delivered. */
export function faultOf(guest: Guest, { error }: GuestEvent): Fault {
  const now = momentOf(guest),
    bytes = guest.build.bits / 8,
    top = now.register('rsp')!,
    pushed = error !== undefined,
    slot = (n: number): bigint | undefined => now.load(BigInt.asUintN(64, top + BigInt((n + (pushed ? 1 : 0)) * bytes)), bytes);
  return {
    err: pushed ? now.load(top, bytes) : undefined,
    ...{ rip: slot(0), cs: slot(1), rflags: slot(2), rsp: slot(3), ss: slot(4) },
    ...{ cr2: now.register('cr2'), newrsp: top, newcs: now.register('cs') },
  };
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
