/** Running and stepping on win10-x64, seed note; addresses are the study note's. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Debugger } from '../../core/debugger/debugger.ts';
import { finish, note, perform, printed } from './fixture.ts';

let d: Debugger;
beforeEach(() => {
  d = note();
});

test("the seed note's own table", () => {
  expect(printed(d, 'dq nt!KeServiceDescriptorTable L4')).toBe(
    'fffff806`734018c0  fffff806`730dbf90 00000000`00000000\nfffff806`734018d0  00000000`000001d7 fffff806`730dc6f0\n',
  );
});
test("t on syscall lands on the kernel's entry; p goes over the whole call", () => {
  printed(d, 'pc');
  expect(printed(d, 'r rip')).toBe('rip=00007ffb3c0ed5c2\n');
  expect(printed(d, 't')).toBe('nt!KiSystemCall64:\nfffff806`72e0d340 0f01f8          swapgs\n');
  const other = note();
  printed(other, 'pc');
  expect(printed(other, 'p')).toBe('ntdll!NtCreateFile+0x14:\n0033:00007ffb`3c0ed5c4 c3              ret\n');
});
test('effective addresses carry the selector and the value', () => {
  printed(d, 'g nt!KiSystemCall64');
  expect(printed(d, 'p')).toBe(
    'nt!KiSystemCall64+0x3:\nfffff806`72e0d343 654889242510000000 mov   qword ptr gs:[10h],rsp gs:002b:fffff806`6f3d2010=0000000000000000\n',
  );
});
test('p steps over a call, gu leaves the function', () => {
  printed(d, 'g nt!NtCreateFile');
  expect(printed(d, 'gu').split('\n')[0]).toBe('nt!KiSystemServiceCopyEnd+0x25:');
  const other = note();
  printed(other, 'g nt!KiSystemServiceCopyEnd');
  printed(other, 'pc');
  expect(printed(other, 'p').split('\n')[0]).toBe('nt!KiSystemServiceCopyEnd+0x25:');
});
test('pa shows each step, a count takes several', () => {
  expect(printed(d, 'pa ntdll!NtCreateFile+8')).toBe(
    'ntdll!NtCreateFile+0x3:\n0033:00007ffb`3c0ed5b3 b855000000      mov     eax,55h\nntdll!NtCreateFile+0x8:\n0033:00007ffb`3c0ed5b8 f604250803fe7f01 test    byte ptr [SharedUserData+0x308 (00000000`7ffe0308)],1 ds:002b:00000000`7ffe0308=00\n',
  );
  expect(printed(d, 't 2')).toContain('[br=0]');
});

describe('breakpoints', () => {
  test('stop before the instruction, and count passes only while running', () => {
    printed(d, 'bp nt!NtCreateFile');
    expect(printed(d, 'g').split('\n').slice(0, 2)).toEqual(['Breakpoint 0 hit', 'nt!NtCreateFile:']);
    const other = note();
    printed(other, 'bp nt!KiSystemCall64 3');
    printed(other, 'g');
    expect(printed(other, 'bl')).toContain(' 0001 (0003) nt!KiSystemCall64');
    expect(printed(other, 'r rip')).toBe('rip=fffff80672e0d340\n');
  });
  test('one-shot, disabled and cleared ones', () => {
    printed(d, 'bp /1 nt!KiSystemCall64; bp nt!NtCreateFile; bd 1; bp nt!NtClose');
    expect(printed(d, 'g')).toContain('Breakpoint 0 hit\nnt!KiSystemCall64:');
    expect(printed(d, 'g')).not.toContain('nt!NtCreateFile:');
    expect(
      printed(d, 'bl')
        .trim()
        .split('\n')
        .map(l => l.trim()[0]),
    ).toEqual(['1', '2']);
  });
  test('commands run at a hit; gc goes on, anything else stops', () => {
    printed(d, 'bp nt!NtCreateFile ".printf \\"%x\\\\n\\", @rdx; gc"; bp nt!KiSystemServiceExit ".echo out"');
    const out = printed(d, 'g');
    expect(out.startsWith('100080\nout\nnt!KiSystemServiceExit:\n')).toBe(true);
    expect(out).not.toContain('Breakpoint');
  });
  test.each([
    ['.if (@rdx == 100080) { .echo match } .else { gc }', 'match'],
    ["j (@rdx == 1) '.echo no' ; 'gc'", 'nt!KiSystemServiceExit'],
    ['.if (@rdx == 1) { } .else { gc }', 'nt!KiSystemServiceExit'],
  ])('condition %s', (command, expected) => {
    printed(d, `bp nt!NtCreateFile "${command}"; bp nt!KiSystemServiceExit`);
    expect(printed(d, 'g')).toContain(expected);
  });
  test('a condition that cannot be evaluated says so and stays', () => {
    printed(d, 'bp nt!NtCreateFile ".if (NoSuch) {} .else {gc}"');
    expect(printed(d, 'g')).toMatch(
      /^Couldn't resolve error at 'NoSuch\) '\nnt!NtCreateFile:|^Couldn't resolve error at 'NoSuch\)'\nnt!NtCreateFile:/,
    );
  });
  test('data breakpoints stop after the access', () => {
    printed(d, 'g nt!KiSystemCall64');
    printed(d, 'ba w8 gs:[10h]; ba w8 poi(@$pcr+1a8)-8');
    printed(d, 'bc *; ba w8 @$pcr+10');
    expect(printed(d, 'g')).toBe(
      'Breakpoint 0 hit\nnt!KiSystemCall64+0xc:\nfffff806`72e0d34c 65488b2425a8010000 mov   rsp,qword ptr gs:[1A8h] gs:002b:fffff806`6f3d21a8=ffffc28f5b6b7c90\n',
    );
  });
  test('five data breakpoints are one too many, said when it runs', () => {
    printed(d, 'ba w1 @rsp; ba w1 @rsp+1; ba w1 @rsp+2; ba w1 @rsp+3; ba w1 @rsp+4');
    expect(perform(d, 'g')[0]!.error).toEqual({ family: 'plain', text: 'Too many data breakpoints for processor 0' });
  });
  test("the entry with the user's stack is called lethal, the first safe place is not", () => {
    expect(perform(d, 'bp nt!KiSystemCall64')[0]!.hint).toContain('nt!KiSystemCall64+0x15');
    expect(perform(d, 'bp nt!KiSystemCall64+0x15')[0]!.hint).toBeUndefined();
    expect(perform(d, 'ba e1 nt!KiSystemCall64+3')[0]!.hint).not.toContain('crash');
  });
});

describe('stacks', () => {
  test('go through the system call', () => {
    printed(d, 'g nt!NtCreateFile');
    const rows = printed(d, 'k')
      .split('\n')
      .slice(1)
      .map(l => l.replace(/^.* {5}/, ''));
    expect(rows.slice(0, 3)).toEqual(['nt!NtCreateFile', 'nt!KiSystemServiceCopyEnd+0x25', 'ntdll!NtCreateFile+0x14']);
    expect(printed(d, 'kv')).toMatch(/nt!KiSystemServiceCopyEnd\+0x25 \(TrapFrame @ ffffc28f`5b6b7b00\)/);
  });
  test('hold at every instruction from the stub to the service and back', () => {
    for (let n = 0; n < 400; n++) {
      const rows = printed(d, 'kc')
        .trim()
        .split('\n')
        .slice(1)
        .map(l => l.slice(3));
      const inside = rows.findIndex(r => /^(nt!|ntdll!NtCreateFile)/.test(r)),
        callers = rows.filter(r => r.startsWith('note!'));
      expect(callers[0], `${n}: ${rows.join(' < ')}`).toMatch(/^note!WriteLine\+0x5[0-9a-f]$/);
      if (rows.some(r => r.startsWith('nt!')))
        expect(
          rows.some(r => r === 'ntdll!NtCreateFile+0x14'),
          `${n}: ${rows.join(' < ')}`,
        ).toBe(true);
      printed(d, 't');
      if (inside < 0) return;
    }
    throw new Error('the call never ended');
  });
});
test('.trap looks from the frame, and back', () => {
  printed(d, 'g nt!NtCreateFile');
  const out = printed(d, '.trap ffffc28f`5b6b7b00');
  expect(out).toContain('rip=00007ffb3c0ed5c4 rsp=000000b1f9cff688');
  expect(out.endsWith('ntdll!NtCreateFile+0x14:\n0033:00007ffb`3c0ed5c4 c3              ret\n')).toBe(true);
  expect(printed(d, 'r rip')).toBe('rip=00007ffb3c0ed5c4\n');
  printed(d, '.trap');
  expect(printed(d, 'r rip')).toBe('rip=fffff8067323e2d0\n');
});
test('Break ends a run, a loop and the rest of the line', () => {
  expect(finish(d.line('g'), 3).map(r => r.text.split('\n')[0])).toEqual(['Break instruction exception - code 80000003 (first chance)']);
  const results = finish(d.line('.while (1) { r $t0=@$t0+1 }; .echo never'), 5);
  expect(results.map(r => r.command)).toEqual(['.while']);
});
test('equal and unequal slices run alike', () => {
  const other = note(),
    run = (x: Debugger, budget: bigint): string => {
      const running = x.line('g nt!KiSystemServiceExit');
      let next = running.next();
      while (!next.done) next = running.next({ budget, stop: false });
      return next.value.map(r => r.text).join('') + String(x.guest.machine.executed);
    };
  expect(run(d, 7n)).toBe(run(other, 100000n));
  // of one instruction too: a slice that ends before a breakpoint does not lose it
  for (const budget of [1n, 2n, 3n]) expect(run(d, budget)).toBe(run(other, 100000n));
});
test('wt counts a call to its end', () => {
  const out = printed(d, 'wt');
  expect(out).toMatch(/^Tracing ntdll!NtCreateFile to return address 00007ff6`a1c413ae\n/);
  expect(out).toMatch(/\n\d+ instructions were executed in 5 events \(0 from other threads\)\n/);
  expect(out).toMatch(/1 system call was executed\n\nnote!WriteLine\+0x5e:\n/);
});
test('a assembles, and says where it cannot', () => {
  printed(d, 'a nt!NtCreateFile');
  expect(printed(d, 'mov eax,5')).toBe('fffff806`7323e2d5 \n');
  expect(perform(d, 'bogus')[0]!.error?.family).toBe('caret');
  printed(d, '');
  expect(printed(d, 'u nt!NtCreateFile L1')).toContain('b805000000      mov     eax,5');
});
