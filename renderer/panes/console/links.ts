/** The console's links: which command stands behind which words. They are looked up when the pointer is on a row, so that text waits at no cost. */
import type { ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import type { Link } from '../../../core/debugger/types.ts';
import { SCROLLBACK } from '../../tail.ts';
import { cells, place } from './cells.ts';

/** Links of what was written at once; their lines counted from `first`. */
interface Batch {
  readonly first: number;
  readonly links: readonly Link[];
}
export class ConsoleLinks implements ILinkProvider {
  readonly #terminal: Terminal;
  readonly #follow: (command: string) => void;
  #batches: Batch[] = [];
  /** The line that the cursor is on, counted from the first that was ever written. */
  #line = 0;

  constructor(terminal: Terminal, follow: (command: string) => void) {
    [this.#terminal, this.#follow] = [terminal, follow];
  }
  /** To be called when a text of so many lines has been written, from where the cursor stood. */
  written(lines: number, links: readonly Link[]): void {
    if (links.length > 0) this.#batches.push({ first: this.#line, links });
    this.#line += lines;
    if (this.#batches.length > SCROLLBACK)
      this.#batches.splice(
        0,
        this.#batches.findIndex(b => b.first > this.#line - SCROLLBACK),
      );
  }
  provideLinks(y: number, callback: (links: ILink[] | undefined) => void): void {
    const { first, line } = this.#lineOf(y - 1),
      batch = this.#batches.findLast(b => b.first <= line);
    callback(batch?.links.filter(link => link.line === line - batch.first).map(link => this.#drawn(link, first)));
  }
  /** The line a row belongs to, and the line's first row: above the cursor, rows that are not wrapped begin lines. */
  #lineOf(row: number): { readonly first: number; readonly line: number } {
    const { active } = this.#terminal.buffer,
      begins = (r: number): boolean => active.getLine(r)?.isWrapped !== true;
    let first = row,
      line = this.#line;
    while (first > 0 && !begins(first)) first--;
    for (let r = active.baseY + active.cursorY; r > first; r--) if (begins(r)) line--;
    return { first, line };
  }
  #drawn({ start, end, command }: Link, first: number): ILink {
    const { cols } = this.#terminal,
      text = this.#text(first),
      from = place(cells(text.slice(0, start)), cols),
      to = place(cells(text.slice(0, end)) - 1, cols);
    return {
      text: text.slice(start, end),
      range: { start: { x: from.column + 1, y: first + from.row + 1 }, end: { x: to.column + 1, y: first + to.row + 1 } },
      activate: () => {
        this.#follow(command);
      },
    };
  }
  /** The line that begins in a row. */
  #text(first: number): string {
    const { active } = this.#terminal.buffer;
    let text = active.getLine(first)?.translateToString() ?? '';
    for (let row = first + 1; active.getLine(row)?.isWrapped === true; row++) text += active.getLine(row)!.translateToString();
    return text;
  }
}
