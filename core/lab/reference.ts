/** The reference run: a fresh machine of the same seed, stepped through its first call, which answers what an expression asks. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { MachineRef, StartPatch } from '../machine/scenario.ts';
import { cloneGuest, applyPatch, buildGuest } from '../windows/machines.ts';
import type { Guest } from '../windows/guest.ts';
import { LAYOUT_BUILDS, layoutsOf } from '../windows/layouts/index.ts';
import type { Extent, Fault, Moment, ServiceTable, World } from './expr-world.ts';
import { ReferenceRun, type Position } from './reference-run.ts';
import { Rewind } from './rewind.ts';

/** Machines made elsewhere: one that learners may run, as a reference run is at its start. */
export type Copies = (run: ReferenceRun, engine: EngineName) => Guest;
const ofItsOwn: Copies = ({ rewind, begins }, engine) => cloneGuest(rewind.at(begins), engine);

export class Reference implements World {
  #ref: MachineRef;
  #run: ReferenceRun;
  readonly #copies: Copies;
  readonly #params = new Map<string, bigint>();

  /** @param run of the machine as built, where there is one: others may read it too */
  constructor(ref: MachineRef, run: ReferenceRun = new ReferenceRun(new Rewind(fresh(ref))), copies: Copies = ofItsOwn) {
    this.#ref = ref;
    this.#run = run;
    this.#copies = copies;
  }
  get start(): Moment {
    return this.#run.start;
  }
  get ref(): MachineRef {
    return this.#ref;
  }
  /** From here on, speak of the machine as `patches` change it; parameters stay. @returns the first patch it has no place for */
  begin(patches: readonly StartPatch[]): { readonly index: number; readonly why: string } | undefined {
    this.#ref = { ...this.#ref, start: [...(this.#ref.start ?? []), ...patches] };
    const { rewind, begins } = this.#run,
      guest = rewind.from(begins);
    for (const [index, patch] of patches.entries()) {
      const why = applyPatch(guest.machine, patch);
      if (why !== undefined) return { index, why: why.message };
    }
    this.#run = new ReferenceRun(rewind, rewind.save());
    return undefined;
  }
  get kpcr(): bigint {
    return this.guest.system.kpcr;
  }
  get thread(): bigint {
    return this.guest.system.thread;
  }
  get guest(): Guest {
    return this.#run.rewind.guest;
  }
  /** Another machine, as this one is at the start. */
  another(engine: EngineName = 'evaluator'): Guest {
    return { ...this.#copies(this.#run, engine), ref: this.#ref };
  }
  setParam(name: string, value: bigint): void {
    this.#params.set(name, value);
  }
  param(name: string): bigint | undefined {
    return this.#params.get(name);
  }
  symbol(name: string): bigint | undefined {
    return this.guest.symbols.find(name)?.address;
  }

  table(name: string): ServiceTable | undefined {
    const first = this.symbol(name === 'nt' ? 'nt!KeServiceDescriptorTable' : 'nt!KeServiceDescriptorTableShadow');
    if (first === undefined || (name !== 'nt' && name !== 'win32k')) return undefined;
    const descriptor = name === 'nt' ? first : first + 0x20n,
      base = this.start.load(descriptor, 8),
      limit = this.start.load(descriptor + 0x10n, 4);
    if (base === undefined || limit === undefined) return undefined;
    return { base, limit, entry: n => (n < limit ? this.start.load(base + 4n * n, 4) : undefined) };
  }

  at(position: string): Moment | undefined {
    return this.#run.at(position as Position);
  }
  steps(from: string, to: string): bigint | undefined {
    const first = this.#run.count(from as Position),
      last = this.#run.count(to as Position);
    return first === undefined || last === undefined || last < first ? undefined : BigInt(last - first);
  }
  writer(address: bigint, before: string): bigint | undefined {
    return this.#run.writer(address, before as Position);
  }
  fault(vector: number): Fault | undefined {
    return this.#run.fault(vector);
  }
  offset(build: string, path: string): bigint | undefined {
    const known = LAYOUT_BUILDS.find(b => b === build),
      layouts = known && layoutsOf(known),
      [name, field] = path.split('.'),
      layout = layouts?.find(name!);
    if (!layout) return undefined;
    if (field === undefined) return BigInt(layout.size);
    return layout.fields.some(f => f.name === field) ? BigInt(layouts!.offset(path)) : undefined;
  }
  module(name: string): Extent | undefined {
    const found = this.guest.symbols.modules.find(m => m.name === name);
    return found && { base: found.base, end: found.end };
  }
}
function fresh(ref: MachineRef): Guest {
  const built = buildGuest(ref);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
