/** What an expression may ask a machine: values, the closed list of accessors, and their members. The language is in expr.ts. */
import type { PackCode } from './pack-problem.ts';

export type Type = 'number' | 'truth' | 'text' | 'moment' | 'fault' | 'module' | 'table' | 'segment';
/** Where an expression goes wrong: `at` counts characters from 0. */
export interface ExpressionProblem {
  readonly at: number;
  readonly code: PackCode;
  readonly values: Readonly<Record<string, string>>;
}
export type Value = bigint | boolean | string | Moment | Fault | Extent | ServiceTable | Segment;
/** Registers and memory at one named position of the reference run. */
export interface Moment {
  register(name: string): bigint | undefined;
  load(address: bigint, bytes: number): bigint | undefined;
  msr(number: number): bigint | undefined;
  /** The physical address behind a linear one. */
  physical(address: bigint): bigint | undefined;
  /** What a segment register was loaded with. */
  segment(name: string): Segment | undefined;
}
/** The hidden part of a segment register. */
export interface Segment {
  readonly base: bigint;
  readonly limit: bigint;
  /** As segments.ts draws them. */
  readonly rights: bigint;
}
/** An exception as it was delivered: what the processor pushed, and where it went on. */
export type Fault = Readonly<Record<(typeof FAULT_FIELDS)[number], bigint | undefined>>;
export const FAULT_FIELDS = ['rip', 'cs', 'rflags', 'rsp', 'ss', 'err', 'cr2', 'newrsp', 'newcs'] as const;
/** Where a module lies: `end` is the first address behind it. */
export interface Extent {
  readonly base: bigint;
  readonly end: bigint;
}
export interface ServiceTable {
  readonly base: bigint;
  readonly limit: bigint;
  /** The dword of a service, as stored. */
  entry(number: bigint): bigint | undefined;
  /** Where the table of a service lies, where numbers reach more than one. */
  baseOf?(number: bigint): bigint | undefined;
}
/** The reference machine as expressions see it. */
export interface World {
  readonly start: Moment;
  at(position: string): Moment | undefined;
  /** Instructions from one position to another. */
  steps(from: string, to: string): bigint | undefined;
  /** The instruction that last stored to a byte before a position. */
  writer(address: bigint, before: string): bigint | undefined;
  /** The first delivery of an exception. */
  fault(vector: number): Fault | undefined;
  module(name: string): Extent | undefined;
  /** Offset of `KTRAP_FRAME.Rip` in a build's layouts; without a field the structure's size. */
  offset(build: string, path: string): bigint | undefined;
  symbol(name: string): bigint | undefined;
  /** The name with the greatest address not above this one. */
  nearest(address: bigint): bigint | undefined;
  /** A field of a structure of this machine: its offset and bytes. */
  field(structure: string, name: string): { readonly offset: bigint; readonly bytes: number } | undefined;
  /** Number of a service by its name. */
  service(name: string): bigint | undefined;
  table(name: string): ServiceTable | undefined;
  param(name: string): bigint | undefined;
  /** Linear addresses of the running processor's block and thread. */
  readonly kpcr: bigint;
  readonly thread: bigint;
  /** The learner's own machine, where there is one. */
  readonly live?: World | undefined;
  /** The key of a step. */
  readonly answer?: ((step: string) => bigint | undefined) | undefined;
}
/** An accessor met something that is not there: the pack's fault, or the seed's. */
export class NoValue extends Error {}

export const POSITIONS = ['start', 'door-', 'door+', 'frame', 'call', 'svc', 'ret-', 'ret+'] as const;
export const MOST_ROWS = 20_000n;
/** IA32_EFER, and its bit that says IA-32e mode is on: system descriptors then have 16 bytes. */
const EFER = 0xc000_0080,
  LMA = 1n << 10n;
export const u64 = (v: bigint): bigint => BigInt.asUintN(64, v);
const sx =
  (bits: number) =>
  (v: bigint): bigint =>
    u64(BigInt.asIntN(bits, v));
const zx =
  (bits: number) =>
  (v: bigint): bigint =>
    BigInt.asUintN(bits, v);
export const present = <T>(v: T | undefined, what: () => string): T => {
  if (v === undefined) throw new NoValue(what());
  return v;
};

