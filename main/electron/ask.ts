/** Questions to the person in native dialogs, one after another. */
import type { Language } from '../../core/problem.ts';
import { say, type ShellMessage } from './messages.ts';
import type { DialogPart } from './parts.ts';

export interface Question {
  readonly title: string;
  readonly detail: string;
  readonly accept: ShellMessage;
  /** What the other button says, when not Cancel. */
  readonly otherwise?: ShellMessage;
}

export class Asker {
  readonly #dialog: DialogPart;
  readonly #language: () => Language;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(dialog: DialogPart, language: () => Language) {
    this.#dialog = dialog;
    this.#language = language;
  }
  /** Dialogs open or waiting: who may be asked too often by a page or a program looks here first. */
  get waiting(): number {
    return this.#waiting;
  }
  say(id: ShellMessage, values: Readonly<Record<string, string>> = {}): string {
    return say(this.#language(), id, values);
  }
  /** Whether the person chose it; the other button is what Enter and Escape do. */
  async confirm({ title, detail, accept, otherwise = 'button.cancel' }: Question): Promise<boolean> {
    const buttons = [this.say(accept), this.say(otherwise)];
    return (await this.#show({ type: 'question', message: title, detail, buttons, defaultId: 1, cancelId: 1, noLink: true })) === 0;
  }
  async tell(type: 'info' | 'warning', title: string, detail: string): Promise<void> {
    await this.#show({ type, message: title, detail, buttons: [this.say('button.ok')] });
  }
  async #show(options: Parameters<DialogPart['showMessageBox']>[0]): Promise<number> {
    this.#waiting++;
    const shown = this.#last.then(() => this.#dialog.showMessageBox({ title: 'Syscall Lab', ...options }));
    this.#last = shown.catch(() => undefined);
    try {
      return (await shown).response;
    } finally {
      this.#waiting--;
    }
  }
}
