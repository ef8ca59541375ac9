/**
 * What the console knows of the way here: the last change of ring and the registers on both sides of it. Being told of every event keeps
 * system calls out of the fast engine, so a long run among many of them is not listened to; what happened last is then told by the
 * recording, when somebody asks.
 */
import type { Companion } from '../machine/checkpoint.ts';
import type { GuestEvent, Machine } from '../machine/machine.ts';
import { isSystemCall } from './event-text.ts';
import { snapshot, type Snapshot } from './snapshot.ts';
import type { Target } from './target.ts';

export interface Known {
  /** Registers right after the last change of ring. */
  readonly ringChange: { readonly event: GuestEvent; readonly after: Snapshot; readonly executed: bigint } | undefined;
  /** Registers of the other ring as they were before that change, as far as known. */
  readonly otherRing: Snapshot | undefined;
  /** RAX or EAX of the system call under way. */
  readonly serviceNumber: bigint | undefined;
  readonly lastEvent: { readonly event: GuestEvent; readonly executed: bigint } | undefined;
}
/** Who is told of what the witness hears. */
export interface Listener {
  /** A change of ring was heard (`crossed`), or time was moved in. */
  readonly changed: (what: 'crossed' | 'moved') => void;
  readonly heard: (event: GuestEvent) => void;
}
const NOTHING: Known = { ringChange: undefined, otherRing: undefined, serviceNumber: undefined, lastEvent: undefined };

/** Of every PERIOD instructions of a run the first HEARD are listened to, and all where system calls are rarer than one in RARE. */
const PERIOD = 16_000_000n,
  HEARD = 200_000n,
  RARE = 2_000n;

export class Witness implements Companion {
  readonly #target: Target;
  readonly #machine: Machine;
  readonly #told: Machine['onEvent'];
  readonly #listener: Listener;
  #known = NOTHING;
  /** Guest events up to which `known` is right; none where it is not. */
  #heard: bigint | undefined = 0n;
  /** Entries into ring 0 heard since the listening began. */
  #entries = 0n;

  constructor(target: Target, machine: Machine, listener: Listener) {
    this.#target = target;
    this.#machine = machine;
    this.#told = machine.onEvent;
    this.#listener = listener;
    this.listen();
  }
  get known(): Known {
    return this.#known;
  }
  /** Is what it knows still so? */
  get isCurrent(): boolean {
    return this.#heard === this.#machine.state.get('event.count');
  }
  listen(): void {
    this.#machine.onEvent = event => {
      this.#told?.(event);
      this.note(event);
    };
  }
  /** Listen, or not, to the next slice of a run. @param done instructions of the run so far @returns most instructions of the slice */
  turn(done: bigint): bigint {
    const at = done % PERIOD;
    if (at === 0n) this.#entries = 0n;
    if (at < HEARD) {
      this.listen();
      return HEARD - at;
    }
    if (this.#entries * RARE > HEARD) this.#machine.onEvent = this.#told;
    return PERIOD - at;
  }

  note = (event: GuestEvent): void => {
    const executed = event.at + (event.kind === 'fault' || event.kind === 'interrupt' ? 0n : 1n),
      count = this.#machine.state.get('event.count'),
      entered = event.from.cpl !== event.to.cpl && event.to.cpl === 0,
      before = this.#known,
      lastEvent = { event, executed };
    this.#listener.heard(event);
    // after something was missed, only an entry tells all there is to know
    this.#heard = this.#heard === count - 1n || entered ? count : undefined;
    if (event.from.cpl === event.to.cpl) {
      this.#known = { ...before, lastEvent };
      return;
    }
    if (entered) this.#entries++;
    const after = snapshot(this.#target);
    this.#known = {
      ringChange: { event, after, executed },
      otherRing: entered ? userSide(this.#target, event, after) : before.ringChange?.after,
      serviceNumber: entered && isSystemCall(event) ? after.get('rax') : undefined,
      lastEvent,
    };
    this.#listener.changed('crossed');
  };

  // ---- with the recording ---------------------------------------------------------------------------------------

  save(): unknown {
    return this.isCurrent ? this.#known : undefined;
  }
  restore(saved: unknown): boolean {
    this.#known = (saved as Known | undefined) ?? NOTHING;
    this.#heard = saved === undefined ? undefined : this.#machine.state.get('event.count');
    this.#listener.changed('moved');
    return saved !== undefined;
  }
  knowsSince(executed: bigint): boolean {
    const { ringChange } = this.#known;
    return this.isCurrent && ringChange !== undefined && ringChange.executed > executed;
  }
}

/** The registers ring 3 had before it entered the kernel: from what the door kept of them. */
function userSide(target: Target, event: GuestEvent, after: Snapshot): Snapshot {
  const before = new Map(after),
    wide = target.bits === 64,
    word = BigInt(target.bits / 8);
  before.set('rip', event.from.rip);
  if (event.kind === 'syscall' || event.kind === 'sysenter') {
    before.set('cs', wide ? 0x33n : 0x1bn);
    before.set('ss', wide ? 0x2bn : 0x23n);
    if (event.kind === 'syscall') before.set('efl', after.get('r11')!);
    else {
      before.set('rsp', after.get('rdx')!);
      before.set('efl', after.get('efl')! | 0x200n);
    }
    return before;
  }
  const pushed = after.get('rsp')! + (event.error === undefined ? 0n : word);
  ['rip', 'cs', 'efl', 'rsp', 'ss'].forEach((name, n) => {
    const value = target.pointer(pushed + BigInt(n) * word);
    if (value !== undefined) before.set(name, name === 'cs' || name === 'ss' ? value & 0xffffn : value);
  });
  return before;
}
