/** The paths of win10-x64 beside the plain call: every number from "Windows system-call internals", whose section is named. */
import { describe, expect, test } from 'vitest';
import type { Guest } from '../../core/windows/guest.ts';
import { callerOf, field, guest, load, reg, runTo, store, sym } from './calls.ts';

const SUCCESS = 0n,
  INVALID_SYSTEM_SERVICE = 0xc000001cn,
  ACCESS_VIOLATION = 0xc0000005n,
  NOT_IMPLEMENTED = 0xc0000002n;
const KEPT = ['RBX', 'RBP', 'RSP', 'RSI', 'RDI', 'R12', 'R13', 'R14', 'R15'] as const;
const kept = (g: Guest): bigint[] => KEPT.map(r => reg(g, r));

describe('int 2Eh (sections 4.3, 4.4)', () => {
  test.each([
    ['on', 'nt!KiSystemService', 1n],
    ['mbec', 'nt!KiSystemCall64', 0n],
    ['off', 'nt!KiSystemCall64', 0n],
  ])('vsm %s: a stub goes through %s', (vsm, door, flag) => {
    const g = guest({ vsm });
    expect(load(g, 0xfffff78000000308n, 1)).toBe(flag);
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, door));
  });
  test.each(['on', 'mbec'])('vsm %s: the gate is open, and the call comes back by SYSRET', vsm => {
    const g = guest({ vsm }),
      caller = callerOf(g),
      after = caller.aim('ntdll!NtClose', 4n);
    g.machine.memory.write(sym(g, 'ntdll!NtClose') + 8n, Uint8Array.of(0xcd, 0x2e, 0xc3));
    const before = kept(g);
    runTo(g, sym(g, 'nt!KiSystemService'));
    expect(reg(g, 'SS.selector')).toBe(0n); // a null selector, unlike SYSCALL's 18h
    expect(reg(g, 'RSP')).toBe(load(g, g.system.kpcr + 0x1a8n) - 0x28n);
    runTo(g, sym(g, 'nt!KiSystemServiceUser'));
    expect(reg(g, 'RSP')).toBe(load(g, g.system.kpcr + 0x1a8n) - 0x190n); // the same frame
    runTo(g, after - 0n);
    expect(kept(g).map((v, n) => v - before[n]!)).toEqual(KEPT.map(r => (r === 'RSP' ? 8n : 0n)));
    expect(reg(g, 'RCX')).toBe(sym(g, 'ntdll!NtClose') + 10n); // SYSRET took RCX although the entry did not
  });
  test('a gate that is not one: the stub of the unexpected returns, and its frame says 2Eh', () => {
    const g = guest();
    g.machine.state.set('RIP', sym(g, 'nt!KiSystemCall64'));
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!NtClose'));
    const at = reg(g, 'RIP');
    g.machine.memory.write(at, Uint8Array.of(0xcd, 0x2e)); // from ring 0 the gate's DPL does not matter
    g.machine.step();
    expect(reg(g, 'RIP')).toBe(sym(g, 'nt!KxUnexpectedInterrupt0') + 0x170n);
    runTo(g, sym(g, 'nt!KiUnexpectedInterrupt'));
    expect(load(g, reg(g, 'RBP') - 0x80n + 0x160n)).toBe(0x2en);
    runTo(g, at + 2n);
  });
});

