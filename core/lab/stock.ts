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
  /** Seed and switches. */
  readonly made: string;
  readonly run: ReferenceRun;
  /** The machine learners' lines are run on, by engine. */
  readonly copies: Map<EngineName, Copied>;
}
/** So many kinds of machine at once; each has tens of megabytes. */
const MOST = 6;

export class Stock {
  readonly #kept = new Map<string, Kept>();

  /** A reference run of a machine as built. What was taken before, of any exercise, must not be used any more. */
  readonly reference: MakeReference = (ref, params, slot) => {
    const kept = this.#of(ref, slot);
    return new Reference(ref, { run: kept.run, copies: (run, engine) => this.#copy(kept, run, engine), params });
  };
  #of(ref: MachineRef, slot: number): Kept {
    const frame = `${slot} ${frameOf(ref)}`,
      made = JSON.stringify([ref.seed, Object.entries(ref.set).sort()]),
      last = this.#kept.get(frame);
    this.#kept.delete(frame);
    if (!last && this.#kept.size === MOST) this.#kept.delete(this.#kept.keys().next().value!);
    const kept = last?.made === made ? last : this.#build(ref, made, last);
    this.#kept.set(frame, kept);
    return kept;
  }
  #build(ref: MachineRef, made: string, last: Kept | undefined): Kept {
    const built = buildGuest(ref, 'evaluator', last?.run.rewind.spent);
    if (!built.ok) throw new Error(built.problem.message);
    return { made, run: new ReferenceRun(new Rewind(built.value)), copies: last?.copies ?? new Map<EngineName, Copied>() };
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
