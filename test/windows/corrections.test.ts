/**
 * Where the study note is wrong or imprecise, a machine shows the right side: one test for each row of section 9 of "Windows system-call
 * internals" that a machine can show, under the row's number.
 */
import { describe, expect, test } from 'vitest';
import { readFlags, writeFlags } from '../../core/cpu/registers.ts';
import type { GuestEvent } from '../../core/machine/machine.ts';
import type { StartPatch } from '../../core/machine/scenario.ts';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { callerOf, field, guest, load, reg, runTo, store, sym } from './calls.ts';

const GP = 13;
function bench(
  machine: 'bench-x64' | 'bench-x86',
  at: string,
  registers: Readonly<Record<string, bigint>>,
  msrs: Readonly<Record<number, bigint>> = {},
): Guest {
  const fresh = buildGuest({ machine, seed: 's-1', set: {} });
  if (!fresh.ok) throw new Error(fresh.problem.message);
  const start: StartPatch[] = [
    ...Object.entries({ ...registers, rip: registers.rip ?? sym(fresh.value, at) }).map(([register, value]) => ({ register, value })),
    ...Object.entries(msrs).map(([msr, value]) => ({ msr: Number(msr), value })),
  ];
  const built = buildGuest({ machine, seed: 's-1', set: {}, start });
  if (!built.ok) throw new Error(built.problem.message);
  return built.value;
}
const RING0 = { 'bench-x64': { cs: 0x10n, ss: 0x18n }, 'bench-x86': { cs: 0x08n, ss: 0x10n } } as const;
/** One step, and what the machine says of it. */
function event(g: Guest): GuestEvent | undefined {
  let seen: GuestEvent | undefined;
  g.machine.onEvent = e => (seen ??= e);
  g.machine.step();
  g.machine.onEvent = undefined;
  return seen;
}
const cs = (g: Guest): bigint => reg(g, 'CS.selector'),
  ss = (g: Guest): bigint => reg(g, 'SS.selector');

