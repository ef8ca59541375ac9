/** Running and stepping the guest: slices, breakpoints and their conditions, what happened on the way. */
import { ACTIVITY } from '../cpu/state.ts';
import type { Position } from '../machine/checkpoint.ts';
import type { Stretch } from '../machine/event-log.ts';
import type { GuestEvent } from '../machine/machine.ts';
import { Timeline } from '../machine/timeline.ts';
import { DataWatch } from './data-watch.ts';
import type { Breakpoint } from './breakpoints.ts';
import type { Debugger } from './debugger.ts';
import { positionParts, positionText } from './event-text.ts';
import { evaluateAll } from './expression.ts';
import type { Instruction } from './instruction.ts';
import { effectiveAddress, printStop } from './location.ts';
import { caret, Interrupted, plain, Refusal } from './refusal.ts';
import { snapshot, type Snapshot } from './snapshot.ts';
import { WatchedPages } from './watched-pages.ts';
import { Witness, type Known } from './witness.ts';
import { BREAK_IN, bugcheckLines, lastFault } from './stop-reasons.ts';
import type { Output } from './text.ts';
import type { Progress, Running, Slice } from './types.ts';

/** A stop for this run only; `holds` is asked when it is reached. */
export interface Temporary {
  readonly address: bigint;
  readonly holds?: () => boolean;
}
export type Outcome =
  { readonly why: 'breakpoint'; readonly hit: Breakpoint } | { readonly why: 'temporary' | 'break' | 'waiting' | 'shutdown' | 'bugcheck' };

/** A resume command inside a breakpoint's command: ends that command; the run goes on in its way. */
export class Resumed extends Error {
  readonly go: boolean;
  readonly continuation: (out: Output) => Running<void>;
  constructor(go: boolean, continuation: (out: Output) => Running<void>) {
    super('resumed');
    this.go = go;
    this.continuation = continuation;
  }
}

const STEP_SLICE = 2000;
/** Most memory a recording keeps. */
const TIMELINE_BYTES = 128 << 20;
/** Debug registers that hold an address. */
const SLOTS = 4;
/** A software breakpoint is a byte written over code; here is none to write over. */
const notInserted = (id: number, address: string): string =>
  [
    `Unable to insert breakpoint ${id} at ${address}, Win32 error 0n998`,
    '    "Invalid access to memory location."',
    'No memory is mapped there in this context. A breakpoint set with bu waits until its symbol',
    'has an address, and ba e1 needs no memory to write to.',
    `bp${id} at ${address} failed`,
  ].join('\n');
/** Instructions on either side of a moment that are listened to for what happened there: so many at first, and at most. */
const NEAR = 10_000n,
  FAR = 3_000_000n;
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b),
  min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
/** Instructions kept of the way since the last ring change. */
const TRAIL = 4096;

export class Execution {
  readonly #debugger: Debugger;
  /** Registers when the machine was last resumed. */
  before: Snapshot;
  readonly watched: WatchedPages;
  readonly #witness: Witness;
  readonly timeline: Timeline;
  /** The state was changed from outside, and the timeline has not been told. */
  #edited = false;
  /** Instructions stepped through since then, oldest first. */
  trail: bigint[] = [];
  previousIp: bigint | undefined;
  /** The lab's remark on the last stop. */
  remark: string | undefined;
  /** Set while a breakpoint's command runs. */
  inBreakpoint = false;

