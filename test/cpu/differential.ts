/**
 * The two engines beside each other: random instructions in every mode, over random registers, with faults, page crossings, code that
 * rewrites itself, timer interrupts and edits from outside. After each slice the digests of all state must be equal.
 */
import { assemble } from '../../core/asm/assemble.ts';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { CELLS, type Cell } from '../../core/cpu/state.ts';
import { readFlags, writeRegister } from '../../core/cpu/registers.ts';
import type { Companion, Position } from '../../core/machine/checkpoint.ts';
import { createMachine, type Machine } from '../../core/machine/machine.ts';
import { APIC, LocalApic } from '../../core/machine/devices/local-apic.ts';
import { Random } from '../../core/machine/random.ts';
import { Timeline } from '../../core/machine/timeline.ts';
import { VectorRunner, type SystemVector } from '../../core/machine/vector.ts';
import { image, vectors } from './vector-files.ts';

const RAM_BYTES = 4 << 20,
  PAGE = 4096n,
  TIMER_VECTOR = 0x40n;
/** Vectors with an error code. */
const WITH_ERROR = [8, 10, 11, 12, 13, 14, 17];

/** Instructions as they were recorded, of one width: valid ones, of every form. */
const recorded = (file: string): Uint8Array[] => [...new Map(vectors(file).map(v => [v.asm, v.bytes])).values()];
interface Kind {
  readonly file: 'sys64' | 'sys32' | 'sys32pae';
  readonly bits: 32 | 64;
  readonly starts: readonly SystemVector[];
  readonly ordinary: readonly Uint8Array[];
  readonly system: readonly Uint8Array[];
}
let kinds: readonly Kind[] | undefined;
/** Long, compatibility, legacy protected and PAE mode, as the recorded images have them. */
function allKinds(): readonly Kind[] {
  const pool = { 64: recorded('user64'), 32: recorded('user32') };
  const kind = (file: Kind['file'], bits: 32 | 64): Kind => {
    const all = vectors(file) as SystemVector[],
      starts = all.filter(v => (v.init.mode === 'long64' ? 64 : 32) === bits && v.init.mem.length === 1);
    return { file, bits, starts, ordinary: pool[bits], system: starts.map(v => v.bytes) };
  };
  return [kind('sys64', 64), kind('sys64', 32), kind('sys32', 32), kind('sys32pae', 32)];
}

/** Every exception and interrupt comes here: count it, and go on at a place, with registers, that depend on the count. */
function handlers(bits: 32 | 64, kernel: bigint): string {
  const wide = bits === 64,
    [a, c, d, sp, word] = wide ? (['rax', 'rcx', 'rdx', 'rsp', 8] as const) : (['eax', 'ecx', 'edx', 'esp', 4] as const);
  const hex = (n: bigint): string => `0${n.toString(16)}h`,
    at = `[${hex(kernel + 0x8008n)}]`;
  return `
    ${wide ? `mov rcx, ${hex(kernel + 0x8008n)}` : `lea ecx, ${at}`}
    inc dword ptr [${c}]
    mov eax, dword ptr [${c}]
    imul eax, eax, 9E3779B1h
    mov ecx, eax
    shr ecx, 21
    mov edx, eax
    and edx, 1FFFh
    lea ebx, [${d}+420000h]
    lea esi, [${d}+400000h]
    lea edi, [${d}+41F000h]
    lea ebp, [${d}+420800h]
    test dword ptr [${sp}+${word}], 3
    jz inside
    mov eax, 400000h
    mov dword ptr [${sp}+${3 * word}], 420F00h
    jmp out
    inside: ${wide ? `mov rax, ${hex(kernel + 0x1000n)}` : `mov eax, ${hex(kernel + 0x1000n)}`}
    out: add ${a}, ${c}
    mov ${wide ? 'qword' : 'dword'} ptr [${sp}], ${a}
    test ecx, 7
    jz trapped
    and dword ptr [${sp}+${2 * word}], 0FFFFFEFFh
    trapped: ${wide ? 'iretq' : 'iretd'}`;
}
function code(source: string, origin: bigint, bits: 32 | 64): Uint8Array {
  const made = assemble(source, { origin, bits });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value.bytes;
}
const random8 = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));

/** Nobody else knows anything of the past. */
const ALONE: Companion = { save: () => null, restore: () => true, note: () => undefined, knowsSince: () => true };

