/** Answers that are no single number: flags by name, an order, bytes, a word. Each kind reads what was typed, and writes its key as one would type it. */
import { RFLAGS } from '../cpu/flags.ts';
import { normalise, type Message } from './numbers.ts';
import type { StepFile } from './pack-schema.ts';
import type { Verdict } from './verdict.ts';

export type WordStep = Extract<StepFile, { answer: 'flags' | 'order' | 'bytes' | 'text' }>;
/** What an exercise's machine gives to these: numbers for expressions, and placeholders filled in. */
export interface Source {
  readonly value: (expression: string) => bigint;
  readonly fill: (text: string) => string;
}
type Read = { readonly ok: true; readonly words: string } | { readonly ok: false; readonly message: Message };
const read = (words: string): Read => ({ ok: true, words });
const unread = (id: string, values: Readonly<Record<string, string>> = {}): Read => ({ ok: false, message: { id, values } });

interface Kind<S extends WordStep> {
  /** What was typed, in the one form that is compared. */
  readonly read: (step: S, text: string) => Read;
  /** The right answers in that form; the first is how it is shown. */
  readonly keys: (step: S, from: Source) => readonly string[];
  readonly wrong: (value: S['misconceptions'][number]['value'], step: S, from: Source) => string;
}
type Of<K extends WordStep['answer']> = Extract<WordStep, { answer: K }>;

const setFlags = (of: readonly (keyof typeof RFLAGS)[], flags: bigint): string =>
  of.filter(name => (flags >> BigInt(RFLAGS[name])) & 1n).join(' ') || NONE;
const NONE = '-';
const flags: Kind<Of<'flags'>> = {
  read: ({ of }, text) => {
    const words = normalise(text)
      .toUpperCase()
      .split(/[\s,;|+]+/)
      .filter(Boolean);
    if (words.length === 0) return unread('empty');
    if (words.length === 1 && ['-', '0', 'NONE'].includes(words[0]!)) return read(NONE);
    const strange = words.find(w => !(of as readonly string[]).includes(w));
    return strange === undefined
      ? read(of.filter(name => words.includes(name)).join(' '))
      : unread('no-flag', { name: strange, known: of.join(' ') });
  },
  keys: (step, { value }) => [setFlags(step.of, value(step.expect))],
  wrong: (expression, step, { value }) => setFlags(step.of, value(expression)),
};
const order: Kind<Of<'order'>> = {
  read: ({ options }, text) => {
    const ids = text
      .trim()
      .split(/[\s,]+/)
      .filter(Boolean);
    return ids.length === options.length && options.every(o => ids.includes(o)) ? read(ids.join(' ')) : unread('empty');
  },
  keys: ({ expect }) => [expect.join(' ')],
  wrong: ids => ids.join(' '),
};
const hex = (values: readonly bigint[]): string => values.map(v => (v & 0xffn).toString(16).padStart(2, '0')).join(' ');
const bytes: Kind<Of<'bytes'>> = {
  read: (_step, text) => {
    const digits = normalise(text).replace(/[\s,`]+/g, ''),
      bad = /[^0-9a-f]/i.exec(digits);
    if (!digits) return unread('empty');
    if (bad) return unread('not-hex', { digit: bad[0] });
    return digits.length % 2 ? unread('half-byte') : read(digits.toLowerCase().match(/../g)!.join(' '));
  },
  keys: ({ expect }, { value }) => [hex(expect.map(value))],
  wrong: (list, _step, { value }) => hex(list.map(value)),
};
const plain = (text: string): string => normalise(text).toLowerCase().replace(/\s+/g, ' ');
const text: Kind<Of<'text'>> = {
  read: (_step, typed) => (plain(typed) ? read(plain(typed)) : unread('empty')),
  keys: ({ expect }, { fill }) => expect.map(t => plain(fill(t))),
  wrong: (t, _step, { fill }) => plain(fill(t)),
};
const KINDS = { flags, order, bytes, text };
const kindOf = (step: WordStep): Kind<WordStep> => KINDS[step.answer] as unknown as Kind<WordStep>;

export const isWords = (step: StepFile): step is WordStep => Object.hasOwn(KINDS, step.answer);
/** As the right answer would be typed. */
export const keyOf = (step: WordStep, from: Source): string => kindOf(step).keys(step, from)[0]!;
/** As a misconception's answer would be typed. */
export const wrongOf = (step: WordStep, n: number, from: Source): string => kindOf(step).wrong(step.misconceptions[n]!.value, step, from);
export const readWords = (step: WordStep, typed: string): Read => kindOf(step).read(step, typed);

export function gradeWords(step: WordStep, typed: string, from: Source): Verdict {
  const kind = kindOf(step),
    given = kind.read(step, typed);
  if (!given.ok) return { step: step.id, result: 'malformed', counts: false, message: given.message, points: 0 };
  const base = { step: step.id, counts: true, understood: given.words } as const;
  if (kind.keys(step, from).includes(given.words)) return { ...base, result: 'right', points: 1 };
  const known = step.misconceptions.find(m => kind.wrong(m.value, step, from) === given.words);
  return known ? { ...base, result: 'misconception', feedback: known.say, points: 0 } : { ...base, result: 'wrong', points: 0 };
}
