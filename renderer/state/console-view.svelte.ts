/** What the console pane and the rest of the window share. */
import { app } from './app.svelte.ts';
import { panes } from './panes.svelte.ts';

class ConsoleView {
  #finding = $state(false);
  /** Put a text on the console's input line; set by the console while it is there. */
  insert: ((text: string) => void) | undefined;
  /** What is selected in it. */
  selection: (() => string) | undefined;

  get finding(): boolean {
    return this.#finding;
  }
  get screenReader(): boolean {
    return app.settings.screenReader === true;
  }
  openFind(): void {
    panes.show('console');
    this.#finding = true;
  }
  closeFind(): void {
    this.#finding = false;
  }
  toggleScreenReader(): void {
    void app.set({ screenReader: !this.screenReader });
  }
  type(text: string): void {
    panes.focus('console');
    this.insert?.(text);
  }
}
export const consoleView = new ConsoleView();
