/**
 * A recorded session as text, JSON lines (docs/labrun.md): the machine, each input with what came of it, the score. No time of day is in
 * it. Read here from files of unknown origin, written from a session as it goes.
 */
import * as v from 'valibot';
import type { MachineRef, StartPatch } from '../machine/scenario.ts';
import { failure, problem, success, type ProblemCode, type Result } from '../problem.ts';
import { inputSchema, nameSchema, positionSchema as position, seedSchema } from './input.ts';
import type { Outcome, Session, SessionStart } from './session.ts';
import type { Verdict } from './verdict.ts';

export const FORMAT = 'labrun/1';
/** Characters of a file and of one of its lines, inputs of a run, pauses of all its lines, patches of its start. */
export const MOST = { file: 16 << 20, line: 4 << 20, inputs: 20_000, pauses: 10_000_000, patches: 1000 } as const;

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const number = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,32}$/));
const linear = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{1,16}$/));
const points = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const result = v.picklist(['right', 'wrong', 'misconception', 'malformed', 'ambiguous']);
const byte = v.pipe(integer, v.maxValue(255));

const patchSchema = v.union([
  v.strictObject({ register: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{0,11}$/)), value: number }),
  v.strictObject({ msr: v.pipe(integer, v.maxValue(0xffff_ffff)), value: linear }),
  v.strictObject({ address: linear, bytes: v.pipe(v.array(byte), v.minLength(1), v.maxLength(4096)) }),
]);
const headSchema = v.strictObject({
  format: v.literal(FORMAT),
  machine: nameSchema,
  seed: seedSchema,
  set: v.record(nameSchema, v.pipe(v.string(), v.maxLength(32))),
  start: v.exactOptional(v.pipe(v.array(patchSchema), v.maxLength(MOST.patches))),
  exercise: v.exactOptional(v.strictObject({ pack: nameSchema, id: nameSchema, hash: v.pipe(v.string(), v.maxLength(128)) })),
  /** Official where it does not say. */
  mode: v.exactOptional(v.picklist(['practice', 'official'])),
  at: position,
  hash,
});
const verdictSchema = v.strictObject({
  result,
  points,
  feedback: v.exactOptional(nameSchema),
  rows: v.exactOptional(v.pipe(v.array(result), v.maxLength(256))),
});
const stepSchema = v.strictObject({
  n: integer,
  input: inputSchema,
  pauses: v.exactOptional(integer),
  verdict: v.exactOptional(verdictSchema),
  cost: v.exactOptional(v.pipe(integer, v.maxValue(100))),
  at: position,
  hash,
});
const endSchema = v.strictObject({ end: integer, score: v.nullable(v.pipe(integer, v.maxValue(100))) });

export type RunHead = v.InferOutput<typeof headSchema>;
/** An input and what came of it. */
export type RunStep = v.InferOutput<typeof stepSchema>;
export type RunEnd = v.InferOutput<typeof endSchema>;
export type RunVerdict = v.InferOutput<typeof verdictSchema>;
export interface Run {
  readonly head: RunHead;
  readonly steps: readonly RunStep[];
  /** Absent where the recording was cut off. */
  readonly end?: RunEnd;
}

// ---- writing --------------------------------------------------------------------------------------------------------

/** Position and state of a session's machine. */
export function markOf({ debugger: d }: Session): { readonly at: string; readonly hash: string } {
  return { at: d.execution.position, hash: d.guest.machine.hash().toString(16).padStart(16, '0') };
}
/** The head of a session that has had no input. @param exerciseHash of the exercise's files, where there is one */
export function headOf(session: Session, exerciseHash = ''): RunHead {
  const { ref, exercise, mode } = session.start;
  return {
    format: FORMAT,
    machine: ref.machine,
    seed: ref.seed,
    set: { ...ref.set },
    ...(ref.start && { start: ref.start.map(written) }),
    ...(exercise && { exercise: { ...exercise, hash: exerciseHash } }),
    ...(mode && { mode }),
    ...markOf(session),
  };
}
/** The last input of a session, right after it. Undefined for an answer to a step that is locked: that is no input. */
export function stepOf(session: Session, outcome: Outcome): RunStep | undefined {
  if (outcome.kind === 'answer' && outcome.verdict.result === 'locked') return undefined;
  const { inputs } = session;
  return {
    n: inputs.length,
    input: inputs.at(-1)!,
    ...(outcome.kind === 'line' && outcome.pauses > 0 && { pauses: outcome.pauses }),
    ...(outcome.kind === 'answer' && { verdict: verdictOf(outcome.verdict) }),
    ...(outcome.kind === 'hint' && { cost: outcome.cost }),
    ...markOf(session),
  };
}
export const endOf = (session: Session): RunEnd => ({ end: session.inputs.length, score: session.score ?? null });
export const lineOf = (part: RunHead | RunStep | RunEnd): string => `${JSON.stringify(part)}\n`;

