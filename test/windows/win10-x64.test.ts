/** win10-x64 against the published facts: entry order, frame, tables, exits. Expected numbers name their source. */
import { describe, expect, test } from 'vitest';
import type { Guest } from '../../core/windows/guest.ts';
import { buildGuest } from '../../core/windows/machines.ts';
import { SHARED, placementOf } from '../../core/windows/win10-x64/placement.ts';
import { guest as made, load, reg, runTo, sym } from './calls.ts';

const SEEDS = ['note', ...Array.from({ length: 12 }, (_, n) => `s-${n}`)];
const guest = (seed: string, set: Record<string, string> = {}, machine = 'win10-x64'): Guest => made(set, seed, machine, 'evaluator');

describe('the seed note', () => {
  test("gives the study note's numbers", () => {
    const g = guest('note'),
      d = sym(g, 'nt!KeServiceDescriptorTable');
    expect([0n, 8n, 16n, 24n].map(o => load(g, d + o, 8).toString(16))).toEqual(['fffff806730dbf90', '0', '1d7', 'fffff806730dc6f0']);
  });
});

describe('win10-x64-473', () => {
  const numberOf = (g: Guest, name: string): number => g.services.find(s => s.name === name)!.number;
  test('renumbers what follows the two services it has more', () => {
    const old = guest('note'),
      g = guest('note', {}, 'win10-x64-473');
    // facts 0.1: NtCopyFileChunk at A3h, NtQueueApcThreadEx2 at 167h
    expect([numberOf(g, 'NtCopyFileChunk'), numberOf(g, 'NtQueueApcThreadEx2')]).toEqual([0xa3, 0x167]);
    expect(numberOf(g, 'NtCreateFile')).toBe(numberOf(old, 'NtCreateFile'));
    expect(numberOf(g, 'NtCreateIRTimer')).toBe(numberOf(old, 'NtCreateIRTimer') + 1);
  });
  test('makes calls by the new numbers', () => {
    const g = guest('s-1', {}, 'win10-x64-473');
    for (const name of ['NtCreateFile', 'NtClose', 'NtQuerySystemTime', 'NtCreateFile']) runTo(g, sym(g, `nt!${name}`));
  });
});

describe.each([...SEEDS.map(seed => ['win10-x64', seed, 471n] as const), ['win10-x64-473', 's-1', 473n] as const])(
  '%s, seed %s',
  (machine, seed, services) => {
    test("every entry decodes to the routine it is named after, by the note's formula", () => {
      const g = guest(seed, {}, machine);
      for (const [table, name] of [
        ['nt', 'nt!KeServiceDescriptorTable'],
        ['win32k', 'nt!KeServiceDescriptorTableShadow'],
      ] as const) {
        const descriptor = sym(g, name) + (table === 'nt' ? 0n : 0x20n),
          base = load(g, descriptor, 8),
          limit = load(g, descriptor + 16n, 4);
        expect(limit).toBe(table === 'nt' ? services : 1316n); // facts 0.1, section 7
        for (const s of g.services.filter(x => x.table === table)) {
          const entry = load(g, base + 4n * BigInt(s.number & 0xfff), 4);
          expect(BigInt.asUintN(64, base + (BigInt.asIntN(32, entry) >> 4n))).toBe(s.address);
          expect(entry & 15n).toBe(BigInt(s.stackArguments));
        }
        if (table === 'nt') {
          expect(load(g, base + 4n * limit, 4)).toBe(limit); // one DWORD between the tables, facts 0.1
          expect(load(g, descriptor + 24n, 8)).toBe(base + 4n * limit + 4n);
        }
      }
    });

    test('a call keeps what the ABI keeps, and the frame is 190h bytes in the order of the facts', () => {
      const g = guest(seed, {}, machine),
        { state } = g.machine;
      for (let call = 0; call < 4; call++) {
        while (g.machine.memory.read(reg(g, 'RIP'), 2)?.toString() !== '15,5') g.machine.step(); // at the stub's syscall
        const before = new Map((['RBX', 'RBP', 'RSP', 'RSI', 'RDI', 'R12', 'R13', 'R14', 'R15'] as const).map(r => [r, state.get(r)]));
        const user = reg(g, 'RIP'),
          top = load(g, g.system.kpcr + 0x1a8n, 8),
          calls = load(g, g.system.kpcr + 0x2eb8n, 4),
          number = reg(g, 'RAX');
        runTo(g, sym(g, 'nt!KiSystemServiceUser'));
        const frame = reg(g, 'RSP'),
          at = (offset: bigint, bytes = 8): bigint => load(g, frame + offset, bytes);
        expect(frame).toBe(top - 0x190n);
        expect(reg(g, 'RBP')).toBe(frame + 0x80n);
        expect([0x188n, 0x180n, 0x170n, 0x168n].map(o => at(o))).toEqual([0x2bn, before.get('RSP'), 0x33n, user + 2n]);
        expect(at(0x158n)).toBe(before.get('RBP'));
        expect(reg(g, 'RCX')).toBe(reg(g, 'R10'));
        expect(state.get('flags.system') & 0x200n).toBe(0n); // IF was masked
        expect([state.get('CS.selector'), state.get('SS.selector'), state.get('GS.base')]).toEqual([0x10n, 0x18n, g.system.kpcr]);
        const routine = g.services.find(s => s.table === 'nt' && BigInt(s.number) === number)!;
        runTo(g, routine.address);
        expect(load(g, reg(g, 'RSP'), 8)).toBe(sym(g, 'nt!KiSystemServiceCopyEnd') + 0x25n); // facts 1.7
        expect(state.get('flags.system') & 0x200n).toBe(0x200n);
        for (let n = 0; n < routine.stackArguments; n++)
          expect(load(g, reg(g, 'RSP') + 0x28n + 8n * BigInt(n), 8)).toBe(load(g, before.get('RSP')! + 0x28n + 8n * BigInt(n), 8));
        expect(load(g, g.system.thread + 0x80n, 4)).toBe(number);
        expect(load(g, g.system.thread + 0x90n, 8)).toBe(frame);
        runTo(g, user + 2n);
        for (const [r, value] of before) expect(state.get(r), r).toBe(value);
        expect([state.get('CS.selector'), state.get('SS.selector'), state.get('CPL'), state.get('GS.base')]).toEqual([
          0x33n,
          0x2bn,
          3n,
          g.system.teb,
        ]);
        expect(state.get('RDX')).toBe(0n); // scrubbed, facts 1.7
        expect(load(g, g.system.kpcr + 0x2eb8n, 4)).toBe(calls + 1n);
      }
    });
  },
);

