/**
 * What holds at every system call, whatever the seed: size and contents of the frame, stack balance, IF, GS and FS bases, CR3, counts, and the
 * registers the ABI keeps. Which engine runs it is drawn, too. A few seeds in `npm test`, a thousand in `npm run soak`.
 */
import type { Cell } from '../../core/cpu/state.ts';
import { Random } from '../../core/machine/random.ts';
import type { Guest, ServiceEntry } from '../../core/windows/guest.ts';
import { callerOf, field, guest, load, reg, runTo, store, sym, type Caller } from './calls.ts';

export interface Door {
  readonly machine: string;
  readonly name: string;
  readonly set: Readonly<Record<string, string>>;
}
/** Every machine with an OS, by every way into its kernel. */
export const DOORS: readonly Door[] = [
  ...['win10-x64', 'win10-x64-473'].flatMap(machine => [
    { machine, name: 'syscall', set: {} },
    { machine, name: 'int 2Eh', set: { vsm: 'on' } },
    { machine, name: 'syscall under KVA shadow', set: { kva_shadow: 'on', smap: 'on' } },
    { machine, name: 'int 2Eh under KVA shadow, the clock ticking', set: { kva_shadow: 'on', vsm: 'on', clock: '700' } },
  ]),
  ...['winxp-x86', 'win7-x86'].flatMap(machine => [
    { machine, name: 'sysenter', set: {} },
    { machine, name: 'int 2Eh', set: {} },
    { machine, name: 'sysenter, the clock ticking', set: { clock: '700' } },
  ]),
];
const KEPT: Readonly<Record<32 | 64, readonly Cell[]>> = {
  64: ['RBX', 'RBP', 'RSI', 'RDI', 'R12', 'R13', 'R14', 'R15'],
  32: ['RBX', 'RBP', 'RSI', 'RDI'],
};
/** What is the same before and after, beside the registers the ABI keeps. */
const SURROUNDINGS: readonly Cell[] = [
  ...(['CS', 'SS', 'DS', 'ES', 'FS', 'GS'] as const).map(s => `${s}.selector` as const),
  'FS.base',
  'GS.base',
  'IA32_KERNEL_GS_BASE',
  'CR3',
  'CR8',
  'CPL',
  'mode',
];
const IF = 0x200n;

