/** What was written by hand into memory, so that it can be taken back: each taking back is a line of the console, too. */
import type { MemoryCell } from '../../../core/debugger/pictures/memory.ts';
import type { Lab } from '../../state/lab.svelte.ts';

interface Edit {
  readonly edit: string;
  readonly was: string;
}
class Edits {
  #of: Lab | undefined = $state.raw();
  #done: readonly Edit[] = $state.raw([]);
  /** Why the last one was not written, as the console said it. */
  refused = $state('');

  /** The line that takes the last one back. */
  undoLine(lab: Lab): string | undefined {
    const last = this.#of === lab ? this.#done.at(-1) : undefined;
    return last && `${last.edit} ${last.was}`;
  }
  async write(lab: Lab, { edit, text }: Pick<MemoryCell, 'edit' | 'text'>, value: string): Promise<void> {
    if (edit === undefined) return;
    if (this.#of !== lab) this.#done = [];
    this.#of = lab;
    if (await this.#perform(lab, `${edit} ${value}`)) this.#done = [...this.#done, { edit, was: text }];
  }
  async undo(lab: Lab): Promise<void> {
    const line = this.undoLine(lab);
    if (line !== undefined && (await this.#perform(lab, line))) this.#done = this.#done.slice(0, -1);
  }
  async #perform(lab: Lab, line: string): Promise<boolean> {
    await lab.line(line);
    const refused = lab.entries.at(-1)?.results?.find(r => !r.ok);
    this.refused = refused?.error?.text.trim() ?? '';
    return refused === undefined;
  }
}
export const edits = new Edits();
