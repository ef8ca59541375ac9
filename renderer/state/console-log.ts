/** The log of the window's console: from .logopen on it takes down what is typed and printed; closed, it is a file for the person. */
import type { LogFile } from '../../core/debugger/types.ts';

export interface ClosedLog {
  readonly name: string;
  readonly text: string;
}
export class ConsoleLog {
  #open: LogFile | undefined;
  #text = '';
  readonly #closed = new Map<string, string>();

  /** @param file the log open after a line @param text the line and what it printed @returns the log that the line closed */
  note(file: LogFile | undefined, text: string): ClosedLog | undefined {
    const before = this.#open;
    this.#text += before ? text : '';
    if (file === before) return undefined;
    const closed = before && { name: before.name, text: this.#text };
    if (closed) this.#closed.set(closed.name, closed.text);
    this.#open = file;
    this.#text = file ? (file.append ? (this.#closed.get(file.name) ?? '') : '') + text : '';
    return closed;
  }
}
