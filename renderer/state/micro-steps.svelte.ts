/** Which micro-step of the next instruction is being done; forgotten as soon as the machine moves. */
import { app } from './app.svelte.ts';
import { panes } from './panes.svelte.ts';

interface At {
  readonly position: string;
  readonly at: number;
}
class MicroStepView {
  #asked: At | undefined = $state.raw();
  /** What is drawn: the step, of so many. */
  #drawn: (At & { readonly all: number }) | undefined;

  /** The step asked for at a moment; undefined: none yet. */
  at(position: string): number | undefined {
    return this.#asked?.position === position ? this.#asked.at : undefined;
  }
  draws(position: string, at: number, all: number): void {
    this.#drawn = { position, at, all };
  }
  move(by: 1 | -1): void {
    const position = app.lab?.moment.position;
    if (position === undefined || this.#drawn?.position !== position) return;
    const at = Math.min(Math.max((this.at(position) ?? this.#drawn.at) + by, 0), this.#drawn.all);
    this.#asked = { position, at };
  }
  /** Bring the pane up, or where it is up already, do one step. */
  next(): void {
    if (document.querySelector('[data-picture="steps"]')) this.move(1);
    else panes.focus('steps');
  }
}
export const microSteps = new MicroStepView();
