/** Runs recorded vectors: one instruction (or transition) with the state before and after. @source test/vectors/FORMAT.md */
import { SEGMENTS, at, type Cell, type SegmentName, type State } from '../cpu/state.ts';
import type { EngineName } from '../cpu/engines/engine.ts';
import { fetchInstruction } from '../cpu/fetch.ts';
import type { Memory } from '../cpu/memory.ts';
import type { Form } from '../cpu/program.ts';
import { MSRS } from '../cpu/msrs.ts';
import { pagingMode } from '../cpu/paging.ts';
import { writeFlags, writeRegister } from '../cpu/registers.ts';
import { NULL_SEGMENT, codeBits, isNull, parseDescriptor, setHidden, type Descriptor } from '../cpu/segments.ts';
import type { Machine } from './machine.ts';
import { isSystem, parseImage, type Bytes, type SystemVector, type UserVector, type Vector } from './vector-format.ts';
import { Stage, compareRegisters, loadRegisters, type Difference } from './vector-stage.ts';
import { RING0, enterUser, physicalOf, userImage } from './vector-user.ts';

export { parseVector, type SystemVector, type UserVector, type Vector } from './vector-format.ts';
export type { Difference } from './vector-stage.ts';

/** `unscored`: the oracles disagree and no side is known to be right. `unsupported`: this processor has no meaning for the instruction. */
export interface VectorResult {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'unsupported' | 'unscored';
  readonly differences: readonly Difference[];
}

/** Vectors the fast engine prepares for at once: no more forms than one module can have. */
const BATCH = 1000;
export const batches = (vectors: readonly Vector[]): (readonly Vector[])[] =>
  Array.from({ length: Math.ceil(vectors.length / BATCH) }, (_, n) => vectors.slice(n * BATCH, (n + 1) * BATCH));
/** Runs vectors one after the other on one machine per image. `image` gives the text of images/<name>.json. */
export class VectorRunner {
  readonly #engine: EngineName;
  readonly #image: (name: string) => string;
  readonly #stages = new Map<string, Stage>();

  constructor(engine: EngineName, image: (name: string) => string) {
    this.#engine = engine;
    this.#image = image;
  }

  /** Results in the order of the vectors. The fast engine first gets a case for every instruction, or the oracle would do its work. */
  *runAll(vectors: readonly Vector[]): Generator<VectorResult> {
    for (const batch of batches(vectors)) {
      this.learn(batch);
      for (const x of batch) yield this.run(x);
    }
  }
  /** Let the fast engine generate code for the instructions of these vectors: at most `BATCH`. */
  learn(vectors: readonly Vector[]): void {
    if (this.#engine === 'evaluator') return;
    const forms = new Map<Machine, Map<string, Form>>();
    for (const x of vectors) {
      const machine = this.prepare(x),
        i = fetchInstruction(machine.state, machine.memory);
      if (i === 'fault') continue;
      if (!forms.has(machine)) forms.set(machine, new Map<string, Form>());
      forms.get(machine)!.set(i.form.key, i.form);
    }
    for (const [machine, list] of forms) machine.learn([...list.values()]);
  }
  run(x: Vector): VectorResult {
    if (isSystem(x) && !x.final) return { id: x.id, outcome: 'unscored', differences: [] };
    const stage = this.#prepare(x),
      differences = isSystem(x) ? runSystem(stage, x, x.final!) : runUser(stage, x);
    // an instruction this processor does not have raises #UD, which may just be what was recorded
    return { id: x.id, outcome: differences.length === 0 ? 'passed' : stage.unsupported ? 'unsupported' : 'failed', differences };
  }
  /** A machine as it is before the vector's instruction, to be looked at or stepped by hand. */
  prepare(x: Vector): Machine {
    return this.#prepare(x).machine;
  }
  #prepare(x: Vector): Stage {
    const stage = this.#stage(isSystem(x) ? x.init.image : `user${x.mode}`);
    stage.reset();
    if (isSystem(x)) loadSystem(stage, x);
    else loadUser(stage, x);
    stage.machine.state.set('attention', 0n);
    stage.machine.memory.flush();
    return stage;
  }
  #stage(name: string): Stage {
    let stage = this.#stages.get(name);
    if (!stage)
      this.#stages.set(
        name,
        (stage = new Stage(this.#engine, /^user(32|64)$/.test(name) ? userImage() : parseImage(this.#image(name)).mem)),
      );
    return stage;
  }
}

// ---- family A: user-mode instructions ---------------------------------------------------------------------------------

