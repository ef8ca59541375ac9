/** One long work at a time: how far it is, and the way to give it up. */
import { t, type PlainMessage } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';

export interface Job {
  readonly title: PlainMessage;
  readonly giveUp: () => void;
}
/** Shorter works are over before anybody could read of them. ms */
const NOTICED = 300;

class Work {
  #job: Job | undefined = $state.raw();
  #seen = $state(false);

  /** The work under way, once it has taken long enough to be shown. */
  get job(): Job | undefined {
    return this.#seen ? this.#job : undefined;
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
      this.#job = undefined;
    }
  }
}
export const work = new Work();
