/** What a learner did, one input at a time: as the store, the host's calls and recorded runs write it. */
import * as v from 'valibot';

/** Ids of steps, hints, packs and exercises. */
export const nameSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9/._-]{0,63}$/));
export const seedSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/));
/** A line or an answer as typed. */
export const typedSchema = v.pipe(v.string(), v.maxLength(4096));

/** `4D7:1A`: guest events and instructions since, as `!tt` prints them; `4D7:1A.0` where a change made there is not done. */
export const positionSchema = v.pipe(v.string(), v.regex(/^[\dA-F]{1,16}:[\dA-F]{1,16}(\.\d{1,9})?$/));

/** Characters of a script file that a session reads. */
export const MOST_SCRIPT = 1 << 20;
const lineSchema = v.strictObject({
  kind: v.literal('line'),
  text: typedSchema,
  /** Break was pressed at this pause of the line, counted from 1. */
  pause: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  /** Sessions of older versions: the instructions the line had run when Break was pressed. */
  after: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,20}$/))),
  /** Script files the line read that are not the exercise's own, by the name it gave. */
  files: v.exactOptional(v.record(typedSchema, v.pipe(v.string(), v.maxLength(MOST_SCRIPT)))),
});
export const inputSchema = v.variant('kind', [
  lineSchema,
  /** `at`: the moment at which it was seen, where the step asks for that. */
  v.strictObject({ kind: v.literal('answer'), step: nameSchema, text: typedSchema, at: v.exactOptional(positionSchema) }),
  v.strictObject({ kind: v.literal('hint'), id: nameSchema }),
  /** The console goes to another machine of the exercise. */
  v.strictObject({ kind: v.literal('machine'), name: nameSchema }),
  /** Practice: the answer of a step is shown. */
  v.strictObject({ kind: v.literal('reveal'), step: nameSchema }),
  /** So many minutes have been worked on the exercise in all: what hints wait for. */
  v.strictObject({ kind: v.literal('time'), minutes: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000)) }),
  /** Everything from the beginning: machine, console, answers and hints. */
  v.strictObject({ kind: v.literal('reset') }),
]);
export type Input = v.InferOutput<typeof inputSchema>;
export type LineInput = v.InferOutput<typeof lineSchema>;
