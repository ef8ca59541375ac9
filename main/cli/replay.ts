/** `lab replay`: recorded sessions run again and checked, or two of them compared. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineName } from '../../core/cpu/engines/engine.ts';
import type { Running } from '../../core/debugger/types.ts';
import { divergence, ROWS, type DifferenceRow, type Divergence } from '../../core/lab/divergence.ts';
import type { Input } from '../../core/lab/input.ts';
import { MOST, parseRun, type Run } from '../../core/lab/labrun.ts';
import { readExerciseFiles } from '../../core/lab/pack.ts';
import { replay, type ReplayOptions, type Report } from '../../core/lab/replay.ts';
import { problem, type Problem, type Result } from '../../core/problem.ts';
import { exerciseIn } from '../files/exercise-files.ts';
import { UsageError } from './usage.ts';

const ENGINES: readonly string[] = ['evaluator', 'wasm'] satisfies EngineName[];

export const help = `lab replay FILE... [--engine evaluator|wasm] [--packs FOLDER] [--json]
lab replay --diff A B [--engine evaluator|wasm] [--packs FOLDER] [--json]
  Runs recorded sessions (docs/labrun.md) again and compares the state after each input, what each answer was worth, and the score.
  --diff   runs two side by side and shows where they first differ: the input, the position, registers and memory
  --packs  where the packs of recorded exercises are (default: the built-in ones)`;

/** Exit code: 0, or 1 if a file cannot be replayed or something was not as recorded; with --diff, 1 if the two differ. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'wasm' },
      packs: { type: 'string', default: path.resolve(import.meta.dirname, '../../exercises') },
      diff: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (!ENGINES.includes(values.engine)) throw new UsageError(`--engine is evaluator or wasm, not "${values.engine}".`);
  if (values.diff ? positionals.length !== 2 : positionals.length === 0)
    throw new UsageError(values.diff ? 'Name the two files to compare.' : 'Name at least one file.');
  const lab: Lab = { engine: values.engine as EngineName, packs: values.packs, json: values.json };
  if (values.diff) return compare(positionals[0]!, positionals[1]!, lab);
  return positionals.map(file => check(file, lab)).every(ok => ok) ? 0 : 1;
}
interface Lab {
  readonly engine: EngineName;
  /** A folder of packs. */
  readonly packs: string;
  readonly json: boolean;
}

/** @throws UsageError where the file cannot be read */
function readRun(file: string): Result<Run> {
  try {
    if (statSync(file).size > MOST.file) return { ok: false, problem: problem('run/large', { most: String(MOST.file >> 20) }, file) };
    return parseRun(readFileSync(file, 'utf8'), file);
  } catch (e) {
    const { code } = e as NodeJS.ErrnoException;
    if (code === undefined) throw e;
    throw new UsageError(`${file} cannot be read (${code}).`);
  }
}
function optionsFor({ head }: Run, { engine, packs }: Lab): ReplayOptions {
  const files = head.exercise && exerciseIn(packs, head.exercise.pack, head.exercise.id),
    exercise = files && readExerciseFiles(files);
  return { engine, ...(exercise && { exercise: { exercise, hash: files.hash } }) };
}
function drain<T>(running: Running<T>): T {
  let step = running.next();
  while (!step.done) step = running.next({ budget: 1n << 40n, stop: false });
  return step.value;
}
const asJson = (value: unknown): string => JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? `0x${v.toString(16)}` : v));
function complain(file: string, p: Problem, json: boolean): void {
  if (json) console.log(asJson({ file, problem: p }));
  else console.log(`${p.where ?? file}: ${p.message}${p.hint === undefined ? '' : ` ${p.hint}`}`);
}

// ---- one run --------------------------------------------------------------------------------------------------------

/** @returns whether everything was as recorded */
function check(file: string, lab: Lab): boolean {
  const read = readRun(file),
    done = read.ok ? drain(replay(read.value, optionsFor(read.value, lab))) : read;
  if (!done.ok) {
    complain(file, done.problem, lab.json);
    return false;
  }
  const report = done.value;
  console.log(lab.json ? asJson({ file, ...report }) : `${file}: ${inWords(report)}`);
  return report.mismatch === undefined;
}
function inWords({ inputs, score, exercise, mismatch }: Report): string {
  const changed = exercise === 'changed' ? " The exercise's files are not those it was recorded with." : '';
  if (!mismatch) return `${inputs} inputs, all as recorded${score === undefined ? '' : `; score ${score}`}.${changed}`;
  const { input, what, expected, got } = mismatch,
    where = input === 0 ? 'the machine as it was made' : what === 'score' ? 'the end' : `input ${input}`;
  return `${where}: the ${what} is not as recorded. Recorded: ${expected}. Now: ${got}.${changed}`;
}

// ---- two runs -------------------------------------------------------------------------------------------------------

function compare(a: string, b: string, lab: Lab): number {
  const [x, y] = [readRun(a), readRun(b)];
  for (const [file, read] of [
    [a, x],
    [b, y],
  ] as const)
    if (!read.ok) complain(file, read.problem, lab.json);
  if (!x.ok || !y.ok) return 1;
  const found = drain(divergence(x.value, y.value, { a: optionsFor(x.value, lab), b: optionsFor(y.value, lab) }));
  if (!found.ok) {
    complain(a, found.problem, lab.json);
    return 1;
  }
  if (lab.json) console.log(asJson(found.value ?? null));
  else for (const line of found.value ? linesOf(found.value) : ['The runs are equal.']) console.log(line);
  return found.value ? 1 : 0;
}
const SAYS: Readonly<Record<Divergence['what'], string>> = {
  state: 'the machines differ',
  longer: 'equal up to here, where one stopped and the other went on',
  verdict: 'the machines are equal; what came of the answer or hint differs',
  length: 'equal up to here; one run has no more inputs',
};
function* linesOf(d: Divergence): Generator<string> {
  yield `${d.input === 0 ? 'The machines as they were made' : `Input ${d.input}`}, position ${d.position}: ${SAYS[d.what]}.`;
  if (d.input > 0) yield* [`  A  ${inputText(d.a)}`, `  B  ${inputText(d.b)}`];
  yield* rowLines('Registers', d.registers);
  yield* rowLines('Physical memory', d.memory);
  if (d.words > ROWS) yield `  and ${d.words - ROWS} more`;
}
const inputText = (input: Input | undefined): string => (input ? asJson(input) : '(no more inputs)');
function* rowLines(title: string, rows: readonly DifferenceRow[]): Generator<string> {
  if (!rows.length) return;
  yield title;
  const width = Math.max(...rows.map(r => r.name.length));
  for (const { name, a, b } of rows) yield `  ${name.padEnd(width)}  ${word(a)}  ${word(b)}`;
}
const word = (value: bigint): string => value.toString(16).padStart(16, '0');
