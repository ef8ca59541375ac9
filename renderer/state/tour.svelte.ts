/** The first minute: four places of the lab on a machine of their own, ending where the first breakpoint is hit. */
import { tick } from 'svelte';
import { app } from './app.svelte.ts';
import { catalogTracks, resumeAt } from './catalog.ts';
import type { PaneId } from './panes.svelte.ts';

export type TourStep = 'place' | 'task' | 'console' | 'hit';
export const TOUR: readonly TourStep[] = ['place', 'task', 'console', 'hit'];
/** What each step is about, on the page. */
export const TOUR_TARGETS: Readonly<Record<TourStep, string>> = {
  place: 'section.place',
  task: '[data-pane="exercise"]' satisfies `[data-pane="${PaneId}"]`,
  console: '[data-pane="console"]' satisfies `[data-pane="${PaneId}"]`,
  hit: '[data-pane="time"]' satisfies `[data-pane="${PaneId}"]`,
};
/** The tour's own machine and the lines it proposes: a service every program ends with. */
const MACHINE = { machine: 'win10-x64', seed: 'tour', set: {} };
export const TOUR_LINES = ['bp nt!NtClose', 'g'] as const;

class Tour {
  #at: number | undefined = $state();

  get step(): TourStep | undefined {
    return this.#at === undefined ? undefined : TOUR[this.#at];
  }
  /** Once, where nobody was here before. */
  get isDue(): boolean {
    const { settings, progress, info } = app;
    return info !== undefined && settings.toured !== true && progress.steps.length === 0 && app.route.screen === 'catalog';
  }
  /** On its machine, from its beginning. */
  async begin(): Promise<void> {
    void app.set({ toured: true });
    const before = app.lab;
    await app.open({ screen: 'free', ...MACHINE });
    if (app.lab && (app.lab === before || app.lab.entries.length > 0)) await app.startOver();
    if (!app.lab) return;
    await tick();
    this.#at = 0;
  }
  next(): void {
    if (this.#at !== undefined && this.#at < TOUR.length - 1) this.#at++;
  }
  /** The machine stopped at a breakpoint: what the tour was for. */
  hit(): void {
    if (this.step !== undefined && this.step !== 'hit') this.#at = TOUR.length - 1;
  }
  /** Type the proposed lines that were not typed. */
  async doIt(): Promise<void> {
    const { lab } = app;
    if (!lab) return;
    if (lab.moment.breakpoints.length === 0) await lab.line(TOUR_LINES[0]);
    await lab.line(TOUR_LINES[1]);
  }
  end(): void {
    this.#at = undefined;
  }
  skip(): void {
    this.end();
    app.go({ screen: 'catalog' });
  }
  /** On to the first exercise. */
  finish(): void {
    this.end();
    const first = resumeAt(catalogTracks(app.packs, app.progress))?.exercise;
    app.go(first ? { screen: 'lab', pack: first.pack, id: first.id } : { screen: 'catalog' });
  }
}
export const tour = new Tour();
