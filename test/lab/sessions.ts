/** Sessions invented from a name: any machine with any switches, free play or an exercise, lines of every kind, answers right and wrong. */
import { fillFrom } from '../../core/lab/fill.ts';
import { Grader } from '../../core/lab/grade.ts';
import type { Exercise } from '../../core/lab/pack.ts';
import { drawParams } from '../../core/lab/params.ts';
import { variantOf } from '../../core/lab/pool.ts';
import { GoldenAnswers } from '../../core/lab/prove-asked.ts';
import { References } from '../../core/lab/references.ts';
import { Random } from '../../core/machine/random.ts';
import type { MachineRef } from '../../core/machine/scenario.ts';
import { MACHINES } from '../../core/windows/machines.ts';
import { exercises, line, parsed, record, replayed, type Done } from './record.ts';

export interface Invented {
  readonly ref: MachineRef;
  readonly inputs: readonly Done[];
  /** Of the exercise, in an attempt. */
  readonly id?: string;
}
const NAMES = Object.keys(MACHINES),
  PERIODS = ['500', '777', '10000', '65536'];

/** Session number `n` of a series: machines in turn, every third one an attempt. */
export function invent(series: string, n: number): Invented {
  const random = new Random(`${series}-${n}`),
    seed = `${series}-${random.below(1000)}`;
  if (n % 3 === 2) return attempt(exercises[Math.floor(n / 3) % exercises.length]!, seed, random);
  const machine = NAMES[(Math.floor(n / 3) * 2 + (n % 3)) % NAMES.length]!,
    set = Object.fromEntries(
      Object.entries(MACHINES[machine]!.switches).flatMap(([name, values]) =>
        random.below(3) ? [] : [[name, random.pick(name === 'clock' ? PERIODS : values)] as const],
      ),
    );
  return { ref: { machine, seed, set }, inputs: lines(random, 4 + random.below(9)) };
}

const PLACES = [
    'nt!KiSystemCall64',
    'nt!KiFastCallEntry',
    'nt!KiSystemService',
    'nt!NtClose',
    'nt!KiSystemServiceExit',
    'ntdll!NtClose',
    '@rip',
    '@rip+3',
    'poi(@rsp)',
  ],
  REGISTERS = ['rax', 'rbx', 'rsi', 'r10', 'ecx', 'bl', 'efl', 'xmm0'];
const FORMS: readonly ((r: Random) => Done)[] = [
  r => line(`bp ${r.pick(PLACES)}`),
  r => line(`bp ${r.pick(PLACES)} "r $t1=@$t1+1; .if (@$t1 > ${r.below(4)}) { r rbx = @$t1 } .else { gc }"; g`, 1 + r.below(4)),
  r => line(`ba w${r.pick([1, 4])} @rsp-${r.below(16) * 8}`),
  r => line(r.pick(['bc *', 'bd *', 'be *', 'bl'])),
  r => line('g', 1 + r.below(6)),
  r => line(`g ${r.pick(PLACES)}`, 1 + r.below(6)),
  r => line(r.pick(['gu', 'pt', 'tt', 'pc', 'ph', 'wt -l 2']), 1 + r.below(3)),
  r => line(`${r.pick(['t', 'p', 'tr'])} ${(1 + r.below(300)).toString(16)}`, 20),
  r => line(`${r.pick(['t-', 'p-'])} ${1 + r.below(9)}`),
  r => line(r.pick(['g-', 'g-u', '!tt 0', '!tt 50']), 40),
  r => line(`r ${r.pick(REGISTERS)} = ${r.below(1 << 16).toString(16)}`),
  r => line(`${r.pick(['eb', 'ed', 'eq'])} @rsp-${(8 + r.below(64)).toString(16)} ${r.below(256).toString(16)}`),
  r => line(`wrmsr ${r.pick(['c0000082', 'c0000084', '10', '174'])} ${r.below(1 << 20).toString(16)}`),
  r => line(`t ${1 + r.below(9)}; r rdx = ${r.below(99)}; t ${1 + r.below(9)}; t- ${1 + r.below(12)}; t 3`),
  r => line('.for (r $t0 = 0; 1; r $t0 = @$t0 + 1) { r rcx = @$t0 }', 1 + r.below(30)),
  r => line(r.pick(['.restart', 'rdmsr c0000082', 'dq @rsp', 'k', '!pte @rsp', 'u @rip', 'x nt!*Close*', 'nonsense (', '', 'a @rip'])),
];
const lines = (random: Random, count: number): Done[] => Array.from({ length: count }, () => random.pick(FORMS)(random));

function attempt(whole: Exercise, seed: string, random: Random): Invented {
  const exercise = variantOf(whole, seed),
    references = new References(exercise, seed),
    { ref } = references.first;
  drawParams(exercise, seed, references);
  const answers = new GoldenAnswers(exercise, new Grader(exercise, references)),
    inputs: Done[] = lines(random, random.below(3));
  for (const l of exercise.tests?.golden.console ?? []) if (typeof l === 'string') inputs.push(line(fillFrom(references, l), 50));
  for (const step of exercise.file.steps) {
    if (random.below(2))
      inputs.push({ kind: 'answer', step: step.id, text: random.pick(['', '0', '12g', 'fffff806`73000000', 'x=1\ny=2']) });
    if (random.below(3) === 0 && exercise.file.hints.length) inputs.push({ kind: 'hint', id: random.pick(exercise.file.hints).id });
    inputs.push({ kind: 'answer', step: step.id, text: answers.of(step) });
    if (random.below(8) === 0) inputs.push({ kind: 'reset' });
  }
  return { ref, inputs, id: exercise.id };
}

export interface Replayed {
  readonly sessions: number;
  readonly attempts: number;
  /** On the fast engine. */
  readonly perSecond: number;
  readonly attemptsPerSecond: number;
}
/** Record the first `count` sessions of a series; replay each on both engines, in slices of its own. @throws Error that says which differs, and where */
export function replaySessions(series: string, count: number, told: (done: number) => void = () => undefined): Replayed {
  const seconds = { free: 0, attempt: 0 };
  for (let n = 0; n < count; n++) {
    const { ref, inputs, id } = invent(series, n),
      { text, session } = record(ref, inputs, id),
      run = parsed(text);
    for (const [engine, budget] of [
      ['wasm', 1n << BigInt(n % 24)],
      ['evaluator', 50_000n],
    ] as const) {
      const begun = performance.now(),
        { mismatch, score } = replayed(run, { engine }, budget);
      if (engine === 'wasm') seconds[id === undefined ? 'free' : 'attempt'] += (performance.now() - begun) / 1000;
      if (mismatch || score !== session.score)
        throw new Error(
          `session ${series}-${n} on ${engine}: ${JSON.stringify(mismatch)} ${JSON.stringify(run.steps[(mismatch?.input ?? 0) - 1])}`,
        );
    }
    told(n + 1);
  }
  const attempts = Math.floor(count / 3);
  return {
    sessions: count,
    attempts,
    perSecond: +(count / (seconds.free + seconds.attempt)).toFixed(1),
    attemptsPerSecond: +(attempts / seconds.attempt).toFixed(1),
  };
}
