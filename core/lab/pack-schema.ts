/** labpack/1 as schemas: what pack.yml and exercise.yml may say. */
import * as v from 'valibot';
import { RFLAGS } from '../cpu/flags.ts';
import { EVENT_KINDS } from '../machine/machine.ts';
import { SWITCHES } from '../machine/scenario.ts';

/** One of several forms, told apart by the first key of the table that is there: complaints are then about that form. */
function byKey<S extends v.GenericSchema>(forms: Readonly<Record<string, S>>): v.LazySchema<S> & { readonly forms: readonly S[] } {
  const none = v.never('schema-form') as v.GenericSchema as S;
  const formOf = (input: unknown): S =>
    Object.entries(forms).find(([key]) => typeof input === 'object' && input !== null && Object.hasOwn(input, key))?.[1] ?? none;
  return Object.assign(v.lazy(formOf), { forms: Object.values(forms) });
}

const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'schema-id'));
const expression = v.pipe(v.union([v.string(), v.bigint(), v.number()]), v.transform(String), v.maxLength(400));
const text = v.pipe(v.string(), v.maxLength(200));
const titles = v.record(v.picklist(['en', 'zh-CN']), text);
const whole = v.pipe(v.union([v.bigint(), v.number()]), v.transform(Number), v.safeInteger());
const count = v.pipe(whole, v.minValue(0));

const oneOf = <const N extends number>(...values: readonly N[]) => v.pipe(whole, v.picklist(values));

export const packSchema = v.strictObject({
  format: v.literal('labpack/1'),
  id,
  uuid: v.pipe(v.string(), v.uuid('schema-uuid')),
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'schema-version')),
  languages: v.pipe(v.array(v.picklist(['en', 'zh-CN'])), v.minLength(1)),
  title: titles,
  licence: text,
  authors: v.array(text),
  plan: v.array(v.strictObject({ section: id, title: titles, exercises: v.array(id) })),
  /** Ways through the pack, by length. */
  paths: v.optional(v.array(v.strictObject({ id, title: titles, exercises: v.array(id) })), []),
  /** Sessions of a course, in order. */
  course: v.optional(v.array(v.strictObject({ title: titles, class: v.array(id), homework: v.array(id) })), []),
  /** Drawn for each learner, on machines of their own, in official mode. */
  exam: v.optional(
    v.strictObject({
      minutes: v.pipe(whole, v.minValue(1), v.maxValue(600)),
      rows: v.array(v.strictObject({ pick: v.pipe(whole, v.minValue(1)), of: v.pipe(v.array(id), v.minLength(1)) })),
    }),
  ),
  /** Reference pages, each with the machine its numbers come from. */
  pages: v.optional(v.array(v.strictObject({ id, machine: id })), []),
});

const bytesOf = v.pipe(v.array(expression), v.minLength(1), v.maxLength(32));
const misconception = v.strictObject({ id, value: expression, say: id });
const accept = v.picklist(['debugger', 'hex', 'decimal', 'symbol']);
const numberRow = {
  expect: expression,
  width: v.optional(oneOf(8, 16, 32, 64)),
  accept: v.optional(v.pipe(v.array(accept), v.minLength(1))),
  misconceptions: v.optional(v.array(misconception), []),
};
const row = v.strictObject({ id, type: v.picklist(['integer', 'address', 'symbol']), ...numberRow });

/** Pictures the window has. */
export const PICTURES = ['frame', 'selectors', 'gate', 'entry', 'walk', 'micro-steps'] as const;
export type PictureName = (typeof PICTURES)[number];
/** Members of the pool that have this step, machine, change or line; all where it does not say. */
const members = { in: v.optional(v.pipe(v.array(id), v.minLength(1))) };
/** The machine a step or parameter is about, where an exercise has several; the first where it does not say. */
const on = { on: v.optional(id) };
/** What belongs to any step. */
const extras = {
  ...members,
  ...on,
  /** The answer comes with the moment of the recording at which it was seen. */
  evidence: v.optional(v.literal('required')),
  /** What holds of the learner's own machine at a moment at which it can be seen: asked of evidence, and of what is to be predicted. */
  seen: v.optional(expression),
  /** The pictures that belong to it, and its part of the reference: `gates#fields`. */
  show: v.optional(v.array(v.picklist(PICTURES))),
  ref: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]+#[a-z0-9-]+$/, 'schema-ref'))),
};

