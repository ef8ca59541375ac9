/** Answers that come with the moment at which they were seen. */
import { expect, test } from 'vitest';
import { readPack, type Exercise } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { prove } from '../../core/lab/prove.ts';
import { openSession, type Input, type Outcome, type Session } from '../../core/lab/session.ts';
import { record, replay } from '../../core/lab/replay.ts';
import { GOOD } from './spoiled/good.ts';
import { drain, must, parsed } from './record.ts';

const FILE = 'exercises/first/exercise.yml';
/** `sum` has to be printed, `way` seen where RSP is 8 lower than at first, `stop` is a check at a moment. */
const exercise = ((): Exercise => {
  const yml = GOOD[FILE]!.replace('    ref: stack#pointer', '    evidence: required\n    ref: stack#pointer')
    .replace('machine: { base: bench-x64 }', "machine: { base: bench-x64, start: [{ at: reg('rip'), code: 50 50 f4 }] }")
    .replace('    expect: down\n', "    expect: down\n    evidence: required\n    seen: reg('rsp') == at('start').rsp - 8\n")
    .replace('hints:', "  - { id: stop, answer: check, that: reg('rsp') == at('start').rsp - 16, evidence: required }\nhints:");
  const files = new Map(Object.entries({ ...GOOD, [FILE]: yml }));
  files.set(
    'exercises/first/tests.yml',
    GOOD['exercises/first/tests.yml']!.replace("'? @rsp & ffff'", "'? @rsp & ffff', '? @rsp + {{n|plain}}', t, r, t, r"),
  );
  for (const language of ['en', 'zh-CN']) {
    const text = `exercises/first/text.${language}.md`;
    files.set(text, GOOD[text]!.replace('## why', '## step: stop\n{{n}}\n\n## feedback: way-place\nNot yet.\n\n## why'));
  }
  const read = readPack(files);
  if (!read.ok) throw new Error(read.problems.map(p => problemLine(p)).join('\n'));
  return read.value.exercises.find(e => e.id === 'first')!;
})();
const START = { ref: { machine: 'bench-x64', seed: 'evidence', set: {} }, exercise: { pack: 'small', id: 'first' } };
const session = (): Session => must(openSession(START, exercise));
const act = (s: Session, input: Input): Outcome => drain(s.apply(input));
const line = (s: Session, text: string): Outcome => act(s, { kind: 'line', text });
function answer(s: Session, step: string, text: string, at?: string): readonly unknown[] {
  const outcome = act(s, { kind: 'answer', step, text, ...(at !== undefined && { at }) });
  if (outcome.kind !== 'answer') throw new Error(outcome.kind);
  const { result, counts, message, feedback } = outcome.verdict;
  return [result, counts, message?.id, feedback];
}
const sumOf = (s: Session): string => (s.debugger.guest.machine.state.get('RSP') + BigInt(nOf(s))).toString(16);
const nOf = (s: Session): string => `0x${/lies (\w+)h above/.exec(s.exercise!.steps[0]!.title['en']!)![1]!}`;

test('a number is asked for its moment, and that has to be one at which a line printed it or a register held it', () => {
  const s = session(),
    sum = sumOf(s);
  expect(answer(s, 'sum', 'zz', '0:0')).toEqual(['malformed', false, 'no-symbol', undefined]);
  expect(answer(s, 'sum', sum)).toEqual(['malformed', false, 'no-place', undefined]);
  expect(answer(s, 'sum', '1')).toEqual(['malformed', false, 'no-place', undefined]);
  expect(answer(s, 'sum', '1', '0:0')).toEqual(['wrong', true, undefined, undefined]);
  expect(answer(s, 'sum', sum, '0:5')).toEqual(['malformed', false, 'place-unknown', undefined]);
  expect(answer(s, 'sum', sum, '0:0')).toEqual(['wrong', true, 'place-wrong', undefined]);
  line(s, `? ${sum}`);
  expect(answer(s, 'sum', sum, '0:0')).toEqual(['wrong', true, 'place-wrong', undefined]);
  line(s, `? @rsp + ${nOf(s)}`);
  line(s, 't');
  expect(answer(s, 'sum', sum, '0:1')).toEqual(['wrong', true, 'place-wrong', undefined]);
  expect(answer(s, 'sum', sum, '0:0')).toEqual(['right', true, undefined, undefined]);
  expect(s.exercise!.steps[0]).toMatchObject({ evidence: true, state: 'done', at: '0:0' });
});
test('a register that holds it is enough', () => {
  const s = session(),
    sum = sumOf(s);
  line(s, `r rax = @rsp + ${nOf(s)}`);
  expect(answer(s, 'sum', sum, '0:0')).toEqual(['right', true, undefined, undefined]);
});
test('what a step says is seen, and a check, hold at the moment and not now; looking there moves nothing', () => {
  const s = session();
  line(s, `r rax = @rsp + ${nOf(s)}`);
  answer(s, 'sum', sumOf(s), '0:0');
  line(s, 't');
  line(s, 't');
  const before = s.moment;
  expect(answer(s, 'way', 'down', '0:0')).toEqual(['wrong', true, 'place-other', 'way-place']);
  expect(answer(s, 'way', 'down', '0:2')).toEqual(['wrong', true, 'place-other', 'way-place']);
  expect(answer(s, 'way', 'down', '0:1')).toEqual(['right', true, undefined, undefined]);
  expect(s.moment).toEqual(before);
  line(s, 't-');
  const rsp = BigInt(s.debugger.masm('@rsp') + 8n);
  const hex = (v: bigint): string => `0x${v.toString(16)}`;
  expect(answer(s, 'pair', `low=${hex(rsp & 0xffffn)}\nhigh=${hex((rsp >> 16n) & 0xffn)}`)).toEqual(['right', true, undefined, undefined]);
  expect(answer(s, 'stop', 'check')).toEqual(['malformed', false, 'no-place', undefined]);
  expect(answer(s, 'stop', 'check', '0:1')).toEqual(['wrong', false, 'place-check', undefined]);
  expect(answer(s, 'stop', 'check', '0:2')).toEqual(['right', true, undefined, undefined]);
});
test('it is proved on machines, and recorded sessions replay with it', () => {
  expect(prove(exercise, 'evidence').problems).toEqual([]);
  const s = session(),
    options = { exercise: { exercise, hash: 'h' } };
  const inputs: Input[] = [
    { kind: 'line', text: `r rax = @rsp + ${nOf(s)}` },
    { kind: 'answer', step: 'sum', text: sumOf(s), at: '0:0' },
    { kind: 'line', text: 't' },
    { kind: 'answer', step: 'way', text: 'down', at: '0:0' },
    { kind: 'answer', step: 'way', text: 'down', at: '0:1' },
  ];
  const text = must(drain(record(START, inputs, options)));
  expect(must(drain(replay(parsed(text), options)))).toMatchObject({ inputs: 5, exercise: 'same' });
  expect(must(drain(replay(parsed(text.replace('"at":"0:1"}', '"at":"0:0"}')), options))).mismatch).toMatchObject({
    input: 5,
    what: 'verdict',
  });
});
