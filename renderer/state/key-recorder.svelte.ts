/** Changing the key of an action: one key is heard, judged, and kept with the settings. */
import { action, ACTIONS, keysOf, ownKeys, type Action } from '../actions.ts';
import { keyOf, keyRefusal, type KeyRefusal } from '../parts/keys.ts';
import { app } from './app.svelte.ts';

/** What came of a key that was pressed: taken, another action's, or none an action can have. */
export interface Heard {
  readonly action: string;
  readonly key: string;
  readonly outcome: 'taken' | 'conflict' | KeyRefusal;
  /** Whose the key is, where it is another action's. */
  readonly other?: string;
}
const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');

class KeyRecorder {
  #action: string | undefined = $state();
  #heard: Heard | undefined = $state.raw();

  /** The action whose new key is waited for. */
  get action(): string | undefined {
    return this.#action;
  }
  get heard(): Heard | undefined {
    return this.#heard;
  }
  isChanged(id: string): boolean {
    return app.settings.keys?.[id] !== undefined;
  }
  get anyChanged(): boolean {
    return Object.keys(app.settings.keys ?? {}).length > 0;
  }
  begin(id: string): void {
    this.#action = id;
    this.#heard = undefined;
  }
  stop(): void {
    this.#action = undefined;
  }
  /** Take a key while one is waited for. @returns whether one was */
  hear(event: KeyboardEvent): boolean {
    const id = this.#action;
    if (id === undefined) return false;
    const key = keyOf(event);
    if (key === 'Tab' || key === 'Shift+Tab') {
      this.stop();
      return false;
    }
    event.preventDefault();
    if (key === undefined) return true;
    this.stop();
    if (key === 'Backspace') this.#keep(id, []);
    else if (key !== 'Escape') this.#heard = this.#judge(id, key);
    return true;
  }
  /** Give the action the key that another one has. */
  take(): void {
    const { action: id, key, other } = this.#heard ?? {};
    if (id === undefined || key === undefined || other === undefined) return;
    this.#keep(
      other,
      keysOf(action(other)).filter(k => k !== key),
    );
    this.#keep(id, [key]);
    this.#heard = { action: id, key, outcome: 'taken' };
  }
  reset(id: string): void {
    this.#heard = undefined;
    const { [id]: _gone, ...keys } = app.settings.keys ?? {},
      own = ownKeys(action(id));
    // A key that went to another action meanwhile comes back from there.
    for (const other of this.#owners(own, id)) keys[other.id] = keysOf(other).filter(k => !own.includes(k));
    void app.set({ keys });
  }
  resetAll(): void {
    this.#heard = undefined;
    void app.set({ keys: {} });
  }

  #judge(id: string, key: string): Heard {
    const refused = keyRefusal(key, app.info);
    if (refused) return { action: id, key, outcome: refused };
    const other = this.#owners([key], id)[0];
    if (other) return { action: id, key, outcome: 'conflict', other: other.id };
    this.#keep(id, [key]);
    return { action: id, key, outcome: 'taken' };
  }
  #owners(keys: readonly string[], but: string): readonly Action[] {
    return ACTIONS.filter(a => a.id !== but && keysOf(a).some(k => keys.includes(k)));
  }
  #keep(id: string, keys: readonly string[]): void {
    const { [id]: _old, ...rest } = app.settings.keys ?? {};
    void app.set({ keys: same(keys, ownKeys(action(id))) ? rest : { ...rest, [id]: [...keys] } });
  }
}
export const keyRecorder = new KeyRecorder();
