/** Where the machine of the attempt that is open stands, kept for the catalog of the next start. */
import { app } from './app.svelte.ts';
import type { Lab } from './lab.svelte.ts';

/** So long after a line nothing more has to be kept, in ms: who holds a key down writes once. */
const STILL = 400;

/** To be called while a component is made that shows the lab. */
export function keepWaiting(of: () => Lab): void {
  let pending: (() => void) | undefined;
  $effect(() => {
    const lab = of(),
      { exercise, moment, exam } = lab;
    if (lab !== app.lab || !exercise || exercise.mode !== 'official' || exam !== undefined || lab.running || lab.entries.length === 0)
      return;
    const waits = {
      ...{ pack: exercise.pack, id: exercise.id, ring: moment.ring },
      place: moment.place.symbol + moment.place.displacement,
      next: `${moment.next.mnemonic} ${moment.next.operands}`.trim(),
    };
    const keep = (): void => {
      clearTimeout(timer);
      pending = undefined;
      if (JSON.stringify(app.settings.waits) !== JSON.stringify(waits)) void app.set({ waits });
    };
    const timer = setTimeout(keep, STILL);
    pending = keep;
    return () => clearTimeout(timer);
  });
  // Whoever leaves the lab at once finds it in the catalog all the same.
  $effect(() => () => pending?.());
}
