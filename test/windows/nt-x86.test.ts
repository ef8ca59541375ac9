/** winxp-x86 and win7-x86 against "Windows system-call internals", sections 2.7, 3.5, 5 and 7. */
import { describe, expect, test } from 'vitest';
import type { Guest } from '../../core/windows/guest.ts';
import { callerOf, field, guest, load, reg, runTo, store, sym } from './calls.ts';

const MACHINES = ['winxp-x86', 'win7-x86'] as const;
const XP = { machine: 'winxp-x86' };
const KEPT = ['RBX', 'RBP', 'RSI', 'RDI'] as const;
const DOORS = ['KiFastSystemCall', 'KiIntSystemCall'] as const;
/** Let the stubs go through a door: what a boot on another processor would have put there. */
const useDoor = (g: Guest, door: (typeof DOORS)[number]): void => {
  store(g, 0xffdf0300n, sym(g, `ntdll!${door}`), 4);
};
const selectors = (g: Guest): bigint[] => (['CS', 'SS', 'DS', 'ES', 'FS', 'GS'] as const).map(s => reg(g, `${s}.selector`));

test('the seed note has the numbers of published XP dumps (section 5.4, 2.7)', () => {
  const g = guest({}, 'note', 'winxp-x86'),
    shadow = sym(g, 'nt!KeServiceDescriptorTableShadow');
  expect([0n, 4n, 8n, 12n].map(o => load(g, shadow + o, 4))).toEqual([0x80502b8cn, 0n, 0x11cn, 0x80503000n]);
  expect([load(g, shadow + 16n, 4), load(g, shadow + 24n, 4)]).toEqual([0xbf999b80n, 0x29bn]);
  expect([g.system.kpcr, reg(g, 'GDTR.base'), reg(g, 'IDTR.base'), reg(g, 'TR.base')]).toEqual([
    0xffdff000n,
    0x8003f000n,
    0x8003f400n,
    0x80042000n,
  ]);
  expect([0x08n, 0x10n, 0x18n, 0x20n, 0x28n, 0x30n].map(s => load(g, 0x8003f000n + s, 8).toString(16))).toEqual([
    'cf9b000000ffff',
    'cf93000000ffff',
    'cffb000000ffff',
    'cff3000000ffff',
    '80008b04200020ab',
    'ffc093dff0000001',
  ]);
  expect(load(g, 0x8003f400n + 0x2en * 8n, 8)).toBe(0x8053ee000008e691n); // section 3.5
});
test('argument bytes of XP begin as published (section 5.4)', () => {
  const g = guest({}, 's-1', 'winxp-x86'),
    table = sym(g, 'nt!KiArgumentTable');
  const published = [
    0x18, 0x20, 0x2c, 0x2c, 0x40, 0x2c, 0x40, 0x44, 0xc, 8, 0x18, 0x18, 8, 4, 4, 0xc, 0x10, 0x18, 8, 8, 0xc, 4, 8, 8, 4, 4, 0xc, 8, 0xc, 4,
    4, 0x20,
  ];
  const wrong = published.filter((b, n) => load(g, table + BigInt(n), 1) !== BigInt(b));
  expect(wrong.length).toBeLessThanOrEqual(1); // one of them has no prototype
});

