/** A recorded session is read, run again and compared: the same gives nothing to report, each kind of difference is named with its input. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { MESSAGES } from '../../core/problem.ts';
import { MOST, parseRun, startOf } from '../../core/lab/labrun.ts';
import { exercise, drain, line, parsed, record, replayed, type Done } from './record.ts';
import { replay } from '../../core/lab/replay.ts';

const NOTE = { machine: 'win10-x64', seed: 'note', set: {} } as const;
const LINES: readonly Done[] = [
  line('bp nt!KiSystemCall64'),
  line('g'),
  line('t 3; r rbx = 5'),
  line('g; g'),
  line('t- 2'),
  line('bc *; g', 5),
  line('.for (r $t0 = 0; 1; r $t0 = @$t0 + 1) { r rcx = @$t0 }', 12),
  line('no such command'),
];
const ATTEMPT: readonly Done[] = [
  line('bp nt!NtClose; g'),
  { kind: 'answer', step: 'stop', text: '' },
  { kind: 'answer', step: 'back', text: '0' },
  { kind: 'hint', id: 'stack' },
  { kind: 'answer', step: 'ring', text: 'address' },
  { kind: 'answer', step: 'ring', text: 'cs' },
  line('.restart; r'),
  line('g', 2),
  { kind: 'reset' },
  { kind: 'answer', step: 'stop', text: '' },
];
const free = record(NOTE, LINES),
  attempt = record({ ...NOTE, seed: 'replay' }, ATTEMPT, 'console-first-break');

test('free play and an attempt are the same again, on both engines and in any slices', () => {
  for (const { text, session } of [free, attempt]) {
    const run = parsed(text);
    expect(run.steps.map(s => s.input)).toEqual(session.inputs);
    for (const budget of [1n, 77n, 10_000_000n]) expect(replayed(run, {}, budget)).not.toHaveProperty('mismatch');
    expect(replayed(run, { engine: 'evaluator' })).not.toHaveProperty('mismatch');
  }
  expect(replayed(parsed(free.text))).toEqual({ inputs: LINES.length, exercise: 'none' });
  // the answer to a locked step is no input
  expect(replayed(parsed(attempt.text))).toEqual({ inputs: ATTEMPT.length - 1, score: attempt.session.score, exercise: 'same' });
});
test('a session that stands before a change it made is the same again, and so is an answer given there', () => {
  const { text } = record({ ...NOTE, seed: 'replay' }, [line('r rbx = 5'), line('t-'), ATTEMPT[1]!, line('t')], 'console-first-break');
  const run = parsed(text);
  expect(run.steps.map(s => s.at)).toEqual(['0:0', '0:0.0', '0:0.0', '0:1']);
  expect(replayed(run)).not.toHaveProperty('mismatch');
});
test('the same session is the same text', () => {
  expect(record(NOTE, LINES).text).toBe(free.text);
  expect(record(NOTE, LINES, undefined, 'evaluator').text).toBe(free.text);
});
test('start values and script files are part of the run', () => {
  const start = [
    { register: 'rbx', value: 1n << 63n },
    { msr: 0xc000_0102, value: 0xfffff80012340000n },
  ] as const;
  const { text } = record({ machine: 'bench-x64', seed: 'note', set: { vendor: 'amd' }, start }, [line('r')]);
  expect(startOf(parsed(text).head).ref.start).toEqual(start);
  expect(replayed(parsed(text))).not.toHaveProperty('mismatch');
  const files: Done = { kind: 'line', text: '$$>a<count.txt 4', files: { 'count.txt': 'r rbx = ${$arg1}' } },
    { session, text: scripted } = record(NOTE, [files]);
  expect(session.debugger.masm('@rbx')).toBe(4n);
  expect(session.inputs).toEqual([files]);
  expect(replayed(parsed(scripted))).not.toHaveProperty('mismatch');
});
test('a recording that was cut off is replayed as far as it goes', () => {
  const lines = attempt.text.trimEnd().split('\n');
  expect(replayed(parsed(lines.slice(0, 4).join('\n')))).toMatchObject({ inputs: 3 });
  expect(replayed(parsed(lines.slice(0, -1).join('\n')))).not.toHaveProperty('mismatch');
});

test('docs/labrun.md names every key and every problem', () => {
  const manual = readFileSync(path.resolve(import.meta.dirname, '../../docs/labrun.md'), 'utf8'),
    keys = new Set<string>();
  for (const text of [free.text, attempt.text])
    for (const l of text.trimEnd().split('\n'))
      JSON.parse(l, (key, value: unknown) => {
        if (/^[a-z]/.test(key)) keys.add(key);
        return value;
      });
  expect(keys).toContain('feedback');
  for (const key of [...keys, 'start', 'files', 'rows', ...Object.keys(MESSAGES).filter(c => c.startsWith('run/'))])
    expect(manual, key).toContain(`\`${key}\``);
});

describe('a difference is reported', () => {
  const change = (text: string, n: number, from: string | RegExp, to: string): string =>
    text
      .split('\n')
      .map((l, at) => (at === n ? l.replace(from, to) : l))
      .join('\n');
  const score = attempt.session.score!;
  test.each([
    ['machine', free.text, 0, /"hash":"...../, '"hash":"00000'],
    ['machine', free.text, 0, '"seed":"note"', '"seed":"other"'],
    ['state', free.text, 3, 'rbx = 5', 'rbx = 6'],
    ['state', free.text, 3, /"hash":"...../, '"hash":"00000'],
    ['position', free.text, 2, /"at":"\w+/, '"at":"77'],
    ['pauses', free.text, 6, /"pauses":\d+/, '"pauses":1'],
    ['pauses', free.text, 7, '"pause":12', '"pause":11'],
    ['pauses', free.text, 2, '"text":"g"', '"text":"bc *; g"'],
    ['verdict', attempt.text, 4, '"text":"address"', '"text":"cs"'],
    ['verdict', attempt.text, 5, /"points":[\d.]+/, '"points":0.125'],
    ['verdict', attempt.text, 2, '"step":"stop"', '"step":"back"'],
    ['cost', attempt.text, 3, /"cost":\d+/, '"cost":99'],
    ['input', attempt.text, 3, '"id":"stack"', '"id":"no-such"'],
    ['input', attempt.text, 2, '"step":"stop"', '"step":"no-such"'],
    ['score', attempt.text, ATTEMPT.length, `"score":${score}`, `"score":${score + 1}`],
  ])('%s', (what, text, n, from, to) => {
    const changed = change(text, n, from, to);
    expect(changed).not.toBe(text);
    expect(replayed(parsed(changed)).mismatch).toMatchObject({ what, input: n });
  });
  test('an exercise whose files are others is said to have changed', () => {
    const options = { exercise: { exercise: exercise('console-first-break'), hash: 'other' } };
    expect(replayed(parsed(attempt.text), options)).toMatchObject({ exercise: 'changed' });
  });
  test('an exercise that is not there, or not on this machine, is a problem', () => {
    const code = (text: string, id?: string): string | undefined => {
      const result = drain(replay(parsed(text), id === undefined ? {} : { exercise: { exercise: exercise(id), hash: '' } }));
      return result.ok ? undefined : result.problem.code;
    };
    expect(code(attempt.text)).toBe('host/no-exercise');
    expect(code(attempt.text.replace('win10-x64', 'bench-x64'), 'console-first-break')).toBe('run/other-machine');
    expect(code(free.text.replace('win10-x64', 'win11-x64'))).toBe('machine/unknown');
    for (const patch of [
      '{"register":"rzz","value":"0x1"}',
      '{"register":"constructor","value":"0x1"}',
      '{"address":"0x123456789","bytes":[1]}',
    ])
      expect(code(free.text.replace('"set":{}', `"set":{},"start":[${patch}]`)), patch).toBe('machine/start');
  });
});

describe('a bad line is named', () => {
  const lines = attempt.text.trimEnd().split('\n');
  const complaint = (text: string): readonly [string, string] | undefined => {
    const read = parseRun(text, 'a.labrun');
    return read.ok ? undefined : [read.problem.code, read.problem.where ?? ''];
  };
  /** The run with line `n`, counted from 1, replaced. */
  const replaced = (n: number, by: string): string => lines.map((l, at) => (at === n - 1 ? by : l)).join('\n');
  const edited = (n: number, from: string | RegExp, to: string): string => {
    const by = lines[n - 1]!.replace(from, to);
    expect(by).not.toBe(lines[n - 1]);
    return replaced(n, by);
  };
  test.each<readonly [string, number, () => string]>([
    ['run/empty', 1, () => ''],
    ['run/json', 1, () => '\n'],
    ['run/format', 1, () => 'null'],
    ['run/format', 1, () => '[]'],
    ['run/format', 1, () => lines.slice(1).join('\n')],
    ['run/format', 1, () => edited(1, 'labrun/1', 'labrun/2')],
    ['run/json', 1, () => '{"format":'],
    ['run/json', 3, () => replaced(3, lines[2]!.slice(0, 40))],
    ['run/json', 3, () => replaced(3, '')],
    ['run/json', 3, () => replaced(3, `{"n":${'['.repeat(100_000)}`)],
    ['run/line', 3, () => replaced(3, '7')],
    ['run/line', 3, () => replaced(3, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['run/line', 1, () => edited(1, '"seed":"replay"', '"seed":"../x"')],
    ['run/line', 1, () => edited(1, '"set":{}', '"set":{},"more":1')],
    ['run/line', 1, () => edited(1, '"set":{}', '"set":{},"start":[{"register":"rax","value":"1"}]')],
    ['run/line', 2, () => edited(2, '"kind":"line"', '"kind":"shell"')],
    ['run/line', 2, () => edited(2, /"text":"[^"]*"/, `"text":"${'x'.repeat(5000)}"`)],
    ['run/line', 2, () => edited(2, /"text":"[^"]*"/, '"text":"g","after":"5"')],
    ['run/line', 2, () => edited(2, /"hash":"\w+"/, '"hash":"7"')],
    ['run/line', 3, () => edited(3, /"verdict":\{[^}]*\},/, '')],
    ['run/line', 3, () => edited(3, /"points":[\d.]+/, '"points":2')],
    ['run/line', 2, () => edited(2, '"at"', '"cost":5,"at"')],
    ['run/order', 3, () => edited(3, '"n":2', '"n":3')],
    ['run/order', 3, () => lines.toSpliced(2, 1).join('\n')],
    ['run/order', lines.length - 1, () => lines.toSpliced(-2, 1).join('\n')],
    ['run/after-end', lines.length + 1, () => `${lines.join('\n')}\n${lines.at(-1)!}`],
    ['run/no-exercise', 3, () => edited(1, /"exercise":\{[^}]*\},/, '')],
    ['run/large', 0, () => ' '.repeat(MOST.file + 1)],
    ['run/long-line', 2, () => replaced(2, ' '.repeat(MOST.line + 1))],
    ['run/inputs', 1, () => '\n'.repeat(MOST.inputs + 3)],
    ['run/pauses', 2, () => edited(2, '"at"', `"pauses":${MOST.pauses + 1},"at"`)],
  ])('%s at line %i', (code, at, make) => {
    expect(complaint(make())).toEqual([code, at === 0 ? 'a.labrun' : `a.labrun:${at}`]);
  });
  test('any cut or flipped character gives a run or a problem, and never throws', () => {
    for (let n = 0; n < free.text.length; n += 7) {
      parseRun(free.text.slice(0, n), 'a.labrun');
      parseRun(`${free.text.slice(0, n)}${String.fromCharCode(free.text.charCodeAt(n) ^ 9)}${free.text.slice(n + 1)}`, 'a.labrun');
    }
    expect(complaint(free.text)).toBeUndefined();
  });
});
