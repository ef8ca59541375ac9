/** What comes between instructions: single steps, breakpoints, shadows. */
import { describe, expect, test } from 'vitest';
import { readFlags, writeFlags, writeRegister } from '../../core/cpu/registers.ts';
import { CODE, frame, handler, load, machineAt, rip, steps } from '../cpu/system-fixture.ts';

const TF = 0x100n,
  RF = 0x10000n,
  BS = 1n << 14n,
  DR6_CLEAR = 0xffff0ff0n;
const START = CODE.k64;

describe('the trap flag', () => {
  test('traps after each instruction, with BS in DR6 and the next address in the frame', () => {
    const m = machineAt('k64', 'mov eax, 1 | nop');
    writeFlags(m.state, TF | 2n);
    m.step();
    expect(rip(m.state)).toBe(handler(1, 'k64'));
    expect(frame(m, 0)).toBe(START + 5n);
    expect(frame(m, 2)).toBe(TF | 2n); // the flags as they were: a trap does not set RF
    expect(m.state.get('DR6')).toBe(DR6_CLEAR | BS);
    expect(readFlags(m.state) & TF).toBe(0n);
    expect(m.executed).toBe(1n);
  });
  test('does not trap between a load of SS and the next instruction', () => {
    const m = machineAt('k64', 'mov ax, 18h | mov ss, ax | mov ecx, 5 | nop');
    m.step();
    writeFlags(m.state, TF | 2n);
    m.step();
    expect(rip(m.state)).toBe(START + 7n); // behind MOV SS: no trap
    m.step();
    expect(rip(m.state)).toBe(handler(1, 'k64'));
    expect(frame(m, 0)).toBe(START + 12n);
    expect(m.state.get('RCX')).toBe(5n);
  });
  test('is cleared by INT n, which does not trap', () => {
    const m = machineAt('k64', 'int 2eh');
    writeFlags(m.state, TF | 2n);
    m.step();
    expect(rip(m.state)).toBe(handler(0x2e, 'k64'));
    expect(frame(m, 2) & TF).toBe(TF);
    expect(m.state.get('DR6')).toBe(DR6_CLEAR);
  });
  test('set by POPF traps after the instruction behind it, not after POPF', () => {
    const m = machineAt('k64', 'mov eax, 102h | push rax | popfq | nop | nop');
    steps(m, 3);
    expect(rip(m.state)).toBe(START + 7n);
    m.step();
    expect(rip(m.state)).toBe(handler(1, 'k64'));
    expect(frame(m, 0)).toBe(START + 8n);
  });
  test('wakes a processor that single-steps over HLT', () => {
    const m = machineAt('k64', 'hlt');
    writeFlags(m.state, TF | 2n);
    expect(m.step()).toEqual({ why: 'budget' });
    expect(rip(m.state)).toBe(handler(1, 'k64'));
    expect(m.state.get('activity')).toBe(0n);
  });
});