interface Accessor {
  readonly takes: readonly Type[];
  readonly gives: Type;
  readonly run: (w: World, ...args: never[]) => Value;
}
const load = (bytes: number): Accessor => ({
  takes: ['number'],
  gives: 'number',
  run: (w, a: bigint) => present(w.start.load(a, bytes), () => `nothing at ${a.toString(16)}`),
});
const number = (run: (w: World, ...args: never[]) => Value, ...takes: Type[]): Accessor => ({ takes, gives: 'number', run });
const convert = (f: (v: bigint) => bigint): Accessor => ({ takes: ['number'], gives: 'number', run: (_w, v: bigint) => f(v) });
/** Functions by name. */
export const ACCESSORS: Readonly<Record<string, Accessor>> = {
  u8at: load(1),
  u16at: load(2),
  u32at: load(4),
  u64at: load(8),
  sx8: convert(sx(8)),
  sx16: convert(sx(16)),
  sx32: convert(sx(32)),
  zx8: convert(zx(8)),
  zx16: convert(zx(16)),
  zx32: convert(zx(32)),
  lo16: convert(zx(16)),
  lo32: convert(zx(32)),
  hi16: convert(v => (v >> 16n) & 0xffffn),
  hi32: convert(v => v >> 32n),
  phys: number((w, a: bigint) => present(w.start.physical(a), () => `nothing behind ${a.toString(16)}`), 'number'),
  nearest: number((w, a: bigint) => present(w.nearest(a), () => `no name before ${a.toString(16)}`), 'number'),
  seg: number((w, name: string) => present(w.start.segment(name) && w.start.register(name), () => `no segment ${name}`), 'text'),
  hidden: {
    takes: ['text'],
    gives: 'segment',
    run: (w, name: string) => present(w.start.segment(name), () => `no segment ${name}`),
  },
  field: number(
    (w, structure: string, at: bigint, name: string) => {
      const { offset, bytes } = present(w.field(structure, name), () => `${structure} has no field ${name} of 1, 2, 4 or 8 bytes`);
      return present(w.start.load(u64(at + offset), bytes), () => `nothing at ${(at + offset).toString(16)}`);
    },
    'text',
    'number',
    'text',
  ),
  service: number((w, name: string) => present(w.service(name), () => `no service ${name}`), 'text'),
  param: number((w, name: string) => present(w.param(name), () => `no parameter ${name}`), 'text'),
  answer: number((w, step: string) => present(w.answer?.(step), () => `no number answers ${step}`), 'text'),
  sym: { takes: ['text'], gives: 'number', run: (w, name: string) => present(w.symbol(name), () => `no symbol ${name}`) },
  reg: { takes: ['text'], gives: 'number', run: (w, name: string) => present(w.start.register(name), () => `no register ${name}`) },
  msr: { takes: ['number'], gives: 'number', run: (w, n: bigint) => present(w.start.msr(Number(n)), () => `no MSR ${n.toString(16)}`) },
  /** The key of the step before, which pool.ts has put in its place. */
  prev: { takes: [], gives: 'number', run: () => present<bigint>(undefined, () => 'no step before') },
  gdt: { takes: [], gives: 'number', run: w => present(w.start.register('gdtr'), () => 'no gdtr') },
  idt: { takes: [], gives: 'number', run: w => present(w.start.register('idtr'), () => 'no idtr') },
  idtr: { takes: [], gives: 'number', run: w => present(w.start.register('idtr'), () => 'no idtr') },
  tr: { takes: [], gives: 'number', run: w => present(w.start.register('tr'), () => 'no tr') },
  kpcr: { takes: [], gives: 'number', run: w => w.kpcr },
  prcb: { takes: [], gives: 'number', run: w => u64(w.kpcr + 0x180n) },
  tss: {
    takes: [],
    gives: 'number',
    run: w => {
      const gdt = present(w.start.register('gdtr'), () => 'no gdtr') + (present(w.start.register('tr'), () => 'no tr') & 0xfff8n),
        part = (at: bigint, bytes: number): bigint => present(w.start.load(gdt + at, bytes), () => 'no TSS descriptor');
      const low = part(2n, 2) | (part(4n, 1) << 16n) | (part(7n, 1) << 24n);
      return (w.start.msr(EFER) ?? 0n) & LMA ? low | (part(8n, 4) << 32n) : low;
    },
  },
  fault: {
    takes: ['number'],
    gives: 'fault',
    run: (w, v: bigint) => present(w.fault(Number(v)), () => `the reference run raises no exception ${v.toString(16)}`),
  },
  offset: {
    takes: ['text', 'text'],
    gives: 'number',
    run: (w, build: string, path: string) => present(w.offset(build, path), () => `${build} has no ${path}`),
  },
  module: { takes: ['text'], gives: 'module', run: (w, name: string) => present(w.module(name), () => `no module ${name}`) },
  steps: {
    takes: ['text', 'text'],
    gives: 'number',
    run: (w, from: string, to: string) => present(w.steps(from, to), () => `the reference run does not go from ${from} to ${to}`),
  },
  writer: {
    takes: ['number', 'text'],
    gives: 'number',
    run: (w, a: bigint, before: string) =>
      present(w.writer(a, before), () => `nothing stores to ${a.toString(16)} between start and ${before}`),
  },
  thr: { takes: [], gives: 'number', run: w => w.thread },
  at: { takes: ['text'], gives: 'moment', run: (w, name: string) => present(w.at(name), () => `the reference run never reaches ${name}`) },
  table: { takes: ['text'], gives: 'table', run: (w, name: string) => present(w.table(name), () => `no table ${name}`) },
};
export type Members = 'moment' | 'fault' | 'module' | 'table' | 'segment';
export const isMembers = (type: Type): type is Members => type in MEMBERS;
const entryOf = (t: ServiceTable, n: bigint): bigint => present(t.entry(n), () => `no service ${n.toString(16)}`);
/** Distance of a routine from its table, as the entry says it. */
const distanceOf = (t: ServiceTable, n: bigint): bigint => u64(BigInt.asIntN(32, entryOf(t, n)) >> 4n);
const routineOf = (t: ServiceTable, n: bigint): bigint =>
  u64((t.baseOf ? present(t.baseOf(n), () => `no table of service ${n.toString(16)}`) : t.base) + distanceOf(t, n));