/** Both machines, and what is done to both of them. */
class Pair {
  readonly machines: Readonly<Record<EngineName, Machine>>;
  constructor() {
    const make = (engine: EngineName): Machine =>
      createMachine({ ramBytes: RAM_BYTES, engine, interrupts: (state, memory) => new LocalApic(state, memory) });
    this.machines = { evaluator: make('evaluator'), wasm: make('wasm') };
  }
  both(act: (machine: Machine) => void): void {
    act(this.machines.evaluator);
    act(this.machines.wasm);
  }
  /** Where they differ; undefined if nowhere. */
  difference(): string | undefined {
    const { evaluator, wasm } = this.machines;
    if (evaluator.hash() === wasm.hash()) return undefined;
    const cells = CELLS.filter(c => !/^(flags\.[^s]|fault|engine|bounce|clock|crossing|attention|interrupt)/.test(c)).filter(
      c => evaluator.state.get(c) !== wasm.state.get(c),
    );
    const show = (m: Machine, c: Cell): string => m.state.get(c).toString(16),
      ram = (m: Machine): Uint8Array => m.memory.readPhysical(0n, RAM_BYTES)!,
      [left, right] = [ram(evaluator), ram(wasm)],
      at = left.findIndex((byte, n) => byte !== right[n]),
      flags = [evaluator, wasm].map(m => readFlags(m.state).toString(16));
    return `executed ${evaluator.executed}/${wasm.executed} flags ${flags.join('/')} memory ${at < 0 ? 'equal' : at.toString(16)} ${cells
      .map(c => `${c} ${show(evaluator, c)}/${show(wasm, c)}`)
      .join(' ')}`;
  }
}

/** Runs rounds of random programs on one pair of machines, so that the fast engine meets what it has already generated. */
export class Differential {
  readonly #pair = new Pair();
  readonly #runner = new VectorRunner('evaluator', image);
  /** Instructions both engines have retired. */
  instructions = 0n;

  /** One program, of at most `most` instructions. Throws with the seed and the first slice that differs. */
  round(seed: string, most: number): void {
    const random = new Random(seed),
      kind = random.pick((kinds ??= allKinds())),
      { evaluator, wasm } = this.#pair.machines;
    this.#start(random, kind);
    const begin = evaluator.executed;
    for (let slice = 0; evaluator.executed - begin < BigInt(most) && slice < most; slice++) {
      const budget = BigInt(1 + random.below(random.pick([2, 20, 300])));
      this.#disturb(random);
      const stops = [evaluator, wasm].map(m => (budget === 1n ? m.step() : m.run(budget)));
      const found = stops[0]!.why === stops[1]!.why ? this.#pair.difference() : `${stops[0]!.why}/${stops[1]!.why}`;
      if (found) throw new Error(`seed ${seed}, slice ${slice} of ${budget}: ${found}`);
      if (stops[0]!.why === 'shutdown') break;
      if (stops[0]!.why === 'waiting') this.#pair.both(m => m.state.set('activity', 0n));
    }
    this.instructions += evaluator.executed - begin;
  }

