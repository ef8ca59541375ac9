/**
 * Rows that are off the screen keep the cells of their text alone: the terminal gives every row all its columns, and of 100,000 rows the
 * empty cells are most of what a console takes. A row on the screen has all its cells again.
 */
import type { IBufferLine, IMarker, Terminal } from '@xterm/xterm';

/** What a row of the terminal's buffer is behind its API. */
interface Row {
  readonly length: number;
  readonly isWrapped: boolean;
  _data: Uint32Array;
  resize(columns: number, cell: { readonly content: number; readonly fg: number; readonly bg: number }): boolean;
  getTrimmedLength(): number;
}
/** An empty cell, one column wide. */
const EMPTY = { content: 1 << 22, fg: 0, bg: 0 };
/** Rows looked at without a pause. */
const AT_ONCE = 2000;
/** Rows worth looking at. */
const WORTH = 200;

export class OldRows {
  readonly #terminal: Terminal;
  /** The first row that was not looked at; from the top where there is none. */
  #from: IMarker | undefined;
  #waiting: number | undefined;
  /** Rows that were made whole to be looked at. */
  readonly #shown = new Set<Row>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.onWriteParsed(() => {
      this.#look();
    });
    terminal.onRender(() => {
      this.#show();
    });
    terminal.onResize(() => {
      // Every row has as many columns as the terminal again, but not where only rows were won or lost.
      for (let y = this.#end; y < terminal.buffer.active.length; y++) this.#whole(this.#row(y));
      this.#forget();
      this.#look();
    });
  }
  dispose(): void {
    if (this.#waiting !== undefined) cancelIdleCallback(this.#waiting);
  }
  #row(y: number): Row | undefined {
    return (this.#terminal.buffer.active.getLine(y) as (IBufferLine & { readonly _line?: Row }) | undefined)?._line;
  }
  /** The first row that can still be written to. */
  get #end(): number {
    return this.#terminal.buffer.active.baseY;
  }
  get #begin(): number {
    return Math.max(0, this.#from?.line ?? 0);
  }
  #forget(): void {
    this.#from?.dispose();
    this.#from = undefined;
  }
  /** Makes rows shorter while nothing else is to be done. */
  #look(): void {
    if (this.#waiting !== undefined || this.#end - this.#begin < WORTH) return;
    this.#waiting = requestIdleCallback(
      () => {
        this.#waiting = undefined;
        const { active } = this.#terminal.buffer,
          begin = this.#begin,
          end = Math.min(begin + AT_ONCE, this.#end);
        for (let y = begin; y < end; y++) if (y < active.viewportY || y >= active.viewportY + this.#terminal.rows) this.#shorten(y);
        this.#forget();
        this.#from = this.#terminal.registerMarker(end - active.baseY - active.cursorY);
        this.#look();
      },
      { timeout: 1000 },
    );
  }
  /** Parts of a wrapped line stay whole: another width writes into them. */
  #shorten(y: number): void {
    const row = this.#row(y);
    if (row && !row.isWrapped && this.#row(y + 1)?.isWrapped === false) shorten(row);
  }
  #whole(row: Row | undefined): void {
    if (row && row.length < this.#terminal.cols) row.resize(this.#terminal.cols, EMPTY);
  }
  #show(): void {
    const { viewportY } = this.#terminal.buffer.active,
      before = [...this.#shown];
    this.#shown.clear();
    for (let y = viewportY; y < Math.min(viewportY + this.#terminal.rows, this.#end); y++) {
      const row = this.#row(y);
      if (!row) continue;
      if (row.length < this.#terminal.cols || before.includes(row)) this.#shown.add(row);
      this.#whole(row);
    }
    for (const row of before) if (!this.#shown.has(row)) shorten(row);
  }
}
function shorten(row: Row): void {
  const length = row.getTrimmedLength();
  if (length >= row.length) return;
  row.resize(length, EMPTY);
  row._data = row._data.slice();
}
