/** A pack somebody is writing: the folder as it is, the exercise as a learner of a seed meets it, its answers on several seeds. */
import { momentText } from '../../core/debugger/event-text.ts';
import type { AuthorState, ExerciseSummary, PackSummary } from '../../core/host.ts';
import type { AuthorStep, AuthorView } from '../../core/lab/author-view.ts';
import type { PackProblem } from '../../core/lab/pack-problem.ts';
import { call } from '../host.ts';
import { app } from './app.svelte.ts';
import { Lab } from './lab.svelte.ts';
import { startWorker, type WorkerClient } from './worker.ts';

/** Milliseconds between two looks at the folder. */
const EVERY = 700;
const FIRST_SEEDS = ['note', 'a-1', 'a-2', 'a-3'];
/** A text that is shown, and the line that is spoken of. */
export interface Shown {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

class Author {
  #state: AuthorState | undefined = $state.raw();
  #shown: Shown | undefined = $state.raw();
  #exercise: string | undefined = $state();
  #seed = $state('note');
  #lab: Lab | undefined = $state.raw();
  /** The seed the open lab was made from. */
  #labSeed = $state('');
  #views: readonly AuthorView[] = $state.raw([]);
  #failure: unknown = $state.raw();
  #timer: ReturnType<typeof setInterval> | undefined;
  #client: WorkerClient | undefined;
  /** Turns of opening: what comes back from an older one is dropped. */
  #turn = 0;

  get state(): AuthorState | undefined {
    return this.#state;
  }
  get shown(): Shown | undefined {
    return this.#shown;
  }
  get pack(): PackSummary | undefined {
    return app.packs[0];
  }
  get exercise(): ExerciseSummary | undefined {
    return this.pack?.exercises.find(e => e.id === this.#exercise) ?? this.pack?.exercises[0];
  }
  get seed(): string {
    return this.#seed;
  }
  get lab(): Lab | undefined {
    return this.#lab;
  }
  get views(): readonly AuthorView[] {
    return this.#views;
  }
  get failure(): unknown {
    return this.#failure;
  }
  /** Of the files, and of the exercise on the seeds that are shown. */
  get problems(): readonly PackProblem[] {
    const played = new Map(this.#views.flatMap(v => v.problems).map(p => [`${p.code} ${p.file}:${p.line}:${p.column}`, p]));
    return [...(this.#state?.problems ?? []), ...played.values()];
  }
  /** The step the learner is at, as the author wrote it. */
  get step(): AuthorStep | undefined {
    const current = this.#lab?.exercise?.steps.find(s => s.state === 'current')?.id;
    return this.#views.find(v => v.seed === this.#labSeed)?.steps.find(s => s.id === current);
  }

  /** While the screen is there. @returns what ends it */
  watch(): () => void {
    this.#client = startWorker({ running: () => undefined, replayed: () => undefined }, message => {
      this.#failure = new Error(message);
    });
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), EVERY);
    return () => {
      clearInterval(this.#timer);
      this.#client?.end();
      this.#lab?.close();
      this.#lab = undefined;
      this.#state = undefined;
    };
  }
  async #look(): Promise<void> {
    const before = this.#state;
    try {
      const state = await call('author/state', { ...(before && { since: before.revision }) });
      if (!state || this.#state !== before) return;
      this.#state = state;
      const shown = this.#shown?.name ?? state.files.find(f => f.endsWith('exercise.yml')) ?? state.files[0];
      if (shown !== undefined) await this.show(shown, this.#shown?.line ?? 1);
      if (state.good !== undefined && state.good !== before?.good) {
        await app.refreshPacks();
        await this.#open(false);
      }
    } catch (error) {
      this.#failure = error;
    }
  }
  async show(name: string, line: number): Promise<void> {
    const file = await call('author/file', { name }).catch(() => undefined);
    if (file) this.#shown = { ...file, line };
  }
  async choose(id: string): Promise<void> {
    this.#exercise = id;
    this.#leave();
    await this.#open(false);
  }
  async chooseSeed(seed: string): Promise<void> {
    this.#seed = seed;
    this.#leave();
    await this.#open(false);
  }
  /** One more seed, which becomes the learner's. */
  async another(): Promise<void> {
    const seed = `a-${this.#views.length}`;
    this.#views = [...this.#views, { seed, params: [], steps: [], problems: [] }];
    await this.chooseSeed(seed);
  }
  /** What is open is not what was chosen. */
  #leave(): void {
    this.#lab?.close();
    this.#lab = undefined;
  }
  async startOver(): Promise<void> {
    await this.#open(true);
  }
  /** The exercise as it reads now, on the seed, at the step it was at. */
  async #open(fresh: boolean): Promise<void> {
    const exercise = this.exercise,
      turn = ++this.#turn;
    if (!exercise) return;
    const step =
      fresh || this.#lab?.exercise?.id !== exercise.id ? undefined : this.#lab.exercise.steps.find(s => s.state === 'current')?.id;
    const files = await call('packs/exercise', { pack: exercise.pack, id: exercise.id });
    const seed = this.#seed,
      open = (anew: boolean): Promise<Lab> => Lab.open(files, { seed }, anew, () => undefined);
    try {
      const lab = await open(fresh).catch(() => open(true));
      if (turn !== this.#turn) return lab.close();
      this.#lab?.close();
      this.#lab = lab;
      this.#labSeed = seed;
      this.#failure = undefined;
    } catch (error) {
      if (turn === this.#turn) this.#failure = error;
      return;
    }
    const seeds = [...new Set([...FIRST_SEEDS, ...this.#views.map(v => v.seed), seed])];
    const views: AuthorView[] = [];
    for (const each of seeds) {
      views.push(await this.#client!.core.author(files, each));
      if (turn !== this.#turn) return;
      this.#views = [...views, ...seeds.slice(views.length).map(rest => ({ seed: rest, params: [], steps: [], problems: [] }))];
      if (each === seed) await this.#goTo(step, views.at(-1)!);
    }
  }
  /** Answer a step, as seen at the moment the machine is at where it asks for one. */
  async answer(step: string, text: string): Promise<void> {
    const lab = this.#lab,
      at = lab?.exercise?.steps.find(s => s.id === step)?.evidence ? momentText(lab.moment.position) : undefined;
    await lab?.answer(step, text, at);
  }
  /** Answer the steps before one, where an edit has undone them. */
  async #goTo(step: string | undefined, { steps }: AuthorView): Promise<void> {
    const wanted = steps.findIndex(s => s.id === step);
    for (const { id, right } of steps.slice(0, Math.max(0, wanted))) {
      if (this.#lab?.exercise?.steps.find(s => s.id === id)?.state === 'current') await this.answer(id, right);
    }
  }
}
export const author = new Author();
