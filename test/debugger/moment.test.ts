/** The Moment on the way of one system call of win10-x64, seed note. */
import { expect, test } from 'vitest';
import { takeMoment } from '../../core/debugger/moment.ts';
import { note, printed } from './fixture.ts';

test('at the stub', () => {
  const m = takeMoment(note());
  expect(m).toMatchObject({
    ring: 3,
    stage: 'stub',
    door: 'syscall',
    service: 'NtCreateFile (55h)',
    process: 'note.exe',
    position: '0:0',
    next: { mnemonic: 'mov', operands: 'r10,rcx' },
    place: { symbol: 'ntdll!NtCreateFile', displacement: '' },
  });
  expect(m.frame).toBeUndefined();
});
test('at push rbp: five fields stored, the error code skipped, RBP next', () => {
  const d = note();
  printed(d, 'bp nt!KiSystemCall64+15; g nt!KiSystemCall64+0x27; bd 0; g nt!KiSystemCall64+0x27; p');
  const m = takeMoment(d);
  expect(m).toMatchObject({
    ring: 0,
    stage: 'entry',
    door: 'syscall',
    service: 'NtCreateFile (55h)',
    place: { symbol: 'nt!KiSystemCall64', displacement: '+0x2b' },
    next: { mnemonic: 'push', operands: 'rbp' },
  });
  expect(m.frame?.address).toBe(0xffffc28f5b6b7b00n);
  expect(m.frame?.size).toBe(0x190);
  const state = (s: string): string[] => m.frame!.fields.filter(f => f.state === s).map(f => f.name);
  expect(state('stored')).toEqual(['Rip', 'SegCs', 'EFlags', 'Rsp', 'SegSs']);
  expect(state('skipped')).toEqual(['ErrorCode']);
  expect(state('next')).toEqual(['Rbp']);
  expect(Object.fromEntries(m.strip.map(s => [s.name, [s.value, s.was]]))).toMatchObject({
    CS: ['0010', '0033'],
    SS: ['0018', '002b'],
    RSP: ['ffffc28f5b6b7c60', '000000b1f9cff688'],
    'GS base': ['fffff8066f3d2000', '000000b1f9a4e000'],
    IF: ['0', '1'],
  });
  const rsp = m.registers.find(r => r.name === 'rsp')!;
  expect(rsp).toMatchObject({ value: 'ffffc28f5b6b7c60', was: 'ffffc28f5b6b7c68', changed: true, half: 'kernel' });
  expect(m.registers.filter(r => r.role !== undefined).map(r => [r.name, r.role])).toEqual([
    ['rax', 'service-number'],
    ['rcx', 'argument-1'],
    ['rdx', 'argument-2'],
    ['r8', 'argument-3'],
    ['r9', 'argument-4'],
    ['r10', 'argument-1'],
    ['r11', 'saved-flags'],
  ]);
  expect(m.code.slice(0, 6).map(r => [r.label, r.mnemonic, r.trail, r.breakpoint])).toEqual([
    ['ntdll!NtCreateFile+0x12:', 'syscall', true, undefined],
    ['nt!KiSystemCall64:', 'swapgs', true, undefined],
    [undefined, 'mov', true, undefined],
    [undefined, 'mov', true, undefined],
    [undefined, 'push', true, 'disabled'],
    [undefined, 'push', true, undefined],
  ]);
  expect(
    m.code
      .filter(r => r.stores)
      .map(r => [r.stores!.offset, r.stores!.field, r.stores!.skipped])
      .slice(0, 10),
  ).toEqual([
    [0x188, 'SegSs', false],
    [0x180, 'Rsp', false],
    [0x178, 'EFlags', false],
    [0x170, 'SegCs', false],
    [0x168, 'Rip', false],
    [0x160, 'ErrorCode', true],
    [0x158, 'Rbp', false],
    [0x140, 'Rbx', false],
    [0x148, 'Rdi', false],
    [0x150, 'Rsi', false],
  ]);
  expect(m.code.filter(r => r.now).map(r => r.addressText)).toEqual(['fffff806`72e0d36b']);
  expect(m.stack.find(w => w.here)).toMatchObject({
    addressText: 'ffffc28f`5b6b7c60',
    frameOffset: 0x160,
    field: 'ErrorCode',
    stale: true,
  });
});
test.each([
  ['nt!KiSystemServiceStart', 'dispatch'],
  ['nt!KiSystemServiceCopyEnd', 'copy'],
  ['nt!NtCreateFile', 'service'],
  ['nt!KiSystemServiceExit', 'exit'],
])('at %s the stage is %s', (place, stage) => {
  const d = note();
  printed(d, `g ${place}`);
  const m = takeMoment(d);
  expect(m).toMatchObject({ stage, ring: 0, service: 'NtCreateFile (55h)', frame: { address: 0xffffc28f5b6b7b00n } });
  expect(m.frame!.fields.filter(f => f.state === 'stored').map(f => f.name)).toEqual(
    expect.arrayContaining(['Rax', 'Rcx', 'Rdx', 'Rbx', 'Rdi', 'Rsi', 'Rbp', 'Rip', 'SegCs', 'EFlags', 'Rsp', 'SegSs']),
  );
});
test('back in ring 3 the call is over', () => {
  const d = note();
  printed(d, 'gu');
  const m = takeMoment(d);
  expect(m).toMatchObject({ ring: 3, stage: 'stub', position: expect.stringMatching(/^2:/) as string });
  expect(m.frame).toBeUndefined();
  expect(m.service).toBeUndefined();
});
test('reading a Moment changes nothing', () => {
  const d = note(),
    before = d.guest.machine.hash();
  takeMoment(d);
  expect(d.guest.machine.hash()).toBe(before);
});
