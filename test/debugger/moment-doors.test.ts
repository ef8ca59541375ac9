/** The Moment by every door: where the frame is written, how the call came in, how a stage is gone to, what a fault leaves. */
import { expect, test } from 'vitest';
import { Debugger } from '../../core/debugger/debugger.ts';
import { takeMoment, type Moment } from '../../core/debugger/moment.ts';
import { drawPicture } from '../../core/debugger/pictures/picture.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { printed } from './fixture.ts';

function machine(name: string, lines: readonly string[], set: Readonly<Record<string, string>> = {}): Debugger {
  const guest = buildGuest({ machine: name, seed: 'note', set });
  if (!guest.ok) throw new Error(guest.problem.message);
  const d = new Debugger(guest.value);
  for (const line of lines) printed(d, line);
  return d;
}
const stored = (m: Moment): readonly string[] => m.frame!.fields.filter(f => f.state === 'stored').map(f => f.name);
const came = (m: Moment): readonly (readonly string[])[] => m.cameIn!.rows.map(r => [r.what, r.from, r.value]);

test.each(['winxp-x86', 'win7-x86'])('%s by sysenter: the entry builds HardwareSegSs first, where an interrupt would have put it', name => {
  const d = machine(name, ['g nt!KiFastCallEntry']),
    rows = takeMoment(d).code.filter(r => r.stores);
  // _KTRAP_FRAME of x86: HardwareSegSs 78h, HardwareEsp 74h, EFlags 70h, SegCs 6Ch, Eip 68h.
  expect(rows.slice(0, 3).map(r => [r.stores!.field, r.stores!.offset])).toEqual([
    ['HardwareSegSs', 0x78],
    ['HardwareEsp', 0x74],
    ['EFlags', 0x70],
  ]);
  printed(d, `g ${rows[2]!.addressText}`);
  const m = takeMoment(d);
  expect(stored(m)).toEqual(['HardwareEsp', 'HardwareSegSs']);
  const sp = m.stack.find(w => w.here)!;
  expect(sp.field, 'what ESP points to was written last').toBe('HardwareEsp');
  expect(sp.valueText).toBe(m.registers.find(r => r.name === 'edx')!.value);
  expect(came(m).map(r => r.slice(0, 2))).toEqual([
    ['EFLAGS', 'IF ← 0'],
    ['EIP', '← SYSENTER_EIP'],
    ['ESP', '← SYSENTER_ESP'],
    ['CS', '← SYSENTER_CS'],
    ['SS', '← SYSENTER_CS + 8'],
    ['CPL', '←'],
  ]);
  expect(m.way).toMatchObject({ down: 'sysenter', up: 'sysexit', lines: { stub: '!tt 0:4', service: 'g nt!NtCreateFile', exit: 'g nt!KiServiceExit' } });
});

test('by int 2Eh the processor pushes five words; the frame is the same', () => {
  const d = machine('win10-x64', ['g nt!KiSystemService'], { vsm: 'on' }),
    m = takeMoment(d);
  expect(m).toMatchObject({ door: 'int2e', stage: 'entry', way: { down: 'int 2Eh', up: 'iret' } });
  expect(stored(m)).toEqual(['Rip', 'SegCs', 'EFlags', 'Rsp', 'SegSs']);
  const pushed = m.cameIn!.rows.slice(0, 5);
  expect(pushed.map(r => [r.what, r.from])).toEqual([
    ['[RSP+20h]', '← SS'],
    ['[RSP+18h]', '← RSP'],
    ['[RSP+10h]', '← RFLAGS'],
    ['[RSP+8]', '← CS'],
    ['[RSP]', '← RIP'],
  ]);
  expect(pushed[4]!.value).toBe(printed(d, 'dq @rsp L1').trim().split(/\s+/)[1]!.replace('`', ''));
  expect(m.cameIn!.untouched).toEqual(['GS', 'CR3']);
});

test('by syscall nothing is pushed: RCX and R11 keep the way back', () => {
  const d = machine('win10-x64', ['g nt!KiSystemCall64']),
    m = takeMoment(d);
  expect(came(m)).toEqual([
    ['RCX', '← RIP', '00007ffb3c0ed5c4'],
    ['R11', '← RFLAGS', '00000246'],
    ['RFLAGS', '&= ~FMASK', '00000046'],
    ['RIP', '← LSTAR', 'fffff80672e0d340'],
    ['CS', '← STAR[47:32]', '0010'],
    ['SS', '← STAR[47:32] + 8', '0018'],
    ['CPL', '←', '0'],
  ]);
  expect(m.cameIn!.untouched).toEqual(['RSP', 'GS', 'CR3']);
});

test('each stage is gone to by its line, forwards and back', () => {
  const d = machine('win10-x64', []);
  const way: [stage: string, place: string][] = [
    ['entry', 'nt!KiSystemCall64'],
    ['dispatch', 'nt!KiSystemServiceStart'],
    ['copy', 'nt!KiSystemServiceCopyEnd'],
    ['service', 'nt!NtCreateFile'],
    ['exit', 'nt!KiSystemServiceExit'],
    ['service', 'nt!NtCreateFile'],
    ['dispatch', 'nt!KiSystemServiceStart'],
    ['entry', 'nt!KiSystemCall64'],
    ['stub', 'ntdll!NtCreateFile+0x12'],
  ];
  for (const [stage, place] of way) {
    const line = takeMoment(d).way.lines[stage as keyof Moment['way']['lines']];
    expect(line, stage).toBeDefined();
    printed(d, line!);
    const m = takeMoment(d);
    expect([m.stage, m.place.symbol + m.place.displacement], line).toEqual([stage, place]);
  }
});

