/** What waits to be on disk: one write after the other, none lost when the store refuses. */
import { problemText } from './problem-text.ts';

interface Write {
  readonly run: () => Promise<unknown>;
  readonly done: () => void;
}

export class Writes {
  readonly #queue: Write[] = [];
  #busy = false;
  #waiting = $state(0);
  #refusal = $state<unknown>();

  /** `refused` until `retry` succeeds; everything waiting is kept. */
  get state(): 'saved' | 'saving' | 'refused' {
    if (this.#refusal !== undefined) return 'refused';
    return this.#waiting > 0 ? 'saving' : 'saved';
  }
  get waiting(): number {
    return this.#waiting;
  }
  /** Why the store refused, in the window's language. */
  get reason(): string {
    return this.#refusal === undefined ? '' : problemText(this.#refusal);
  }

  /** Resolves when the write is on disk; never rejects, because a refused write stays in the queue. */
  push(run: () => Promise<unknown>): Promise<void> {
    return new Promise(done => {
      this.#queue.push({ run, done });
      this.#waiting = this.#queue.length;
      void this.#work();
    });
  }
  retry(): void {
    this.#refusal = undefined;
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy || this.#refusal !== undefined) return;
    this.#busy = true;
    for (let write = this.#queue[0]; write; write = this.#queue[0]) {
      try {
        await write.run();
      } catch (error) {
        this.#refusal = error;
        break;
      }
      this.#queue.shift();
      this.#waiting = this.#queue.length;
      write.done();
    }
    this.#busy = false;
  }
}