class Run {
  readonly #g: Guest;
  readonly #caller: Caller;
  readonly #random: Random;
  readonly #bits: 32 | 64;
  readonly #services: readonly ServiceEntry[];
  constructor({ machine, name, set }: Door, seed: string) {
    this.#random = new Random(`invariants/${machine}/${name}/${seed}`);
    this.#g = guest(set, seed, machine, this.#random.pick(['wasm', 'evaluator', 'evaluator']));
    this.#bits = this.#g.build.bits;
    if (this.#bits === 32 && name.startsWith('int')) store(this.#g, 0xffdf0300n, sym(this.#g, 'ntdll!KiIntSystemCall'), 4);
    this.#caller = callerOf(this.#g);
    this.#services = this.#g.services.filter(s => s.table === 'nt');
  }
  #same(what: string, found: unknown, expected: unknown): void {
    const show = (v: unknown): string => JSON.stringify(v, (_, x: unknown) => (typeof x === 'bigint' ? x.toString(16) : x));
    if (show(found) !== show(expected)) throw new Error(`${what}: ${show(found)} instead of ${show(expected)}`);
  }
  /** Every entry of nt's table leads to the routine it is named after, by the note's formula on x64 and as it stands on x86. */
  tables(): void {
    const g = this.#g,
      base = sym(g, 'nt!KiServiceTable');
    for (const s of this.#services) {
      const entry = load(g, base + BigInt(4 * s.number), 4),
        routine = this.#bits === 64 ? BigInt.asUintN(64, base + (BigInt.asIntN(32, entry) >> 4n)) : entry;
      this.#same(`entry of ${s.name}`, routine, sym(g, `nt!${s.name}`));
    }
  }
  call(): void {
    const g = this.#g,
      service = this.#random.pick(this.#services),
      count = service.args ?? 0,
      args = Array.from({ length: count }, (_, n) =>
        this.#random.below(4) ? this.#caller.buffer + BigInt(16 * n) : BigInt(this.#random.below(3)),
      );
    for (const r of KEPT[this.#bits]) if (r !== 'RBP') g.machine.state.set(r, BigInt.asUintN(this.#bits, this.#random.next()));
    const after = this.#caller.aim(`ntdll!${service.name}`, ...args),
      rsp = reg(g, 'RSP'),
      around = SURROUNDINGS.map(c => reg(g, c)),
      kept = KEPT[this.#bits].map(r => reg(g, r)),
      calls = this.#calls;
    if (this.#bits === 64) this.#frame64(rsp);
    else this.#frame32(rsp);
    runTo(g, after);
    this.#same(
      `registers after ${service.name}`,
      KEPT[this.#bits].map(r => reg(g, r)),
      kept,
    );
    this.#same(
      `surroundings after ${service.name}`,
      SURROUNDINGS.map(c => reg(g, c)),
      around,
    );
    const taken = this.#bits === 64 ? 8n : 4n + BigInt(4 * count);
    this.#same(`stack after ${service.name}`, reg(g, 'RSP'), rsp + taken);
    this.#same('IF in ring 3', reg(g, 'flags.system') & IF, IF);
    const inner = service.name === 'NtFlushBuffersFile' && args[0] !== 0n ? 2n : 1n;
    this.#same('KeSystemCalls', this.#calls, calls + inner);
  }
  get #calls(): bigint {
    return load(this.#g, field(this.#g, 'kpcr', this.#bits === 64 ? 'KPCR.Prcb.KeSystemCalls' : 'KPCR.PrcbData.KeSystemCalls'), 4);
  }
  #frame64(rsp: bigint): void {
    const g = this.#g;
    runTo(g, sym(g, 'nt!KiSystemServiceUser'));
    const frame = reg(g, 'RSP'),
      at = (offset: bigint): bigint => load(g, frame + offset);
    this.#same('bytes of the frame', load(g, field(g, 'kpcr', 'KPCR.Prcb.RspBase')) - frame, 0x190n);
    this.#same('saved SS, RSP, CS, RBP, RAX', [0x188n, 0x180n, 0x170n, 0x158n, 0x30n].map(at), [
      0x2bn,
      rsp,
      0x33n,
      reg(g, 'RBP') - frame === 0x80n ? at(0x158n) : -1n,
      reg(g, 'RAX'),
    ]);
    this.#same(
      'IF, GS base, KERNEL_GS_BASE, CR3 at the entry',
      [reg(g, 'flags.system') & IF, reg(g, 'GS.base'), reg(g, 'IA32_KERNEL_GS_BASE'), reg(g, 'CR3')],
      [0n, g.system.kpcr, g.system.teb, g.system.root],
    );
  }
  #frame32(esp: bigint): void {
    const g = this.#g;
    runTo(g, sym(g, 'nt!KiSystemServiceRepeat'));
    const frame = reg(g, 'RSP'),
      at = (offset: bigint): bigint => load(g, frame + offset, 4);
    this.#same('bytes of the frame', load(g, field(g, 'thread', 'KTHREAD.InitialStack'), 4) - 0x210n - frame, 0x8cn);
    this.#same('saved SS, ESP, CS, FS', [0x78n, 0x74n, 0x6cn, 0x50n].map(at), [0x23n, esp - 4n, 0x1bn, 0x3bn]);
    this.#same(
      'IF, FS base, CR3 at the entry',
      [reg(g, 'flags.system') & IF, reg(g, 'FS.base'), reg(g, 'CR3')],
      [IF, g.system.kpcr, g.system.root],
    );
  }
}
/** Build, boot, and make so many calls. @throws Error that says what did not hold */
export function checkSeed(door: Door, seed: string, calls: number): void {
  try {
    const run = new Run(door, seed);
    run.tables();
    for (let n = 0; n < calls; n++) run.call();
  } catch (e) {
    throw new Error(`${door.machine} by ${door.name}, seed ${seed}: ${(e as Error).message}`, { cause: e });
  }
}

/** What every call on a bench returns with, beside the registers that the door itself carries. */
const RETURNED = [...SURROUNDINGS.filter(c => c !== 'CS.selector' && c !== 'SS.selector'), 'RBX', 'RBP', 'RSI', 'RDI'] as const;
/** Fifty times through every door of a bench, with other registers each time: fast calls come back, vector 2Eh stays in its handler. */
export function checkBench(machine: 'bench-x64' | 'bench-x86', seed: string, calls: number): void {
  const g = guest({}, seed, machine),
    { state } = g.machine,
    start = state.save(),
    random = new Random(`invariants/${machine}/${seed}`);
  for (let n = 0; n < calls; n++)
    for (const [door, bytes, inside] of machine === 'bench-x64' ? BENCH_DOORS : BENCH_DOORS.slice(1)) {
      state.restore(start);
      g.machine.memory.flush();
      for (const r of ['RAX', 'RBX', 'RSI', 'RDI'] as const) state.set(r, BigInt.asUintN(g.build.bits, random.next()));
      const at = sym(g, door),
        kept = RETURNED.map(r => reg(g, r));
      state.set('RIP', at);
      g.machine.step();
      if (reg(g, 'CPL') !== 0n || reg(g, 'RIP') !== sym(g, inside))
        throw new Error(`${machine}, seed ${seed}: ${door} does not lead to ${inside}`);
      if (inside === 'ring0!Vector2E') continue;
      runTo(g, at + bytes);
      RETURNED.forEach((r, k) => {
        if (reg(g, r) !== kept[k]) throw new Error(`${machine}, seed ${seed}: ${door} returns with ${r} ${reg(g, r).toString(16)}`);
      });
    }
}
const BENCH_DOORS = [
  ['bench!DoSyscall', 2n, 'ring0!SyscallEntry'],
  ['bench!DoSysenter', 2n, 'ring0!SysenterEntry'],
  ['bench!DoInt2E', 2n, 'ring0!Vector2E'],
] as const;