test('a fault from ring 3: the error code is the processor’s, the first push is RBP; its steps are those that failed, then the way to the handler', () => {
  const d = machine('win10-x64', ['r rip=0', 't']),
    m = takeMoment(d),
    before = d.guest.machine.hash();
  expect(m).toMatchObject({ faulted: true, fault: '#PF(14)', door: 'trap', stage: 'entry', way: { down: '#PF', up: 'iret' } });
  expect(stored(m)).toEqual(['ErrorCode', 'Rip', 'SegCs', 'EFlags', 'Rsp', 'SegSs']);
  expect(m.code.find(r => r.now)?.stores).toMatchObject({ field: 'Rbp', offset: 0x158 });
  expect(m.code[0]).toMatchObject({ last: true });
  const drawn = drawPicture(d, { kind: 'steps' })!;
  if (drawn.picture.kind !== 'steps') throw new Error('no steps');
  expect(drawn.picture.steps).toMatchObject({ failed: true, address: '00000000`00000000', steps: [{ fault: '#PF(14)' }] });
  expect(drawn.picture.steps.delivery!.length).toBeGreaterThan(5);
  expect(drawn.picture.steps.delivery!.some(s => s.fault !== undefined)).toBe(false);
  expect(d.guest.machine.hash(), 'looking back changed nothing').toBe(before);
  printed(d, 't');
  expect(takeMoment(d).faulted).toBe(false);
});

test('a fault inside the kernel’s entry leaves the rest of the frame unwritten', () => {
  const m = takeMoment(machine('win10-x64', ['eb nt!KiSystemCall64 90 90 90', 'g']));
  expect(m.ended).toBe('halted');
  expect(stored(m)).toEqual([]);
});

test('a branch says where it leads and what becomes of it; the line that ran last is marked', () => {
  const d = machine('win10-x64', ['g nt!KiSystemCall64+0x50', 't']),
    now = takeMoment(d).code.find(r => r.now)!;
  expect(now.mnemonic).toBe('je');
  expect(now.goes).toMatchObject({ text: 'nt!KiSystemCall64+0x65', calls: false, taken: printed(d, '.echo; u @rip L1; r zf').includes('zf=1') });
  expect(takeMoment(d).code.filter(r => r.last).map(r => r.mnemonic)).toEqual(['test']);
});

test('breakpoints tell how often they stopped the machine, and their conditions; a stored word is marked', () => {
  const d = machine('win10-x64', ['bp nt!KiSystemCall64+0x15', 'bu later!symbol', 'bsc 0 "@rax == 55"', 'ba w8 @rsp', 'g']);
  expect(takeMoment(d).breakpoints).toMatchObject([
    { id: 0, hits: 1, condition: '@rax == 55', enabled: true },
    { id: 1, hits: 0, symbol: 'later!symbol' },
    { id: 2, hits: 0, access: 'w 8' },
  ]);
  takeMoment(d);
  printed(d, 't');
  const m = takeMoment(d);
  expect(m.stack.find(w => w.here)).toMatchObject({ changed: true, was: '00000000`00000000', valueText: '00000000`0000002b' });
});

test('registers in full: names of bits, hidden parts, and a segment whose descriptor says something else', () => {
  const d = machine('win10-x64', []);
  const full = (): Extract<NonNullable<ReturnType<typeof drawPicture>>['picture'], { kind: 'registers' }>['registers'] => {
    const { picture } = drawPicture(d, { kind: 'registers' })!;
    if (picture.kind !== 'registers') throw new Error('no registers');
    return picture.registers;
  };
  const bits = (name: string): readonly string[] => full().registers.find(r => r.name === name)!.bits.filter(b => b.set).map(b => b.name);
  expect(bits('rflags')).toEqual(['IF']);
  expect(bits('cr0')).toEqual(expect.arrayContaining(['PG', 'WP', 'PE']));
  expect(bits('efer')).toEqual(['NXE', 'LMA', 'LME', 'SCE']);
  expect(full().segments.find(s => s.name === 'cs')).toMatchObject({
    ...{ name: 'cs', selector: '0033', kind: 'code 64', dpl: 3 },
    ...{ base: '00000000`00000000', differs: false },
  });
  printed(d, full().registers[0]!.bits.find(b => b.name === 'ZF')!.turn!);
  expect(bits('rflags')).toEqual(['IF', 'ZF']);
  expect(full().registers[0]!.bits.filter(b => b.changed).map(b => b.name)).toEqual(['ZF']);
  printed(d, 'r cs=10');
  expect(full().segments.find(s => s.name === 'cs')).toMatchObject({ differs: true });
  const drawn = drawPicture(d, { kind: 'registers' })!;
  expect(printed(d, drawn.command)).toBe(`${drawn.lines.join('\n')}\n`);
});

test('who wrote a register is gone to by its bare name', () => {
  const d = machine('win10-x64', ['g nt!KiSystemCall64+0x2b', '!lastwrite rcx']);
  expect(takeMoment(d).next).toEqual({ mnemonic: 'mov', operands: 'rcx,r10' });
});

test('code elsewhere is read the same way, and nothing of it is now', () => {
  const d = machine('win10-x64', []),
    drawn = drawPicture(d, { kind: 'code', address: 'nt!NtClose' })!;
  if (drawn.picture.kind !== 'code') throw new Error('no code');
  expect(drawn.picture.code.rows[0]).toMatchObject({ label: 'nt!NtClose:', now: false });
  expect(printed(d, 'u nt!NtClose L1').split('\n')[1]!.split(/\s+/)[0]).toBe(drawn.picture.code.rows[0]!.addressText);
  expect(drawPicture(d, { kind: 'code', address: 'nt!Nothing' })).toBeUndefined();
});
