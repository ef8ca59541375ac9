/** Recorded vectors: one instruction (or transition) with the state before and after. @source test/vectors/FORMAT.md */
import * as v from 'valibot';
import { GPR, SEGMENTS, type Cell, type Gpr, type SegmentName, type State } from '../cpu/state.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import type { Memory } from '../cpu/memory.ts';
import { MSRS } from '../cpu/msrs.ts';
import { pagingMode } from '../cpu/paging.ts';
import { fetchInstruction } from '../cpu/fetch.ts';
import { readFlags, readRegister, writeFlags, writeRegister } from '../cpu/registers.ts';
import { NULL_SEGMENT, codeBits, isNull, parseDescriptor, type Descriptor } from '../cpu/segments.ts';
import { createMachine, type GuestEvent, type Machine } from './machine.ts';
import { RING0, enterUser, physicalOf, userImage } from './vector-user.ts';

// ---- the format -----------------------------------------------------------------------------------------------------

const number = v.pipe(v.string(), v.regex(/^0x[0-9a-f]+$/));
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/));
const registers = v.record(v.string(), number);
const bytesAt = v.array(v.tuple([number, hex]));
const event = v.object({ vector: v.number(), error: v.optional(number), cr2: v.optional(number), error_mask: v.optional(number) });
const common = { id: v.string(), asm: v.string(), bytes: hex, flags_mask: v.optional(number), ignore: v.optional(v.array(v.string())) };

const userSchema = v.object({ ...common, mode: v.picklist([32, 64]),
  init: v.object({ regs: registers, xmm: v.optional(registers), mem: v.optional(bytesAt), sregs: v.optional(registers) }),
  fault: v.optional(event),
  final: v.object({ regs: registers, xmm: v.optional(registers), mem: v.optional(bytesAt) }) });

const finalSchema = v.object({ shutdown: v.optional(v.literal(true)), regs: v.optional(registers), sregs: v.optional(registers), msrs: v.optional(registers), cr: v.optional(registers),
  gdtr: v.optional(v.tuple([number, number])), idtr: v.optional(v.tuple([number, number])), ldtr: v.optional(number), dr6: v.optional(number), mem: v.optional(bytesAt) });
const systemSchema = v.object({ ...common, note: v.optional(v.string()),
  init: v.object({ image: v.string(), mode: v.picklist(['long64', 'compat32', 'prot32']), cpl: v.number(), regs: registers, sregs: registers, msrs: registers, cr: registers,
    gdtr: v.tuple([number, number]), idtr: v.tuple([number, number]), tr: number, ldtr: number, mem: v.optional(bytesAt, []) }),
  final: v.optional(finalSchema), reg_mask: v.optional(registers), mem_ignore: v.optional(v.array(v.tuple([number, v.number()]))), compare32: v.optional(v.boolean()),
  sdm_side: v.optional(v.string()) });
const imageSchema = v.object({ image: v.string(), mem: bytesAt });

export type UserVector = v.InferOutput<typeof userSchema>;
export type SystemVector = v.InferOutput<typeof systemSchema>;
export type Vector = UserVector | SystemVector;
export type Image = v.InferOutput<typeof imageSchema>;

const isSystem = (x: Vector): x is SystemVector => 'image' in x.init;
/** One line of a vector file. Throws an Error that names the field when it is not a vector. */
export function parseVector(line: string): Vector {
  const raw: unknown = JSON.parse(line), system = typeof raw === 'object' && raw !== null && 'init' in raw && typeof raw.init === 'object' && raw.init !== null && 'image' in raw.init;
  return system ? v.parse(systemSchema, raw) : v.parse(userSchema, raw);
}
export const parseImage = (text: string): Image => v.parse(imageSchema, JSON.parse(text));

// ---- running --------------------------------------------------------------------------------------------------------

export interface Difference { readonly field: string; readonly expected: string; readonly actual: string }
/** `unscored`: the oracles disagree and no side is known to be right. `unsupported`: this processor has no meaning for the instruction. */
export interface VectorResult { readonly id: string; readonly outcome: 'passed' | 'failed' | 'unsupported' | 'unscored'; readonly differences: readonly Difference[] }

