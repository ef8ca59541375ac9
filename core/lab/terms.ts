/** Where the words of a glossary stand in prose. */
import type { Language } from '../problem.ts';
import type { Term } from './catalog.ts';

/** A piece of prose; `term` where it is a word of the glossary. */
export interface Piece {
  readonly text: string;
  readonly term?: string;
}
const CHINESE = '[\\u4e00-\\u9fff]';
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\#]/g, '\\$&');

/** Words in prose that mean a term. */
export const namesOf = ({ term, names }: Term, language: Language): readonly string[] =>
  names[language] ??
  (term[language] ?? '')
    .replace(/[（(][^）)]*[）)]/g, '')
    .split(' / ')
    .map(word => word.trim())
    .filter(Boolean);

/** Small letters may begin a sentence and have a plural; a single Chinese character stands at the beginning of a word only. */
function pattern(name: string): string {
  const plain = escaped(name);
  if (new RegExp(`^${CHINESE}$`).test(name)) return `(?<!${CHINESE})${plain}`;
  const first =
    /^[a-z]/.test(name) && name === name.toLowerCase() ? `[${name[0]!}${name[0]!.toUpperCase()}]${escaped(name.slice(1))}` : plain;
  return `${/^\w/.test(name) ? '(?<![\\w#!])' : ''}${first}${/\w$/.test(name) ? '(?:e?s)?(?![\\w!])' : ''}`;
}
const key = (word: string): string => word.toLowerCase();

/** Finds terms of a glossary in one language. */
export class TermFinder {
  readonly #terms = new Map<string, string>();
  readonly #pattern: RegExp | undefined;
  constructor(terms: readonly Term[], language: Language) {
    const names: string[] = [];
    for (const term of terms)
      for (const name of namesOf(term, language)) {
        this.#terms.set(key(name), term.id);
        names.push(name);
      }
    if (names.length)
      this.#pattern = new RegExp(
        names
          .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
          .map(name => `(?:${pattern(name)})`)
          .join('|'),
        'g',
      );
  }
  /** A text in pieces; a term is found once, and not where `seen` has it already. */
  pieces(text: string, seen: Set<string>): readonly Piece[] {
    if (!this.#pattern) return [{ text }];
    const pieces: Piece[] = [];
    let done = 0;
    for (const m of text.matchAll(this.#pattern)) {
      const term = this.#termOf(m[0]);
      if (term === undefined || seen.has(term)) continue;
      seen.add(term);
      if (m.index > done) pieces.push({ text: text.slice(done, m.index) });
      pieces.push({ text: m[0], term });
      done = m.index + m[0].length;
    }
    if (done < text.length) pieces.push({ text: text.slice(done) });
    return pieces;
  }
  #termOf(word: string): string | undefined {
    const known = key(word);
    return this.#terms.get(known) ?? this.#terms.get(known.replace(/s$/, '')) ?? this.#terms.get(known.replace(/es$/, ''));
  }
}