const physically = (pieces: Bytes): Bytes => pieces.map(([linear, bytes]) => [physicalOf(linear), bytes]);
const initialMemory = (x: UserVector): Bytes => physically([[x.init.regs.get('RIP')!, x.bytes], ...x.init.mem]);

function loadUser(stage: Stage, x: UserVector): void {
  const { state } = stage.machine;
  stage.write(initialMemory(x));
  enterUser(state, x.mode);
  for (const [name, value] of Object.entries(x.init.sregs)) state.set(`${name.toUpperCase() as SegmentName}.selector`, value);
  for (const [name, value] of Object.entries(x.init.xmm)) writeRegister(state, name, value);
  loadRegisters(state, x.init.regs);
}
/** Step over the instruction, all iterations of it; a frame it left on ring 0's stack is put back into the registers. */
function runUser(stage: Stage, x: UserVector): Difference[] {
  const { machine } = stage,
    { state, memory } = machine,
    start = state.get('RIP');
  do machine.step();
  while (!stage.event && state.get('RIP') === start && repeats(machine));
  const out: Difference[] = [],
    { event } = stage,
    error = event?.error,
    expected = x.fault;
  if (event && state.get('CPL') === 0n) {
    const frame = memory.read(state.get('RSP'), 48)!,
      word = (n: number): bigint => new DataView(frame.buffer).getBigUint64((n + (error === undefined ? 0 : 1)) * 8, true);
    state.set('RIP', word(0));
    writeFlags(state, word(2));
    state.set('RSP', word(3));
  }
  if (event?.vector !== expected?.vector)
    out.push({ field: 'vector', expected: String(expected?.vector ?? 'none'), actual: String(event?.vector ?? 'none') });
  else if (expected) {
    if (((error ?? -1n) ^ (expected.error ?? -1n)) & expected.error_mask)
      out.push({ field: 'error', expected: expected.error?.toString(16) ?? 'none', actual: error?.toString(16) ?? 'none' });
    if (expected.cr2 !== undefined && state.get('CR2') !== expected.cr2)
      out.push({ field: 'cr2', expected: expected.cr2.toString(16), actual: state.get('CR2').toString(16) });
  }
  out.push(
    ...compareRegisters(state, x, x.mode, x.final.regs),
    ...compareXmm(state, x),
    ...stage.differences([initialMemory(x), physically(x.final.mem)], [RING0]),
  );
  return out;
}
function repeats({ state, memory }: Machine): boolean {
  const i = fetchInstruction(state, memory);
  return i !== 'fault' && i.form.repeat !== undefined;
}
const XMM = Array.from({ length: 16 }, (_, n) => [`xmm${n}`, at(`XMM${n as 0}`)] as const);
function compareXmm(state: State, x: UserVector): Difference[] {
  const out: Difference[] = [];
  for (const [name, cell] of XMM) {
    const expected = x.final.xmm[name] ?? x.init.xmm[name] ?? 0n,
      low = state.load(cell, 64),
      high = state.load(cell + 8, 64),
      actual = high === 0n ? low : low | (high << 64n);
    if (expected !== actual && !x.ignore.has(name.toUpperCase()))
      out.push({ field: name, expected: expected.toString(16), actual: actual.toString(16) });
  }
  return out;
}

// ---- family B: system transitions -------------------------------------------------------------------------------------

