/** A pack somebody is writing: the folder as it is, the exercise as a learner of a seed meets it, its answers on several seeds. */
import { momentText } from '../../core/debugger/event-text.ts';
import type { AuthorPlaces, ExerciseSummary, PackSummary, WrittenPack } from '../../core/host.ts';
import type { AuthorStep, AuthorView } from '../../core/lab/author-view.ts';
import type { PackProblem } from '../../core/lab/pack-problem.ts';
import { call } from '../host.ts';
import { app } from './app.svelte.ts';
import { Lab } from './lab.svelte.ts';
import { memoryHost } from './memory-host.ts';
import { proving } from './proving.svelte.ts';
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

/** A seed the exercise has not been drawn on yet. */
const unseen = (seed: string): AuthorView => ({ seed, params: [], steps: [], problems: [] });

class Author {
  #state: WrittenPack | undefined = $state.raw();
  #places: AuthorPlaces | undefined = $state.raw();
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
  /** Which problem F8 went to last. */
  #at = -1;
  /** Turns of opening: what comes back from an older one is dropped. */
  #turn = 0;

  /** The folder that is open, as it is. */
  get state(): WrittenPack | undefined {
    return this.#state;
  }
  /** Where none is open: what can be. */
  get places(): AuthorPlaces | undefined {
    return this.#places;
  }
  get shown(): Shown | undefined {
    return this.#shown;
  }
  get pack(): PackSummary | undefined {
    return this.#state?.good?.pack;
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
  /** Of the files, and of the exercise on the seeds that are shown or proved. */
  get problems(): readonly PackProblem[] {
    const seen = [...proving.problems, ...this.#views.flatMap(v => v.problems)],
      played = new Map(seen.map(p => [`${p.code} ${p.file}:${p.line}:${p.column}`, p]));
    return [...(this.#state?.problems ?? []), ...played.values()];
  }
  /** How many of them are errors. */
  get errors(): number {
    return this.problems.filter(p => p.severity === 'error').length;
  }
  /** Go from problem to problem. @param by 1, or -1 for back */
  async nextProblem(by: 1 | -1): Promise<void> {
    const { problems } = this;
    if (problems.length === 0) return;
    this.#at = (this.#at + by + (this.#at < 0 && by < 0 ? 1 : 0) + problems.length) % problems.length;
    const { file, line } = problems[this.#at]!;
    await this.show(file, line);
  }
  /** The step the learner is at, as the author wrote it. */
  get step(): AuthorStep | undefined {
    const current = this.#lab?.exercise?.steps.find(s => s.state === 'current')?.id;
    return this.#views.find(v => v.seed === this.#labSeed)?.steps.find(s => s.id === current);
  }

  /** While the screen is there. @returns what ends it */
  watch(): () => void {
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), EVERY);
    return () => {
      clearInterval(this.#timer);
      this.#client?.end();
      this.#client = undefined;
      this.#turn++;
      this.#leave();
      proving.stop();
      this.#state = this.#places = app.written = undefined;
    };
  }
  /** Let the person choose the folder of a pack: in a dialog of the system, or among those that are offered. */
  async choose(): Promise<void> {
    app.go({ screen: 'author' });
    await this.#ask(app.info.host === 'electron' ? call('author/choose', {}) : call('author/close', {}));
  }
  async open(place: string): Promise<void> {
    await this.#ask(call('author/open', { place }));
  }
  /** Write a new pack of this name, and open it. */
  async create(name: string): Promise<void> {
    await this.#ask(call('author/new', { name }));
  }
  async close(): Promise<void> {
    await this.#ask(call('author/close', {}));
  }
  /** What the host did is seen at once; what it did not do is said. */
  async #ask(asked: Promise<unknown>): Promise<void> {
    try {
      await asked;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
    }
    await this.#look();
  }
  async #look(): Promise<void> {
    const before = this.#state ?? this.#places;
    try {
      const state = await call('author/state', { ...(before && { since: before.revision }) });
      if (!state || (this.#state ?? this.#places) !== before) return;
      if (state.kind === 'places') this.#none(state);
      else await this.#read(state);
    } catch (error) {
      this.#failure = error;
    }
  }
  #none(places: AuthorPlaces): void {
    this.#forget();
    this.#state = app.written = undefined;
    this.#places = places;
  }
  /** What is shown is of no folder that is open. */
  #forget(): void {
    this.#turn++;
    this.#leave();
    this.#shown = this.#exercise = undefined;
    this.#views = [];
    proving.forget();
  }
  async #read(state: WrittenPack): Promise<void> {
    const before = this.#state;
    if (before && (before.folder !== state.folder || before.parent !== state.parent)) this.#forget();
    this.#state = state;
    this.#places = undefined;
    app.written = state.good?.pack;
    const first = `exercises/${this.exercise?.id ?? ''}/exercise.yml`,
      shown =
        this.#shown?.name ?? [first, ...state.files].find(f => f.endsWith('exercise.yml') && state.files.includes(f)) ?? state.files[0];
    if (shown !== undefined) await this.show(shown, this.#shown?.line ?? 1);
    if (!state.good || state.good.content === before?.good?.content) return;
    proving.forget();
    if (app.info.author !== undefined) await app.refreshPacks(); // its catalog is of this pack
    await this.#openExercise(false);
  }
  async show(name: string, line: number): Promise<void> {
    const file = await call('author/file', { name }).catch(() => undefined);
    if (file) this.#shown = { ...file, line };
  }
  async chooseExercise(id: string): Promise<void> {
    this.#exercise = id;
    proving.forget();
    this.#views = this.#views.map(v => unseen(v.seed));
    this.#leave();
    await this.show(`exercises/${id}/exercise.yml`, 1);
    await this.#openExercise(false);
  }
  async chooseSeed(seed: string): Promise<void> {
    this.#seed = seed;
    if (!this.#views.some(v => v.seed === seed)) this.#views = [...this.#views, unseen(seed)];
    this.#leave();
    await this.#openExercise(false);
  }
  /** One more seed, which becomes the learner's. */
  async another(): Promise<void> {
    const known = this.#views.map(v => v.seed);
    let n = 1;
    while (known.includes(`a-${n}`)) n++;
    await this.chooseSeed(`a-${n}`);
  }
  /** Prove the exercise as it reads now. */
  async prove(): Promise<void> {
    const { exercise } = this;
    if (exercise) await this.#ask(call('author/exercise', { id: exercise.id }).then(files => proving.start(files)));
  }
  /** What is open is not what was chosen. */
  #leave(): void {
    this.#lab?.close();
    this.#lab = undefined;
  }
  async startOver(): Promise<void> {
    await this.#openExercise(true);
  }
  /** The exercise as it reads now, on the seed, at the step it was at. */
  async #openExercise(fresh: boolean): Promise<void> {
    const exercise = this.exercise,
      turn = ++this.#turn;
    if (!exercise) return;
    const step =
      fresh || this.#lab?.exercise?.id !== exercise.id ? undefined : this.#lab.exercise.steps.find(s => s.state === 'current')?.id;
    const files = await call('author/exercise', { id: exercise.id });
    const seed = this.#seed,
      open = (anew: boolean): Promise<Lab> => Lab.open(files, { seed }, anew, () => undefined, undefined, memoryHost);
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
    const views: AuthorView[] = [],
      { core } = (this.#client ??= this.#startViews());
    for (const each of seeds) {
      views.push(await core.author(files, each));
      if (turn !== this.#turn) return;
      this.#views = [...views, ...seeds.slice(views.length).map(unseen)];
      if (each === seed) await this.#goTo(step, views.at(-1)!);
    }
  }
  /** Answer a step, as seen at the moment the machine is at where it asks for one. */
  async answer(step: string, text: string): Promise<void> {
    const lab = this.#lab,
      at = lab?.exercise?.steps.find(s => s.id === step)?.evidence ? momentText(lab.moment.position) : undefined;
    await lab?.answer(step, text, at);
  }
  /** The worker that draws the exercise on seeds, beside the lab's own. */
  #startViews(): WorkerClient {
    return startWorker({ running: () => undefined, replayed: () => undefined }, message => {
      this.#failure = new Error(message);
    });
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
