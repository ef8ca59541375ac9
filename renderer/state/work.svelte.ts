/** One long work at a time: how far it is, and the way to give it up. */
import { t, type PlainMessage } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';

export interface Job {
  readonly title: PlainMessage;
  /** What it does, and what stays as it is. */
  readonly says: PlainMessage;
  readonly giveUp: () => void;
}
/** How far a work is, and in words. */
export interface Far {
  readonly done: number;
  readonly all: number;
  readonly text: string;
}
/** Shorter works are over before anybody could read of them. ms */
const NOTICED = 300;

class Work {
  #job: Job | undefined = $state.raw();
  #seen = $state(false);
  #far: Far | undefined = $state.raw();

  /** The work under way, once it has taken long enough to be shown. */
  get job(): Job | undefined {
    return this.#seen ? this.#job : undefined;
  }
  get far(): Far | undefined {
    return this.#far;
  }
  tell(far: Far): void {
    this.#far = far;
  }
  get busy(): boolean {
    return this.#job !== undefined;
  }
  /** Undefined where it was given up, or another work is under way. What fails is said in the live region. */
  async run<T>(job: Job, work: () => Promise<T | undefined>): Promise<T | undefined> {
    if (this.#job) return undefined;
    this.#job = job;
    const timer = setTimeout(() => {
      this.#seen = true;
    }, NOTICED);
    try {
      return await work();
    } catch (error) {
      app.say(t('work.failed', { why: error instanceof Error ? error.message : String(error) }));
      return undefined;
    } finally {
      clearTimeout(timer);
      this.#seen = false;
      this.#job = this.#far = undefined;
    }
  }
}
export const work = new Work();
