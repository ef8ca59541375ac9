/** What a few words find in a debugger: its commands, and the structures and symbols of its machine. */
import { COMMANDS } from './commands/index.ts';
import type { Debugger } from './debugger.ts';
import { wordsOf } from './text.ts';

export type Look =
  | { readonly kind: 'command'; readonly name: string; readonly summary: string }
  | { readonly kind: 'structure'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'symbol'; readonly name: string; readonly of: 'function' | 'data' | 'label' };

/** All that hold every word, those whose name begins with the first one before others; of each kind `most` at most. */
export function look(d: Debugger, query: string, kinds: readonly Look['kind'][], most: number): readonly Look[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const { guest } = d;
  const all: Readonly<Record<Look['kind'], () => readonly Look[]>> = {
    command: () => COMMANDS.flatMap(({ names, summary }) => names.map((name): Look => ({ kind: 'command', name, summary }))),
    structure: () => guest.layouts.all.map(({ name, size }) => ({ kind: 'structure', name, bytes: size })),
    symbol: () =>
      guest.symbols.matching('*', '*').map(({ module, name, kind }) => ({ kind: 'symbol', name: `${module}!${name}`, of: kind })),
  };
  return kinds.flatMap(kind => ranked(all[kind](), words).slice(0, most));
}
function ranked(all: readonly Look[], words: readonly string[]): readonly Look[] {
  const told = (l: Look): string => `${l.name} ${l.kind === 'command' ? l.summary : ''}`.toLowerCase();
  return all
    .filter(l => words.every(word => told(l).includes(word)))
    .map(found => ({ found, rank: rank(found, words[0]!) }))
    .sort((a, b) => a.rank - b.rank || (a.found.name < b.found.name ? -1 : a.found.name > b.found.name ? 1 : 0))
    .map(({ found }) => found);
}
/** 0 to 3: the name itself, how it begins (a dot, `!`, `_` or module before it or not), what is in it, or only in what it says. */
function rank({ name }: Look, word: string): number {
  const lower = name.toLowerCase(),
    bare = lower.replace(/^(\w+!|\W+|_+)/, '');
  if (lower === word || bare === word) return 0;
  if (lower.startsWith(word) || bare.startsWith(word)) return 1;
  return lower.includes(word) ? 2 : 3;
}
