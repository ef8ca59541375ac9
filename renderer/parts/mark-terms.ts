/** Words of the glossary in prose on the page: marked, reached by the keyboard, described by their line. */
import type { TermFinder } from '../../core/lab/terms.ts';

/** Of the line that says what a term means; App has one for each. */
export const lineId = (pack: string, term: string): string => `term-${pack}-${term}`;
/** What machines say, and what can be pressed already, is left alone. */
const LEFT = 'code, pre, a, button, label, h3, h4, th';

/** @param html sanitised. A term is marked where it first stands. */
export function markTerms(html: string, finder: TermFinder, pack: string): string {
  const page = document.createElement('template');
  page.innerHTML = html;
  const seen = new Set<string>(),
    walker = document.createTreeWalker(page.content, NodeFilter.SHOW_TEXT),
    texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.parentElement?.closest(LEFT)) continue;
    const pieces = finder.pieces(text.data, seen);
    if (pieces.some(p => p.term !== undefined))
      text.replaceWith(...pieces.map(p => (p.term === undefined ? p.text : marked(p.text, lineId(pack, p.term)))));
  }
  return page.innerHTML;
}
function marked(text: string, line: string): HTMLElement {
  const word = document.createElement('dfn');
  word.textContent = text;
  word.tabIndex = 0;
  word.setAttribute('aria-describedby', line);
  return word;
}