/** What may be looked at of the learner's own machine: accessors read it, not the reference run. All that a condition names must hold. */
const looked = {
  reached: v.optional(expression),
  cpl: v.optional(oneOf(0, 3)),
  that: v.optional(expression),
  /** Registers by name. */
  state: v.optional(v.pipe(v.record(text, expression), v.minEntries(1))),
  memory: v.optional(
    v.pipe(v.array(v.strictObject({ at: expression, is: expression, bytes: v.optional(oneOf(1, 2, 4, 8), 8) })), v.minLength(1)),
  ),
  /** Something that happened on it, from its start up to where it stands. */
  event: v.optional(
    v.strictObject({
      kind: v.picklist(EVENT_KINDS),
      vector: v.optional(expression),
      /** No other of this kind came before it. */
      first: v.optional(v.boolean(), false),
      /** What holds right after it; `fault(v)` is then the exception it was. */
      where: v.optional(expression),
    }),
  ),
  /** Instructions that stand there, however they are encoded; `{{n|dec}}` is filled in. */
  assembled: v.optional(v.strictObject({ at: expression, asm: v.pipe(v.string(), v.maxLength(8000)) })),
};
/** What one condition may name. */
export const LOOKED = Object.keys(looked) as readonly (keyof typeof looked)[];
const condition = v.strictObject(looked);
const conditions = v.optional(v.pipe(v.array(condition), v.minLength(1), v.maxLength(8)));
const group = v.strictObject({ ...looked, all: conditions, any: conditions });
const groups = v.optional(v.pipe(v.array(group), v.minLength(1), v.maxLength(8)));

const step = v.variant('answer', [
  v.strictObject({
    id,
    answer: v.picklist(['integer', 'address', 'symbol']),
    ...numberRow,
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('choice'),
    options: v.pipe(v.array(id), v.minLength(2)),
    expect: id,
    misconceptions: v.optional(v.array(v.strictObject({ id, value: id, say: id })), []),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('table'),
    rows: v.pipe(v.array(row), v.minLength(1)),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('flags'),
    /** The flags in question; `expect` is a number whose bits say which are set. */
    of: v.pipe(v.array(v.picklist(Object.keys(RFLAGS) as (keyof typeof RFLAGS)[])), v.minLength(1)),
    expect: expression,
    misconceptions: v.optional(v.array(misconception), []),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('order'),
    /** As they are shown first; `expect` has all of them in the right order. */
    options: v.pipe(v.array(id), v.minLength(3), v.maxLength(12)),
    expect: v.array(id),
    misconceptions: v.optional(v.array(v.strictObject({ id, value: v.array(id), say: id })), []),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('bytes'),
    /** The lowest byte of each, in the order of addresses. */
    expect: bytesOf,
    misconceptions: v.optional(v.array(v.strictObject({ id, value: bytesOf, say: id })), []),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('text'),
    /** Every wording that is right; case and spaces do not count, and {{n|name}} is filled in. */
    expect: v.pipe(v.array(text), v.minLength(1)),
    misconceptions: v.optional(v.array(v.strictObject({ id, value: text, say: id })), []),
    predict: v.optional(v.boolean()),
    ...extras,
  }),
  v.strictObject({
    id,
    answer: v.literal('check'),
    ...looked,
    all: groups,
    any: groups,
    ...extras,
  }),
]);
/** One change to the machine before it is handed over. */
const patch = byKey({
  reg: v.strictObject({ reg: text, is: expression, ...members }),
  msr: v.strictObject({ msr: whole, is: expression, ...members }),
  is: v.strictObject({ at: expression, is: expression, bytes: v.optional(oneOf(1, 2, 4, 8), 8), ...members }),
  code: v.strictObject({ at: expression, code: v.pipe(v.string(), v.regex(/^([0-9a-f]{2} ?)+$/, 'schema-bytes')), ...members }),
  /** Intel syntax; the machine's symbols are known to it. */
  asm: v.strictObject({ at: expression, asm: v.pipe(v.string(), v.maxLength(8000)), ...members }),
});
const overrides = {
  set: v.optional(v.record(v.picklist(Object.keys(SWITCHES)), text), {}),
  start: v.optional(v.array(patch), []),
};
/** Whose seed makes it: the learner's, each attempt's own, or one that is the same for everybody. */
const machineSeed = v.union([
  v.picklist(['learner', 'attempt']),
  v.strictObject({ fixed: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'schema-seed')) }),
]);
const oneMachine = { base: id, seed: v.optional(machineSeed, 'learner'), ...overrides };
const machine = v.strictObject(oneMachine);

/** machines/NAME.yml: a built-in machine with switches set, changes planted, code added; exercises call it by its name. */
export const machineSchema = v.strictObject({ base: id, ...overrides });

const drawn = {
  value: v.strictObject({ value: expression, ...on }),
  pick: v.strictObject({
    pick: v.literal('services'),
    from: v.picklist(['nt', 'win32k']),
    where: v.optional(expression),
    not: v.optional(v.array(text)),
    ...on,
  }),
  int: v.strictObject({ int: v.strictTuple([count, count, count]), where: v.optional(expression), ...on }),
  choose: v.strictObject({ choose: v.pipe(v.array(count), v.minLength(1)) }),
};
/** One form, or one for each member of the pool. */
const param = byKey({ ...drawn, by: v.strictObject({ by: v.record(id, byKey(drawn)) }) });

const share = v.pipe(whole, v.minValue(0), v.maxValue(100));
/**
 * `after`: offered once the current step has been answered so often, or so many minutes were spent on it; `needs`: once these have been taken;
 * `steps`: offered while one of these is the current one.
 */
