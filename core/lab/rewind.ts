/** One machine that can be had at several moments: what is kept of a moment is the processor and the pages changed since it was built. */
import type { EngineName } from '../cpu/engines/engine.ts';
import { PAGE } from '../machine/checkpoint.ts';
import type { Machine } from '../machine/machine.ts';
import type { Guest } from '../windows/guest.ts';
import { cloneGuest } from '../windows/machines.ts';

export interface Snapshot {
  readonly cells: Uint8Array;
  /** Pages of RAM that are not as they were built. */
  readonly pages: ReadonlyMap<number, Uint8Array>;
}
const EMPTY = new Uint8Array(PAGE);

/** Takes a guest nobody else runs. */
export class Rewind {
  readonly guest: Guest;
  readonly start: Snapshot;
  /** RAM as far as it was built, as it was then; taken when the machine is first run. */
  #built: Uint8Array | undefined;
  #dirty = new Set<number>();
  /** Where the machine is known to be. */
  #at: Snapshot | undefined;

  constructor(guest: Guest) {
    this.guest = guest;
    guest.machine.memory.takeChanged('rewind');
    this.start = { cells: guest.machine.state.save(), pages: new Map() };
    this.#at = this.start;
  }
  /** The moment the machine is at. */
  save(): Snapshot {
    this.#collect();
    const saved = { cells: this.guest.machine.state.save(), pages: new Map([...this.#dirty].map(page => [page, this.#read(page)])) };
    this.#at = saved;
    return saved;
  }
  /** The machine at a moment, to be read only. */
  at(moment: Snapshot): Guest {
    if (this.#at !== moment) this.#restore(moment);
    return this.guest;
  }
  /** The machine at a moment, to be run from there. */
  from(moment: Snapshot): Guest {
    this.at(moment);
    this.#keep();
    this.#at = undefined;
    return this.guest;
  }
  /** Another machine with the same beginnings, which takes the moments of this one. @param within one of the same kind and switches that is done with */
  another(engine: EngineName, within?: Rewind): Rewind {
    const copy = new Rewind(cloneGuest(this.at(this.start), engine, within?.spent));
    copy.#built = this.#keep();
    return copy;
  }
  /** Its machine, to be built anew. */
  get spent(): Machine {
    return this.at(this.start).machine;
  }
  #keep(): Uint8Array {
    const { state, memory } = this.guest.machine;
    return (this.#built ??= memory.readPhysical(0n, state.builtBytes)!);
  }
  #restore(moment: Snapshot): void {
    const { memory } = this.guest.machine;
    this.#collect();
    for (const page of new Set([...this.#dirty, ...moment.pages.keys()]))
      memory.writePhysical(BigInt(page) * BigInt(PAGE), moment.pages.get(page) ?? this.#pageAtStart(page));
    this.guest.machine.restore(moment.cells);
    memory.takeChanged('rewind');
    this.#dirty = new Set(moment.pages.keys());
    this.#at = moment;
  }
  #pageAtStart(page: number): Uint8Array {
    const kept = this.#built?.subarray(page * PAGE, (page + 1) * PAGE);
    return kept?.length === PAGE ? kept : EMPTY;
  }
  #collect(): void {
    for (const page of this.guest.machine.memory.takeChanged('rewind')) this.#dirty.add(page);
  }
  #read(page: number): Uint8Array {
    return this.guest.machine.memory.readPhysical(BigInt(page) * BigInt(PAGE), PAGE)!;
  }
}
