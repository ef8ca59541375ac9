/** Registers, MSRs, vendor differences, and that a refused transition has not happened. */
import { describe, expect, test } from 'vitest';
import { CELLS, State, type Cell } from '../../core/cpu/state.ts';
import { REGISTERS, readFlags, readRegister, writeFlags, writeRegister } from '../../core/cpu/registers.ts';
import { MSRS, readMsr, writeMsr } from '../../core/cpu/msrs.ts';
import { fetchInstruction } from '../../core/cpu/fetch.ts';
import { evaluate, rflags } from '../../core/cpu/engines/evaluator.ts';
import { specTransitions, transitions } from '../../core/cpu/transitions/index.ts';
import { explainDelivery, sentences, transitionOf } from '../../core/cpu/transitions/explain.ts';
import { VectorRunner, type SystemVector } from '../../core/machine/vector.ts';
import { CODE, frame, handler, machineAt, rip, steps } from './system-fixture.ts';
import { image, vectors } from './vector-files.ts';

describe('registers', () => {
  test('names are parts of cells', () => {
    const state = new State();
    state.set('RAX', 0x1122334455667788n);
    expect(['rax', 'eax', 'ax', 'al', 'ah'].map(n => readRegister(state, n))).toEqual([
      0x1122334455667788n,
      0x55667788n,
      0x7788n,
      0x88n,
      0x77n,
    ]);
    writeRegister(state, 'ah', 0xabcn);
    expect(state.get('RAX')).toBe(0x112233445566bc88n);
    writeRegister(state, 'r9b', 0x1ffn);
    expect(readRegister(state, 'r9d')).toBe(0xffn);
    writeRegister(state, 'xmm7', (1n << 127n) | 2n);
    expect([readRegister(state, 'xmm7'), state.get('XMM7.high')]).toEqual([(1n << 127n) | 2n, 1n << 63n]);
    expect([readRegister(state, 'xmm16'), writeRegister(state, 'rxx', 0n)]).toEqual([undefined, false]);
  });
  test('each flag is a register, and RFLAGS is what the spec language says it is', () => {
    const state = new State(),
      words = [0x2n, 0x8d7n, 0xcd7n, 0x246n, 0x10a82n, 0x257fd7n];
    for (const word of words) {
      writeFlags(state, word);
      expect([readFlags(state), rflags(state)]).toEqual([word, word]);
    }
    writeRegister(state, 'zf', 0n);
    writeRegister(state, 'iopl', 2n);
    expect(readRegister(state, 'efl')).toBe(0x257fd7n & ~0x40n & ~0x1000n);
    expect(
      [...REGISTERS.values()]
        .filter(r => r.cell === 'rflags' && r.width === 1)
        .every(r => writeRegister(state, r.name, 1n) && readRegister(state, r.name) === 1n),
    ).toBe(true);
  });
});

describe('MSRs', () => {
  test('read back what may be written, and refuse the rest', () => {
    const state = new State();
    for (const { number, writable, address, name } of MSRS) {
      if (name === 'IA32_EFER' || name === 'IA32_TIME_STAMP_COUNTER') continue;
      const value = address ? 0xffff_8000_1234_5678n : writable;
      expect([name, writeMsr(state, number, value), readMsr(state, number)]).toEqual([name, true, value]);
    }
    expect([readMsr(state, 0x12345), writeMsr(state, 0x12345, 0n)]).toEqual([undefined, false]);
    expect(writeMsr(state, 0xc0000082, 0x8000_0000_0000n)).toBe(false);
    expect(writeMsr(state, 0xc0000080, 1n << 12n)).toBe(false);
  });
  test('the time-stamp counter counts instructions, from where it was set', () => {
    const m = machineAt('k64', 'mov ecx, 10h | xor edx, edx | mov eax, 1000 | wrmsr | nop | nop | rdtsc');
    steps(m, 7);
    expect(m.state.get('RAX')).toBe(1003n);
  });
});

