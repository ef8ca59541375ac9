/** Notices for the window: they wait until its page says that it hears. */
import type { Notice } from '../../core/host.ts';
import type { ContentsPart } from './parts.ts';

/** Channel of notices, from here to the window only. */
export const NOTICES = 'lab-notice';

export class Inbox {
  #hears: Pick<ContentsPart, 'send'> | undefined;
  #waiting: Notice[] = [];

  tell(notice: Notice): void {
    if (this.#hears) this.#hears.send(NOTICES, notice);
    else this.#waiting.push(notice);
  }
  /** The page hears from now on. @returns what waited for it, oldest first */
  ready(contents: Pick<ContentsPart, 'send'>): readonly Notice[] {
    this.#hears = contents;
    return this.#waiting.splice(0);
  }
  /** The page is gone or being loaded. */
  deaf(): void {
    this.#hears = undefined;
  }
}