test('selectors, MSRs and gates are what Windows has', () => {
  const g = guest('note'),
    { state } = g.machine;
  expect(state.get('IA32_STAR')).toBe(0x0023001000000000n); // facts 3.2
  expect(state.get('IA32_FMASK')).toBe(0x4700n);
  expect(state.get('IA32_EFER')).toBe(0xd01n);
  expect(state.get('IA32_LSTAR')).toBe(sym(g, 'nt!KiSystemCall64'));
  const gate = state.get('IDTR.base') + 0x2en * 16n,
    low = load(g, gate, 8),
    offset = (low & 0xffffn) | ((low >> 32n) & 0xffff0000n) | (load(g, gate + 8n, 4) << 32n);
  expect(offset).toBe(sym(g, 'nt!KxUnexpectedInterrupt0') + 0x170n); // facts 4.1
  expect((low >> 45n) & 3n).toBe(0n);
});
test('int 2Eh from ring 3 meets a gate of ring 0: #GP with 172h', () => {
  const g = guest('note');
  let seen: unknown;
  g.machine.onEvent = e => (seen ??= { kind: e.kind, vector: e.vector, error: e.error });
  g.machine.memory.write(reg(g, 'RIP'), Uint8Array.of(0xcd, 0x2e));
  g.machine.step();
  expect(seen).toEqual({ kind: 'fault', vector: 13, error: 0x172n }); // facts 4.4
});
test('what does not exist is one clear problem', () => {
  expect(buildGuest({ machine: 'win11', seed: 'note', set: {} })).toMatchObject({
    ok: false,
    problem: { code: 'machine/unknown', hint: expect.stringContaining('win10-x64') as string },
  });
  expect(buildGuest({ machine: 'win10-x64', seed: 'A B', set: {} })).toMatchObject({ ok: false, problem: { code: 'machine/seed' } });
  expect(buildGuest({ machine: 'win10-x64', seed: 'note', set: { smap: 'maybe' } })).toMatchObject({
    ok: false,
    problem: { code: 'machine/switch-value' },
  });
});

test('nothing is mapped through the page tables’ own entry of the root, whatever the seed', () => {
  for (let n = 0; n < 3000; n++) {
    const { selfMap, ...places } = placementOf(`place-${n}`);
    expect([...Object.values(places), SHARED.kernel].map(at => Number((at >> 39n) & 0x1ffn))).not.toContain(selfMap);
  }
});
