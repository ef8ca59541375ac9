/** The list at the caret: what a word can become, or lines typed before. */
import type { Line } from './line-editor.ts';

export interface Suggestion {
  readonly text: string;
  readonly detail: string;
}
export class Suggest {
  #items: readonly Suggestion[] = $state.raw([]);
  #index = $state(0);
  #kind: 'completion' | 'history' = $state('completion');
  #from = 0;

  get visible(): boolean {
    return this.#items.length > 0;
  }
  get items(): readonly Suggestion[] {
    return this.#items;
  }
  get index(): number {
    return this.#index;
  }
  get kind(): 'completion' | 'history' {
    return this.#kind;
  }
  /** Where in the line the chosen text goes. */
  get from(): number {
    return this.#from;
  }
  close(): void {
    this.#items = [];
  }

  /**
   * Offer items for what stands between `from` and the caret. Without a choice to make nothing opens; the text that can be put in at
   * once (the only item, or what all begin with) is returned.
   */
  open(kind: 'completion' | 'history', from: number, items: readonly Suggestion[], line: Line): string | undefined {
    const wasOpen = this.visible,
      word = line.text.slice(from, line.caret);
    this.#kind = kind;
    this.#from = from;
    this.#index = 0;
    this.#items = items;
    if (kind === 'history' || wasOpen) return undefined;
    if (items.length === 1) this.close();
    const shared = sharedStart(items.map(i => i.text));
    return shared.length > word.length ? shared : undefined;
  }
  /** A key while the list is open: undefined if it is not for the list. */
  key(name: string): { readonly accept?: string } | undefined {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, 'Ctrl+R': 1 }[name];
    if (move !== undefined) {
      const { length } = this.#items;
      this.#index = Math.abs(move) === 1 ? (this.#index + move + length) % length : Math.max(0, Math.min(length - 1, this.#index + move));
      return {};
    }
    if (name === 'Escape') {
      this.close();
      return {};
    }
    if (name !== 'Enter' && name !== 'Tab') return undefined;
    const chosen = this.#items[this.#index];
    this.close();
    return chosen ? { accept: chosen.text } : {};
  }
}
function sharedStart(texts: readonly string[]): string {
  const first = texts[0] ?? '';
  let n = first.length;
  for (const text of texts) while (n > 0 && text.slice(0, n).toLowerCase() !== first.slice(0, n).toLowerCase()) n--;
  return first.slice(0, n);
}
