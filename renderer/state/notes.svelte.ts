/** Marking moments of the recording, and going from one to the next. */
import { comparePositions, momentText } from '../../core/debugger/event-text.ts';
import { t } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { panes } from './panes.svelte.ts';

class Notes {
  /** The position whose words are to be written next. */
  #wanted: string | undefined;

  /** Mark the moment at hand and write at it; a bookmark that is there already goes. */
  mark(): void {
    const { lab } = app;
    if (!lab) return;
    const position = momentText(lab.moment.position),
      there = lab.notes.find(n => n.position === position);
    if (there?.text === '') {
      lab.removeNote(position);
      app.say(t('notes.removed', { position }));
      return;
    }
    panes.show('notes');
    this.#wanted = position;
    if (!there) {
      lab.putNote({ position, text: '' });
      app.say(t('notes.added', { position }));
    }
    requestAnimationFrame(() => {
      const input = document.querySelector<HTMLInputElement>(`[data-pane="notes"] input[data-at="${position}"]`);
      if (input && this.take(position)) input.focus();
    });
  }
  /** Is this the position to write at? Says so once. */
  take(position: string): boolean {
    const mine = this.#wanted === position;
    if (mine) this.#wanted = undefined;
    return mine;
  }
  /** The next note after now, or the one before. */
  beside(forward: boolean): string | undefined {
    const { notes, moment } = app.lab!;
    const of = (n: { readonly position: string }): number => comparePositions(n.position, moment.position);
    return (forward ? notes.find(n => of(n) > 0) : notes.findLast(n => of(n) < 0))?.position;
  }
  go(forward: boolean): void {
    const to = this.beside(forward);
    if (to !== undefined) void app.lab?.line(`!tt ${to}`);
  }
}
export const notes = new Notes();
