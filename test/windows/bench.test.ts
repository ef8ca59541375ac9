/** The machines without an OS. Every expected selector is the rule of the manual applied to the drawn register. @source SDM Vol. 2 "SYSCALL" "SYSRET" "SYSENTER" "SYSEXIT" */
import { describe, expect, test } from 'vitest';
import { readMsr } from '../../core/cpu/msrs.ts';
import { readFlags } from '../../core/cpu/registers.ts';
import type { Cell } from '../../core/cpu/state.ts';
import type { StartPatch } from '../../core/machine/scenario.ts';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest } from '../../core/windows/machines.ts';

const SEEDS = Array.from({ length: 20 }, (_, n) => `s-${n}`);
const MSR = { cs: 0x174, esp: 0x175, eip: 0x176, star: 0xc0000081, lstar: 0xc0000082, fmask: 0xc0000084 };
const LANDING = 0x401880n,
  STACK = 0x421000n;
type Name = 'bench-x64' | 'bench-x86';

function guestOf(machine: Name, seed: string, start: readonly StartPatch[] = []): Guest {
  const built = buildGuest({ machine, seed, set: {}, start });
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
const address = (g: Guest, name: string): bigint => g.symbols.find(name)!.address;
const msr = (g: Guest, number: number): bigint => readMsr(g.machine.state, number)!;
const get = (g: Guest, cell: Cell): bigint => g.machine.state.get(cell);
/** A bench in ring 0 in front of an instruction, with registers. */
function inRing0(machine: Name, seed: string, at: string, registers: Readonly<Record<string, bigint>>): Guest {
  const where = address(guestOf(machine, seed), at),
    [code, stack] = machine === 'bench-x64' ? [0x10n, 0x18n] : [0x08n, 0x10n];
  const patches = Object.entries({ cs: code, ss: stack, rip: where, ...registers }).map(([register, value]) => ({ register, value }));
  return guestOf(machine, seed, patches);
}

describe.each(SEEDS)('seed %s', seed => {
  test('SYSCALL takes selectors from STAR[47:32], clears the flags of FMASK, and SYSRET brings everything back', () => {
    const g = guestOf('bench-x64', seed),
      star = msr(g, MSR.star),
      before = readFlags(g.machine.state);
    g.machine.step();
    const kernel = (star >> 32n) & 0xfffcn;
    expect([get(g, 'CS.selector'), get(g, 'SS.selector'), get(g, 'RIP')]).toEqual([kernel, kernel + 8n, msr(g, MSR.lstar)]);
    expect(get(g, 'RCX')).toBe(0x401002n);
    expect(readFlags(g.machine.state)).toBe((before & ~msr(g, MSR.fmask)) | 2n);
    g.machine.step();
    g.machine.step();
    const user = star >> 48n;
    expect([get(g, 'CS.selector'), get(g, 'SS.selector'), get(g, 'RIP')]).toEqual([(user + 16n) | 3n, (user + 8n) | 3n, 0x401002n]);
    expect(readFlags(g.machine.state)).toBe(before);
  });
  test.each(['bench-x64', 'bench-x86'] as const)(
    'SYSENTER on %s: selectors of SYSENTER_CS without RPL, pointers of the two other registers',
    machine => {
      const g = inRing0(machine, seed, 'bench!DoSysenter', {}),
        m = msr(g, MSR.cs) & 0xfffcn;
      g.machine.step();
      expect([get(g, 'CS.selector'), get(g, 'SS.selector'), get(g, 'RSP'), get(g, 'RIP')]).toEqual([
        m,
        m + 8n,
        msr(g, MSR.esp),
        msr(g, MSR.eip),
      ]);
      expect(get(g, 'mode')).toBe(machine === 'bench-x64' ? 64n : 32n);
    },
  );
  test('SYSEXIT adds 16 or 32, and both benches have the same low halves', () => {
    const registers = { rcx: STACK, rdx: LANDING },
      narrow = inRing0('bench-x86', seed, 'bench!DoSysexit', registers),
      wide = inRing0('bench-x64', seed, 'bench!DoSysexitq', registers),
      m = msr(narrow, MSR.cs);
    for (const [g, plus] of [
      [narrow, 16n],
      [wide, 32n],
    ] as const) {
      g.machine.step();
      const base = m & 0xfffcn;
      expect([get(g, 'CS.selector'), get(g, 'SS.selector')]).toEqual([(base + plus) | 3n, (base + plus + 8n) | 3n]);
      expect([get(g, 'RIP'), get(g, 'RSP'), get(g, 'CPL')]).toEqual([LANDING, STACK, 3n]);
    }
    for (const number of [MSR.esp, MSR.eip]) expect(msr(wide, number) & 0xffff_ffffn).toBe(msr(narrow, number));
    expect(msr(wide, MSR.cs)).toBe(m);
  });
  test('SYSRET without REX.W goes to 32-bit code, to the low half of RCX', () => {
    const g = inRing0('bench-x64', seed, 'bench!DoSysret', { rcx: 0x1234_0000_0000n | LANDING }),
      user = msr(g, MSR.star) >> 48n;
    g.machine.step();
    expect([get(g, 'CS.selector'), get(g, 'SS.selector'), get(g, 'RIP'), get(g, 'mode')]).toEqual([
      user | 3n,
      (user + 8n) | 3n,
      LANDING,
      32n,
    ]);
  });
  test.each(['bench-x64', 'bench-x86'] as const)(
    '%s runs from its start through its doors into the handler of vector 2Eh, on both engines alike',
    machine => {
      const ends = (['evaluator', 'wasm'] as const).map(engine => {
        const built = buildGuest({ machine, seed, set: {} }, engine);
        if (!built.ok) throw new Error(built.problem.message);
        expect(built.value.machine.run(1000n).why).toBe('waiting');
        expect(built.value.symbols.nearest(get(built.value, 'RIP'))?.symbol.name).toBe('Vector2E');
        return built.value.machine.hash();
      });
      expect(ends[0]).toBe(ends[1]);
    },
  );
});

test('no SYSRET selector differs from the SYSCALL one by 0, 8 or 16: a swapped half would look right', () => {
  for (const seed of SEEDS) {
    const star = msr(guestOf('bench-x64', seed), MSR.star),
      distance = ((star >> 48n) & 0xfff8n) - ((star >> 32n) & 0xfff8n);
    expect([0n, 8n, 16n, -8n, -16n]).not.toContain(distance);
  }
});
test('seed note has the numbers of Windows', () => {
  const g = guestOf('bench-x64', 'note');
  expect([msr(g, MSR.star), msr(g, MSR.fmask), msr(guestOf('bench-x86', 'note'), MSR.cs)]).toEqual([0x0023001000000000n, 0x4700n, 8n]);
});
test('each vector has a parked handler of its own', () => {
  const g = guestOf('bench-x86', 'note'),
    idt = g.machine.memory.read(get(g, 'IDTR.base'), 2048)!,
    view = new DataView(idt.buffer);
  for (let v = 0; v < 256; v++) {
    const to = view.getUint16(8 * v, true) | (view.getUint16(8 * v + 6, true) << 16);
    expect(g.symbols.nearest(BigInt(to >>> 0))?.symbol.name).toBe(`Vector${v.toString(16).toUpperCase().padStart(2, '0')}`);
  }
});
test('a start patch of CS loads its descriptor: compatibility mode, where SYSCALL is #UD on Intel and a door on AMD', () => {
  for (const vendor of ['intel', 'amd'] as const) {
    const built = buildGuest({ machine: 'bench-x64', seed: 'note', set: { vendor }, start: [{ register: 'cs', value: 0x23n }] });
    if (!built.ok) throw new Error(built.problem.message);
    const g = built.value;
    g.machine.step();
    expect(g.symbols.nearest(get(g, 'RIP'))?.symbol.name).toBe(vendor === 'intel' ? 'Vector06' : 'CompatEntry');
  }
});
test('an unknown switch is refused with those there are', () => {
  const built = buildGuest({ machine: 'bench-x86', seed: 'note', set: { vendor: 'amd' } });
  expect(built.ok || built.problem.code).toBe('machine/switch-unknown');
});
