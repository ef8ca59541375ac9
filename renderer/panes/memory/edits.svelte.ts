/** What was written by hand into memory, so that it can be taken back: each taking back is a line of the console, too. */
import type { Moment } from '../../../core/debugger/moment.ts';
import type { MemoryCell, MemoryUnit } from '../../../core/debugger/pictures/memory.ts';
import { t } from '../../i18n/language.svelte.ts';
import type { Lab } from '../../state/lab.svelte.ts';

interface Edit {
  readonly edit: string;
  readonly was: string;
  /** What stood there afterwards. */
  readonly wrote: string;
  /** The moment it made: while it is that, going back undoes it. */
  readonly made: Moment;
  /** The moment it was made in. */
  readonly onto: Moment;
}
class Edits {
  #of: Lab | undefined = $state.raw();
  #done: readonly Edit[] = $state.raw([]);
  /** Why the last one was not written, or not taken back. */
  refused = $state('');

  #last(lab: Lab): Edit | undefined {
    return this.#of === lab ? this.#done.at(-1) : undefined;
  }
  /** The line that takes the last one back: where nothing has happened since it goes back in time, else it writes what was there. */
  undoLine(lab: Lab): string | undefined {
    const last = this.#last(lab);
    return last && (last.made === lab.moment ? 't-' : `${last.edit} ${last.was}`);
  }
  async write(lab: Lab, { edit, text }: Pick<MemoryCell, 'edit' | 'text'>, value: string): Promise<void> {
    if (edit === undefined) return;
    if (this.#of !== lab) this.#done = [];
    this.#of = lab;
    const onto = lab.moment;
    if (!(await this.#perform(lab, `${edit} ${value}`))) return;
    const made = lab.moment;
    this.#done = [...this.#done, { edit, was: text, wrote: await held(lab, edit, text), made, onto }];
  }
  async undo(lab: Lab): Promise<void> {
    const last = this.#last(lab),
      line = this.undoLine(lab);
    if (!last || line === undefined) return;
    const back = last.made === lab.moment;
    if (!back && (await held(lab, last.edit, last.was)) !== last.wrote) this.refused = t('memory.overwritten');
    else if (!(await this.#perform(lab, line))) return;
    this.#done = this.#done
      .slice(0, -1)
      // the moment that was come back to is the one the edit before this one made
      .map(edit => (back && edit.made === last.onto ? { ...edit, made: lab.moment } : edit));
  }
  async #perform(lab: Lab, line: string): Promise<boolean> {
    await lab.line(line);
    const refused = lab.entries.at(-1)?.results?.find(r => !r.ok);
    this.refused = refused ? t('memory.refused', { why: refused.error?.text.trim() ?? '' }) : '';
    return refused === undefined;
  }
}
/** What stands now where a line like `eb 00007ffb`3c0ed5b0` writes so many values as `like` has. */
async function held(lab: Lab, edit: string, like: string): Promise<string> {
  const [name, address] = edit.split(' '),
    drawn = await lab.picture({
      ...{ kind: 'memory', address: address!, unit: name![1] as MemoryUnit },
      ...{ columns: 1, rows: like.split(' ').length },
    });
  return drawn?.picture.kind === 'memory' ? drawn.picture.memory.rows.flatMap(r => r.cells.map(c => c.text)).join(' ') : '';
}
export const edits = new Edits();
