/** What a check may ask of the learner's own machine. */
import { expect, test } from 'vitest';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { openSession } from '../../core/lab/session.ts';
import { GOOD } from './spoiled/good.ts';
import { drain, must } from './record.ts';

const FILE = 'exercises/second/exercise.yml';
function exercise(conditions: string): Exercise {
  const yml = GOOD[FILE]!.replace("    that: reg('rip') != at('start').rip\n", `    ${conditions}\n`).replace(
    'machine: { base: bench-x64 }',
    "machine: { base: bench-x64, start: [{ at: reg('rip'), code: 50 0f 0b 90 90 90 90 }] }",
  );
  const read = readPack(new Map(Object.entries({ ...GOOD, [FILE]: yml })));
  if (!read.ok) throw new Error(read.problems.map(p => problemLine(p)).join('\n'));
  return read.value.exercises.find(e => e.id === 'second')!;
}
/** At the start are `push rax` and `ud2`: #UD is delivered by the third step. */
const meets = (conditions: string, lines: readonly string[]): boolean => {
  const session = must(openSession({ ref: { machine: 'bench-x64', seed: 'conditions', set: {} } }, exercise(conditions)));
  for (const text of lines) drain(session.apply({ kind: 'line', text }));
  const before = session.moment,
    outcome = drain(session.apply({ kind: 'answer', step: 'here', text: 'check' }));
  expect(session.moment).toEqual(before);
  return outcome.kind === 'answer' && outcome.verdict.result === 'right';
};
const START = "at('start').rip";
test.each<[conditions: string, lines: readonly string[], met: boolean]>([
  [`reached: ${START} + 1`, ['t'], true],
  [`reached: ${START} + 1`, [], false],
  ["state: { rax: 5, rsp: at('start').rsp - 8 }", ['r rax=5', 't'], true],
  ["state: { rax: 5, rsp: at('start').rsp - 8 }", ['r rax=4', 't'], false],
  ["memory: [{ at: reg('rsp') - 8, is: 0x1234, bytes: 2 }]", ['r rax=ffff1234', 't'], true],
  ["memory: [{ at: reg('rsp') - 8, is: 0x1234, bytes: 4 }]", ['r rax=ffff1234', 't'], false],
  ['memory: [{ at: 0x10, is: 0 }]', [], false],
  ['event: { kind: fault, vector: 6 }', ['t'], false],
  ['event: { kind: fault, vector: 6 }', ['t', 't', 't-', 't-'], false],
  ['event: { kind: fault, vector: 6 }', ['t', 't'], true],
  ['event: { kind: fault, vector: 13 }', ['t', 't'], false],
  ['event: { kind: int }', ['t', 't'], false],
  [`event: { kind: fault, where: fault(6).rip == ${START} + 1 and u64at(reg('rsp')) == ${START} + 1 }`, ['t', 't', 't'], true],
  [`event: { kind: fault, where: fault(6).rip == ${START} }`, ['t', 't'], false],
  ['event: { kind: fault, where: fault(13).err == 0 }', ['t', 't'], false],
  ['event: { kind: fault, vector: 6, first: true }', ['eb @rip+1 f4', 'eb @rip+1 0f', 't', 't'], true],
  ['event: { kind: fault, vector: 6, first: true }', ['r rsp=1000', 't', 't', 't'], false],
  [`all: [{ reached: ${START} }, { cpl: 3 }]`, [], true],
  [`all: [{ reached: ${START} }, { cpl: 0 }]`, [], false],
  [`any: [{ reached: ${START} + 1 }, { all: [{ cpl: 3 }, { state: { rax: 7 } }] }]`, ['r rax=7'], true],
  [`any: [{ reached: ${START} + 1 }, { all: [{ cpl: 3 }, { state: { rax: 7 } }] }]`, ['r rax=8'], false],
  [`assembled: { at: ${START} + 3, asm: "nop\n\n      mov r10,rcx" }`, ['eb @rip+3 90 49 89 ca'], true],
  [`assembled: { at: ${START} + 3, asm: "nop\n\n      mov r10,rcx" }`, ['eb @rip+3 90 4c 8b d1'], true],
  [`assembled: { at: ${START} + 3, asm: "nop\n\n      mov r10,rcx" }`, ['eb @rip+3 90 4c 8b d2'], false],
  [`assembled: { at: ${START} + 3, asm: ".again:\n\n      mov r10,rcx\n\n      jmp .again" }`, ['eb @rip+3 49 89 ca eb fb'], true],
  [`assembled: { at: ${START} + 3, asm: ".again:\n\n      mov r10,rcx\n\n      jmp .again" }`, ['eb @rip+3 49 89 ca eb fe'], false],
])('%s after %j: %s', (conditions, lines, met) => {
  expect(meets(conditions, lines)).toBe(met);
});