const MSR_CELL: Readonly<Record<string, Cell>> = Object.fromEntries(MSRS.map(m => [m.name.replace(/^IA32_/, '').toLowerCase(), m.cell]));
/** A descriptor of the GDT, without any check; 16 bytes long for a TSS of long mode. */
function descriptorOf(memory: Memory, state: State, selector: bigint, long = false): Descriptor {
  const raw = memory.read(state.get('GDTR.base') + (selector & 0xfff8n), long ? 16 : 8);
  if (!raw) return NULL_SEGMENT;
  const view = new DataView(raw.buffer),
    d = parseDescriptor(view.getBigUint64(0, true));
  return long ? { ...d, base: d.base | (BigInt(view.getUint32(8, true)) << 32n) } : d;
}
function loadSystem(stage: Stage, x: SystemVector): void {
  const { state, memory } = stage.machine,
    { init } = x,
    long = init.mode !== 'prot32';
  stage.write(init.mem);
  for (const [name, value] of Object.entries(init.cr)) state.set(name.toUpperCase() as Cell, value);
  for (const [name, value] of Object.entries(init.msrs)) state.set(MSR_CELL[name]!, value);
  if (pagingMode(state) === 'PAE')
    for (const n of [0, 1, 2, 3] as const)
      state.set(`PDPTE${n}`, new DataView(memory.readPhysical((state.get('CR3') & ~31n) + BigInt(8 * n), 8)!.buffer).getBigUint64(0, true));
  for (const t of ['gdtr', 'idtr'] as const) {
    const name = t.toUpperCase() as 'GDTR';
    state.set(`${name}.base`, init[t][0]);
    state.set(`${name}.limit`, init[t][1]);
  }
  setHidden(state, 'TR', init.tr, descriptorOf(memory, state, init.tr, long));
  setHidden(state, 'LDTR', 0n, NULL_SEGMENT);
  for (const [name, selector] of Object.entries(init.sregs))
    setHidden(
      state,
      name.toUpperCase() as SegmentName,
      selector,
      isNull(selector) ? NULL_SEGMENT : descriptorOf(memory, state, selector),
    );
  for (const s of ['fs', 'gs'] as const)
    if (init.msrs[`${s}_base`] !== undefined) state.set(`${s.toUpperCase() as 'FS'}.base`, init.msrs[`${s}_base`]!);
  state.set('CPL', BigInt(init.cpl));
  state.set('mode', BigInt(codeBits(descriptorOf(memory, state, init.sregs.cs!), long)));
  loadRegisters(state, init.regs);
}
/** Is the next byte a landing place, or is there no next byte at all? */
function landed({ state, memory }: Machine): boolean {
  if (state.get('activity') !== 0n) return state.get('activity') === 2n;
  const cr2 = state.get('CR2'),
    byte = memory.fetch(state.get('mode') === 64n ? state.get('RIP') : (state.get('RIP') + state.get('CS.base')) & 0xffff_ffffn)?.[0];
  state.takeFault();
  state.set('CR2', cr2);
  return byte === 0xcc;
}
/** The recording program lived in the first megabyte. */
const RECORDER: readonly [number, number] = [0, 0x100000];
/** The dynamic part of a 32-bit TSS: the recorder's own task switches left values there, and in CR0.TS. */
const TSS32_DYNAMIC: readonly (readonly [number, number])[] = [
  [0x132000, 4],
  [0x13201c, 0x44],
];
const TS = 8n;
const WATCHED: readonly Cell[] = [
  ...SEGMENTS.map(s => `${s}.selector` as Cell),
  ...MSRS.map(m => m.cell),
  'CR0',
  'CR2',
  'CR3',
  'CR4',
  'CR8',
  'GDTR.base',
  'GDTR.limit',
  'IDTR.base',
  'IDTR.limit',
  'LDTR.selector',
  'DR6',
];

function runSystem(stage: Stage, x: SystemVector, final: NonNullable<SystemVector['final']>): Difference[] {
  const { machine } = stage,
    { state } = machine,
    before = new Map(WATCHED.map(cell => [cell, state.get(cell)]));
  for (let n = 0; n < 4; n++) {
    machine.step();
    if (landed(machine)) break;
  }
  const shutdown = state.get('activity') === 2n;
  if (shutdown || final.shutdown)
    return shutdown === final.shutdown ? [] : [{ field: 'shutdown', expected: String(final.shutdown), actual: String(shutdown) }];
  const long = x.init.mode !== 'prot32',
    out = compareRegisters(state, x, long && !x.compare32 ? 64 : 32, final.regs, x.reg_mask);
  const expect = (field: string, cell: Cell, value: bigint | undefined, care = -1n): void => {
    const want = value ?? before.get(cell)!,
      got = state.get(cell);
    if ((want ^ got) & care && !x.ignore.has(field.toUpperCase()))
      out.push({ field, expected: want.toString(16), actual: got.toString(16) });
  };
  for (const s of SEGMENTS) expect(s.toLowerCase(), `${s}.selector`, final.sregs[s.toLowerCase()]);
  for (const name of Object.keys(x.init.msrs)) expect(name, MSR_CELL[name]!, final.msrs[name]);
  for (const name of Object.keys(x.init.cr)) expect(name, name.toUpperCase() as Cell, final.cr[name], long || name !== 'cr0' ? -1n : ~TS);
  for (const t of ['gdtr', 'idtr'] as const) {
    const name = t.toUpperCase() as 'GDTR';
    expect(t, `${name}.base`, final[t]?.[0]);
    expect(`${t} limit`, `${name}.limit`, final[t]?.[1]);
  }
  expect('ldtr', 'LDTR.selector', final.ldtr);
  expect('dr6', 'DR6', final.dr6, 0xe00fn);
  const ignored = [
    ...x.mem_ignore.map(([at, length]): readonly [number, number] => [Number(at), length]),
    RECORDER,
    ...(long ? [] : TSS32_DYNAMIC),
  ];
  out.push(...stage.differences([x.init.mem, final.mem], ignored));
  return out;
}
