/** A processor with its memory and devices: runs instructions, tells why it stopped and what happened on the way. */
import { ACTIVITY, RAM, SHADOW, State } from '../cpu/state.ts';
import { Memory } from '../cpu/memory.ts';
import { createHasher } from '../cpu/hash.ts';
import type { Form } from '../cpu/program.ts';
import { SINGLE_STEP, deliver } from '../cpu/deliver.ts';
import { createEngine, type Engine, type EngineName } from '../cpu/engines/engine.ts';
import { EVENTS } from '../cpu/transitions/index.ts';
import type { Delivery } from '../cpu/transitions/transition.ts';
import type { Interrupts } from './devices/interrupts.ts';

/** Why `run` came back. `breakpoint`: RIP is at one, its instruction has not run. `waiting`: HLT with nothing to wake it. */
export type Stop =
  | { readonly why: 'budget' }
  | { readonly why: 'breakpoint'; readonly address: bigint }
  | { readonly why: 'waiting' }
  | { readonly why: 'shutdown' };

/** A guest event: what positions count and what pictures draw. Addresses are linear. */
export const EVENT_KINDS = ['syscall', 'sysret', 'sysenter', 'sysexit', 'int', 'iret', 'fault', 'interrupt', 'far'] as const;
export interface GuestEvent {
  readonly kind: (typeof EVENT_KINDS)[number];
  /** Instructions retired before it. */
  readonly at: bigint;
  readonly from: { readonly rip: bigint; readonly cpl: number };
  readonly to: { readonly rip: bigint; readonly cpl: number };
  /** For int, fault and interrupt. */
  readonly vector?: number;
  readonly error?: bigint;
}

export interface Machine {
  readonly state: State;
  readonly memory: Memory;
  /** Instructions retired since power on (a REP iteration counts as one, a fault's delivery as none). */
  readonly executed: bigint;
  /** Linear addresses where `run` stops before the instruction; invisible to the guest. */
  readonly breakpoints: Set<bigint>;
  /** Told of each guest event; undefined when nobody listens. */
  onEvent: ((event: GuestEvent) => void) | undefined;
  /** One instruction, or the delivery of the fault it raised, or of a pending interrupt. Ignores a breakpoint at RIP. */
  step(): Stop;
  /** At most `budget` instructions (or deliveries); a breakpoint at the first one does not stop it. */
  run(budget: bigint): Stop;
  /** Take back what `state.save` gave. RAM must be as it was then. */
  restore(saved: Uint8Array): void;
  /** Digest of all state a guest can see. */
  hash(): bigint;
  /** As it was made: power on, RAM empty as far as it was built; what the guest itself wrote beyond that stays. */
  renew(): void;
  /** Let the engine prepare for these instructions, where it can. */
  learn(forms: readonly Form[]): void;
}

export interface MachineOptions {
  /** Multiple of 64 KiB. */
  readonly ramBytes: number;
  readonly engine?: EngineName;
  readonly vendor?: 'intel' | 'amd';
  /** What raises maskable interrupts; by default nothing does. */
  readonly interrupts?: (state: State, memory: Memory) => Interrupts;
}

const FLAG = { TF: 1n << 8n, IF: 1n << 9n, RF: 1n << 16n } as const;
const DR7_ENABLED = 0xffn,
  DR7_GD = 1n << 13n;
/** What decides, with CR3 and the tables, where a linear address leads. */
const PAGING = ['CR0', 'CR4', 'IA32_EFER', 'PDPTE0', 'PDPTE1', 'PDPTE2', 'PDPTE3'] as const;
/** A machine at power-on: flat 64-bit code at 0, empty memory. */
export function createMachine(options: MachineOptions): Machine {
  return new Processor(options);
}

class Processor implements Machine {
  readonly state: State;
  readonly memory: Memory;
  readonly breakpoints = new Set<bigint>();
  readonly #engine: Engine;
  readonly #interrupts: Interrupts | undefined;
  readonly #hash: () => bigint;
  readonly #new: Uint8Array;
  #onEvent: Machine['onEvent'];
  /** What comes next is another iteration of the REP that ran last. */
  #iterating = false;

