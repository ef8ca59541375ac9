/** The reference runs of an exercise, one for each of its machines; its parameters are drawn once, from all of them. */
import type { MachineRef } from '../machine/scenario.ts';
import { refOf } from './exercise-machines.ts';
import type { Exercise } from './pack.ts';
import { Reference } from './reference.ts';

/** How a machine's reference run comes to be. @param slot its place among the machines of one exercise */
export type MakeReference = (ref: MachineRef, params: Map<string, bigint>, slot: number) => Reference;

export class References {
  readonly #all: ReadonlyMap<string, Reference>;
  readonly #params = new Map<string, bigint>();

  constructor(exercise: Exercise, seed: string, make: MakeReference = (ref, params) => new Reference(ref, { params })) {
    this.#all = new Map(
      [...exercise.machines].map(([name, machine], n) => [name, make(refOf(machine, exercise.id, seed), this.#params, n)]),
    );
  }
  /** The machine the exercise begins on. */
  get first(): Reference {
    return this.#all.values().next().value!;
  }
  get names(): readonly string[] {
    return [...this.#all.keys()];
  }
  /** By name; the first where none is said. */
  of(name: string | undefined): Reference {
    return (name === undefined ? undefined : this.#all.get(name)) ?? this.first;
  }
  setParam(name: string, value: bigint): void {
    this.#params.set(name, value);
  }
}
