/** One machine that can be had at several moments: what is kept of a moment is the processor and the pages changed since the start. */
import { PAGE } from '../machine/checkpoint.ts';
import type { Guest } from '../windows/guest.ts';

export interface Snapshot {
  readonly cells: Uint8Array;
  /** Pages of RAM that are not as at the start. */
  readonly pages: ReadonlyMap<number, Uint8Array>;
}
const EMPTY = new Uint8Array(PAGE);

/** Takes a guest nobody else runs; its observer of changed pages is the checkpoints', of which it has none. */
export class Rewind {
  readonly guest: Guest;
  readonly start: Snapshot;
  /** RAM as far as it was built, as at the start; taken when the machine is first run. */
  #first: Uint8Array | undefined;
  #dirty = new Set<number>();
  /** Where the machine is known to be. */
  #at: Snapshot | undefined;

  constructor(guest: Guest) {
    this.guest = guest;
    guest.machine.memory.takeChanged('checkpoint');
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
    const { state, memory } = this.guest.machine;
    this.#first ??= memory.readPhysical(0n, state.builtBytes)!;
    this.#at = undefined;
    return this.guest;
  }
  #restore(moment: Snapshot): void {
    const { state, memory } = this.guest.machine;
    this.#collect();
    for (const page of new Set([...this.#dirty, ...moment.pages.keys()]))
      memory.writePhysical(BigInt(page) * BigInt(PAGE), moment.pages.get(page) ?? this.#pageAtStart(page));
    state.restore(moment.cells);
    memory.flush();
    memory.takeChanged('checkpoint');
    this.#dirty = new Set(moment.pages.keys());
    this.#at = moment;
  }
  #pageAtStart(page: number): Uint8Array {
    const kept = this.#first?.subarray(page * PAGE, (page + 1) * PAGE);
    return kept?.length === PAGE ? kept : EMPTY;
  }
  #collect(): void {
    for (const page of this.guest.machine.memory.takeChanged('checkpoint')) this.#dirty.add(page);
  }
  #read(page: number): Uint8Array {
    return this.guest.machine.memory.readPhysical(BigInt(page) * BigInt(PAGE), PAGE)!;
  }
}