  constructor({ ramBytes, engine = 'evaluator', vendor = 'intel', interrupts }: MachineOptions) {
    this.state = new State(ramBytes);
    this.memory = new Memory(this.state);
    if (vendor === 'amd') this.state.set('vendor', 1n);
    this.#engine = createEngine(engine, this.state, this.memory);
    this.#interrupts = interrupts?.(this.state, this.memory);
    this.#hash = createHasher(this.state, this.memory);
    this.#new = this.state.save();
  }
  renew(): void {
    const { state, memory } = this;
    state.bytes.fill(0, RAM, RAM + state.builtBytes);
    state.restore(this.#new);
    memory.replaced();
    this.breakpoints.clear();
    this.onEvent = undefined;
    this.#iterating = false;
  }

  get executed(): bigint {
    return this.state.executed;
  }
  get onEvent(): Machine['onEvent'] {
    return this.#onEvent;
  }
  set onEvent(listener: Machine['onEvent']) {
    this.#onEvent = listener;
    this.memory.onTransition =
      listener &&
      ((name, from, vector) => {
        const kind = EVENTS[name];
        if (kind) listener({ kind, at: this.executed - 1n, from, to: this.#place(), ...(vector !== undefined && { vector }) });
      });
  }
  #place(): GuestEvent['from'] {
    return { rip: this.state.get('RIP'), cpl: Number(this.state.get('CPL')) };
  }

  restore(saved: Uint8Array): void {
    const { state } = this,
      before = PAGING.map(cell => state.get(cell));
    state.restore(saved);
    if (PAGING.some((cell, n) => state.get(cell) !== before[n])) return;
    // addresses mean what they meant: what was decoded still holds
    state.set('attention', 1n);
    this.memory.changeRoot();
  }
  hash(): bigint {
    return this.#hash();
  }
  learn(forms: readonly Form[]): void {
    this.#engine.learn?.(forms);
  }
  step(): Stop {
    return this.#advance(1n, NO_BREAKPOINTS, true) ?? { why: 'budget' };
  }
  run(budget: bigint): Stop {
    const end = this.executed + budget;
    for (let turns = 0n; ; turns++) {
      // a guest that only faults retires nothing: turns count too
      const left = end - this.executed;
      if (turns && !this.#iterating && this.breakpoints.has(this.state.get('RIP'))) return { why: 'breakpoint', address: this.state.get('RIP') };
      if (left <= 0n || turns > budget) return { why: 'budget' };
      const stop = this.#advance(left, this.breakpoints, false);
      if (stop) return stop;
    }
  }

  /** Do the next thing: deliver what waits, or run instructions until something needs a look. At most `limit` instructions. */
  #advance(limit: bigint, breakpoints: ReadonlySet<bigint>, once: boolean): Stop | undefined {
    const { state } = this;
    if (state.get('attention') === 2n) {
      this.memory.flush();
      this.#engine.forget();
    }
    state.set('attention', 0n);
    if (state.get('activity') === ACTIVITY.shutdown) return { why: 'shutdown' };
    if (this.#interrupt()) return undefined;
    if (state.get('activity') === ACTIVITY.halted) return this.#sleep() ? undefined : { why: 'waiting' };
    if (this.#isQuiet()) return this.#execute(once ? 1n : this.#untilDeadline(limit), breakpoints);
    return this.#careful();
  }
  /** Nothing can come between instructions: the engine may run many. */
  #isQuiet(): boolean {
    const { state } = this;
    return (
      (state.get('flags.system') & (FLAG.TF | FLAG.RF)) === 0n && state.get('shadow') === 0n && (state.get('DR7') & DR7_ENABLED) === 0n
    );
  }
  /** One instruction with everything that may stop before it or trap after it. */
  #careful(): Stop | undefined {
    const { state } = this,
      shadow = state.get('shadow'),
      hit = shadow === SHADOW.movSs ? 0n : this.#instructionBreakpoints();
    if (hit && !(state.get('flags.system') & FLAG.RF))
      return this.#deliver({ vector: 1, error: undefined, source: 'exception', returnTo: state.get('RIP'), resume: true }, hit);
    state.set('shadow', SHADOW.none);
    const flags = state.get('flags.system');
    if (flags & FLAG.TF) state.set('pending.debug', state.get('pending.debug') | SINGLE_STEP);
    state.set('flags.system', flags & ~FLAG.RF);
    return this.#execute(1n, NO_BREAKPOINTS, (flags & FLAG.RF) !== 0n);
  }
  /** Let the engine run, then deliver what it met. */
  #execute(count: bigint, breakpoints: ReadonlySet<bigint>, resumed = false): Stop | undefined {
    const { state } = this;
    state.set('clock.end', this.executed + count);
    state.set('engine.budget', count);
    const why = this.#engine.run(breakpoints);
    this.#iterating = this.#engine.iterating;
    if (why === 'breakpoint') return { why, address: state.get('RIP') };
    if (why === 'fault') {
      const fault = state.takeFault()!;
      state.set('pending.debug', 0n);
      if (resumed) state.set('flags.system', state.get('flags.system') | FLAG.RF);
      return this.#deliver({ vector: fault.vector, error: fault.error, source: 'exception', returnTo: state.get('RIP') });
    }
    const due = state.get('pending.debug');
    if (due === 0n) return undefined;
    if (state.get('shadow') === SHADOW.movSs) {
      state.set('pending.debug', due & ~SINGLE_STEP);
      return undefined;
    }
    state.set('pending.debug', 0n);
    return this.#deliver({ vector: 1, error: undefined, source: 'exception', returnTo: state.get('RIP') }, due);
  }
  #deliver(event: Delivery, dr6 = 0n): Stop | undefined {
    const { state } = this,
      from = this.#place(),
      delivered = deliver(state, this.memory, event),
      isEnd = delivered === 'shutdown',
      { vector, error } = isEnd ? event : delivered;
    this.#iterating = false;
    state.set('activity', isEnd ? ACTIVITY.shutdown : ACTIVITY.running);
    if (dr6) state.set('DR6', state.get('DR6') | dr6);
    if (event.vector === 1) state.set('DR7', state.get('DR7') & ~DR7_GD);
    state.countEvent(true);
    this.#onEvent?.({
      kind: event.source === 'interrupt' ? 'interrupt' : 'fault',
      at: this.executed,
      from,
      to: this.#place(),
      vector,
      ...(error !== undefined && { error }),
    });
    return isEnd ? { why: 'shutdown' } : undefined;
  }
  /** DR6 bits of the execution breakpoints at RIP. */
  #instructionBreakpoints(): bigint {
    const { state } = this,
      dr7 = state.get('DR7'),
      linear = state.get('mode') === 64n ? state.get('RIP') : (state.get('RIP') + state.get('CS.base')) & 0xffff_ffffn;
    let hit = 0n;
    for (const n of [0, 1, 2, 3] as const) {
      const armed = ((dr7 >> BigInt(2 * n)) & 3n) !== 0n && ((dr7 >> BigInt(16 + 4 * n)) & 3n) === 0n;
      if (armed && state.get(`DR${n}`) === linear) hit |= 1n << BigInt(n);
    }
    return hit;
  }

  // ---- interrupts and time ----------------------------------------------------------------------------------------

  #untilDeadline(limit: bigint): bigint {
    const deadline = this.#interrupts?.deadline;
    if (deadline === undefined || this.state.get('interrupt') !== 0n) return limit;
    const left = deadline - this.state.time;
    return left < 1n ? 1n : left < limit ? left : limit;
  }
  /** Deliver a maskable interrupt that waits and may come; true if it did. */
  #interrupt(): boolean {
    const { state } = this,
      device = this.#interrupts;
    if (!device) return false;
    device.advance();
    const vector = device.pending();
    state.set('interrupt', vector === undefined ? 0n : 1n);
    if (vector === undefined || !(state.get('flags.system') & FLAG.IF) || state.get('shadow') !== SHADOW.none) return false;
    device.acknowledge(vector);
    this.#deliver({ vector, error: undefined, source: 'interrupt', returnTo: state.get('RIP') });
    return true;
  }
  /** Halted: let time pass until the next device event. False if there is none, or it could not wake the processor. */
  #sleep(): boolean {
    const { state } = this,
      deadline = this.#interrupts?.deadline;
    state.set('shadow', SHADOW.none);
    if (deadline === undefined || !(state.get('flags.system') & FLAG.IF)) return false;
    if (deadline > state.time) state.set('clock.idle', deadline - this.executed);
    return true;
  }
}
const NO_BREAKPOINTS: ReadonlySet<bigint> = new Set();