describe('interrupts (sections 4.1, 4.2, 2.5)', () => {
  test('256 thunks: push imm8, push rbp, jmp to the common path', () => {
    const g = guest(),
      base = sym(g, 'nt!KxUnexpectedInterrupt0'),
      common = sym(g, 'nt!KiIsrEntry');
    for (let v = 0n; v < 256n; v++) {
      const thunk = load(g, base + v * 8n);
      expect(thunk & 0xffff_ffffn).toBe(0xe9_55_00_6an | (v << 8n));
      expect(base + v * 8n + 8n + BigInt.asIntN(32, thunk >> 32n)).toBe(common);
    }
  });
  test.each([{}, { kva_shadow: 'on' }, { smap: 'on' }])(
    'the clock arrives in the common path first, ticks, and changes nothing a program sees: %o',
    set => {
      const plain = guest(set),
        g = guest({ ...set, clock: '900' });
      const loop = sym(g, 'note!ReadClock');
      for (const each of [plain, g]) for (let n = 0; n < 6; n++) runTo(each, loop);
      for (const cell of ['RAX', 'RCX', 'RDX', 'R8', 'R9', 'R10', 'R11', ...KEPT] as const)
        expect(reg(g, cell), cell).toBe(reg(plain, cell));
      const ticks = load(g, 0xfffff78000000320n);
      expect(ticks).toBeGreaterThan(0n);
      expect(load(g, field(g, 'kpcr', 'KPCR.Prcb.InterruptCount'), 4)).toBe(ticks);
      runTo(g, sym(g, 'nt!KiIsrEntry'));
      expect(load(g, reg(g, 'RSP') + 8n)).toBe(0xffffffffffffffd1n); // D1h, its sign extended
      runTo(g, sym(g, 'nt!HalpTimerClockInterrupt'));
      expect(reg(g, 'CR8')).toBe(13n); // vector >> 4
      const object = load(g, field(g, 'kpcr', 'KPCR.Prcb.InterruptObject') + 0xd1n * 8n);
      expect(load(g, object + 0x50n)).toBe(sym(g, 'nt!KiInterruptDispatchNoLock'));
    },
  );
});

describe('KVA shadow (sections 1.3, 1.7)', () => {
  test("a call runs on two roots: the user's maps entries and tables, not the kernel", () => {
    const g = guest({ kva_shadow: 'on' }),
      caller = callerOf(g),
      user = reg(g, 'CR3');
    expect(user).toBe(load(g, g.system.process + 0x388n));
    expect(g.machine.memory.read(sym(g, 'nt!KiSystemServiceUser'), 1)).toBeUndefined();
    expect(g.machine.memory.read(reg(g, 'IA32_LSTAR'), 1)).toBeDefined();
    expect(reg(g, 'IA32_LSTAR')).toBe(sym(g, 'nt!KiSystemCall64Shadow'));
    const after = caller.aim('ntdll!NtClose', 4n),
      rsp = reg(g, 'RSP');
    runTo(g, sym(g, 'nt!KiSystemServiceUser'));
    expect(reg(g, 'CR3')).toBe(g.system.root);
    expect(load(g, g.system.kpcr + 0x9010n)).toBe(rsp);
    runTo(g, sym(g, 'nt!KiKernelSysretExit'));
    runTo(g, after);
    expect([reg(g, 'CR3'), reg(g, 'GS.base'), reg(g, 'RDX'), reg(g, 'RAX')]).toEqual([user, g.system.teb, 0n, 0n]);
  });
  test("with the open gate, int 2Eh moves its frame from the transition stack to the thread's", () => {
    const g = guest({ kva_shadow: 'on', vsm: 'on' });
    expect(callerOf(g).call('ntdll!NtClose', 4n)).toBe(SUCCESS);
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!KiSystemServiceShadow'));
    expect(reg(g, 'RSP')).toBe(g.system.kpcr + 0x10000n - 0x28n);
    runTo(g, sym(g, 'nt!KiSystemServiceUser'));
    expect(reg(g, 'RSP')).toBe(load(g, g.system.kpcr + 0x9008n) - 0x190n);
  });
  test("a fault in ring 3 reaches its handler on the kernel's tables", () => {
    const g = guest({ kva_shadow: 'on' });
    g.machine.memory.write(reg(g, 'RIP'), Uint8Array.of(0xcd, 0x2e));
    runTo(g, sym(g, 'nt!KiExceptionDispatch'));
    expect([reg(g, 'CR3'), reg(g, 'GS.base')]).toEqual([g.system.root, g.system.kpcr]);
    expect(load(g, reg(g, 'RBP') - 0x80n + 0x160n)).toBe(0x172n); // section 4.4
  });
});

