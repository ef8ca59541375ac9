/** The pictures' rows, their words, and that drawing one changes nothing. */
import { describe, expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { drawPicture, type PictureRequest } from '../../core/debugger/pictures/picture.ts';
import { selectorBoard } from '../../core/debugger/pictures/selectors.ts';
import { microSteps } from '../../core/debugger/pictures/steps.ts';
import { serviceEntry } from '../../core/debugger/pictures/service-entry.ts';
import { pageWalk } from '../../core/debugger/pictures/page-walk.ts';
import { bitsPicture } from '../../core/debugger/pictures/bits.ts';
import { buildGuest, MACHINES } from '../../core/windows/machines.ts';
import { note, printed } from './fixture.ts';

const machine = (name: string, set = {}): Debugger => {
  const built = buildGuest({ machine: name, seed: 'note', set });
  if (!built.ok) throw new Error(built.problem.message);
  return new Debugger(built.value);
};
const REQUESTS: readonly PictureRequest[] = [
  { kind: 'selectors', msr: 'star' },
  { kind: 'selectors', msr: 'sysenter', value: '8' },
  { kind: 'bits' },
  { kind: 'bits', vector: 'e', selector: '10', fmask: '0' },
  { kind: 'bits', rflags: '302', efer: 'd00' },
  { kind: 'service' },
  { kind: 'walk', address: '@rsp' },
  { kind: 'walk', address: '0' },
  { kind: 'steps' },
  { kind: 'steps', at: 2 },
];

test.each(Object.keys(MACHINES))('on %s every picture is drawn, says the same as its command, and changes nothing', name => {
  const d = machine(name);
  for (let n = 0; n < 12; n++) {
    for (const request of REQUESTS) {
      if ('address' in request && request.address === '@rsp' && d.target.bits === 32) continue;
      const hash = d.guest.machine.hash(),
        { lines, command } = drawPicture(d, request)!;
      expect(d.guest.machine.hash()).toBe(hash);
      expect(lines.length).toBeGreaterThan(0);
      expect(printed(d, command), command).toBe(lines.map(l => `${l}\n`).join(''));
      expect(d.guest.machine.hash()).toBe(hash);
    }
    printed(d, 't');
  }
});
test('an expression that cannot be read draws nothing', () => {
  expect(drawPicture(note(), { kind: 'walk', address: 'nt!' })).toBeUndefined();
  expect(printed(note(), '!walk nt!')).toContain('error');
});

describe('the selector board', () => {
  const rows = (d: Debugger, msr: 'star' | 'sysenter', value?: bigint): readonly unknown[] =>
    selectorBoard(d, msr, value).rows.map(r => [r.name, r.selector ?? r.fault, r.agrees]);
  test('as booted, each selector names what the processor loads', () => {
    expect(rows(note(), 'star')).toEqual([
      ['syscall CS', '0010', true],
      ['syscall SS', '0018', true],
      ['sysret 64 CS', '0033', true],
      ['sysret 64 SS', '002b', true],
      ['sysret 32 CS', '0023', true],
      ['sysret 32 SS', '002b', true],
    ]);
  });
  test('what if SYSRET began at 10h: kernel descriptors under ring 3 selectors', () => {
    const board = selectorBoard(note(), 'star', 0x0010_0010_0000_0000n);
    expect(board.rows.filter(r => !r.agrees).map(r => [r.name, r.selector])).toEqual([
      ['sysret 64 CS', '0023'],
      ['sysret 64 SS', '001b'],
      ['sysret 32 CS', '0013'],
      ['sysret 32 SS', '001b'],
    ]);
    expect(drawPicture(note(), { kind: 'selectors', msr: 'star', fields: ['10', '10'] })!.command).toBe('!selectors star 00100010`00000000');
    expect([board.value, board.booted]).toEqual(['00100010`00000000', '00230010`00000000']);
  });
  test('SYSENTER refuses with an empty MSR, and makes four selectors of 8', () => {
    const d = machine('bench-x86');
    expect(rows(d, 'sysenter', 0n).every(r => (r as string[])[1] === '#GP(0)')).toBe(true);
    expect(rows(d, 'sysenter', 8n).map(r => (r as string[])[1])).toEqual(['0008', '0010', '001b', '0023']);
    expect(selectorBoard(d, 'star').rows).toEqual([]);
  });
  test('an AMD processor has no SYSENTER in long mode', () => {
    expect(rows(machine('win10-x64', { vendor: 'amd' }), 'sysenter', 8n).every(r => (r as string[])[1] === '#UD')).toBe(true);
  });
});

test('the steps of syscall, with this machine’s values; the machine stays before it', () => {
  const d = note();
  printed(d, 'g ntdll!NtCreateFile+0x12');
  const { named, steps } = microSteps(d);
  expect(named).toBe(true);
  expect(steps).toHaveLength(7);
  const values = steps.flatMap(s => s.values);
  expect(values).toContainEqual({ action: 'write', what: 'RCX', value: '00007ffb`3c0ed5c4', was: '000000b1`f9cff6d8' });
  expect(values).toContainEqual({ action: 'read', what: 'IA32_LSTAR', value: 'fffff806`72e0d340' });
  expect(d.target.symbolText(d.target.ip)).toBe('ntdll!NtCreateFile+0x12');
  printed(d, 'wrmsr c0000080 d00');
  const refused = microSteps(d).steps;
  expect([refused.length, refused[0]!.fault]).toEqual([1, '#UD']);
});
test('of the steps, some are behind, one is now, the rest to come; registers are as the steps so far leave them', () => {
  const d = note();
  printed(d, 'g ntdll!NtCreateFile+0x12');
  const states = (at?: number): string => microSteps(d, at).steps.map(s => s.state[0]).join('');
  const live = (at: number): Record<string, string> => Object.fromEntries(microSteps(d, at).live.map(l => [l.what, l.value]));
  expect([states(), states(0), states(4), states(7), states(99)]).toEqual(['aaaaaaa', 'aaaaaaa', 'pppnaaa', 'ppppppn', 'ppppppn']);
  const [, , , masks] = microSteps(d).steps;
  expect(masks!.values.at(-1)).toEqual({ action: 'write', what: 'RFLAGS', value: '46', was: '246', flags: 'IF 1 → 0' });
  expect(live(0)).toMatchObject({ RFLAGS: '246', CS: '0033', RIP: '00007ffb`3c0ed5c2', CPL: '3' });
  expect(live(4)).toMatchObject({ RCX: '00007ffb`3c0ed5c4', RFLAGS: '46', CS: '0033', CPL: '3' });
  expect(microSteps(d, 4).live.filter(l => l.changed).map(l => l.what)).toEqual(['RFLAGS']);
  // The last step leaves what the instruction itself does.
  const end = live(7);
  printed(d, 't');
  const { target } = d,
    hex = (name: string, digits: number): string => target.register(name)!.toString(16).padStart(digits, '0');
  expect([end['RCX'], end['R11'], end['RFLAGS'], end['CS'], end['SS'], end['RIP']]).toEqual(
    [target.address(target.register('rcx')!), hex('r11', 1), hex('efl', 1), hex('cs', 4), hex('ss', 4), target.address(target.ip)],
  );
});
test('a refusal takes its steps back before the fault is delivered; stopped at it, the check that failed is now', () => {
  const d = note();
  printed(d, 'g ntdll!NtCreateFile+0x12; wrmsr c0000080 d00');
  const before = microSteps(d, 1),
    { steps, delivery, all } = before;
  expect([steps.length, all, steps[0]!.state, delivery![0]!.state]).toEqual([1, 1 + delivery!.length, 'now', 'ahead']);
  expect(before.live.find(l => l.what === 'RIP')!.value).toBe('00007ffb`3c0ed5c2');
  const last = microSteps(d, all);
  expect(last.live.find(l => l.what === 'CS')!.value).toBe('0010');
  printed(d, 't');
  const stopped = microSteps(d);
  expect([stopped.failed, stopped.steps[0]!.state, stopped.at]).toEqual([true, 'now', 1]);
  expect(printed(d, '!steps 2')).toMatch(/^\* 1 .*\n.*\n.*#UD.*\nthen, through the IDT\n> 2 /m);
});
test('a service entry keeps its sign', () => {
  expect(serviceEntry(note(), 0x55n).entry).toMatchObject({ symbol: 'nt!NtCreateFile', stack: '7', distance: '+162340h' });
  const negative = serviceEntry(note(), 0n).entry!;
  expect(negative).toMatchObject({ symbol: 'nt!NtAccessCheck', distance: '-2e9dd0h', unsigned: 'fffff806`82df21c0' });
  expect(serviceEntry(note(), 0xfffn).entry).toBeUndefined();
  expect(serviceEntry(note()).number).toBe('55');
});
test('a walk ends where the bytes are', () => {
  const d = note(),
    walk = pageWalk(d, d.target.sp);
  expect(walk.levels.map(l => l.name)).toEqual(['PML4E', 'PDPTE', 'PDE', 'PTE']);
  expect(d.target.readPhysical(BigInt(`0x${walk.physical!}`), 8)).toEqual(d.target.read(d.target.sp, 8));
  expect(pageWalk(d, 0n).physical).toBeUndefined();
});
test('the mask marks what it clears, and what SYSRET restores', () => {
  const d = note(),
    [flags] = bitsPicture(d, 0x2e, 0x33, { fmask: 0x202n }).tables,
    name = (n: number): string => flags!.columns[n]!.name;
  expect(flags!.rows.map(r => r.name)).toEqual(['RFLAGS', 'FMASK', 'after syscall', 'R11', 'sysret keeps', 'after sysret']);
  expect(flags!.rows[2]!.marked.map(name)).toEqual(['IF']);
  expect(flags!.rows[5]!.value).toBe(flags!.rows[0]!.value);
  const kept = flags!.rows[4]!;
  // SDM Vol. 2 "SYSRET": RFLAGS := (R11 & 3C7FD7H) | 2
  expect(kept.value).toBe('3c7fd7');
  expect([...kept.bits].flatMap((b, n) => (b === '0' && name(n) !== '' ? [name(n)] : []))).toEqual(['VM', 'RF']);
});
test('each bit that may be tried says what the value would be, and turning it shows what comes of it', () => {
  const d = note(),
    hash = d.guest.machine.hash(),
    turnedBy = (bit: number, what: 'rflags' | 'fmask' | 'efer', whatIf = {}): string | undefined => {
      const table = bitsPicture(d, 0x2e, 0x33, whatIf).tables.find(t => t.rows.some(r => r.tries?.what === what))!,
        row = table.rows.find(r => r.tries?.what === what)!;
      return row.tries!.turned[table.columns.findIndex(c => c.bit === bit)];
    };
  expect(turnedBy(10, 'rflags')).toBe((d.target.register('efl')! ^ 0x400n).toString(16));
  expect([turnedBy(1, 'rflags'), turnedBy(17, 'rflags')], 'fixed: bit 1, VM').toEqual([undefined, undefined]);
  const [flags, efer] = bitsPicture(d, 0x2e, 0x33, { rflags: 0x602n, fmask: 0n }).tables,
    after = flags!.rows.find(r => r.name === 'after syscall')!;
  expect([after.value, flags!.rows[0]!.real, flags!.rows[1]!.real]).toEqual(['602', d.target.register('efl')!.toString(16), '4700']);
  expect(efer!.rows[0]!.tries!.turned.filter(v => v !== undefined), 'only SCE decides anything at this door').toEqual(['d00']);
  expect(bitsPicture(d, 0x2e, 0x33, { efer: 0xd00n }).tables[0]).toMatchObject({ refused: { door: 'syscall', fault: '#UD' } });
  expect(printed(d, '!bits 2e @cs efer=d00 rflags=602')).toContain('syscall: #UD');
  expect(printed(d, '!bits 2e @cs cr0=1')).toContain('^ Syntax error');
  expect(d.guest.machine.hash()).toBe(hash);
});
test('on x86 SYSENTER clears IF, and SYSEXIT does not give it back', () => {
  const d = machine('winxp-x86'),
    [flags] = bitsPicture(d, 0x2e, 0x1b, { rflags: 0x202n }).tables;
  expect(flags!.rows.map(r => [r.name, r.value])).toEqual([['EFLAGS', '202'], ['after sysenter', '2'], ['after sysexit', '2']]);
});
test('an entry is cut into fields, its rights into bits, and its pieces are put together', () => {
  const d = note(),
    [gate, code] = bitsPicture(d, 0x2e, 0x33).entries,
    bytes = [...d.target.read(d.target.register('idtr')! + 0x2e0n, 16)!].map(b => b.toString(16).padStart(2, '0'));
  expect(gate!.fields.flatMap(f => f.bytes)).toEqual(bytes);
  const value = (name: string): string => gate!.fields.find(f => f.name === name)!.value;
  expect(gate!.wholes[0]!.value.replace('`', '')).toBe(value('OffsetHigh') + value('OffsetMiddle') + value('OffsetLow'));
  const rights = gate!.fields.find(f => f.name === 'attr')!;
  expect(rights.parts!.map(p => p.value).join('')).toBe(parseInt(rights.value, 16).toString(2));
  expect(rights.parts!.find(p => p.name === 'DPL')!.says).toMatchObject({ id: 'gate-shut', bad: true, text: 'int 2eh from ring 3: CPL 3 > DPL 0, #GP(172)' });
  expect(code!.fields.flatMap(f => f.parts ?? []).find(p => p.name === 'L')).toMatchObject({ value: '1', says: { text: '64-bit code' } });
  const task = bitsPicture(d, 0x2e, Number(d.target.register('tr'))).entries[1]!;
  expect([task.fields.length, task.wholes[0]!.half]).toEqual([8, 'kernel']);
  const [older, flat] = bitsPicture(machine('winxp-x86'), 0x2e, 0x1b).entries;
  expect(older!.fields.map(f => f.name)).toEqual(['Offset', 'Selector', '', 'attr', 'ExtendedOffset']);
  expect(older!.fields[3]!.parts!.find(p => p.name === 'DPL')).toMatchObject({ value: '11', says: { id: 'gate-open' } });
  expect(flat!.wholes.map(w => w.value)).toEqual(['00000000', 'ffffffff']);
});
test('of a gate that ring 3 may use, what is not there refuses', () => {
  const d = note();
  printed(d, 'eb @idtr+2e*10+5 6e');
  expect(bitsPicture(d, 0x2e, 0x33).entries[0]!.fields[3]!.parts![1]!.says).toMatchObject({ id: 'gate-absent', text: 'int 2eh from ring 3: not present, #NP(172)' });
});
