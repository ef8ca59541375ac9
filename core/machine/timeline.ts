/**
 * Time as something to move in. Checkpoints keep the processor and the pages changed since the one before; between them the machine is run
 * again, which always gives the same. An edit is a checkpoint of its own: going back over it undoes it, and what is run or edited from the
 * past is a new line, the old one being kept as a branch.
 */
import type { Observer } from '../cpu/memory.ts';
import { PAGE, contents, isBefore, lastNotAfter, pagesBuilt, precedes, thin, widest, type Branch, type Checkpoint, type Companion, type Position, type TimelineOptions } from './checkpoint.ts';
import { EventLog } from './event-log.ts';
import type { GuestEvent, Machine } from './machine.ts';

interface Line extends Branch {
  readonly checkpoints: Checkpoint[];
  readonly log: EventLog;
}
const OBSERVER: Observer = 'checkpoint';
/** So many instructions before a moment, events are told again; earlier ones are passed in silence. */
const TOLD = 5000n;
/** Instructions between two looks at who wrote a page. */
const FINE = 20_000n;

export class Timeline {
  readonly #machine: Machine;
  readonly #companion: Companion;
  readonly #limit: number;
  #spacing: bigint;
  #line: Checkpoint[] = [];
  /** What the memory was last equal to, and the pages changed since. */
  #base: Checkpoint | undefined;
  readonly #dirty = new Set<number>();
  /** Changes from outside between the start of the line and now. */
  #edits = 0;
  #end: Position = { executed: 0n, events: 0n, edits: 0 };
  #bytes = 0;
  readonly #branches: Line[] = [];
  /** Of the line that is lived. */
  #log = new EventLog();