describe('tables and threads (sections 1.5, 1.8)', () => {
  const GUI = 'win32u!NtUserGetThreadState';
  test('a GUI number turns a plain thread into a GUI thread', () => {
    const g = guest(),
      caller = callerOf(g);
    const after = caller.aim(GUI);
    runTo(g, sym(g, 'nt!KiConvertToGuiThread'));
    runTo(g, sym(g, 'win32k!NtUserGetThreadState'));
    expect(load(g, field(g, 'thread', 'KTHREAD.ThreadFlags'), 4) & 0x80n).toBe(0x80n);
    runTo(g, after);
    expect(reg(g, 'RAX') & 0xffff_ffffn).toBe(NOT_IMPLEMENTED);
  });
  test('where it cannot be one, the byte behind the table decides', () => {
    const g = guest();
    store(g, field(g, 'process', 'EPROCESS.Win32Process'), 0n);
    expect(callerOf(g).call(GUI)).toBe(INVALID_SYSTEM_SERVICE);
    const index = BigInt(g.services.find(s => s.name === 'NtUserGetThreadState')!.number & 0xfff);
    store(g, sym(g, 'win32k!W32pServiceTable') + 0x524n * 4n + index, 0xf0n, 1);
    expect(callerOf(g).call(GUI)).toBe(0xffff_fff0n);
  });
  test.each([
    ['gui', 'nt!KeServiceDescriptorTableShadow'],
    ['restricted', 'nt!KeServiceDescriptorTableFilter'],
    ['plain', 'nt!KeServiceDescriptorTable'],
  ])('thread %s uses %s', (thread, table) => {
    const g = guest({ thread });
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!KiSystemServiceRepeat'));
    const { machine } = g;
    while (!machine.memory.read(reg(g, 'RIP'), 4)!.every((b, n) => b === [0x41, 0x3b, 0x44, 0x3a][n] || b === [0x42, 0x3b, 0x44, 0x17][n]))
      machine.step();
    expect(reg(g, 'R10')).toBe(sym(g, table));
  });
  test('a number behind the end of the table is refused; bits 13 and up are ignored', () => {
    const g = guest(),
      caller = callerOf(g);
    store(g, sym(g, 'ntdll!NtClose') + 4n, 0x1d7n, 4);
    expect(caller.call('ntdll!NtClose', 4n)).toBe(INVALID_SYSTEM_SERVICE);
    store(g, sym(g, 'ntdll!NtClose') + 4n, 0x200fn, 4);
    expect(caller.call('ntdll!NtClose', 4n)).toBe(SUCCESS);
    expect(load(g, field(g, 'thread', 'KTHREAD.SystemCallNumber'), 4)).toBe(0x200fn); // unmasked, section 1.4
  });
  test('a batch of GDI calls is flushed before a GUI call', () => {
    const g = guest({ thread: 'gui' }),
      batch = field(g, 'teb', 'TEB.GdiBatchCount');
    store(g, batch, 3n, 4);
    callerOf(g).aim(GUI);
    runTo(g, sym(g, 'nt!PsInvokeWin32Callout'));
    expect(reg(g, 'RCX')).toBe(7n);
    runTo(g, sym(g, 'win32k!NtUserGetThreadState'));
    expect(load(g, batch, 4)).toBe(0n);
  });
});