describe('debug registers', () => {
  test('an execution breakpoint faults before its instruction; the frame has RF, so IRETQ gets past it', () => {
    const m = machineAt('k64', 'nop | inc rax | nop'),
      { state } = m;
    load(m, handler(1, 'k64'), 'iretq');
    state.set('RAX', 0n);
    state.set('DR0', START + 1n);
    writeRegister(state, 'dr7', 0x402n); // G0, execute
    steps(m, 2);
    expect(rip(state)).toBe(handler(1, 'k64'));
    expect(state.get('DR6')).toBe(DR6_CLEAR | 1n);
    expect(frame(m, 0)).toBe(START + 1n);
    expect(frame(m, 2) & RF).toBe(RF);
    expect(state.get('RAX')).toBe(0n);
    steps(m, 2); // IRETQ, INC RAX
    expect(state.get('RAX')).toBe(1n);
    expect(rip(state)).toBe(START + 4n);
    expect(readFlags(state) & RF).toBe(0n);
  });
  test('a write watch traps after the instruction; a read of the place does not', () => {
    const place = 0xfffff80000003000n,
      m = machineAt('k64', 'mov eax, [rbx] | mov byte [rbx+3], 7'),
      { state } = m;
    state.set('RBX', place);
    state.set('DR1', place);
    writeRegister(state, 'dr7', 0x400n | 8n | (0xdn << 20n)); // G1, write, 4 bytes
    m.step();
    expect(rip(state)).toBe(START + 2n);
    m.step();
    expect(rip(state)).toBe(handler(1, 'k64'));
    expect(frame(m, 0)).toBe(START + 6n);
    expect(state.get('DR6')).toBe(DR6_CLEAR | 2n);
    expect(m.memory.read(place + 3n, 1)).toEqual(Uint8Array.of(7));
  });
  test('a watch hit by an instruction that faults is forgotten', () => {
    const m = machineAt('k64', 'push qword [rbx]'),
      { state } = m;
    state.set('RBX', 0xfffff80000003000n);
    state.set('RSP', 0xfffff8000000b008n); // the page below is read-only
    state.set('DR2', 0xfffff80000003000n);
    writeRegister(state, 'dr7', 0x400n | 0x20n | (0xfn << 24n)); // G2, read or write, 4 bytes
    m.step();
    expect(state.get('DR6')).toBe(DR6_CLEAR);
    expect(state.get('pending.debug')).toBe(0n);
  });
  test('DR7.GD makes MOV to a debug register fault, with BD in DR6, and is cleared for the handler', () => {
    const m = machineAt('k64', 'mov dr0, rax'),
      { state } = m;
    writeRegister(state, 'dr7', 0x2400n);
    m.step();
    expect(rip(state)).toBe(handler(1, 'k64'));
    expect(frame(m, 0)).toBe(START);
    expect(state.get('DR6')).toBe(DR6_CLEAR | (1n << 13n));
    expect(state.get('DR7')).toBe(0x400n);
    expect(state.get('DR0')).toBe(0n);
  });
});

test('breakpoints of the debugger stop before the instruction and leave no trace', () => {
  const m = machineAt('k64', 'nop | nop | inc rax | jmp $-5');
  m.state.set('RAX', 0n);
  m.breakpoints.add(START + 2n);
  const before = machineAt('k64', 'nop | nop | inc rax | jmp $-5');
  before.state.set('RAX', 0n);
  expect(m.run(100n)).toEqual({ why: 'breakpoint', address: START + 2n });
  expect(m.executed).toBe(2n);
  before.run(2n);
  expect(m.hash()).toBe(before.hash());
  expect(m.run(100n)).toEqual({ why: 'breakpoint', address: START + 2n }); // once round: not stopped at the place it starts from
  expect(m.executed).toBe(6n);
  expect(m.run(3n)).toEqual({ why: 'budget' });
});

test.each(['evaluator', 'wasm'] as const)('%s: the length of slices changes nothing about breakpoints, before a REP neither', engine => {
  // eight instructions a round, five of them iterations
  const stopsAt = (slice: bigint, breakpoint: bigint): bigint[] => {
    const m = machineAt('k64', 'inc rax | mov ecx, 5 | rep lodsb | jmp $-10', engine),
      stops: bigint[] = [];
    m.state.set('RSI', START);
    m.breakpoints.add(START + breakpoint);
    for (let n = 0; n < 200; n++) if (m.run(slice).why === 'breakpoint') stops.push(m.executed);
    return stops.slice(0, 4);
  };
  for (const [at, first] of [
    [0n, 8n],
    [3n, 1n],
    [8n, 2n],
    [10n, 7n],
  ] as const)
    for (let slice = 1n; slice < 20n; slice++) expect(stopsAt(slice, at), `slices of ${slice}`).toEqual([0n, 8n, 16n, 24n].map(n => first + n));
});

test('every event is told, with where it came from and where it went', () => {
  const m = machineAt('u64', 'syscall'),
    told: unknown[] = [];
  m.onEvent = event => told.push(event);
  load(m, 0xfffff80000000400n, 'ud2'); // IA32_LSTAR of the image
  steps(m, 2);
  expect(told).toEqual([
    { kind: 'syscall', at: 0n, from: { rip: CODE.u64, cpl: 3 }, to: { rip: 0xfffff80000000400n, cpl: 0 } },
    { kind: 'fault', at: 1n, from: { rip: 0xfffff80000000400n, cpl: 0 }, to: { rip: handler(6, 'k64'), cpl: 0 }, vector: 6 },
  ]);
});