  constructor(d: Debugger) {
    this.#debugger = d;
    this.before = snapshot(d.target);
    this.watched = new WatchedPages(d.target);
    const { machine } = d.guest;
    this.#witness = new Witness(d.target, machine, {
      changed: what => {
        this.trail = [];
        if (what === 'moved') this.previousIp = undefined;
      },
      heard: event => {
        this.#log(event, this.timeline.now);
      },
    });
    this.timeline = new Timeline(machine, this.#witness, { bytes: TIMELINE_BYTES });
    this.timeline.log.note({ from: this.timeline.now, cpl: d.target.ring });
    d.target.onEdit = () => {
      if (!this.#edited) {
        this.#recall();
        this.timeline.begin();
      }
      this.#edited = true;
    };
  }
  /** The last change of ring, and what was before it. */
  get known(): Known {
    this.#recall();
    return this.#witness.known;
  }
  #log(event: GuestEvent, from: Position): void {
    this.timeline.log.note({ from, cpl: event.to.cpl, event, number: this.#debugger.target.state.get('RAX') });
  }
  /** The stretches between events around a moment, at most so many on either side; the recording tells those that were not listened to. */
  stretchesAround(at: Position, most: number): readonly Stretch[] {
    const { log, start, end } = this.timeline,
      first = max(at.events - BigInt(most), start.events),
      last = min(at.events + BigInt(most), end.events);
    let began: bigint | undefined;
    for (let span = NEAR; ; span *= 4n) {
      const known = log.around(at.events, most);
      if (this.#edited || span > FAR || (known[0] && known[0].from.events <= first && known.at(-1)!.from.events >= last)) return known;
      began ??= this.#lastEventAt(at);
      const from = { executed: max(began - span, start.executed), events: 0n },
        to = { executed: min(at.executed + span, end.executed), events: end.events };
      for (const _ of this.timeline.relive((event, position) => this.#log(event, position), from, to));
    }
  }
  /** Instructions retired at the last event before a moment. */
  #lastEventAt(at: Position): bigint {
    const { now } = this.timeline;
    this.timeline.goTo(at);
    const began = this.#debugger.target.state.get('event.at');
    this.timeline.goTo(now);
    return began;
  }
  /** Let the recording tell what was not listened to. */
  #recall(): void {
    if (!this.#witness.isCurrent) this.timeline.goTo(this.timeline.now);
  }
  /** `major:minor` in hex: guest events so far, and instructions since the last one; `.n` where only n of the changes made here are done. */
  get position(): string {
    const { executed, state } = this.#debugger.guest.machine,
      { editsDone } = this.timeline,
      text = positionText(state.get('event.count'), executed - state.get('event.at'));
    return editsDone === undefined ? text : `${text}.${editsDone}`;
  }
  /** What comes now is told from here. */
  depart(): void {
    this.before = snapshot(this.#debugger.target);
    this.watched.keep();
  }
  /** Tell the timeline of what was changed from outside. */
  settleEdits(): void {
    if (this.#edited) this.timeline.edited();
    this.#edited = false;
  }
  /** The last thing that happened was a fault, and its handler has not begun. */
  get faulted(): boolean {
    const { executed, state } = this.#debugger.guest.machine,
      last = state.get('event.at') === executed ? this.known.lastEvent : undefined;
    return last?.event.kind === 'fault' && last.executed === executed;
  }

  /** Look at the moment before the last instruction or delivery; nothing is changed by it. */
  beforeLast<T>(look: () => T): T {
    return this.#elsewhere(() => {
      this.timeline.back();
      return look();
    });
  }
  /** The registers before the change from outside that was the last thing to happen; undefined where something ran since. */
  get beforeEdit(): Snapshot | undefined {
    return this.timeline.afterEdit ? this.beforeLast(() => snapshot(this.#debugger.target)) : undefined;
  }
  /** Look at a moment of the recording, `major:minor`; nothing is changed by it. Undefined where the recording has no such moment. */
  lookAt<T>(position: string, look: () => T): T | undefined {
    this.settleEdits();
    this.timeline.begin();
    const [events, since] = positionParts(position);
    return this.#elsewhere(() => (this.timeline.find(events, since) ? look() : undefined));
  }
  /** Live through the recording up to now, being told of each event with the machine as it is right after it; nothing is changed by it. */
  lived(note: (event: GuestEvent) => void): void {
    this.settleEdits();
    this.timeline.begin();
    const { start, now } = this.timeline;
    this.#elsewhere(() => {
      for (const _ of this.timeline.relive(note, start, now));
    });
  }
  #elsewhere<T>(look: () => T): T {
    const { now } = this.timeline,
      { trail, previousIp } = this;
    try {
      return look();
    } finally {
      this.timeline.goTo(now);
      this.trail = trail;
      this.previousIp = previousIp;
    }
  }
  /** Called by every command that lets the guest run. @param consumed characters of that command read */
  resume(consumed: number): void {
    const d = this.#debugger;
    if (d.target.state.get('activity') === ACTIVITY.shutdown)
      throw caret('No runnable debuggees', consumed, 'The processor has shut down; .restart starts the machine again.');
    d.target.context = undefined;
    d.target.directory = undefined;
    this.settleEdits();
    this.timeline.leave();
    this.depart();
    if (d.breakpoints.hardware.length > SLOTS) throw plain('Too many data breakpoints for processor 0');
    d.breakpoints.resolve(expression => this.#tryEvaluate(expression));
    const lost = d.breakpoints.list.find(b => b.enabled && b.type === 'x' && b.address !== undefined && !d.target.read(b.address, 1));
    if (lost) throw plain(notInserted(lost.id, d.target.address(lost.address!)));
  }
  #tryEvaluate(expression: string): bigint | undefined {
    try {
      return evaluateAll(expression, this.#debugger.scope);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  /** Run until a breakpoint stops it. Prints nothing but what breakpoint commands print. */
  *run(temporaries: readonly Temporary[], out: Output, counting = true): Running<Outcome> {
    try {
      return yield* this.#run(temporaries, out, counting);
    } finally {
      this.#witness.listen();
    }
  }
  *#run(temporaries: readonly Temporary[], out: Output, counting: boolean): Running<Outcome> {
    const d = this.#debugger,
      { machine } = d.guest,
      begun = machine.executed;
    const watch = new DataWatch(d.target, d.breakpoints.data);
    const bugcheck = d.guest.symbols.find('nt!KeBugCheckEx')?.address;
    let slice: Slice = yield { executed: machine.executed };
    for (;;) {
      if (slice.stop) return { why: 'break' };
      machine.breakpoints.clear();
      for (const address of [...d.breakpoints.code, ...temporaries.map(t => t.address)]) machine.breakpoints.add(address);
      if (bugcheck !== undefined) machine.breakpoints.add(bugcheck);
      const from = d.target.ip;
      const { spacing } = this.timeline,
        budget = least(slice.budget, spacing, this.#witness.turn(machine.executed - begun)),
        stop = watch.empty ? machine.run(budget) : this.#watched(watch, budget);
      machine.breakpoints.clear();
      this.timeline.note();
      d.target.context = undefined;
      this.previousIp = from;
      if (stop.why === 'budget') {
        slice = yield { executed: machine.executed };
        continue;
      }
      if (stop.why === 'waiting' || stop.why === 'shutdown') return { why: stop.why };
      if (stop.why === 'data') {
        if (yield* this.#stops(stop.hit, out, counting)) return this.#hit(stop.hit);
      } else {
        const { ip } = d.target;
        if (temporaries.some(t => t.address === ip && (t.holds?.() ?? true))) return { why: 'temporary' };
        if (ip === bugcheck) return { why: 'bugcheck' };
        for (const hit of d.breakpoints.at(ip))
          if (hit.enabled && (yield* this.#stops(hit, out, counting))) return this.#hit(hit);
      }
      slice = yield { executed: machine.executed };
    }
  }

  #hit(hit: Breakpoint): Outcome {
    this.timeline.log.hit(this.timeline.now);
    hit.hits = (hit.hits ?? 0) + 1;
    return { why: 'breakpoint', hit };
  }

  #watched(
    watch: DataWatch,
    budget: bigint,
  ): ReturnType<Debugger['guest']['machine']['step']> | { readonly why: 'data'; readonly hit: Breakpoint } {
    const { machine } = this.#debugger.guest,
      limit = budget > BigInt(STEP_SLICE) ? STEP_SLICE : Number(budget);
    for (let n = 0; n < limit; n++) {
      watch.prepare();
      const done = machine.executed,
        stop = machine.step();
      if (stop.why === 'waiting' || stop.why === 'shutdown') return stop;
      const hit = machine.executed === done ? undefined : watch.hit();
      if (hit) return { why: 'data', hit };
      if (machine.breakpoints.has(this.#debugger.target.ip)) return { why: 'breakpoint', address: this.#debugger.target.ip };
    }
    return { why: 'budget' };
  }

  /** Passes, condition and command of a breakpoint just reached: does the machine stay stopped? */
  *#stops(hit: Breakpoint, out: Output, counting: boolean): Running<boolean> {
    const d = this.#debugger;
    if (hit.process !== undefined && hit.process !== d.guest.system.process) return false;
    if (hit.thread !== undefined && hit.thread !== d.guest.system.thread) return false;
    if (counting && hit.remaining > 1) {
      hit.remaining--;
      return false;
    }
    if (hit.condition !== '') {
      try {
        if (evaluateAll(hit.condition, d.scope) === 0n) return false;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        out.line(error.family === 'caret' ? `${error.message} error in '${hit.condition}'` : error.message);
      }
    }
    if (hit.oneShot) d.breakpoints.remove(hit.id);
    if (hit.command === '' || !counting) {
      out.line(`Breakpoint ${hit.id} hit`);
      return true;
    }
    return yield* this.#runCommand(hit.command, out);
  }
  *#runCommand(command: string, out: Output): Running<boolean> {
    this.inBreakpoint = true;
    try {
      yield* this.#debugger.perform(command, out);
    } catch (error) {
      this.inBreakpoint = false;
      if (error instanceof Resumed) {
        if (error.go) return false;
        yield* error.continuation(out);
        throw new Interrupted();
      }
      if (!(error instanceof Refusal)) throw error;
    } finally {
      this.inBreakpoint = false;
    }
    return true;
  }

  /** One instruction, or the delivery of what it raised. */
  step(): Outcome | undefined {
    const d = this.#debugger,
      { machine } = d.guest,
      from = d.target.ip;
    const i = d.target.instruction(from);
    if (i && i !== 'unreadable') d.pseudo.effective = i.memory.filter(m => m.accessed).map(m => effectiveAddress(d.target, m));
    const ring = d.target.ring;
    d.target.context = undefined;
    const stop = machine.step();
    this.timeline.note();
    this.previousIp = from;
    if (d.target.ring === ring) {
      this.trail.push(from);
      if (this.trail.length > TRAIL) this.trail.shift();
    }
    return stop.why === 'waiting' || stop.why === 'shutdown' ? { why: stop.why } : undefined;
  }

  /** Step over what calls: a call, a repeated string instruction, a system call, an interrupt. */
  *stepOver(out: Output): Running<Outcome | undefined> {
    const d = this.#debugger,
      i = d.target.instruction(d.target.ip);
    if (!i || i === 'unreadable' || !returns(i)) return this.step();
    const { sp, ring } = d.target,
      next = i.address + BigInt(i.length);
    const whileOn = i.repeats ? () => true : () => d.target.ring === ring && (ring === 3 && i.flow !== 'call' ? true : d.target.sp >= sp);
    return yield* this.run([{ address: next, holds: whileOn }], out, false);
  }

  /** A pause in a loop that does not run the guest, so that Break ends it. */
  *breathe(): Running<void> {
    const slice: Slice | undefined = yield { executed: this.#debugger.guest.machine.executed } satisfies Progress;
    if (slice?.stop) throw new Interrupted();
  }

  /** A move in time: forget what spoke of the moment left. */
  arrived(): void {
    const { target, cursor } = this.#debugger;
    target.context = undefined;
    target.directory = undefined;
    cursor.code = target.ip;
  }
  /** The lines of a stop, after what made it. */
  report(outcome: Outcome | undefined, out: Output): void {
    const d = this.#debugger,
      { settings, target } = d;
    this.remark = outcome?.why === 'waiting' || outcome?.why === 'shutdown' ? lastFault(target, this.known.lastEvent?.event) : undefined;
    if (outcome?.why === 'break') for (const line of BREAK_IN) out.line(line);
    if (outcome?.why === 'waiting') out.line('The processor is halted and nothing can wake it.');
    if (outcome?.why === 'shutdown') out.line('The processor has shut down: a fault could not be delivered (triple fault).');
    if (outcome?.why === 'bugcheck') for (const line of bugcheckLines(d)) out.line(line);
    printStop(target, out, settings.registersAtStop, settings.registerMask);
    d.cursor.code = target.ip;
  }
}

const least = (...all: readonly bigint[]): bigint => all.reduce((a, b) => (b < a ? b : a));
const returns = (i: Instruction): boolean =>
  i.flow === 'call' ||
  i.flow === 'system-call' ||
  i.repeats ||
  (i.flow === 'interrupt' && !/^(int3|int 3)/.test(`${i.mnemonic} ${i.plain[0] ?? ''}`) && i.mnemonic === 'int' && i.plain[0] !== '3');