describe('arguments (section 1.6)', () => {
  test('a user stack that is not there ends the call with a status', () => {
    const g = guest(),
      caller = callerOf(g);
    caller.aim('ntdll!NtCreateFile', caller.buffer, 0n, 0n, caller.buffer + 0x40n);
    runTo(g, sym(g, 'nt!KiSystemServiceStart'));
    const frame = reg(g, 'RSP');
    store(g, frame + 0x180n, 0x10_0000n); // as if RSP had pointed at nothing
    runTo(g, sym(g, 'nt!KiPageFault'));
    const fault = load(g, reg(g, 'RSP') + 8n);
    expect(fault).toBeGreaterThanOrEqual(sym(g, 'nt!KiSystemServiceCopyStart'));
    expect(fault).toBeLessThan(sym(g, 'nt!KiSystemServiceCopyEnd'));
    runTo(g, sym(g, 'nt!KiSystemServiceExit'));
    expect([reg(g, 'RAX') & 0xffff_ffffn, reg(g, 'RSP')]).toEqual([ACCESS_VIOLATION, frame]);
  });
  test("one that is the kernel's is clamped to MmUserProbeAddress, which is nobody's", () => {
    const g = guest(),
      caller = callerOf(g);
    caller.aim('ntdll!NtCreateFile', caller.buffer, 0n, 0n, caller.buffer + 0x40n);
    runTo(g, sym(g, 'nt!KiSystemServiceStart'));
    store(g, reg(g, 'RSP') + 0x180n, g.system.thread);
    runTo(g, sym(g, 'nt!KiPageFault'));
    expect(reg(g, 'CR2') & ~0x7fn).toBe(0x7fffffff0000n);
  });
  test('the window holds 14 pairs of 8 bytes', () => {
    const g = guest();
    expect(sym(g, 'nt!KiSystemServiceCopyEnd') - sym(g, 'nt!KiSystemServiceCopyStart')).toBe(0x70n);
  });
});

describe('services', () => {
  test('answer with a status and what was asked for', () => {
    const g = guest(),
      c = callerOf(g),
      process = 'ntdll!NtQueryInformationProcess';
    expect(c.call('ntdll!NtClose', 0n)).toBe(0xc0000008n);
    expect(c.call('ntdll!NtQuerySystemTime', c.buffer)).toBe(SUCCESS);
    expect(load(g, c.buffer)).toBe(load(g, 0xfffff78000000014n));
    expect(c.call('ntdll!NtQuerySystemTime', g.system.thread)).toBe(ACCESS_VIOLATION);
    expect(c.call('ntdll!NtQuerySystemTime', 0x1000n)).toBe(ACCESS_VIOLATION); // the user's, but nothing is there
    expect(c.call(process, 0xffffffffffffffffn, 0n, c.buffer, 0x30n, c.buffer + 0x80n)).toBe(SUCCESS);
    expect([load(g, c.buffer + 8n), load(g, c.buffer + 0x20n), load(g, c.buffer + 0x80n, 4)]).toEqual([g.system.peb, 0x1a2cn, 0x30n]);
    expect(c.call(process, 0xffffffffffffffffn, 0n, c.buffer, 8n, 0n)).toBe(0xc0000004n);
    expect(c.call(process, 0xffffffffffffffffn, 99n, c.buffer, 8n, 0n)).toBe(0xc0000003n);
    store(g, c.buffer, 0x1122334455667788n);
    expect(c.call('ntdll!NtReadVirtualMemory', 4n, c.buffer, c.buffer + 0x40n, 5n, c.buffer + 0x80n)).toBe(SUCCESS);
    expect([load(g, c.buffer + 0x40n, 5), load(g, c.buffer + 0x80n)]).toEqual([0x4455667788n, 5n]);
    expect(c.call('ntdll!NtAccessCheck')).toBe(NOT_IMPLEMENTED);
  });
  test('a Zw call keeps PreviousMode and the frame of the outer call (section 1.9)', () => {
    const g = guest(),
      c = callerOf(g),
      mode = field(g, 'thread', 'KTHREAD.PreviousMode'),
      frame = field(g, 'thread', 'KTHREAD.TrapFrame');
    const after = c.aim('ntdll!NtFlushBuffersFile', 4n, c.buffer);
    runTo(g, sym(g, 'nt!ZwYieldExecution'));
    const outer = load(g, frame),
      rsp = reg(g, 'RSP');
    runTo(g, sym(g, 'nt!NtYieldExecution'));
    const inner = load(g, frame);
    expect([
      load(g, mode, 1),
      load(g, inner + 0x28n, 1),
      load(g, inner + 0x138n),
      load(g, inner + 0x180n),
      load(g, inner + 0x170n, 2),
    ]).toEqual([0n, 1n, outer, rsp, 0x10n]);
    expect(load(g, inner + 0x168n)).toBe(sym(g, 'nt!KiServiceLinkage'));
    runTo(g, after);
    expect([load(g, mode, 1), load(g, frame), load(g, c.buffer, 4), reg(g, 'RAX')]).toEqual([1n, outer, 0x40000024n, 0n]);
  });
});

