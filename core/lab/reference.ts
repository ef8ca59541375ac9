/** The reference run: a fresh machine of the same seed, stepped through its first call, which answers what an expression asks. */
import type { EngineName } from '../cpu/engines/engine.ts';
import type { MachineRef, StartPatch } from '../machine/scenario.ts';
import { cloneGuest, applyPatch, buildGuest } from '../windows/machines.ts';
import type { Guest } from '../windows/guest.ts';
import { LAYOUT_BUILDS, layoutsOf } from '../windows/layouts/index.ts';
import type { Extent, Fault, Moment, ServiceTable, World } from './expr-world.ts';
import { describedTable, descriptorSize, tableInUse } from './service-tables.ts';
import { ReferenceRun, type Place, type Position } from './reference-run.ts';
import { Rewind } from './rewind.ts';

/** Machines made elsewhere: one that learners may run, as a reference run is at its start. */
export type Copies = (run: ReferenceRun, engine: EngineName) => Guest;
const ofItsOwn: Copies = ({ rewind, begins }, engine) => cloneGuest(rewind.at(begins), engine);

/** What a reference may be given: the run of its machine as built, which others may read too; who makes copies; the parameters it shares. */
export interface ReferenceParts {
  readonly run?: ReferenceRun;
  readonly copies?: Copies;
  readonly params?: Map<string, bigint>;
}
export class Reference implements World {
  #ref: MachineRef;
  #run: ReferenceRun;
  readonly #copies: Copies;
  readonly #params: Map<string, bigint>;
  /** Set by who has a learner's machine. */
  learner: (() => Moment) | undefined;
  /** Set by who knows the keys. */
  answer: World['answer'];

  constructor(ref: MachineRef, { run, copies = ofItsOwn, params = new Map() }: ReferenceParts = {}) {
    this.#ref = ref;
    this.#run = run ?? new ReferenceRun(new Rewind(fresh(ref)));
    this.#copies = copies;
    this.#params = params;
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
  get live(): World | undefined {
    return this.learner && liveWorld(this, this.learner());
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

  nearest(address: bigint): bigint | undefined {
    return this.guest.symbols.nearest(address)?.symbol.address;
  }
  field(structure: string, name: string): { readonly offset: bigint; readonly bytes: number } | undefined {
    const { layouts, build } = this.guest,
      path = `${structure}.${name}`,
      type = layouts.type(path),
      bytes = type === undefined ? undefined : sizeOf(type, build.bits);
    return bytes === undefined ? undefined : { offset: BigInt(layouts.offset(path)), bytes };
  }
  service(name: string): bigint | undefined {
    const found = this.guest.services.find(s => s.name === name);
    return found && BigInt(found.number);
  }
  table(name: string): ServiceTable | undefined {
    return this.tableOf(name, this.start);
  }
  /** A service table as a moment's memory has it; `use`: what numbers of the running thread reach. */
  tableOf(name: string, moment: Moment): ServiceTable | undefined {
    if (name === 'use') return tableInUse(this.guest, this.thread, moment);
    const first = this.symbol(name === 'nt' ? 'nt!KeServiceDescriptorTable' : 'nt!KeServiceDescriptorTableShadow');
    if (first === undefined || (name !== 'nt' && name !== 'win32k')) return undefined;
    return describedTable(this.guest, name === 'nt' ? first : first + descriptorSize(this.guest), moment);
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
  /** How far this machine is at a position, after an exception's first delivery, or after its first event. */
  place(at: string | number | undefined): Place | undefined {
    return at === undefined ? this.#run.firstEvent : this.#run.place(at as Position | number);
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
/** Bytes of a field that is one number. */
function sizeOf(type: string, bits: 32 | 64): number | undefined {
  const [, written] = /^U?Int([1248])B$/.exec(type) ?? [];
  if (written !== undefined) return Number(written);
  if (/^U?Char$/.test(type)) return 1;
  return type.startsWith('Ptr') || type === 'Void' ? bits / 8 : undefined;
}
/** What is read of a learner's machine: registers, memory and tables are its own, the rest is the reference run's. @param fault its own, where one was just delivered */
export function liveWorld(r: Reference, start: Moment, fault: World['fault'] = v => r.fault(v)): World {
  return {
    ...{ start, kpcr: r.kpcr, thread: r.thread, answer: r.answer },
    ...{ at: p => r.at(p), steps: (from, to) => r.steps(from, to), fault, writer: (a, p) => r.writer(a, p) },
    ...{ module: n => r.module(n), offset: (build, path) => r.offset(build, path), field: (type, name) => r.field(type, name) },
    ...{ symbol: n => r.symbol(n), nearest: a => r.nearest(a), service: n => r.service(n), param: n => r.param(n) },
    table: n => r.tableOf(n, start),
    get live() {
      return this;
    },
  };
}
function fresh(ref: MachineRef): Guest {
  const built = buildGuest(ref);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