export function verdictOf({ result: came, points: worth, feedback, rows }: Verdict): RunVerdict {
  if (came === 'locked') throw new Error('a locked step has no verdict');
  return {
    result: came,
    points: worth,
    ...(feedback !== undefined && { feedback }),
    ...(rows && { rows: rows.flatMap(r => (r.result === 'locked' ? [] : [r.result])) }),
  };
}
const hex = (value: bigint): string => `0x${value.toString(16)}`;
function written(patch: StartPatch): NonNullable<RunHead['start']>[number] {
  if ('address' in patch) return { address: hex(patch.address), bytes: [...patch.bytes] };
  return 'msr' in patch ? { msr: patch.msr, value: hex(patch.value) } : { register: patch.register, value: hex(patch.value) };
}
/** What a head says a session begins with. */
export function startOf({ machine, seed, set, start, exercise, mode }: RunHead): SessionStart {
  const patches = start?.map((p): StartPatch => {
    if ('address' in p) return { address: BigInt(p.address), bytes: p.bytes };
    return 'msr' in p ? { msr: p.msr, value: BigInt(p.value) } : { register: p.register, value: BigInt(p.value) };
  });
  const ref: MachineRef = { machine, seed, set, ...(patches && { start: patches }) };
  return { ref, ...(exercise && { exercise: { pack: exercise.pack, id: exercise.id } }), ...(mode && { mode }) };
}

// ---- reading --------------------------------------------------------------------------------------------------------

/** @param file how problems call it. @problems run/* at `file:line` */
export function parseRun(text: string, file: string): Result<Run> {
  if (text.length > MOST.file) return failure(problem('run/large', { most: String(MOST.file >> 20) }, file));
  try {
    return success(new Reader(file).read(text));
  } catch (e) {
    if (e instanceof Bad) return failure(e.problem);
    throw e;
  }
}
class Bad extends Error {
  readonly problem: ReturnType<typeof problem>;
  constructor(code: ProblemCode, values: Readonly<Record<string, string>>, where: string) {
    super(code);
    this.problem = problem(code, values, where);
  }
}
class Reader {
  readonly #file: string;
  #line = 0;
  #pauses = 0;
  constructor(file: string) {
    this.#file = file;
  }
  read(text: string): Run {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    if (lines.length === 0) this.#fail('run/empty');
    if (lines.length > MOST.inputs + 2) this.#fail('run/inputs', { most: String(MOST.inputs) });
    const head = this.#head(lines[0]!),
      steps: RunStep[] = [];
    let end: RunEnd | undefined;
    for (const line of lines.slice(1)) {
      this.#line++;
      if (end) this.#fail('run/after-end');
      const value = this.#json(line);
      if (isObject(value) && 'end' in value) end = this.#end(value, steps.length);
      else steps.push(this.#step(value, steps.length + 1, head));
    }
    return { head, steps, ...(end && { end }) };
  }
  #head(line: string): RunHead {
    this.#line = 1;
    const value = this.#json(line),
      format = isObject(value) ? value['format'] : undefined;
    if (format !== FORMAT) this.#fail('run/format', { format: typeof format === 'string' ? format.slice(0, 40) : '-', known: FORMAT });
    return this.#fit(headSchema, value);
  }
  #step(value: unknown, next: number, head: RunHead): RunStep {
    const step = this.#fit(stepSchema, value),
      { kind } = step.input;
    if (step.n !== next) this.#fail('run/order', { n: String(step.n), next: String(next) });
    if (!head.exercise && kind !== 'line' && kind !== 'reset') this.#fail('run/no-exercise', { kind });
    for (const [key, of] of [
      ['pauses', 'line'],
      ['verdict', 'answer'],
      ['cost', 'hint'],
    ] as const)
      if ((key in step && kind !== of) || (!(key in step) && kind === of && key !== 'pauses'))
        this.#fail('run/line', { key, why: `an input of kind ${kind} has ${kind === of ? 'one' : 'none'}` });
    if (step.input.kind === 'line' && step.input.after !== undefined)
      this.#fail('run/line', { key: 'input.after', why: 'a run says pause' });
    this.#pauses += step.pauses ?? 0;
    if (this.#pauses > MOST.pauses) this.#fail('run/pauses', { most: String(MOST.pauses) });
    return step;
  }
  #end(value: unknown, count: number): RunEnd {
    const end = this.#fit(endSchema, value);
    if (end.end !== count) this.#fail('run/order', { n: String(end.end), next: String(count) });
    return end;
  }
  #json(line: string): unknown {
    if (line.length > MOST.line) this.#fail('run/long-line', { most: String(MOST.line >> 20) });
    try {
      return JSON.parse(line);
    } catch {
      return this.#fail('run/json');
    }
  }
  #fit<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
    const parsed = v.safeParse(schema, value, { abortEarly: true });
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    return this.#fail('run/line', { key: (v.getDotPath(issue) ?? '-').slice(0, 80), why: issue.message.slice(0, 200) });
  }
  #fail(code: ProblemCode, values: Readonly<Record<string, string>> = {}): never {
    throw new Bad(code, values, `${this.#file}:${Math.max(1, this.#line)}`);
  }
}
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