describe('the way out (section 1.7)', () => {
  test.each([
    ['CombinedApcDisable', 'KTHREAD.CombinedApcDisable', 1n],
    ['ApcStateIndex', 'KTHREAD.ApcStateIndex', 1n],
  ])('a service that leaves %s set: bugcheck 1', (_, path, code) => {
    const g = guest();
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!NtClose'));
    store(g, field(g, 'thread', path), 1n, 1);
    runTo(g, sym(g, 'nt!KeBugCheckEx'));
    expect(reg(g, 'RCX')).toBe(code);
  });
  test('one that leaves the IRQL raised: bugcheck 4Ah', () => {
    const g = guest();
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, sym(g, 'nt!NtClose'));
    g.machine.state.set('CR8', 2n);
    runTo(g, sym(g, 'nt!KeBugCheckEx'));
    expect([reg(g, 'RCX'), reg(g, 'R8')]).toEqual([0x4an, 2n]);
  });
  test('a user APC that waits is delivered at APC level, and the status survives it', () => {
    const g = guest(),
      c = callerOf(g);
    store(g, field(g, 'thread', 'KTHREAD.ApcState.UserApcPendingAll'), 2n, 1);
    const after = c.aim('ntdll!NtYieldExecution');
    runTo(g, sym(g, 'nt!KiInitiateUserApc'));
    expect([reg(g, 'CR8'), reg(g, 'flags.system') & 0x200n]).toEqual([1n, 0x200n]);
    runTo(g, after);
    expect([reg(g, 'RAX'), reg(g, 'CR8')]).toEqual([0x40000024n, 0n]);
  });
  test("XMM0 to XMM5, RDX and R10 are scrubbed; R8 and R9 are the user's RSP and RBP", () => {
    const g = guest(),
      c = callerOf(g),
      after = c.aim('ntdll!NtClose', 4n),
      [rsp, rbp] = [reg(g, 'RSP'), reg(g, 'RBP')];
    for (let n = 0; n < 8; n++) g.machine.state.set(`XMM${n}` as 'RAX', 5n);
    runTo(g, after);
    expect([reg(g, 'RDX'), reg(g, 'R10'), reg(g, 'R8'), reg(g, 'R9')]).toEqual([0n, 0n, rsp, rbp]);
    expect([0, 1, 2, 3, 4, 5, 6].map(n => reg(g, `XMM${n}` as 'RAX'))).toEqual([0n, 0n, 0n, 0n, 0n, 0n, 5n]);
  });
  test.each([
    ['nt!KiDynamicTraceMask', 0n, 1n, 'nt!KiTrackedSystemCalls'],
    ['nt!PerfGlobalGroupMask', 8n, 0x40n, 'nt!PerfLoggedSystemCalls'],
  ])('%s: tracing is told of entry and exit', (mask, offset, bit, counted) => {
    const g = guest(),
      counts = sym(g, counted);
    store(g, sym(g, mask) + offset, bit);
    expect(callerOf(g).call('ntdll!NtYieldExecution')).toBe(0x40000024n);
    expect([load(g, counts), load(g, counts + 8n)]).toEqual([1n, 1n]);
  });
  test('an alternate dispatcher may take the call, or leave it', () => {
    const g = guest(),
      c = callerOf(g);
    store(g, field(g, 'thread', 'KTHREAD.Header.DebugActive'), 0x20n, 1);
    expect(c.call('ntdll!NtYieldExecution')).toBe(0x40000024n);
    const dispatch = sym(g, 'nt!PsAltSystemCallDispatch');
    g.machine.memory.write(dispatch, Uint8Array.of(0x31, 0xc0, 0xc3)); // 0: it has done it
    expect(c.call('ntdll!NtYieldExecution')).toBe(0n);
  });
  test('an instrumentation callback is returned to instead, and told where from', () => {
    const g = guest(),
      callback = sym(g, 'note!ReadClock');
    store(g, field(g, 'process', 'KPROCESS.InstrumentationCallback'), callback);
    store(g, field(g, 'thread', 'KTHREAD.Header.DebugActive'), 3n, 1);
    g.machine.state.set('DR7', 0x401n);
    callerOf(g).aim('ntdll!NtClose', 4n);
    runTo(g, callback);
    expect(reg(g, 'R10')).toBe(sym(g, 'ntdll!NtClose') + 20n);
  });
});

