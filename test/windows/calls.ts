/** Calls made as a program makes them: through a stub, with chosen arguments, until it returns. */
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import { withKernelTables, type Guest } from '../../core/windows/guest.ts';
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
export const load = (g: Guest, at: bigint, bytes = 8): bigint =>
  withKernelTables(g, () => g.machine.memory.read(at, bytes)!).reduceRight((v, b) => (v << 8n) | BigInt(b), 0n);
export function store(g: Guest, at: bigint, value: bigint, bytes = 8): void {
  const data = Uint8Array.from({ length: bytes }, (_, n) => Number((value >> BigInt(8 * n)) & 255n));
  if (!withKernelTables(g, () => g.machine.memory.write(at, data))) throw new Error(`nothing at ${at.toString(16)}`);
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
type Aim = (g: Guest, sp: bigint, after: bigint, args: readonly bigint[]) => void;
/** Four arguments in registers, the others above the home slots. */
const passed: Aim = (g, sp, after, args) => {
  (['RCX', 'RDX', 'R8', 'R9'] as const).forEach((r, n) => g.machine.state.set(r, args[n] ?? 0n));
  args.slice(4).forEach((a, n) => store(g, sp + 0x28n + BigInt(8 * n), a));
  store(g, sp, after);
};
/** Every argument on the stack; the stub takes them off. */
const pushed: Aim = (g, sp, after, args) => {
  args.forEach((a, n) => store(g, sp + 4n + BigInt(4 * n), a & 0xffff_ffffn, 4));
  store(g, sp, after, 4);
};
/** How arguments are given, and what a call returns to from the beginning of main. */
const SITE = { 64: { aim: passed, back: 0x10n }, 32: { aim: pushed, back: 8n } } as const;
export function callerOf(g: Guest): Caller {
  const { machine, build } = g,
    { state } = machine,
    site = SITE[build.bits],
    sp = state.get('RSP') - 0x100n,
    after = sym(g, 'note!main') + site.back,
    buffer = sym(g, 'note!Rounds') + 0x100n;
  const aim = (stub: string, ...args: bigint[]): bigint => {
    site.aim(g, sp, after, args);
    state.set('RSP', sp);
    state.set('RIP', sym(g, stub));
    return after;
  };
  return {
    buffer,
    aim,
    call(stub, ...args) {
      runTo(g, aim(stub, ...args));
      return build.bits === 64 ? state.get('RAX') & 0xffff_ffffn : state.get('RAX');
    },
  };
}