  constructor(machine: Machine, companion: Companion, { bytes = 256 << 20, spacing = 1_000_000n }: TimelineOptions = {}) {
    [this.#machine, this.#companion, this.#limit, this.#spacing] = [machine, companion, bytes, spacing];
  }

  // ---- where we are -----------------------------------------------------------------------------------------------

  get now(): Position {
    return { executed: this.#machine.executed, events: this.#machine.state.get('event.count'), edits: this.#edits };
  }
  get start(): Position {
    return this.#line[0]?.at ?? this.now;
  }
  get end(): Position {
    return precedes(this.#end, this.now) ? this.now : this.#end;
  }
  /** Bytes of kept pages. */
  get bytes(): number {
    return this.#bytes;
  }
  get checkpoints(): number {
    return this.#line.length;
  }
  /** When the state was changed from outside, as far as the line goes: the moments right after the changes. */
  get edits(): readonly Position[] {
    return this.#line.flatMap(c => (c.edit ? [c.at] : []));
  }
  /** Of the changes from outside made at this very moment, how many are done; undefined where none is left to be done. */
  get editsDone(): number | undefined {
    const { now } = this,
      here = this.#editsAt(now),
      done = here.filter(e => !precedes(now, e)).length;
    return done < here.length ? done : undefined;
  }
  /** Is a change from outside what going back undoes? */
  get afterEdit(): boolean {
    return this.#editsAt(this.now).some(e => e.edits === this.#edits);
  }
  #editsAt(at: Position): readonly Position[] {
    return this.edits.filter(e => !isBefore(e, at) && !isBefore(at, e));
  }
  get branches(): readonly Branch[] {
    return this.#branches;
  }
  get log(): EventLog {
    return this.#log;
  }
  /** Instructions between checkpoints: what a step back may cost. */
  get spacing(): bigint {
    return this.#spacing;
  }

  // ---- recording --------------------------------------------------------------------------------------------------

  /** To be called before anything runs or changes. */
  begin(): void {
    if (this.#line.length === 0) this.#keep(false);
  }
  /** To be called before running on: from the past, with an edit still ahead, that begins a new line. */
  leave(): void {
    this.begin();
    const { now } = this;
    if (this.edits.some(e => precedes(now, e))) this.#branch();
  }
  /** To be called after running: keeps a checkpoint now and then. */
  note(): void {
    const last = this.#line.at(-1);
    if (last && this.#machine.executed - last.at.executed >= this.#spacing) this.#keep(false);
    const { now } = this;
    if (precedes(this.#end, now)) this.#end = now;
  }
  /** To be called after the state was changed from outside. */
  edited(): void {
    if (precedes(this.now, this.end)) this.#branch();
    this.#edits++;
    this.#keep(true);
    this.#end = this.now;
  }

  #keep(edit: boolean): void {
    const { state, memory } = this.#machine,
      read = (n: number): Uint8Array => memory.readPhysical(BigInt(n) * BigInt(PAGE), PAGE)!;
    this.#collect();
    const pages = this.#line.length ? new Map([...this.#dirty].sort((a, b) => a - b).map(n => [n, read(n)])) : pagesBuilt(state);
    const made: Checkpoint = { at: this.now, cells: state.save(), companion: this.#companion.save(), pages, previous: this.#base, edit };
    this.#line.push(made);
    this.#base = made;
    this.#dirty.clear();
    this.#bytes += pages.size * PAGE;
    while (this.#bytes > this.#limit) {
      const freed = thin(this.#line, c => c === this.#base || this.#branches.some(b => b.checkpoints.includes(c)));
      if (freed === undefined) break;
      this.#bytes -= freed;
      const gap = widest(this.#line);
      if (gap > this.#spacing) this.#spacing = gap;
    }
  }
  /** Note which pages have changed since this was last asked; gives them. */
  #collect(): readonly number[] {
    const changed = this.#machine.memory.takeChanged(OBSERVER);
    for (const page of changed) this.#dirty.add(page);
    return changed;
  }
  /** Leave the line here: what lies ahead becomes a branch. */
  #branch(): void {
    const { now, end } = this;
    this.#branches.push({ leftAt: now, end, checkpoints: this.#line, log: this.#log });
    this.#log = this.#log.until(now);
    this.#line = this.#line.filter(c => !precedes(now, c.at));
    this.#end = now;
  }
  /** Go to the end of a branch; the line left becomes one. @returns false if there is no such branch */
  take(n: number): boolean {
    const [taken] = this.#branches.splice(n, 1);
    if (!taken) return false;
    this.#branches.push({ leftAt: taken.leftAt, end: this.end, checkpoints: this.#line, log: this.#log });
    this.#line = [...taken.checkpoints];
    this.#log = taken.log;
    this.#end = taken.end;
    this.goTo(taken.end);
    return true;
  }

  // ---- moving -----------------------------------------------------------------------------------------------------

  /** Be at a moment between start and end. */
  goTo(target: Position): void {
    this.begin();
    const end = this.end;
    this.#end = end;
    this.#travel(lastNotAfter(this.#line, target), target);
  }
  /** One step back: before the last instruction, the delivery of what came last, or a change from outside. False at the start. */
  back(): boolean {
    const before = this.#previous();
    if (!before) return false;
    this.goTo(before);
    return true;
  }
  #previous(): Position | undefined {
    this.begin();
    const { state } = this.#machine,
      { executed, events, edits = 0 } = this.now;
    if (!precedes(this.start, this.now)) return undefined;
    if (this.afterEdit) return { executed, events, edits: edits - 1 };
    const wasEvent = events > 0n && state.get('event.at') === executed,
      delivered = wasEvent && state.get('event.delivered') === executed + 1n;
    return { executed: delivered ? executed : executed - 1n, events: wasEvent ? events - 1n : events, edits };
  }
  #travel(from: Checkpoint, target: Position): void {
    const { machine, told } = this.#silenced();
    if (!this.#arrive(from, target, target.executed - TOLD)) {
      // the last change of ring was before the told stretch: tell everything since somebody knew
      let n = this.#line.indexOf(from);
      while (n > 0 && this.#line[n]!.companion === undefined) n--;
      this.#arrive(this.#line[n]!, target, 0n);
    }
    machine.onEvent = told;
  }
  /** Be at a moment by way of a checkpoint, telling events after `tell`. @returns whether the companion knows all it has to */
  #arrive(from: Checkpoint, target: Position, tell: bigint): boolean {
    const machine = this.#machine;
    let sure = this.#restore(from);
    if (tell > from.at.executed) {
      this.#runTo({ executed: tell, events: 0n });
      sure &&= machine.state.get('event.count') === from.at.events;
    }
    machine.onEvent = this.#companion.note;
    this.#runTo(target);
    machine.onEvent = undefined;
    return sure || this.#companion.knowsSince(tell);
  }
  #silenced(): { readonly machine: Machine; readonly told: Machine['onEvent'] } {
    const machine = this.#machine,
      told = machine.onEvent;
    machine.onEvent = undefined;
    machine.breakpoints.clear();
    return { machine, told };
  }
  /** Run until a moment is reached, or the machine goes no further. */
  #runTo(target: Position): void {
    const machine = this.#machine;
    for (;;) {
      const { now } = this;
      if (!isBefore(now, target)) return;
      const left = target.executed - now.executed,
        stop = left > 0n ? machine.run(left) : machine.step();
      if (stop.why === 'waiting' || stop.why === 'shutdown') return;
    }
  }
  #restore(to: Checkpoint): boolean {
    const { memory } = this.#machine;
    this.#collect();
    const pages = new Set(this.#dirty),
      ancestors = new Set<Checkpoint>();
    for (let c: Checkpoint | undefined = to; c; c = c.previous) ancestors.add(c);
    let common = this.#base;
    for (; common && !ancestors.has(common); common = common.previous) for (const page of common.pages.keys()) pages.add(page);
    for (let c: Checkpoint | undefined = to; c && c !== common; c = c.previous) for (const page of c.pages.keys()) pages.add(page);
    for (const page of pages) memory.writePhysical(BigInt(page) * BigInt(PAGE), contents(to, page));
    this.#machine.restore(to.cells);
    memory.takeChanged(OBSERVER);
    this.#dirty.clear();
    this.#base = to;
    this.#edits = to.at.edits ?? 0;
    return this.#companion.restore(to.companion);
  }

  /**
   * Go to the moment so many instructions after event `events`. False, being where it was, if there is none.
   * @param done how many of the changes from outside made at that moment; without it all of them
   */
  find(events: bigint, since: bigint, done?: number): boolean {
    this.begin();
    const { now, start, end } = this,
      came = events === start.events ? start.executed : (this.#log.cameAt(events) ?? this.#comeTo(events));
    const target = came === undefined ? undefined : { executed: came + since, events },
      next = target && done !== undefined ? this.#editsAt(target)[done] : undefined,
      mayBe = target && !isBefore(end, target) && (done === undefined) === (next === undefined);
    if (mayBe) this.goTo(next ? { ...target, edits: next.edits! - 1 } : target);
    const found = mayBe && this.now.executed === target.executed && this.now.events === events;
    if (!found) this.goTo(now);
    return found === true;
  }
  /** Be right after an event that nobody has heard. @returns instructions retired then; undefined if there is no such event */
  #comeTo(events: bigint): bigint | undefined {
    let [low, high] = [this.start.executed, this.end.executed];
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      this.goTo({ executed: middle, events: 0n });
      if (this.now.events < events) low = middle;
      else high = middle - 1n;
    }
    this.goTo({ executed: low, events });
    return this.now.events === events ? this.now.executed : undefined;
  }

  // ---- looking back -----------------------------------------------------------------------------------------------

  /**
   * Go to the last moment before now at which the next instruction is at one of `addresses` and `accept` holds.
   * @returns false, being where it was, if there is none. Gives control back after each stretch between checkpoints.
   */
  *lastAt(addresses: ReadonlySet<bigint>, accept: () => boolean): Generator<void, boolean> {
    return yield* this.#search((limit, from) => this.#lastHit(from, limit, addresses, accept));
  }
  /** Go to just before the last instruction or change from outside before now that changes any of `bytes` bytes at physical address `at`. */
  *lastWrite(at: bigint, bytes: number): Generator<void, boolean> {
    const page = Number(at >> 12n),
      value = (): string => this.#machine.memory.readPhysical(at, bytes)?.toString() ?? '';
    return yield* this.#search((limit, from, next) => {
      const stretch = next && !next.pages.has(page) ? undefined : this.#lastStretch(from, limit, page);
      return (stretch && this.#lastChange(from, stretch, limit, value)) ?? this.#changedHere(from, value);
    });
  }
  /** Live through the line, or a part of it, being told of each event; then be where it was. */
  *relive(note: (event: GuestEvent, at: Position) => void, from = this.start, to = this.end): Generator<void, void> {
    this.begin();
    const { now, end } = this,
      { machine, told } = this.#silenced(),
      first = this.#line.indexOf(lastNotAfter(this.#line, from));
    this.#end = end;
    for (const [n, start] of this.#line.entries()) {
      if (n < first || !isBefore(start.at, to)) continue;
      const next = this.#line[n + 1]?.at;
      this.#restore(start);
      if (n === first) this.#runTo(from);
      machine.onEvent = event => {
        note(event, this.now);
      };
      this.#runTo(next && isBefore(next, to) ? next : to);
      machine.onEvent = undefined;
      yield;
    }
    machine.onEvent = told;
    this.goTo(now);
  }
  /** Stretch by stretch, latest first. */
  *#search(look: (limit: Position, from: Checkpoint, next: Checkpoint | undefined) => Position | undefined): Generator<void, boolean> {
    this.begin();
    const now = this.now,
      told = this.#machine.onEvent;
    let limit = now,
      next: Checkpoint | undefined;
    this.#end = this.end;
    for (let n = this.#line.length - 1; n >= 0; n--) {
      const from = this.#line[n]!;
      if (!precedes(from.at, limit)) {
        if (!precedes(limit, from.at)) next = from;
        continue;
      }
      const { machine } = this.#silenced(),
        found = look(limit, from, next);
      machine.breakpoints.clear();
      machine.onEvent = told;
      if (found) {
        this.goTo(found);
        return true;
      }
      [limit, next] = [from.at, from];
      yield;
    }
    this.goTo(now);
    return false;
  }
  #lastHit(from: Checkpoint, limit: Position, addresses: ReadonlySet<bigint>, accept: () => boolean): Position | undefined {
    const machine = this.#machine;
    let last: Position | undefined;
    const look = (): void => {
      if (addresses.has(machine.state.get('RIP')) && precedes(this.now, limit) && accept()) last = this.now;
    };
    this.#restore(from);
    look();
    for (const address of addresses) machine.breakpoints.add(address);
    for (;;) {
      const left = limit.executed - machine.executed,
        stop = left > 0n ? machine.run(left) : machine.step();
      if (!precedes(this.now, limit) || stop.why === 'waiting' || stop.why === 'shutdown') return last;
      look();
    }
  }
  /** Where the last stretch of FINE instructions before `limit` begins in which a page is written. */
  #lastStretch(from: Checkpoint, limit: Position, page: number): Position | undefined {
    const machine = this.#machine;
    let stretch: Position | undefined;
    this.#restore(from);
    while (isBefore(this.now, limit)) {
      const begin = this.now,
        left = limit.executed - begin.executed,
        stop = left > 0n ? machine.run(left < FINE ? left : FINE) : machine.step();
      if (this.#collect().includes(page)) stretch = begin;
      if (stop.why === 'waiting' || stop.why === 'shutdown') break;
    }
    return stretch;
  }
  /** The moment before the change from outside at a checkpoint, if it changed the value. */
  #changedHere(from: Checkpoint, value: () => string): Position | undefined {
    if (!from.edit) return undefined;
    const before = { ...from.at, edits: from.at.edits! - 1 };
    this.#restore(from);
    const changed = value();
    this.#restore(lastNotAfter(this.#line, before));
    this.#runTo(before);
    return value() === changed ? undefined : before;
  }
  #lastChange(from: Checkpoint, stretch: Position, limit: Position, value: () => string): Position | undefined {
    let last: Position | undefined;
    this.#restore(from);
    this.#runTo(stretch);
    const end = stretch.executed + FINE;
    while (isBefore(this.now, limit) && this.#machine.executed < end) {
      const begin = this.now,
        before = value(),
        stop = this.#machine.step();
      if (value() !== before) last = begin;
      if (stop.why === 'waiting' || stop.why === 'shutdown') break;
    }
    return last;
  }
}
