/** Machines that are kept: many exercises on a seed share one of each kind, and the next seed is built in the same memory. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { MachineRef } from '../machine/scenario.ts';
import type { Guest } from '../windows/guest.ts';
import { buildGuest, frameOf } from '../windows/machines.ts';
import { Reference } from './reference.ts';
import type { MakeReference } from './references.ts';
import { ReferenceRun } from './reference-run.ts';
import { Rewind } from './rewind.ts';

/** A machine, and whose beginnings it has. */
interface Copied {
  readonly of: Rewind;
  readonly copy: Rewind;
}
interface Kept {
  readonly seed: string;
  /** What another kind of machine has to have, to be built in the memory of this one. */
  readonly frame: string;
  readonly run: ReferenceRun;
  /** The machine learners' lines are run on, by engine. */
  readonly copies: Map<EngineName, Copied>;
}
/** So many kinds of machine at once; each has tens of megabytes. */
const MOST = 4;

export class Stock {
  readonly #kept = new Map<string, Kept>();

  /** A reference run of a machine as built. What was taken before, of any exercise, must not be used any more. */
  readonly reference: MakeReference = (ref, params, slot) => {
    const kept = this.#of(ref, slot);
    return new Reference(ref, { run: kept.run, copies: (run, engine) => this.#copy(kept, run, engine), params });
  };
  #of(ref: MachineRef, slot: number): Kept {
    const kind = JSON.stringify([slot, ref.machine, Object.entries(ref.set).sort()]),
      frame = `${slot} ${frameOf(ref)}`,
      last = this.#kept.get(kind);
    this.#kept.delete(kind);
    const kept = last?.seed === ref.seed ? last : this.#build(ref, frame, last ?? this.#giveUp(frame));
    this.#kept.set(kind, kept);
    return kept;
  }
  /** Make room for one more. @returns what is given up, where a machine of that frame can be built in it */
  #giveUp(frame: string): Kept | undefined {
    if (this.#kept.size < MOST) return undefined;
    const all = [...this.#kept],
      [kind, gone] = all.find(([, kept]) => kept.frame === frame) ?? all[0]!;
    this.#kept.delete(kind);
    return gone.frame === frame ? gone : undefined;
  }
  #build(ref: MachineRef, frame: string, last: Kept | undefined): Kept {
    const built = buildGuest(ref, 'evaluator', last?.run.rewind.spent);
    if (!built.ok) throw new Error(built.problem.message);
    return { seed: ref.seed, frame, run: new ReferenceRun(new Rewind(built.value)), copies: last?.copies ?? new Map<EngineName, Copied>() };
  }
  #copy({ run: { rewind }, copies }: Kept, { begins }: ReferenceRun, engine: EngineName): Guest {
    const last = copies.get(engine),
      copy = last?.of === rewind ? last.copy : rewind.another(engine, last?.copy);
    copies.set(engine, { of: rewind, copy });
    const guest = copy.from(begins);
    guest.machine.breakpoints.clear();
    guest.machine.onEvent = undefined;
    return guest;
  }
}
