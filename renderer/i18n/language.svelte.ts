/** The language of the window, and the words in it. Numbers, addresses, commands and names are never translated. */
import { LANGUAGES, type Language } from '../../core/problem.ts';
import { MESSAGES } from './messages.ts';

export type MessageId = keyof typeof MESSAGES;
type Hole<S extends string> = S extends `${string}{${infer N}}${infer Rest}` ? (N extends `${infer Name}?${string}` ? Name : N) | Hole<Rest> : never;
type Values<K extends MessageId> = Hole<(typeof MESSAGES)[K][0]>;
/** A message without holes, which a table can name. */
export type PlainMessage = { [K in MessageId]: [Values<K>] extends [never] ? K : never }[MessageId];
type Given<K extends MessageId> = [Values<K>] extends [never] ? [] : [values: Readonly<Record<Values<K>, string | number>>];

const COLUMN: Readonly<Record<Language, 0 | 1>> = { en: 0, 'zh-CN': 1 };
const current = $state<{ value: Language }>({ value: 'en' });

export const language = (): Language => current.value;
export function setLanguage(value: Language): void {
  current.value = value;
  document.documentElement.lang = value;
}

/** `{n}` is filled in; `{n?step|steps}` becomes the first form where n is 1, else the second. */
function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)(?:\?([^|}]*)\|([^}]*))?\}/g, (_whole, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? String(value) : (Number(value) === 1 ? one : many) ?? '';
  });
}

/** Sentences after one another: full-width punctuation brings its own space. */
export const sentencesOf = (all: readonly string[]): string => all.join(language() === 'zh-CN' ? '' : ' ');
/** In every language, for those who look for it in another. */
export const inAll = (id: PlainMessage): string => MESSAGES[id].join(' ');
/** A text of the window in its language. */
export function t<K extends MessageId>(id: K, ...[values]: Given<K>): string {
  return fill(MESSAGES[id][COLUMN[current.value]], values ?? {});
}
/** A text whose id the core chose, under a family of ours; undefined where the window has no words for it. */
export function tKnown(family: string, id: string, values: Readonly<Record<string, string>> = {}): string | undefined {
  const row = (MESSAGES as Readonly<Record<string, readonly [string, string]>>)[`${family}.${id}`];
  return row && fill(row[COLUMN[current.value]], values);
}
/** A text of a pack, by language. */
export type Texts = Readonly<Partial<Record<string, string>>> | undefined;
/** The window's language, else English, else whatever it was written in. */
const best = (texts: Texts): string | undefined => [current.value, 'en', ...Object.keys(texts ?? {})].find(l => texts?.[l] !== undefined);
/** A pack's text in the window's language, else in the one it is shown in instead. */
export const pick = (texts: Texts): string => texts?.[best(texts) ?? ''] ?? '';
/** The language `pick` falls back to; undefined where it need not. */
export function shownIn(texts: Texts): Language | undefined {
  const language = best(texts);
  return language === current.value ? undefined : LANGUAGES.find(l => l === language);
}