describe('Intel and AMD', () => {
  const amd = (place: Parameters<typeof machineAt>[0], code: string): ReturnType<typeof machineAt> => {
    const m = machineAt(place, code);
    m.state.set('vendor', 1n);
    return m;
  };
  const BAD = 0x8000_0000_0000n;
  test('SYSRET to a non-canonical address: Intel faults in ring 0, AMD in ring 3', () => {
    const intel = machineAt('k64', 'db 48h, 0fh, 07h');
    intel.state.set('RCX', BAD);
    intel.step();
    expect([rip(intel.state), frame(intel, 2) & 3n]).toEqual([handler(13, 'k64'), 0x10n & 3n]);
    const other = amd('k64', 'db 48h, 0fh, 07h');
    other.state.set('RCX', BAD);
    other.state.set('R11', 2n);
    other.step();
    expect([rip(other.state), other.state.get('CPL')]).toEqual([BAD, 3n]);
    other.step();
    expect([rip(other.state), other.state.get('CPL'), frame(other, 1), frame(other, 2)]).toEqual([handler(13, 'k64'), 0n, BAD, 0x33n]);
  });
  test('SYSENTER in long mode is #UD on AMD', () => {
    const m = amd('u64', 'sysenter');
    m.step();
    expect(rip(m.state)).toBe(handler(6, 'k64'));
  });
  test('SYSCALL in compatibility mode goes to CSTAR on AMD, and is #UD on Intel', () => {
    const compat = (m: ReturnType<typeof machineAt>): typeof m => {
      m.state.set('CS.selector', 0x23n);
      m.state.set('CS.rights', 0xc0fbn);
      m.state.set('CS.limit', 0xffff_ffffn);
      m.state.set('mode', 32n);
      return m;
    };
    const intel = compat(machineAt('u64', 'syscall')),
      other = compat(amd('u64', 'syscall'));
    intel.step();
    other.step();
    expect([rip(intel.state), rip(other.state), other.state.get('mode')]).toEqual([handler(6, 'k64'), other.state.get('IA32_CSTAR'), 64n]);
    expect(other.state.get('RCX')).toBe(CODE.u64 + 2n);
  });
});

describe.each(['sys64', 'sys32', 'sys32pae'])('%s: a transition that faults', file => {
  test('has changed no register and no memory', () => {
    const runner = new VectorRunner('evaluator', image),
      exempt = new Set<Cell>([
        'CR2',
        'fault.vector',
        'fault.error',
        'engine.budget',
        'attention',
        'RIP',
        'DR6',
        'bounce.linear',
        'bounce.size',
      ]);
    let faulted = 0;
    for (const vector of vectors(file) as SystemVector[]) {
      const { state, memory } = runner.prepare(vector);
      memory.flush();
      const i = fetchInstruction(state, memory);
      if (i === 'fault' || !transitionOf(i.form) || /^INT/.test(i.form.mnemonic)) continue; // a frame stays as far as it was pushed
      memory.takeChanged('checkpoint');
      const before = CELLS.map(c => state.get(c)),
        here = state.get('RIP');
      if (evaluate(i, state, memory) !== 'fault') continue;
      faulted++;
      expect([vector.id, state.get('RIP')]).toEqual([vector.id, here]);
      expect([vector.id, CELLS.filter((c, n) => !exempt.has(c) && state.get(c) !== before[n])]).toEqual([vector.id, []]);
      expect([vector.id, memory.takeChanged('checkpoint')]).toEqual([vector.id, []]);
    }
    expect(faulted).toBeGreaterThan(50);
  });
});

describe('explaining', () => {
  test('every transition says something at each step', () => {
    for (const name of [...Object.keys(transitions), ...Object.keys(specTransitions), 'DELIVER'])
      for (const say of sentences(name)) expect([name, say.length > 10]).toEqual([name, true]);
  });
  test('a delivery shows gate, stack, frame and handler with their values', () => {
    const m = machineAt('u64', 'nop'),
      told = explainDelivery(m.state, m.memory, { vector: 14, error: 5n, source: 'exception', returnTo: CODE.u64 });
    const rows = told.flatMap(t => t.rows),
      written = (what: RegExp): bigint | undefined => rows.find(r => r.action === 'write' && what.test(r.what))?.value;
    expect(written(/^push error code/)).toBe(5n);
    expect(written(/^push RIP/)).toBe(CODE.u64);
    expect(written(/^push CS/)).toBe(0x33n);
    expect(rows.find(r => r.what.startsWith('TSS.RSP0'))?.value).toBe(0xfffff80000005f00n);
    expect(rip(m.state)).toBe(handler(14, 'k64'));
  });
});

test('state saved and restored goes on as before', () => {
  const code = 'inc rax | push rax | pop rbx | add rcx, rbx | jmp $-8',
    m = machineAt('k64', code);
  m.run(7n);
  const saved = m.state.save(),
    ram = m.memory.readPhysical(0n, m.state.ramBytes)!,
    hash = m.hash();
  m.run(50n);
  const later = m.hash();
  expect(later).not.toBe(hash);
  m.memory.writePhysical(0n, ram);
  m.state.restore(saved);
  expect(m.hash()).toBe(hash);
  m.run(50n);
  expect(m.hash()).toBe(later);
});