  /** One program on both engines, gone back in at random: what was is again. Throws with the seed and the moment that differs. */
  backwards(seed: string, most: number): void {
    const random = new Random(seed),
      kind = random.pick((kinds ??= allKinds()));
    this.#start(random, kind);
    for (const machine of Object.values(this.#pair.machines)) {
      const timeline = new Timeline(machine, ALONE, { spacing: BigInt(1 + random.below(most)) }),
        moments: (readonly [Position, bigint])[] = [],
        begin = machine.executed;
      timeline.begin();
      for (let slice = 0; slice < 12; slice++) {
        moments.push([timeline.now, machine.hash()]);
        const stop = machine.run(BigInt(1 + random.below(Math.ceil(most / 6))));
        timeline.note();
        if (stop.why !== 'budget') break;
      }
      moments.push([timeline.now, machine.hash()]);
      this.instructions += machine.executed - begin;
      for (let n = 0; n < 10; n++) {
        const [at, hash] = random.pick(moments);
        timeline.goTo(at);
        if (machine.hash() !== hash) throw new Error(`seed ${seed}: another state at ${at.executed} of ${begin}`);
      }
      timeline.goTo(moments.at(-1)![0]);
    }
  }
  /** Memory and registers of a recorded start, then code, handlers, and registers that point somewhere. */
  #start(random: Random, { bits, starts, ordinary, system }: Kind): void {
    const from = this.#runner.prepare(random.pick(starts)),
      saved = from.state.save(),
      ram = from.memory.readPhysical(0n, RAM_BYTES)!;
    this.#pair.both(({ memory, state }) => {
      const now = memory.readPhysical(0n, RAM_BYTES)!;
      for (let at = 0; at < RAM_BYTES; at += 4096)
        if (Buffer.compare(now.subarray(at, at + 4096), ram.subarray(at, at + 4096))) memory.writePhysical(BigInt(at), ram.subarray(at, at + 4096));
      state.restore(saved);
      state.bytes.fill(0, 0x19000, 0x19400);
      memory.devices[0]!.write(APIC.spurious, 4, 0x1ffn);
      memory.devices[0]!.write(APIC.timerVector, 4, TIMER_VECTOR | 0x20000n);
    });
    const { evaluator } = this.#pair.machines,
      start = evaluator.state.get('RIP') & ~(PAGE - 1n),
      long = evaluator.state.get('IA32_EFER') !== 0n && evaluator.state.get('IDTR.limit') > 0x7ffn,
      kernel = long ? 0xfffff80000000000n : 0x80000000n;
    this.#fill(random, start, ordinary, system);
    const handlerBits = long ? 64 : 32,
      body = code(handlers(handlerBits, kernel), kernel + 0x1c00n, handlerBits);
    this.#write(kernel + 0x1c00n, body);
    for (let v = 0; v < 0x50; v++) {
      const place = kernel + 0x2000n + BigInt(16 * v),
        drop = WITH_ERROR.includes(v) ? (long ? 'add rsp, 8\n' : 'add esp, 4\n') : '';
      this.#write(place, code(`${drop}jmp 0${(kernel + 0x1c00n).toString(16)}h`, place, handlerBits));
    }
    this.#write(kernel + 0x400n, code(long ? 'sysretq' : 'nop', kernel + 0x400n, handlerBits));
    this.#registers(random, bits, random.below(4) === 0);
  }
  #write(linear: bigint, bytes: Uint8Array): void {
    this.#pair.both(m => m.memory.write(linear, bytes));
  }
  /** A page of instructions, and its page table entry writable. */
  #fill(random: Random, start: bigint, ordinary: readonly Uint8Array[], system: readonly Uint8Array[]): void {
    const page = new Uint8Array(0xc00),
      privileged = random.pick([0, 1, 1, 3, 10]);
    for (let at = 0; at < page.length; ) {
      const n = random.below(100),
        bytes = n < privileged ? random.pick(system) : n < 97 ? random.pick(ordinary) : random8(random, 2);
      page.set(bytes.subarray(0, page.length - at), at);
      at += bytes.length;
    }
    const entry = this.#pair.machines.evaluator.memory.walk(start).rows.at(-1);
    if (entry && random.below(3) === 0) {
      const low = Uint8Array.of(Number(entry.value & 0xffn) | 2);
      this.#pair.both(m => m.memory.writePhysical(entry.address, low));
    }
    this.#write(start, page);
    this.#write(start + 0x1000n, page.subarray(0x400));
  }
  #registers(random: Random, bits: 32 | 64, wild: boolean): void {
    for (const name of ['rax', 'rcx', 'rdx', 'rbx', 'rbp', 'rsi', 'rdi', ...(bits === 64 ? ['r8', 'r9', 'r10', 'r11', 'r12', 'r13'] : [])]) {
      const address = 0x400000n + BigInt(random.below(0x24000)),
        value = wild ? random.next() : random.below(3) ? address : BigInt(random.below(0x100));
      this.#pair.both(m => writeRegister(m.state, name, bits === 64 ? value : value & 0xffff_ffffn));
    }
  }
  /** What a debugger or a device might do between slices. */
  #disturb(random: Random): void {
    const what = random.below(40),
      devices = this.#pair;
    if (what === 0) this.#registers(random, 32, false);
    if (what === 1) devices.both(m => m.memory.devices[0]!.write(APIC.endOfInterrupt, 4, 0n));
    if (what === 2) {
      const count = BigInt(random.below(2) * (10 + random.below(400)));
      devices.both(m => m.memory.devices[0]!.write(APIC.initialCount, 4, count));
    }
    if (what === 3) {
      const flag = random.pick(['tf', 'ac', 'df', 'if']);
      devices.both(m => writeRegister(m.state, flag, 1n));
    }
    if (what === 4) {
      const rip = this.#pair.machines.evaluator.state.get('RIP') + BigInt(random.below(30));
      devices.both(m => (m.breakpoints.size ? m.breakpoints.clear() : m.breakpoints.add(rip)));
    }
    if (what === 5) {
      const listen = random.below(2);
      devices.both(m => (m.onEvent = listen ? () => undefined : undefined));
    }
    if (what === 6) {
      const at = this.#pair.machines.evaluator.state.get('RIP') + BigInt(random.below(64)),
        bytes = random8(random, 1 + random.below(3));
      this.#write(at, bytes);
    }
  }
}
