/** Two runs side by side: the first input, the first instruction, and exactly the registers and bytes that differ. */
import { expect, test } from 'vitest';
import { divergence, type Divergence } from '../../core/lab/divergence.ts';
import { drain, exercise, HASH, line, must, parsed, record, type Done } from './record.ts';

const NOTE = { machine: 'win10-x64', seed: 'note', set: {} } as const;
function compare(a: string, b: string): Divergence | undefined {
  const options = { exercise: { exercise: exercise('console-first-break'), hash: HASH } };
  return must(drain(divergence(parsed(a), parsed(b), { a: options, b: options })));
}
const free = (...lines: readonly Done[]): string => record(NOTE, lines).text;
const [BP, GO] = [line('bp nt!NtClose'), line('g')];

test('equal runs, and runs whose inputs differ but not their machines, have no divergence', () => {
  expect(compare(free(BP, GO), free(BP, GO))).toBeUndefined();
  expect(compare(free(line('r'), BP, GO), free(line('dq @rsp'), line('bp nt!NtClose'), GO))).toBeUndefined();
});
test('an edit is found where it was made, with the register', () => {
  const found = compare(free(BP, GO, line('r rbx = 5; t 3')), free(BP, GO, line('r rbx = 6; t 3')))!;
  expect(found).toMatchObject({ input: 3, what: 'state', memory: [], words: 0 });
  expect(found.registers).toEqual([{ name: 'RBX', a: 5n, b: 6n }]);
  expect(record(NOTE, [BP, GO]).session.debugger.execution.position).toBe(found.position);
});
test('an edit in the middle of a run is found at its instruction, with the bytes', () => {
  const run = (byte: string): string => free(line(`t 7; eb @rsp-40 ${byte}; t 2000`)),
    found = compare(run('11'), run('22'))!;
  expect(found).toMatchObject({ input: 1, what: 'state', position: '1:2', registers: [], words: 1 });
  expect(found.memory[0]!.a ^ found.memory[0]!.b).toBe(0x33n);
});
test('a run that stopped sooner is equal up to there', () => {
  const found = compare(free(line('g nt!NtClose')), free(line('g nt!NtClose; t 5')))!;
  expect(found).toMatchObject({ input: 1, what: 'longer', position: record(NOTE, [BP, GO]).session.debugger.execution.position });
  expect(found.registers.map(r => r.name)).toContain('RIP');
});
test('other seeds are other machines; a run that ends says so', () => {
  expect(compare(free(BP), record({ ...NOTE, seed: 'other' }, []).text)).toMatchObject({ input: 0, what: 'state' });
  expect(compare(free(BP), free(BP, GO))).toMatchObject({ input: 2, what: 'length', b: { kind: 'line', text: 'g' } });
});
test('answers that differ leave equal machines', () => {
  const run = (text: string): string =>
    record(
      { ...NOTE, seed: 'replay' },
      [BP, GO, { kind: 'answer', step: 'stop', text: '' }, { kind: 'answer', step: 'ring', text }],
      'console-first-break',
    ).text;
  expect(compare(run('cs'), run('address'))).toMatchObject({ input: 4, what: 'verdict', registers: [], words: 0 });
});