/** Runs vectors one after the other on one machine per image. `image` gives the text of images/<name>.json. */
export class VectorRunner {
  readonly #engine: EngineName;
  readonly #image: (name: string) => string;
  readonly #stages = new Map<string, Stage>();

  constructor(engine: EngineName, image: (name: string) => string) { this.#engine = engine; this.#image = image; }

  run(x: Vector): VectorResult {
    if (isSystem(x) && !x.final) return { id: x.id, outcome: 'unscored', differences: [] };
    const stage = this.#stage(isSystem(x) ? x.init.image : `user${x.mode}`);
    return isSystem(x) ? runSystem(stage, x, x.final!) : runUser(stage, x);
  }
  /** A machine as it is before the vector's instruction, to be looked at or stepped by hand. */
  prepare(x: Vector): Machine {
    const stage = this.#stage(isSystem(x) ? x.init.image : `user${x.mode}`);
    stage.reset();
    if (isSystem(x)) loadSystem(stage, x); else loadUser(stage, x);
    return stage.machine;
  }
  #stage(name: string): Stage {
    let stage = this.#stages.get(name);
    if (!stage) {
      const user = /^user(32|64)$/.exec(name);
      this.#stages.set(name, stage = new Stage(this.#engine, user ? userImage() : parseImage(this.#image(name)).mem.map(([a, b]) => [BigInt(a), fromHex(b)])));
    }
    return stage;
  }
}

const RAM_BYTES = 4 << 20;
/** A machine whose memory goes back to an image, page by page. */
class Stage {
  readonly machine: Machine;
  readonly #base: Uint8Array;
  #changed: readonly number[] = [];
  unsupported = false;
  /** The last event that went through the IDT. */
  event: GuestEvent | undefined;

