/** Calls made as a program makes them: through a stub, with chosen arguments, until it returns. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import type { Cell } from '../../core/cpu/state.ts';

export function guest(
  set: Readonly<Record<string, string>> = {},
  seed = 'note',
  machine = 'win10-x64',
  engine: EngineName = 'wasm',
): Guest {
  const built = buildGuest({ machine, seed, set }, engine);
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
export const sym = (g: Guest, name: string): bigint => {
  const found = g.symbols.find(name);
  if (!found) throw new Error(`no symbol ${name}`);
  return found.address;
};
export const reg = (g: Guest, cell: Cell): bigint => g.machine.state.get(cell);
/** Through the kernel's tables, whatever CR3 is now. */
function asKernel<T>(g: Guest, look: () => T): T {
  const { state } = g.machine,
    before = state.get('CR3');
  if (before === g.system.root) return look();
  state.set('CR3', g.system.root);
  g.machine.memory.flush();
  try {
    return look();
  } finally {
    state.set('CR3', before);
    g.machine.memory.flush();
  }
}
export const load = (g: Guest, at: bigint, bytes = 8): bigint =>
  asKernel(g, () => g.machine.memory.read(at, bytes)!).reduceRight((v, b) => (v << 8n) | BigInt(b), 0n);
export function store(g: Guest, at: bigint, value: bigint, bytes = 8): void {
  const data = Uint8Array.from({ length: bytes }, (_, n) => Number((value >> BigInt(8 * n)) & 255n));
  if (!asKernel(g, () => g.machine.memory.write(at, data))) throw new Error(`nothing at ${at.toString(16)}`);
}
export const field = (g: Guest, structure: 'kpcr' | 'thread' | 'process' | 'teb', path: string): bigint =>
  g.system[structure] + BigInt(g.layouts.offset(path));

/** Run until RIP is one of `stops`; which one. */
export function runTo(g: Guest, ...stops: bigint[]): bigint {
  const { machine } = g;
  for (const at of stops) machine.breakpoints.add(at);
  machine.step();
  if (!stops.includes(reg(g, 'RIP'))) machine.run(400_000n);
  for (const at of stops) machine.breakpoints.delete(at);
  const rip = reg(g, 'RIP');
  if (!stops.includes(rip)) throw new Error(`stopped at ${g.symbols.nearest(rip)?.symbol.name ?? ''} ${rip.toString(16)} instead`);
  return rip;
}
export interface Caller {
  /** User memory a call may be given, 100h bytes. */
  readonly buffer: bigint;
  /** Put the machine in front of a stub with these arguments; what it will return to. */
  aim(stub: string, ...args: bigint[]): bigint;
  /** Make the whole call: its status, as EAX says it. */
  call(stub: string, ...args: bigint[]): bigint;
}
export function callerOf(g: Guest): Caller {
  const { state } = g.machine,
    rsp = state.get('RSP') - 0x100n,
    after = sym(g, 'note!main') + 0x10n,
    buffer = sym(g, 'note!Rounds') + 0x100n;
  const aim = (stub: string, ...args: bigint[]): bigint => {
    (['RCX', 'RDX', 'R8', 'R9'] as const).forEach((r, n) => state.set(r, args[n] ?? 0n));
    args.slice(4).forEach((a, n) => store(g, rsp + 0x28n + BigInt(8 * n), a));
    store(g, rsp, after);
    state.set('RSP', rsp);
    state.set('RIP', sym(g, stub));
    return after;
  };
  return {
    buffer,
    aim,
    call(stub, ...args) {
      runTo(g, aim(stub, ...args));
      return state.get('RAX') & 0xffff_ffffn;
    },
  };
}

/** The same on x86: arguments are pushed, and the stub takes them off. */
export function callerX86(g: Guest): Caller {
  const { state } = g.machine,
    start = state.get('RSP') - 0x100n,
    after = sym(g, 'note!main') + 8n,
    buffer = sym(g, 'note!Rounds') + 0x100n;
  const aim = (stub: string, ...args: bigint[]): bigint => {
    args.forEach((a, n) => store(g, start + 4n + BigInt(4 * n), a & 0xffff_ffffn, 4));
    store(g, start, after, 4);
    state.set('RSP', start);
    state.set('RIP', sym(g, stub));
    return after;
  };
  return {
    buffer,
    aim,
    call(stub, ...args) {
      runTo(g, aim(stub, ...args));
      return state.get('RAX');
    },
  };
}