test("KiSystemCall32, where AMD's SYSCALL from compatibility mode arrives, pushes CS 23h and returns to 32-bit code", () => {
  const g = guest({ vendor: 'amd' }),
    { state } = g.machine;
  expect(reg(g, 'IA32_CSTAR')).toBe(sym(g, 'nt!KiSystemCall32'));
  const number = BigInt(g.services.find(s => s.name === 'NtYieldExecution')!.number);
  callerOf(g).aim('ntdll!NtYieldExecution');
  runTo(g, sym(g, 'nt!KiSystemCall64'));
  for (const [cell, value] of [
    ['RIP', reg(g, 'IA32_CSTAR')],
    ['RCX', 0x401000n],
    ['RAX', number],
  ] as const)
    state.set(cell, value);
  runTo(g, sym(g, 'nt!KiSystemServiceUser'));
  expect(load(g, reg(g, 'RSP') + 0x170n)).toBe(0x23n);
  runTo(g, 0x401000n);
  expect([reg(g, 'CS.selector'), reg(g, 'mode'), reg(g, 'RAX')]).toEqual([0x23n, 32n, 0x40000024n]);
});

describe('planted changes', () => {
  const changed = (g: Guest, clean: Guest): { name: string; from: bigint; to: bigint }[] =>
    g.services
      .filter(s => s.table === 'nt')
      .map(s => ({
        name: s.name,
        from: load(clean, sym(clean, 'nt!KiServiceTable') + BigInt(s.number * 4), 4),
        to: load(g, sym(g, 'nt!KiServiceTable') + BigInt(s.number * 4), 4),
      }))
      .filter(x => x.from !== x.to);
  test.each(['s-1', 's-2', 's-3'])('seed %s: each is one cause, and calls still work', seed => {
    const clean = guest({}, seed);
    for (const plant of ['ssdt', 'inline', 'lstar', 'idt2e', 'thread-table', 'stub-patch']) {
      const g = guest({ plant }, seed),
        differ = changed(g, clean);
      expect(differ).toHaveLength(plant === 'ssdt' ? 1 : 0);
      expect(reg(g, 'IA32_LSTAR') !== reg(clean, 'IA32_LSTAR')).toBe(plant === 'lstar');
      expect(callerOf(g).call('ntdll!NtYieldExecution')).toBe(0x40000024n);
      for (const { name } of differ) expect(callerOf(g).call(`ntdll!${name}`)).toBe(NOT_IMPLEMENTED);
    }
  });
});