  constructor(engine: EngineName, image: readonly (readonly [bigint, Uint8Array])[]) {
    this.machine = createMachine({ ramBytes: RAM_BYTES, engine });
    const { memory } = this.machine;
    for (const [at, bytes] of image) memory.writePhysical(at, bytes);
    this.#base = memory.readPhysical(0n, RAM_BYTES)!;
    memory.takeChanged('vector');
    this.machine.onEvent = event => { if (event.vector !== undefined) this.event = event; };
    memory.onNotice = what => { this.unsupported ||= what === 'unsupported-instruction'; };
  }
  reset(): void {
    const { memory, state } = this.machine;
    for (const page of new Set([...this.#changed, ...memory.takeChanged('vector')])) memory.writePhysical(BigInt(page) << 12n, this.#base.subarray(page << 12, page + 1 << 12));
    memory.takeChanged('vector');
    const vendor = state.get('vendor');
    state.reset();
    state.set('vendor', vendor);
    state.set('attention', 2n);
    this.#changed = [];
    this.unsupported = false;
    this.event = undefined;
  }
  write(list: readonly (readonly [string, string])[]): void { for (const [at, bytes] of list) this.machine.memory.writePhysical(BigInt(at), fromHex(bytes)); }
  /** Compare RAM with the image plus `lists`, except where `ignored` says so. */
  differences(lists: readonly (readonly (readonly [string, string])[])[], ignored: readonly (readonly [from: number, length: number])[]): Difference[] {
    const { memory } = this.machine, expected = new Map<number, Uint8Array>(), out: Difference[] = [];
    const page = (n: number): Uint8Array => {
      let bytes = expected.get(n);
      if (!bytes) expected.set(n, bytes = this.#base.slice(n << 12, n + 1 << 12));
      return bytes;
    };
    for (const list of lists) for (const [at, text] of list) fromHex(text).forEach((byte, n) => { const a = Number(at) + n; page(a >> 12)[a & 4095] = byte; });
    this.#changed = memory.takeChanged('vector');
    for (const n of new Set([...this.#changed, ...expected.keys()])) {
      const want = page(n), got = memory.readPhysical(BigInt(n) << 12n, 4096)!;
      for (let o = 0; o < 4096; o++) {
        const a = (n << 12) + o;
        if (want[o] !== got[o] && !ignored.some(([from, length]) => a >= from && a < from + length)) out.push({ field: `mem ${a.toString(16)}`, expected: want[o]!.toString(16), actual: got[o]!.toString(16) });
      }
    }
    this.#changed = [...new Set([...this.#changed, ...expected.keys()])];
    return out;
  }
}

const fromHex = (text: string): Uint8Array => Uint8Array.from({ length: text.length / 2 }, (_, n) => parseInt(text.slice(2 * n, 2 * n + 2), 16));
/** `eax` and `rax` are the same register to a vector; so are the two names of RIP and RFLAGS. */
const wide = (name: string): Gpr | 'RIP' | 'RFLAGS' => name.toUpperCase().replace(/^E(..|FLAGS)$/, 'R$1') as Gpr;

function compareRegisters(state: State, x: Vector, before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>, bits: 32 | 64, masks: Readonly<Record<string, string>> = {}): Difference[] {
  const want = new Map<string, bigint>(GPR.map(name => [name, 0n])), ignored = new Set((x.ignore ?? []).map(wide)), out: Difference[] = [];
  for (const [name, value] of [...Object.entries(before), ...Object.entries(after)]) want.set(wide(name), BigInt(value));
  const mask = new Map(Object.entries(masks).map(([name, value]) => [wide(name), BigInt(value)]));
  for (const [name, value] of want) {
    if (ignored.has(name as Gpr)) continue;
    const flags = name === 'RFLAGS', got = flags ? readFlags(state) : state.get(name as Gpr);
    const care = flags ? BigInt(x.flags_mask ?? '0x3e7fd7') : BigInt.asUintN(bits, mask.get(name as Gpr) ?? -1n);
    if ((got ^ value) & care) out.push({ field: name.toLowerCase(), expected: value.toString(16), actual: got.toString(16) });
  }
  return out;
}
function loadRegisters(state: State, regs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(regs)) {
    const cell = wide(name);
    if (cell === 'RFLAGS') writeFlags(state, BigInt(value)); else state.set(cell, BigInt(value));
  }
}
function loadSegment(state: State, name: SegmentName | 'TR' | 'LDTR', selector: bigint, { base, limit, rights }: Descriptor): void {
  state.set(`${name}.selector`, selector);
  state.set(`${name}.base`, base);
  state.set(`${name}.limit`, limit);
  state.set(`${name}.rights`, BigInt(rights));
}

// ---- family A: user-mode instructions ---------------------------------------------------------------------------------

const physically = (list: readonly (readonly [string, string])[] = []): [string, string][] => list.map(([at, bytes]) => ['0x' + physicalOf(BigInt(at)).toString(16), bytes]);
function initialMemory(x: UserVector): [string, string][] {
  const ip = x.init.regs.rip ?? x.init.regs.eip!;
  return physically([[ip, x.bytes], ...x.init.mem ?? []]);
}
function loadUser(stage: Stage, x: UserVector): void {
  const { state } = stage.machine;
  stage.write(initialMemory(x));
  enterUser(state, x.mode);
  for (const [name, value] of Object.entries(x.init.sregs ?? {})) state.set(`${name.toUpperCase() as 'CS'}.selector`, BigInt(value));
  for (const [name, value] of Object.entries(x.init.xmm ?? {})) writeRegister(state, name, BigInt(value));
  loadRegisters(state, x.init.regs);
}
/** Step over the instruction, all iterations of it; a frame it left on ring 0's stack is put back into the registers. */
function runUser(stage: Stage, x: UserVector): VectorResult {
  stage.reset();
  loadUser(stage, x);
  const { machine } = stage, { state, memory } = machine, start = state.get('RIP');
  do machine.step(); while (!stage.event && state.get('RIP') === start && repeats(machine));
  const out: Difference[] = [], { event } = stage, error = event?.error, expected = x.fault;
  if (event && state.get('CPL') === 0n) {
    const frame = memory.read(state.get('RSP'), 48)!, word = (n: number): bigint => new DataView(frame.buffer).getBigUint64((n + (error === undefined ? 0 : 1)) * 8, true);
    state.set('RIP', word(0));
    writeFlags(state, word(2));
    state.set('RSP', word(3));
  }
  if (event?.vector !== expected?.vector) out.push({ field: 'vector', expected: String(expected?.vector ?? 'none'), actual: String(event?.vector ?? 'none') });
  else if (expected) {
    const care = BigInt(expected.error_mask ?? '0xffffffff'), want = BigInt(expected.error ?? -1);
    if (((error ?? -1n) ^ want) & care) out.push({ field: 'error', expected: expected.error ?? 'none', actual: error?.toString(16) ?? 'none' });
    if (expected.cr2 !== undefined && state.get('CR2') !== BigInt(expected.cr2)) out.push({ field: 'cr2', expected: expected.cr2, actual: state.get('CR2').toString(16) });
  }
  out.push(...compareRegisters(state, x, x.init.regs, x.final.regs, x.mode), ...compareXmm(state, x), ...stage.differences([initialMemory(x), physically(x.final.mem)], [RING0]));
  return result(stage, x, out);
}
function repeats({ state, memory }: Machine): boolean {
  const i = fetchInstruction(state, memory);
  return i !== 'fault' && i.form.repeat !== undefined;
}
function compareXmm(state: State, x: UserVector): Difference[] {
  const want = { ...x.init.xmm, ...x.final.xmm }, out: Difference[] = [];
  for (let n = 0; n < 16; n++) {
    const name = `xmm${n}`, expected = BigInt(want[name] ?? 0), actual = readRegister(state, name)!;
    if (expected !== actual && !x.ignore?.includes(name)) out.push({ field: name, expected: expected.toString(16), actual: actual.toString(16) });
  }
  return out;
}

// ---- family B: system transitions -------------------------------------------------------------------------------------

const MSR_CELL: Readonly<Record<string, Cell>> = Object.fromEntries(MSRS.map(m => [m.name.replace(/^IA32_/, '').toLowerCase(), m.cell]));
/** A descriptor of the GDT, without any check; 16 bytes long for a TSS of long mode. */
function descriptorOf(memory: Memory, state: State, selector: bigint, long = false): Descriptor {
  const raw = memory.read(state.get('GDTR.base') + (selector & 0xfff8n), long ? 16 : 8);
  if (!raw) return NULL_SEGMENT;
  const view = new DataView(raw.buffer), d = parseDescriptor(view.getBigUint64(0, true));
  return long ? { ...d, base: d.base | BigInt(view.getUint32(8, true)) << 32n } : d;
}
function loadSystem(stage: Stage, x: SystemVector): void {
  const { state, memory } = stage.machine, { init } = x, long = init.mode !== 'prot32';
  stage.write(init.mem);
  for (const [name, value] of Object.entries(init.cr)) state.set(name.toUpperCase() as Cell, BigInt(value));
  for (const [name, value] of Object.entries(init.msrs)) state.set(MSR_CELL[name]!, BigInt(value));
  if (pagingMode(state) === 'PAE') for (const n of [0, 1, 2, 3] as const) state.set(`PDPTE${n}`, new DataView(memory.readPhysical((state.get('CR3') & ~31n) + BigInt(8 * n), 8)!.buffer).getBigUint64(0, true));
  for (const t of ['gdtr', 'idtr'] as const) { const name = t.toUpperCase() as 'GDTR'; state.set(`${name}.base`, BigInt(init[t][0])); state.set(`${name}.limit`, BigInt(init[t][1])); }
  loadSegment(state, 'TR', BigInt(init.tr), descriptorOf(memory, state, BigInt(init.tr), long));
  loadSegment(state, 'LDTR', 0n, NULL_SEGMENT);
  for (const [name, text] of Object.entries(init.sregs)) {
    const selector = BigInt(text);
    loadSegment(state, name.toUpperCase() as SegmentName, selector, isNull(selector) ? NULL_SEGMENT : descriptorOf(memory, state, selector));
  }
  for (const s of ['fs', 'gs'] as const) if (init.msrs[`${s}_base`]) state.set(`${s.toUpperCase() as 'FS'}.base`, BigInt(init.msrs[`${s}_base`]!));
  state.set('CPL', BigInt(init.cpl));
  state.set('mode', BigInt(codeBits(descriptorOf(memory, state, BigInt(init.sregs.cs!)), long)));
  loadRegisters(state, init.regs);
}
/** Is the next byte a landing place? */
function landed({ state, memory }: Machine): boolean {
  if (state.get('activity') !== 0n || state.get('pending.debug') !== 0n) return state.get('activity') === 2n;
  const linear = state.get('mode') === 64n ? state.get('RIP') : state.get('RIP') + state.get('CS.base') & 0xffff_ffffn;
  const fault = state.get('fault.vector'), cr2 = state.get('CR2'), byte = memory.fetch(linear)?.[0];
  state.set('fault.vector', fault);
  state.set('CR2', cr2);
  return byte === 0xcc;
}
/** The recording program lived in the first megabyte. */
const RECORDER: readonly [number, number] = [0, 0x100000];
/** The dynamic part of a 32-bit TSS: the recorder's own task switches left values there, and in CR0.TS. */
const TSS32_DYNAMIC: readonly (readonly [number, number])[] = [[0x132000, 4], [0x13201c, 0x44]];

function runSystem(stage: Stage, x: SystemVector, final: NonNullable<SystemVector['final']>): VectorResult {
  stage.reset();
  loadSystem(stage, x);
  const { machine } = stage, { state } = machine, before = new Map<Cell, bigint>();
  for (const cell of WATCHED) before.set(cell, state.get(cell));
  for (let n = 0; n < 4; n++) { machine.step(); if (landed(machine)) break; }
  const shutdown = state.get('activity') === 2n;
  if (shutdown || final.shutdown) return result(stage, x, shutdown === (final.shutdown ?? false) ? [] : [{ field: 'shutdown', expected: String(final.shutdown ?? false), actual: String(shutdown) }]);
  const long = x.init.mode !== 'prot32', bits = long && !x.compare32 ? 64 : 32, out = compareRegisters(state, x, x.init.regs, final.regs ?? {}, bits, x.reg_mask);
  const expect = (field: string, cell: Cell, value: string | undefined, care = -1n): void => {
    const want = value === undefined ? before.get(cell)! : BigInt(value), got = state.get(cell);
    if ((want ^ got) & BigInt.asUintN(64, care) && !x.ignore?.includes(field)) out.push({ field, expected: want.toString(16), actual: got.toString(16) });
  };
  for (const s of SEGMENTS) expect(s.toLowerCase(), `${s}.selector`, final.sregs?.[s.toLowerCase()]);
  for (const name of Object.keys(x.init.msrs)) expect(name, MSR_CELL[name]!, final.msrs?.[name]);
  for (const name of Object.keys(x.init.cr)) expect(name, name.toUpperCase() as Cell, final.cr?.[name], long || name !== 'cr0' ? -1n : ~8n);
  for (const t of ['gdtr', 'idtr'] as const) { const name = t.toUpperCase() as 'GDTR'; expect(t, `${name}.base`, final[t]?.[0]); expect(`${t} limit`, `${name}.limit`, final[t]?.[1]); }
  expect('ldtr', 'LDTR.selector', final.ldtr);
  expect('dr6', 'DR6', final.dr6, 0xe00fn);
  const ignored = [...(x.mem_ignore ?? []).map(([at, length]): readonly [number, number] => [Number(at), length]), RECORDER, ...(long ? [] : TSS32_DYNAMIC)];
  out.push(...stage.differences([x.init.mem, final.mem ?? []], ignored));
  return result(stage, x, out);
}
const WATCHED: readonly Cell[] = [...SEGMENTS.map(s => `${s}.selector` as Cell), ...MSRS.map(m => m.cell), 'CR0', 'CR2', 'CR3', 'CR4', 'CR8', 'GDTR.base', 'GDTR.limit', 'IDTR.base', 'IDTR.limit', 'LDTR.selector', 'DR6'];
/** An instruction this processor does not have raises #UD, which may just be what was recorded. */
const result = ({ unsupported }: Stage, { id }: Vector, differences: readonly Difference[]): VectorResult =>
  ({ id, outcome: differences.length === 0 ? 'passed' : unsupported ? 'unsupported' : 'failed', differences });