/** Members by the type they belong to; any other member of a moment is a register. */
export const MEMBERS: Readonly<
  Record<Members, Readonly<Record<string, { takes: readonly Type[]; run: (of: never, ...args: never[]) => Value }>>>
> = {
  moment: {
    ...Object.fromEntries(
      [1, 2, 4, 8].map(n => [
        `u${n * 8}at`,
        { takes: ['number'] as const, run: (m: Moment, a: bigint): bigint => present(m.load(a, n), () => `nothing at ${a.toString(16)}`) },
      ]),
    ),
    msr: { takes: ['number'], run: (m: Moment, n: bigint) => present(m.msr(Number(n)), () => `no MSR ${n.toString(16)}`) },
    phys: { takes: ['number'], run: (m: Moment, a: bigint) => present(m.physical(a), () => `nothing behind ${a.toString(16)}`) },
  },
  fault: Object.fromEntries(
    FAULT_FIELDS.map(name => [name, { takes: [], run: (f: Fault): bigint => present(f[name], () => `the exception has no ${name}`) }]),
  ),
  segment: Object.fromEntries(
    Object.entries({
      base: s => s.base,
      limit: s => s.limit,
      type: s => s.rights & 15n,
      s: s => (s.rights >> 4n) & 1n,
      dpl: s => (s.rights >> 5n) & 3n,
      p: s => (s.rights >> 7n) & 1n,
      L: s => (s.rights >> 13n) & 1n,
      D: s => (s.rights >> 14n) & 1n,
      G: s => (s.rights >> 15n) & 1n,
    } satisfies Record<string, (s: Segment) => bigint>).map(([name, run]) => [name, { takes: [], run }]),
  ),
  module: { base: { takes: [], run: (m: Extent) => m.base }, end: { takes: [], run: (m: Extent) => m.end } },
  table: {
    base: { takes: [], run: (t: ServiceTable) => t.base },
    limit: { takes: [], run: (t: ServiceTable) => t.limit },
    entry: { takes: ['number'], run: (t: ServiceTable, n: bigint) => entryOf(t, n) },
    offset: {
      takes: ['number'],
      run: (t: ServiceTable, n: bigint) => distanceOf(t, n),
    },
    k: { takes: ['number'], run: (t: ServiceTable, n: bigint) => entryOf(t, n) & 15n },
    /** How many services from `from` up to, not including, `to` take arguments from the stack. */
    stacked: {
      takes: ['number', 'number'],
      run: (t: ServiceTable, from: bigint, to: bigint) => {
        if (to - from > MOST_ROWS) throw new NoValue('a table has at most 20,000 rows');
        let count = 0n;
        for (let n = from; n < to; n++) if (entryOf(t, n) & 15n) count++;
        return count;
      },
    },
    /** The highest address a routine of the table has. */
    highest: {
      takes: [],
      run: (t: ServiceTable) => {
        if (t.limit > MOST_ROWS) throw new NoValue('a table has at most 20,000 rows');
        let highest = 0n;
        for (let n = 0n; n < t.limit; n++) {
          const routine = routineOf(t, n);
          if (routine > highest) highest = routine;
        }
        return highest;
      },
    },
    routine: {
      takes: ['number'],
      run: (t: ServiceTable, n: bigint) => routineOf(t, n),
    },
  },
};

/** What stands for a row inside `count(...)` and its kin: its number, its dword, and what that says. */
export const ROW: Readonly<Record<string, (t: ServiceTable, n: bigint) => bigint>> = {
  index: (_t, n) => n,
  entry: entryOf,
  offset: distanceOf,
  k: (t, n) => entryOf(t, n) & 15n,
  routine: routineOf,
};
type Each = (n: bigint) => Value;
/** Over all rows of a table, with an expression for each of them. */
export const AGGREGATES: Readonly<Record<string, { readonly takes: Type; readonly run: (rows: bigint, each: Each) => bigint }>> = {
  count: {
    takes: 'truth',
    run: (rows, each) => {
      let count = 0n;
      for (let n = 0n; n < rows; n++) if (each(n)) count++;
      return count;
    },
  },
  max: {
    takes: 'number',
    run: (rows, each) => {
      let highest = 0n;
      for (let n = 0n; n < rows; n++) {
        const value = each(n) as bigint;
        if (value > highest) highest = value;
      }
      return highest;
    },
  },
  argwhere: {
    takes: 'truth',
    run: (rows, each) => {
      for (let n = 0n; n < rows; n++) if (each(n)) return n;
      throw new NoValue('no row of the table meets the condition');
    },
  },
};