const hint = v.strictObject({
  id,
  cost: share,
  after: v.optional(
    byKey({
      attempts: v.strictObject({ attempts: v.pipe(whole, v.minValue(1), v.maxValue(20)) }),
      minutes: v.strictObject({ minutes: v.pipe(whole, v.minValue(1), v.maxValue(60)) }),
    }),
  ),
  needs: v.optional(v.array(id), []),
  steps: v.optional(v.array(id)),
});
const grading = v.strictObject({
  /** partial: a table earns by its rows; all: only when every row is right. */
  mode: v.optional(v.picklist(['partial', 'all']), 'partial'),
  /** Of steps, against 1 for those it does not name. */
  weights: v.optional(v.record(id, v.pipe(whole, v.minValue(1), v.maxValue(100))), {}),
  /** What the first, second, ... try is worth; the last stands for all later ones. */
  retry: v.optional(v.strictObject({ curve: v.pipe(v.array(share), v.minLength(1)) }), { curve: [100, 90, 75, 50] }),
});

/** `practice`: as often as one likes, and never counted; `reveal`: it gives answers away on demand. `official`: counted, by the retry curve. */
const modes = v.strictObject({
  practice: v.optional(v.strictObject({ reveal: v.optional(v.boolean(), true) })),
  official: v.optional(v.strictObject({ hints: v.optional(v.boolean(), true) })),
});

export const exerciseSchema = v.strictObject({
  status: v.picklist(['draft', 'ready']),
  level: v.pipe(whole, v.minValue(1), v.maxValue(5)),
  minutes: v.pipe(whole, v.minValue(1), v.maxValue(120)),
  teaches: v.array(id),
  needs: v.array(id),
  machine: v.optional(machine),
  /** Instead of one: several by name, the first is what the exercise begins on. */
  machines: v.optional(v.pipe(v.record(id, v.strictObject({ ...oneMachine, ...members })), v.minEntries(1), v.maxEntries(8))),
  params: v.optional(v.record(v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,15}$/, 'schema-name')), param), {}),
  steps: v.pipe(v.array(step), v.minLength(1), v.maxLength(20)),
  /** Variants of the problem; a seed has one. */
  pool: v.optional(v.strictObject({ choose: oneOf(1), of: v.pipe(v.array(id), v.minLength(2), v.maxLength(8)) })),
  hints: v.optional(v.array(hint), []),
  /** Those it may be worked on in. */
  modes: v.optional(modes, { practice: { reveal: true }, official: { hints: true } }),
  grading: v.optional(grading, {}),
});

/** glossary.yml: words, each with what it means. */
export const glossarySchema = v.strictObject({
  terms: v.array(
    v.strictObject({
      id,
      term: titles,
      /** Words in prose that mean it; the term without its brackets where a language has none. An empty list: not marked. */
      names: v.optional(v.record(v.picklist(['en', 'zh-CN']), v.array(text)), {}),
      says: v.record(v.picklist(['en', 'zh-CN']), v.pipe(v.string(), v.maxLength(600))),
    }),
  ),
});

/** What is done between lines: answering, or going to another machine. */
const goldenStep = byKey({
  line: v.strictObject({ line: text, ...members }),
  step: v.strictObject({ step: id }),
  on: v.strictObject({ on: id, ...members }),
});
/** tests.yml: what a learner may do, and what must come of it. */
export const testsSchema = v.strictObject({
  /** `console`: what a learner types, and the steps answered on the way, each with those before it. Where `answers` has none, the key. */
  golden: v.strictObject({
    console: v.array(v.union([text, goldenStep])),
    answers: v.optional(v.record(id, v.union([expression, v.record(id, expression)])), {}),
  }),
  negative: v.array(
    v.strictObject({
      step: id,
      answer: v.union([text, v.record(id, text)]),
      result: v.picklist(['wrong', 'misconception', 'malformed', 'ambiguous']),
      say: v.optional(id),
    }),
  ),
});

/** By the name of the file they are for. */
export const FILE_SCHEMAS = {
  pack: packSchema,
  exercise: exerciseSchema,
  tests: testsSchema,
  glossary: glossarySchema,
  machine: machineSchema,
} as const;

export type PackFile = v.InferOutput<typeof packSchema>;
export type ExerciseFile = v.InferOutput<typeof exerciseSchema>;
export type MachineFile = v.InferOutput<typeof machine> & v.InferOutput<v.StrictObjectSchema<typeof members, undefined>>;
export type PackMachineFile = v.InferOutput<typeof machineSchema>;
export type StepFile = ExerciseFile['steps'][number];
/** What a check asks: its own conditions, and groups of them. */
export type ConditionFile = Omit<v.InferOutput<typeof group>, 'all' | 'any'> & {
  readonly all?: readonly ConditionFile[] | undefined;
  readonly any?: readonly ConditionFile[] | undefined;
};
export type RowFile = v.InferOutput<typeof row>;
export type ParamFile = v.InferOutput<typeof param>;
export type PatchFile = v.InferOutput<typeof patch>;
export type GlossaryFile = v.InferOutput<typeof glossarySchema>;
export type TestsFile = v.InferOutput<typeof testsSchema>;
