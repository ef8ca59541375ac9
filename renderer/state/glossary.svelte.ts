/** The glossaries of the packs, and which of them the prose of a part of the window is read with. */
import { getContext, setContext } from 'svelte';
import type { Term } from '../../core/host.ts';
import { TermFinder } from '../../core/lab/terms.ts';
import { language } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';

const KEY = 'glossary';
type Of = () => string | undefined;

export const glossaryOf = (pack: string): readonly Term[] => app.readable.find(p => p.id === pack)?.glossary ?? [];
/** Prose inside this component is read with the glossary of a pack. */
export const readWithGlossary = (pack: Of): void => void setContext(KEY, pack);

let made: { readonly terms: readonly Term[]; readonly language: string; readonly finder: TermFinder } | undefined;
function finderOf(terms: readonly Term[]): TermFinder {
  if (made?.terms !== terms || made.language !== language())
    made = { terms, language: language(), finder: new TermFinder(terms, language()) };
  return made.finder;
}
/** To be called while a component is made; what it returns may be asked whenever. */
export function proseGlossary(): () => { readonly pack: string; readonly finder: TermFinder } | undefined {
  const of = getContext<Of | undefined>(KEY);
  return () => {
    const pack = of?.();
    if (pack === undefined) return undefined;
    const terms = glossaryOf(pack);
    return terms.length ? { pack, finder: finderOf(terms) } : undefined;
  };
}
