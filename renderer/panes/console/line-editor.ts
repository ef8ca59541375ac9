/** The line being typed at the prompt. */

export interface Line {
  readonly text: string;
  /** Index of the character the caret is before. */
  readonly caret: number;
}
export const EMPTY: Line = { text: '', caret: 0 };
export const lineOf = (text: string): Line => ({ text, caret: text.length });

export const insert = ({ text, caret }: Line, typed: string): Line => ({
  text: text.slice(0, caret) + typed + text.slice(caret),
  caret: caret + typed.length,
});
const cut = ({ text }: Line, from: number, to: number): Line => ({ text: text.slice(0, from) + text.slice(to), caret: from });

/** Where the character or word left and right of the caret begins and ends. */
function left({ text, caret }: Line): number {
  return Math.max(0, caret - (/[\udc00-\udfff]/.test(text[caret - 1] ?? '') ? 2 : 1));
}
function right({ text, caret }: Line): number {
  return Math.min(text.length, caret + (/[\ud800-\udbff]/.test(text[caret] ?? '') ? 2 : 1));
}
const wordLeft = ({ text, caret }: Line): number =>
  /\s*[^\s]*$/.exec(text.slice(0, caret).trimEnd())!.index + (/\s+\S*$/.exec(text.slice(0, caret).trimEnd()) ? 1 : 0);
const wordRight = ({ text, caret }: Line): number => caret + /^\s*\S*/.exec(text.slice(caret))![0].length;

/** Keys that edit the line, in the spelling of the actions table. */
const EDITS: Readonly<Record<string, (line: Line) => Line>> = {
  Backspace: line => cut(line, left(line), line.caret),
  Delete: line => cut(line, line.caret, right(line)),
  'Ctrl+Backspace': line => cut(line, wordLeft(line), line.caret),
  'Ctrl+W': line => cut(line, wordLeft(line), line.caret),
  'Ctrl+Delete': line => cut(line, line.caret, wordRight(line)),
  'Ctrl+U': line => cut(line, 0, line.caret),
  ArrowLeft: line => ({ ...line, caret: left(line) }),
  ArrowRight: line => ({ ...line, caret: right(line) }),
  'Ctrl+ArrowLeft': line => ({ ...line, caret: wordLeft(line) }),
  'Ctrl+ArrowRight': line => ({ ...line, caret: wordRight(line) }),
  Home: line => ({ ...line, caret: 0 }),
  'Ctrl+A': line => ({ ...line, caret: 0 }),
  End: line => lineOf(line.text),
  'Ctrl+E': line => lineOf(line.text),
  Escape: () => EMPTY,
};
/** The line after a key; undefined where the key does not edit. */
export const edited = (line: Line, key: string): Line | undefined => EDITS[key]?.(line);

/** Lines typed before, newest last; walking through them keeps the line that was being typed. */
export class History {
  #lines: string[] = [];
  #at: number | undefined;
  #typed = EMPTY;

  fill(lines: readonly string[]): void {
    this.#lines = [...lines];
    this.#at = undefined;
  }
  get lines(): readonly string[] {
    return this.#lines;
  }
  /** Says whether the line is worth keeping: not empty, not the one before again. */
  add(line: string): boolean {
    this.#at = undefined;
    if (line.trim() === '' || line === this.#lines.at(-1)) return false;
    this.#lines.push(line);
    return true;
  }
  older(current: Line): Line {
    if (this.#at === undefined) this.#typed = current;
    const at = (this.#at ?? this.#lines.length) - 1;
    if (at < 0) return current;
    this.#at = at;
    return lineOf(this.#lines[at]!);
  }
  newer(current: Line): Line {
    if (this.#at === undefined) return current;
    if (this.#at + 1 < this.#lines.length) return lineOf(this.#lines[++this.#at]!);
    this.#at = undefined;
    return this.#typed;
  }
  /** Newest first, each line once, those that hold `text`. */
  matching(text: string): readonly string[] {
    const wanted = text.toLowerCase();
    return [...new Set([...this.#lines].reverse())].filter(line => line.toLowerCase().includes(wanted));
  }
}