describe('1: who has int 2Eh is no matter of the processor’s age', () => {
  test.each([
    ['off', 'fault'],
    ['on', 'int'],
    ['mbec', 'int'],
  ])('win10-x64, vsm %s: %s', (vsm, kind) => {
    const g = guest({ vsm });
    g.machine.memory.write(reg(g, 'RIP'), Uint8Array.of(0xcd, 0x2e));
    expect(event(g)).toMatchObject({ kind, ...(kind === 'fault' && { vector: GP, error: 0x172n }) });
  });
  test.each(['winxp-x86', 'win7-x86'])('%s, a processor with fast calls: it works', machine => {
    const g = guest({}, 'note', machine);
    store(g, 0xffdf0300n, sym(g, 'ntdll!KiIntSystemCall'), 4);
    expect(callerOf(g).call('ntdll!NtYieldExecution')).toBe(0x40000024n);
  });
});
test('2: gate 2Eh points into KxUnexpectedInterrupt0, at 170h, and is closed to ring 3', () => {
  const g = guest(),
    gate = reg(g, 'IDTR.base') + 0x2e0n,
    low = load(g, gate);
  expect((low & 0xffffn) | ((low >> 32n) & 0xffff0000n) | (load(g, gate + 8n, 4) << 32n)).toBe(
    sym(g, 'nt!KxUnexpectedInterrupt0') + 0x170n,
  );
  expect((low >> 45n) & 3n).toBe(0n);
});
test('3: the array at KPRCB+3140h has interrupt objects; the code goes through what is 50h into one', () => {
  const g = guest({ clock: '600' }),
    array = g.system.kpcr + 0x180n + 0x3140n;
  expect(load(g, array + 0x2en * 8n)).toBe(0n);
  const object = load(g, array + 0xd1n * 8n);
  expect(g.symbols.find('nt!HalpClockInterruptObject')!.address).toBe(object);
  runTo(g, sym(g, 'nt!KiInterruptDispatchNoLock'));
  expect([reg(g, 'RSI'), load(g, object + 0x50n)]).toEqual([object, reg(g, 'RIP')]);
});
test('4: what came in by SYSENTER leaves by IRETD when TF is saved', () => {
  const g = guest({}, 'note', 'winxp-x86');
  callerOf(g).aim('ntdll!NtYieldExecution');
  runTo(g, sym(g, 'nt!KiServiceExit'));
  const flags = reg(g, 'RBP') + 0x70n;
  store(g, flags, load(g, flags, 4) | 0x100n, 4);
  const seen: string[] = [];
  g.machine.onEvent = e => seen.push(e.kind);
  while (seen.length === 0) g.machine.step();
  expect(seen).toEqual(['iret']);
});
describe('5: SYSENTER', () => {
  test('is #GP(0) where SYSENTER_CS is null', () => {
    const g = bench('bench-x86', 'bench!DoSysenter', {}, { 0x174: 0n });
    expect(event(g)).toMatchObject({ kind: 'fault', vector: GP, error: 0n });
  });
  test('clears IF, makes CS and SS flat whatever their descriptors say, and saves nothing', () => {
    const g = bench('bench-x86', 'bench!DoSysenter', {});
    writeFlags(g.machine.state, 0x202n);
    const registers = ['RAX', 'RCX', 'RDX', 'RBX', 'RBP', 'RSI', 'RDI'] as const,
      before = registers.map(r => reg(g, r));
    expect(event(g)).toMatchObject({ kind: 'sysenter' });
    expect([readFlags(g.machine.state), registers.map(r => reg(g, r)), reg(g, 'RSP')]).toEqual([2n, before, reg(g, 'IA32_SYSENTER_ESP')]);
    expect([reg(g, 'CS.base'), reg(g, 'CS.limit'), reg(g, 'SS.base'), reg(g, 'SS.limit')]).toEqual([0n, 0xffffffffn, 0n, 0xffffffffn]);
  });
});
describe('6: SYSEXIT', () => {
  test.each([
    ['bench-x86', 'bench!DoSysexit', 16n, 24n],
    ['bench-x64', 'bench!DoSysexit', 16n, 24n],
    ['bench-x64', 'bench!DoSysexitq', 32n, 40n],
  ] as const)('%s %s: CS is SYSENTER_CS plus %i', (machine, at, code, stack) => {
    const g = bench(machine, at, { ...RING0[machine], rcx: 0x420800n, rdx: 0x401900n }),
      s = reg(g, 'IA32_SYSENTER_CS') & 0xfffcn;
    writeFlags(g.machine.state, 2n);
    expect(event(g)).toMatchObject({ kind: 'sysexit' });
    expect([cs(g), ss(g), readFlags(g.machine.state)]).toEqual([(s + code) | 3n, (s + stack) | 3n, 2n]); // IF is not changed
  });
  test('is #GP(0) in ring 3', () =>
    expect(event(bench('bench-x86', 'bench!DoSysexit', {}))).toMatchObject({ kind: 'fault', vector: GP, error: 0n }));
});
describe('7: the processor keeps no RSP at SYSCALL; the kernel does', () => {
  test.each([
    [{}, 0x10n],
    [{ kva_shadow: 'on' }, 0x9010n],
  ])('%o: at gs:[%i]', (set, offset) => {
    const g = guest(set),
      slot = g.system.kpcr + offset;
    callerOf(g).aim('ntdll!NtClose', 4n);
    const rsp = reg(g, 'RSP');
    runTo(g, reg(g, 'IA32_LSTAR'));
    expect([reg(g, 'RSP'), load(g, slot)]).toEqual([rsp, 0n]);
    runTo(g, sym(g, 'nt!KiSystemServiceUser'));
    expect([load(g, slot), load(g, reg(g, 'RSP') + 0x180n)]).toEqual([rsp, rsp]);
  });
});
test('8: Intel has no SYSCALL in compatibility mode; AMD goes to CSTAR; SS is STAR[47:32]+8 and no descriptor is read', () => {
  const compatible = (vendor: string): Guest => {
    const built = buildGuest({
      machine: 'bench-x64',
      seed: 's-1',
      set: { vendor },
      start: [
        { register: 'cs', value: 0x23n },
        { register: 'rip', value: 0x401000n },
      ],
    });
    if (!built.ok) throw new Error(built.problem.message);
    return built.value;
  };
  expect(event(compatible('intel'))).toMatchObject({ kind: 'fault', vector: 6 });
  const amd = compatible('amd');
  expect(event(amd)).toMatchObject({ kind: 'syscall' });
  expect(reg(amd, 'RIP')).toBe(reg(amd, 'IA32_CSTAR'));
  const g = guest();
  const gdt = reg(g, 'GDTR.base');
  for (const at of [0x10n, 0x18n]) store(g, gdt + at, 0n);
  g.machine.memory.write(reg(g, 'RIP'), Uint8Array.of(0x0f, 0x05));
  expect(event(g)).toMatchObject({ kind: 'syscall' });
  expect([cs(g), ss(g)]).toEqual([0x10n, 0x18n]);
});
describe('9, 10, 11: SYSRET', () => {
  const RCX = 0x401900n;
  test('9: CS comes from STAR[63:48], not from the half SYSCALL uses', () => {
    const star = 0x0023001000000000n,
      at = (what: string): Guest => bench('bench-x64', what, { ...RING0['bench-x64'], rcx: RCX, r11: 2n }, { 0xc0000081: star });
    const q = at('bench!DoSysretq'),
      d = at('bench!DoSysret');
    event(q);
    event(d);
    expect([cs(q), ss(q), reg(q, 'mode')]).toEqual([0x33n, 0x2bn, 64n]);
    expect([cs(d), ss(d), reg(d, 'mode')]).toEqual([0x23n, 0x2bn, 32n]); // 11: 0F 07 without REX.W returns to compatibility mode
  });
  test('10: RFLAGS = (R11 & 3C7FD7h) | 2, IOPL included', () => {
    for (const r11 of [0xffffffff_ffffffffn, 0n, 0x3000n]) {
      const g = bench('bench-x64', 'bench!DoSysretq', { ...RING0['bench-x64'], rcx: RCX, r11: r11 & ~0x100n });
      event(g);
      expect(readFlags(g.machine.state)).toBe((r11 & ~0x100n & 0x3c7fd7n) | 2n);
    }
  });
  test('11: #GP(0) outside ring 0; on Intel a return address that is not canonical faults in ring 0, on AMD in ring 3', () => {
    expect(event(bench('bench-x64', 'bench!DoSysretq', {}))).toMatchObject({ kind: 'fault', vector: GP, error: 0n });
    const wild = { ...RING0['bench-x64'], rcx: 1n << 63n, r11: 2n };
    expect(event(bench('bench-x64', 'bench!DoSysretq', wild))).toMatchObject({ kind: 'fault', vector: GP, from: { cpl: 0 } });
    const fresh = guest({ vendor: 'amd' }),
      caller = callerOf(fresh);
    caller.aim('ntdll!NtClose', 4n);
    runTo(fresh, sym(fresh, 'nt!KiSystemServiceExit'));
    store(fresh, reg(fresh, 'RBP') - 0x80n + 0x168n, 1n << 63n);
    const seen: GuestEvent[] = [];
    fresh.machine.onEvent = e => seen.push(e);
    while (!seen.some(e => e.kind === 'fault')) fresh.machine.step();
    expect(seen.at(-1)).toMatchObject({ kind: 'fault', vector: GP, from: { cpl: 3 } });
  });
  test('11: SCE clear is #UD', () => {
    const g = bench('bench-x64', 'bench!DoSysretq', { ...RING0['bench-x64'], rcx: RCX, r11: 2n }, { 0xc0000080: 0xd00n });
    expect(event(g)).toMatchObject({ kind: 'fault', vector: 6 });
  });
});
test('13: 1000h itself asks for the other slot, and the thread decides on the array', () => {
  const g = guest({ thread: 'gui' }),
    stub = sym(g, 'ntdll!NtYieldExecution') + 4n,
    first = g.services.find(s => s.number === 0x1000)!;
  store(g, stub, 0x1000n, 4);
  callerOf(g).aim('ntdll!NtYieldExecution');
  runTo(g, first.address);
  const plain = guest();
  store(plain, sym(plain, 'ntdll!NtYieldExecution') + 4n, 0x1000n, 4);
  callerOf(plain).aim('ntdll!NtYieldExecution');
  runTo(plain, sym(plain, 'nt!KiConvertToGuiThread')); // slot 1 of the plain array is empty
});
test('14: the low nibble counts stack arguments; the shift is arithmetic', () => {
  const g = guest(),
    base = sym(g, 'nt!KiServiceTable'),
    entryOf = (name: string): bigint => load(g, base + BigInt(4 * g.services.find(s => s.name === name)!.number), 4);
  expect(entryOf('NtCreateFile') & 15n).toBe(7n); // 11 arguments, four of them in registers
  const below = g.services.find(s => s.table === 'nt' && s.address < base)!,
    entry = load(g, base + BigInt(4 * below.number), 4);
  expect(base + (BigInt.asIntN(32, entry) >> 4n)).toBe(below.address);
  expect(base + (entry >> 4n)).not.toBe(below.address);
});
describe('15: the copy of stack arguments', () => {
  test('jumps to the pair of its count: the last ones of fourteen, from high to low', () => {
    const g = guest();
    callerOf(g).aim('ntdll!NtCreateFile', 0n);
    const first = runTo(g, sym(g, 'nt!KiSystemServiceCopyStart'), sym(g, 'nt!KiSystemServiceCopyEnd') - 7n * 8n);
    expect(first).toBe(sym(g, 'nt!KiSystemServiceCopyEnd') - 7n * 8n); // seven of the fourteen
  });
  test('takes none for a count of 0', () => {
    const g = guest();
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!KiSystemServiceStart'));
    while (reg(g, 'RIP') !== sym(g, 'nt!KiSystemServiceCopyEnd')) {
      expect(reg(g, 'RIP') < sym(g, 'nt!KiSystemServiceCopyStart') || reg(g, 'RIP') > sym(g, 'nt!KiSystemServiceCopyEnd')).toBe(true);
      g.machine.step();
    }
  });
  test('clamps the source for callers from ring 3 alone', () => {
    const g = guest();
    callerOf(g).aim('ntdll!NtCreateFile', 0n);
    runTo(g, sym(g, 'nt!KiSystemServiceStart'));
    const frame = reg(g, 'RSP');
    store(g, frame + 0x170n, 0x10n); // as if a Zw stub had called
    store(g, frame + 0x180n, g.system.thread);
    runTo(g, sym(g, 'nt!NtCreateFile'));
    expect(load(g, reg(g, 'RSP') + 0x28n)).toBe(load(g, g.system.thread + 0x28n));
  });
});
test('16, 17: the fourth field is the argument table, a DWORD behind the table; Shadow is an array of two on x64, of four on x86', () => {
  const g = guest(),
    shadow = sym(g, 'nt!KeServiceDescriptorTableShadow');
  expect([load(g, shadow), load(g, shadow + 0x18n)]).toEqual([0xfffff806730dbf90n, 0xfffff806730dc6f0n]);
  expect(load(g, 0xfffff806730dc6ecn, 4)).toBe(0x1d7n);
  expect([load(g, shadow + 0x20n), load(g, shadow + 0x30n, 4)]).toEqual([sym(g, 'win32k!W32pServiceTable'), 0x524n]);
  const xp = guest({}, 'note', 'winxp-x86'),
    array = sym(xp, 'nt!KeServiceDescriptorTableShadow');
  expect([0n, 1n, 2n, 3n].map(n => load(xp, array + n * 16n + 8n, 4))).toEqual([0x11cn, 0x29bn, 0n, 0n]);
});
test('18: a trap frame has 190h bytes', () => expect(guest().layouts.find('_KTRAP_FRAME')!.size).toBe(0x190));
test('19: what comes after the call is not skipped: a waiting APC is delivered', () => {
  const g = guest();
  store(g, field(g, 'thread', 'KTHREAD.ApcState.UserApcPendingAll'), 1n, 1);
  callerOf(g).aim('ntdll!NtClose', 4n);
  runTo(g, sym(g, 'nt!KiInitiateUserApc'));
});