describe.each(MACHINES)('%s', machine => {
  const on = (set = {}, seed = 'note'): Guest => guest(set, seed, machine);
  test.each(['note', 's-1', 's-2', 's-3'])('seed %s: every entry of both tables is the routine it is named after', seed => {
    const g = on({}, seed);
    for (const [slot, table] of [
      [0n, 'nt'],
      [0x10n, 'win32k'],
    ] as const) {
      const descriptor = sym(g, 'nt!KeServiceDescriptorTableShadow') + slot,
        base = load(g, descriptor, 4),
        limit = load(g, descriptor + 8n, 4),
        bytes = load(g, descriptor + 12n, 4);
      expect(limit).toBe(BigInt(machine === 'winxp-x86' ? (table === 'nt' ? 284 : 667) : table === 'nt' ? 401 : 825)); // section 7
      expect([load(g, base + limit * 4n, 4), bytes]).toEqual([limit, base + limit * 4n + 4n]);
      for (const s of g.services.filter(x => x.table === table)) {
        const n = BigInt(s.number & 0xfff);
        expect([load(g, base + n * 4n, 4), load(g, bytes + n, 1)]).toEqual([s.address, BigInt(4 * s.stackArguments)]);
        expect(g.symbols.find(`${table}!${s.name}`)!.address).toBe(s.address);
      }
    }
  });
  describe.each(DOORS)('by way of %s', door => {
    test.each(['note', 's-1', 's-2'])('seed %s: calls keep what they must; the frame is 8Ch bytes, the V86 part left out', seed => {
      const g = on({}, seed),
        c = callerOf(g);
      useDoor(g, door);
      const calls = field(g, 'kpcr', 'KPCR.PrcbData.KeSystemCalls'),
        initial = load(g, field(g, 'thread', 'KTHREAD.InitialStack'), 4),
        previous = load(g, field(g, 'thread', 'KTHREAD.TrapFrame'), 4);
      for (const [name, ...args] of [
        ['NtCreateFile', c.buffer, 0x100080n, 0n, c.buffer + 0x20n, 0n, 0x80n, 3n, 1n, 0x60n, 0n, 0n],
        ['NtClose', 0x2cn],
        ['NtYieldExecution'],
      ] as const) {
        const before = KEPT.map(r => reg(g, r)),
          count = load(g, calls, 4),
          segments = selectors(g),
          after = c.aim(`ntdll!${name}`, ...args),
          esp = reg(g, 'RSP'),
          service = g.services.find(s => s.name === name)!;
        runTo(g, sym(g, 'nt!KiSystemServiceRepeat'));
        const frame = reg(g, 'RBP');
        expect([frame, reg(g, 'RSP')]).toEqual([initial - 0x29cn, initial - 0x29cn]);
        const at = (offset: bigint): bigint => load(g, frame + offset, 4);
        expect([0x78n, 0x6cn, 0x50n, 0x48n, 0x8n, 0x64n].map(at)).toEqual([0x23n, 0x1bn, 0x3bn, 1n, 0xbadb0d00n, 0n]);
        expect(at(0x70n) & 0x200n).toBe(0x200n);
        // SYSENTER keeps no EIP: it is KiFastSystemCallRet whatever the caller was
        expect(at(0x68n)).toBe(door === 'KiFastSystemCall' ? sym(g, 'ntdll!KiFastSystemCallRet') : sym(g, 'ntdll!KiIntSystemCall') + 6n);
        expect([at(0xcn), at(0x74n)]).toEqual([esp + 4n, esp - 8n + (door === 'KiFastSystemCall' ? 4n : 4n)]);
        expect(load(g, field(g, 'thread', 'KTHREAD.TrapFrame'), 4)).toBe(frame);
        runTo(g, service.address);
        expect(load(g, reg(g, 'RSP'), 4)).toBe(sym(g, 'nt!KiSystemServicePostCall'));
        for (const [n, value] of args.entries()) expect(load(g, reg(g, 'RSP') + 4n + BigInt(4 * n), 4)).toBe(value & 0xffff_ffffn);
        expect([reg(g, 'CPL'), reg(g, 'flags.system') & 0x200n, reg(g, 'FS.base')]).toEqual([0n, 0x200n, g.system.kpcr]);
        runTo(g, after);
        expect(KEPT.map(r => reg(g, r))).toEqual(before);
        expect([reg(g, 'RSP'), selectors(g)]).toEqual([esp + 4n + BigInt(4 * args.length), segments]);
        expect([reg(g, 'CPL'), reg(g, 'flags.system') & 0x200n, reg(g, 'FS.base')]).toEqual([3n, 0x200n, g.system.teb]);
        expect([load(g, calls, 4), load(g, field(g, 'thread', 'KTHREAD.TrapFrame'), 4)]).toEqual([count + 1n, previous]);
      }
    });
    test('a stack that is not there ends the call with a status', () => {
      const g = on(),
        c = callerOf(g);
      useDoor(g, door);
      const after = c.aim('ntdll!NtCreateFile', c.buffer);
      runTo(g, sym(g, 'nt!KiSystemServiceRepeat'));
      g.machine.state.set('RDX', 0x50000n);
      runTo(g, sym(g, 'nt!KiTrap0E'));
      expect(load(g, reg(g, 'RSP') + 4n, 4)).toBe(sym(g, 'nt!KiSystemServiceCopyArguments'));
      runTo(g, after);
      expect(reg(g, 'RAX')).toBe(0xc0000005n);
    });
    test("one of the kernel's is refused before anything is copied", () => {
      const g = on(),
        c = callerOf(g);
      useDoor(g, door);
      const after = c.aim('ntdll!NtCreateFile', c.buffer);
      runTo(g, sym(g, 'nt!KiSystemServiceRepeat'));
      g.machine.state.set('RDX', 0x7fff0000n);
      runTo(g, after);
      expect(reg(g, 'RAX')).toBe(0xc0000005n);
    });
  });
  test('it starts as if main had called WriteLine, and WriteLine the stub', () => {
    const g = on(),
      esp = reg(g, 'RSP');
    expect(load(g, load(g, esp, 4) - 6n, 2)).toBe(0x15ffn); // call dword ptr
    expect(load(g, load(g, reg(g, 'RBP') + 4n, 4) - 5n, 1)).toBe(0xe8n);
    const args = Array.from({ length: 12 }, (_, n) => load(g, esp + BigInt(4 * n), 4)),
      registers = KEPT.map(r => reg(g, r));
    runTo(g, reg(g, 'RIP')); // the loop comes back with the same stack
    expect([reg(g, 'RSP'), KEPT.map(r => reg(g, r)), args.map((_, n) => load(g, esp + BigInt(4 * n), 4))]).toEqual([esp, registers, args]);
  });
  test('the exit is SYSEXIT behind STI, unless TF is saved: then IRETD (section 5.5)', () => {
    const g = on(),
      c = callerOf(g);
    c.aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!KiSystemCallExit2'));
    const seen: string[] = [];
    g.machine.onEvent = e => seen.push(e.kind);
    while (reg(g, 'CPL') === 0n) g.machine.step();
    expect(seen).toContain('sysexit');
    expect([reg(g, 'RCX'), reg(g, 'RDX')]).toEqual([reg(g, 'RSP'), reg(g, 'RIP')]);
  });
  test('numbers out of range; which bits pick a slot (steps 9 and 5.4)', () => {
    const g = on(),
      c = callerOf(g),
      set = (n: bigint): void => store(g, sym(g, 'ntdll!NtYieldExecution') + 1n, n, 4),
      yields = BigInt(g.services.find(s => s.name === 'NtYieldExecution')!.number);
    set(0xfffn);
    expect(c.call('ntdll!NtYieldExecution')).toBe(0xc000001cn);
    set(0x2000n | yields); // bit 13: slot 2 on XP, which is empty; nothing on 7
    expect(c.call('ntdll!NtYieldExecution')).toBe(machine === 'winxp-x86' ? 0xc000001cn : 0x40000024n);
  });
  test('a GUI number converts the thread: its table becomes the shadow array', () => {
    const g = on(),
      c = callerOf(g),
      pointer = field(g, 'thread', 'KTHREAD.ServiceTable'),
      first = g.services.find(s => s.table === 'win32k')!;
    expect(load(g, pointer, 4)).toBe(sym(g, 'nt!KeServiceDescriptorTable'));
    expect(c.call(`gdi32!${first.name}`)).toBe(0xc0000002n);
    expect(load(g, pointer, 4)).toBe(sym(g, 'nt!KeServiceDescriptorTableShadow'));
    store(g, field(g, 'teb', 'TEB.GdiBatchCount'), 5n, 4);
    c.aim(`gdi32!${first.name}`);
    runTo(g, sym(g, 'nt!KeFlushUserBatch'));
    runTo(g, first.address);
    expect(load(g, field(g, 'teb', 'TEB.GdiBatchCount'), 4)).toBe(0n);
  });
  test('a Zw call comes in by KiSystemService with a frame of three words less, and PreviousMode 0', () => {
    const g = on(),
      c = callerOf(g),
      after = c.aim('ntdll!NtFlushBuffersFile', 4n, c.buffer);
    runTo(g, sym(g, 'nt!ZwYieldExecution'));
    const outer = load(g, field(g, 'thread', 'KTHREAD.TrapFrame'), 4);
    runTo(g, sym(g, 'nt!NtYieldExecution'));
    const inner = load(g, field(g, 'thread', 'KTHREAD.TrapFrame'), 4);
    expect([
      load(g, inner + 0x6cn, 4),
      load(g, inner + 0x48n, 4),
      load(g, inner + 0x3cn, 4),
      load(g, field(g, 'thread', 'KTHREAD.PreviousMode'), 1),
    ]).toEqual([8n, 1n, outer, 0n]);
    runTo(g, after);
    expect([load(g, c.buffer, 4), reg(g, 'RAX'), load(g, field(g, 'thread', 'KTHREAD.PreviousMode'), 1)]).toEqual([0x40000024n, 0n, 1n]);
  });
  test('a user APC that waits is delivered on the way out', () => {
    const g = on(),
      c = callerOf(g);
    store(g, field(g, 'thread', 'KTHREAD.ApcState.UserApcPending'), 1n, 1);
    const after = c.aim('ntdll!NtYieldExecution');
    runTo(g, sym(g, 'nt!KiDeliverApc'));
    expect(load(g, field(g, 'kpcr', 'KPCR.Irql'), 1)).toBe(1n);
    runTo(g, after);
    expect([reg(g, 'RAX'), load(g, field(g, 'kpcr', 'KPCR.Irql'), 1)]).toEqual([0x40000024n, 0n]);
  });
  test('services answer with a status and what was asked for', () => {
    const g = on(),
      c = callerOf(g);
    expect(c.call('ntdll!NtClose', 0n)).toBe(0xc0000008n);
    expect(c.call('ntdll!NtQuerySystemTime', c.buffer)).toBe(0n);
    expect(load(g, c.buffer)).toBe(load(g, 0xffdf0014n));
    expect(c.call('ntdll!NtQuerySystemTime', g.system.thread)).toBe(0xc0000005n);
    expect(c.call('ntdll!NtQuerySystemTime', 0x1000n)).toBe(0xc0000005n);
    expect(c.call('ntdll!NtQueryInformationProcess', 0xffffffffn, 0n, c.buffer, 0x18n, c.buffer + 0x80n)).toBe(0n);
    expect([load(g, c.buffer + 4n, 4), load(g, c.buffer + 0x10n, 4), load(g, c.buffer + 0x80n, 4)]).toEqual([g.system.peb, 0x6b4n, 0x18n]);
    store(g, c.buffer, 0x11223344n, 4);
    expect(c.call('ntdll!NtReadVirtualMemory', 4n, c.buffer, c.buffer + 0x40n, 3n, c.buffer + 0x80n)).toBe(0n);
    expect([load(g, c.buffer + 0x40n, 3), load(g, c.buffer + 0x80n, 4)]).toEqual([0x223344n, 3n]);
    expect(c.call('ntdll!NtAccessCheck', 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n)).toBe(0xc0000002n);
  });
  test('the clock ticks and changes nothing a program sees; no interrupt comes between STI and SYSEXIT', () => {
    const plain = on(),
      g = on({ clock: '500' }),
      loop = sym(g, 'note!ReadClock');
    g.machine.onEvent = e => {
      if (e.kind === 'interrupt') expect(load(g, reg(g, 'RSP'), 4)).not.toBe(sym(g, 'nt!KiSystemCallExit2') + 0x11n);
    };
    for (const each of [plain, g]) for (let n = 0; n < 8; n++) runTo(each, loop);
    for (const cell of ['RAX', 'RCX', 'RDX', ...KEPT, 'RSP'] as const) expect(reg(g, cell), cell).toBe(reg(plain, cell));
    expect(load(g, 0xffdf0320n, 4)).toBeGreaterThan(0n);
    runTo(g, sym(g, 'hal!Halp8254ClockInterrupt'));
  });
  test.each(['s-1', 's-2'])('seed %s: each planted change is one cause, and calls still work', seed => {
    for (const plant of ['ssdt', 'inline', 'lstar', 'idt2e', 'thread-table', 'stub-patch']) {
      const g = on({ plant }, seed),
        clean = on({}, seed),
        differ = g.services.filter(s => s.table === 'nt' && load(g, sym(g, 'nt!KiServiceTable') + BigInt(4 * s.number), 4) !== s.address);
      expect(differ).toHaveLength(plant === 'ssdt' ? 1 : 0);
      expect(reg(g, 'IA32_SYSENTER_EIP') !== reg(clean, 'IA32_SYSENTER_EIP')).toBe(plant === 'lstar');
      for (const door of DOORS) {
        useDoor(g, door);
        expect(callerOf(g).call('ntdll!NtYieldExecution')).toBe(0x40000024n);
        for (const s of differ)
          expect(callerOf(g).call(`ntdll!${s.name}`, ...Array.from({ length: s.stackArguments }, () => 0n))).toBe(0xc0000002n);
      }
    }
  });
});
test('7 keeps number and first argument in the thread, and stops where IRQL or APC state are wrong', () => {
  const g = guest({}, 'note', 'win7-x86'),
    c = callerOf(g);
  c.call('ntdll!NtClose', 0x1234n);
  expect([load(g, field(g, 'thread', 'KTHREAD.FirstArgument'), 4), load(g, field(g, 'thread', 'KTHREAD.SystemCallNumber'), 4)]).toEqual([
    0x1234n,
    BigInt(g.services.find(s => s.name === 'NtClose')!.number),
  ]);
  for (const [structure, path, code] of [
    ['kpcr', 'KPCR.Irql', 0x4an],
    ['thread', 'KTHREAD.ApcStateIndex', 1n],
  ] as const) {
    const broken = guest({}, 'note', 'win7-x86');
    callerOf(broken).aim('ntdll!NtClose', 4n);
    runTo(broken, sym(broken, 'nt!NtClose'));
    store(broken, field(broken, structure, path), 2n, 1);
    runTo(broken, sym(broken, 'nt!KeBugCheckEx'));
    expect(load(broken, reg(broken, 'RSP') + 4n, 4)).toBe(code);
  }
});
test('what x86 has not is one clear problem', () => {
  expect(() => guest({ vsm: 'on' }, 'note', XP.machine)).toThrow(/vsm/);
  expect(() => guest({ thread: 'restricted' }, 'note', XP.machine)).toThrow(/restricted/);
});
