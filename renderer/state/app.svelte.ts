/** Which screen is open, what the host knows of this person, and the packs there are. */
import type { AppInfo, ExerciseSummary, ListedPack, MachineChoice, PackSummary, Progress, Settings } from '../../core/host.ts';
import type { Mode } from '../../core/lab/attempt.ts';
import { learnerOf } from '../../core/lab/seeds.ts';
import type { SessionStart } from '../../core/lab/session.ts';
import { call } from '../host.ts';
import type { Language } from '../../core/problem.ts';
import { setLanguage } from '../i18n/language.svelte.ts';
import { exams } from './exams.svelte.ts';
import { Lab, type Drawn, type Replayed } from './lab.svelte.ts';
import { machinePath, readMachine, routeOf, sameMachine, type MachineRoute } from './machine-route.ts';
import { setZoom } from './window-class.svelte.ts';

/** A place in the window; the address bar holds it, so a reload finds it again. */
export type Route =
  | { readonly screen: 'catalog' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'author' }
  /** The first page where none is said; `part` is a heading of it. */
  | { readonly screen: 'reference'; readonly pack?: string; readonly page?: string; readonly part?: string }
  /** A path of a pack, as it is walked. */
  | { readonly screen: 'way'; readonly pack: string; readonly id: string }
  /** The exam of a pack. */
  | { readonly screen: 'exam'; readonly pack: string }
  | { readonly screen: 'lab'; readonly pack: string; readonly id: string; readonly mode?: Mode; readonly exam?: boolean }
  | ({ readonly screen: 'free' } & MachineRoute);

export function readRoute(hash: string): Route {
  const [, screen, ...rest] = hash.replace(/^#/, '').split('/');
  const [first, ...more] = rest.map(decodeURIComponent);
  if (screen === 'exam' && first)
    return more[0] === undefined ? { screen, pack: first } : { screen: 'lab', pack: first, id: more.join('/'), exam: true };
  if (screen === 'way' && first && more[0]) return { screen, pack: first, id: more[0] };
  if ((screen === 'lab' || screen === 'practice') && first && more.length > 0)
    return { screen: 'lab', pack: first, id: more.join('/'), ...(screen === 'practice' && { mode: screen }) };
  const machine = screen === 'free' && first ? readMachine([first, ...more]) : undefined;
  if (machine) return { screen: 'free', ...machine };
  if (screen === 'reference') return { screen, ...(first && more[0] && { pack: first, page: more[0], ...(more[1] && { part: more[1] }) }) };
  return { screen: screen === 'settings' || screen === 'author' ? screen : 'catalog' };
}
export function routeHash(route: Route): string {
  if (route.screen === 'way') return `#/way/${route.pack}/${route.id}`;
  if (route.screen === 'exam') return `#/exam/${route.pack}`;
  if (route.screen === 'lab') return `#/${route.exam ? 'exam' : route.mode === 'practice' ? 'practice' : 'lab'}/${route.pack}/${route.id}`;
  if (route.screen === 'free') return `#/free/${machinePath(route)}`;
  if (route.screen === 'reference') return ['#/reference', route.pack, route.page, route.part].filter(s => s !== undefined).join('/');
  return route.screen === 'catalog' ? '#/' : `#/${route.screen}`;
}

type Theme = NonNullable<Settings['theme']>;
const prefersDark = matchMedia('(prefers-color-scheme: dark)'),
  prefersContrast = matchMedia('(prefers-contrast: more)');

class App {
  #info: AppInfo = $state.raw(undefined as never);
  #settings: Settings = $state.raw({});
  #machines: readonly MachineChoice[] = $state.raw([]);
  #packs: readonly ListedPack[] = $state.raw([]);
  #progress: Progress = $state.raw({ steps: [], exercises: [] });
  #route: Route = $state.raw({ screen: 'catalog' });
  #lab: Lab | undefined = $state.raw();
  #opening = $state(false);
  #replayed: Replayed | undefined = $state.raw();
  #failure: unknown = $state.raw();
  #systemTheme: Theme = $state('light');
  #said = $state('');
  /** The pack that is being written, while its author looks at it. */
  written: PackSummary | undefined = $state.raw();
  paletteOpen = $state(false);
  confirming: 'fresh' | 'variant' | undefined = $state();
  /** What the catalog shows the exercises of: `pack` or `pack track`. */
  chosen: string | undefined = $state();

  get info(): AppInfo {
    return this.#info;
  }
  get settings(): Settings {
    return this.#settings;
  }
  get machines(): readonly MachineChoice[] {
    return this.#machines;
  }
  get packs(): readonly ListedPack[] {
    return this.#packs;
  }
  /** Packs that what is shown may be of: the one being written goes before an installed one of its id. */
  get readable(): readonly PackSummary[] {
    const { written } = this;
    return written ? [written, ...this.#packs.filter(p => p.id !== written.id)] : this.#packs;
  }
  get progress(): Progress {
    return this.#progress;
  }
  get route(): Route {
    return this.#route;
  }
  /** The lab that is open, seen or not. */
  get lab(): Lab | undefined {
    return this.#lab;
  }
  /** Is a lab what the window shows? */
  get inLab(): boolean {
    return this.#route.screen === 'lab' || this.#route.screen === 'free';
  }
  get opening(): boolean {
    return this.#opening;
  }
  /** How far the lab that is being opened has done its inputs again. */
  get replayed(): Replayed | undefined {
    return this.#replayed;
  }
  /** Why the lab could not be opened. */
  get failure(): unknown {
    return this.#failure;
  }
  get systemTheme(): Theme {
    return this.#systemTheme;
  }
  get theme(): Theme {
    return this.#settings.theme ?? this.#systemTheme;
  }
  /** What the live region says. */
  get said(): string {
    return this.#said;
  }
  say(sentence: string): void {
    this.#said = sentence;
  }

  async begin(): Promise<void> {
    this.#readSystemTheme();
    for (const query of [prefersDark, prefersContrast]) query.addEventListener('change', () => this.#readSystemTheme());
    try {
      [this.#info, this.#settings, this.#machines, this.#packs, this.#progress] = await Promise.all([
        call('app/info', {}),
        call('settings/get', {}),
        call('machines/list', {}),
        call('packs/list', {}),
        call('progress/get', {}),
      ]);
    } catch (error) {
      this.#failure = error;
    }
    this.#applySettings();
    if (this.#info?.author !== undefined && !location.hash) location.replace(routeHash({ screen: 'author' }));
    void exams.find(this.#packs);
    addEventListener('hashchange', () => void this.#follow());
    void this.#follow();
  }
  /** What is installed has changed. */
  async refreshPacks(): Promise<void> {
    [this.#packs, this.#progress] = await Promise.all([call('packs/list', {}), call('progress/get', {})]);
  }
  go(route: Route): void {
    location.hash = routeHash(route);
  }
  /** Go there; resolves once a lab that belongs there is open, or cannot be. */
  async open(route: Route): Promise<void> {
    history.replaceState(undefined, '', routeHash(route));
    await this.#follow();
  }

  /** Keep a setting; the window follows at once, the host is told behind it. */
  async set(change: Settings): Promise<void> {
    this.#settings = { ...this.#settings, ...change };
    this.#applySettings();
    await call('settings/set', change).catch(() => undefined);
  }
  /** What free play begins with: the first machine, from this person's seed. */
  get ownMachine(): MachineRoute {
    return { machine: this.#machines[0]?.id ?? 'win10-x64', seed: this.#info?.learnerSeed ?? 'note', set: {} };
  }
  exercise(pack: string, id: string): ExerciseSummary | undefined {
    return this.#packs.find(p => p.id === pack)?.exercises.find(e => e.id === id);
  }
  /** Official, unless practice is asked for or all there is. */
  modeOf(route: Route): Mode {
    if (route.screen !== 'lab' || route.exam) return 'official';
    const modes = this.exercise(route.pack, route.id)?.modes ?? ['official'];
    return route.mode ?? (modes.includes('official') ? 'official' : 'practice');
  }
  /** The exercise from its beginning; what was done is kept by the host. */
  async startOver(): Promise<void> {
    await this.#open('fresh');
  }
  /** The same exercise on another machine of this person's; what was done on this one is kept by the host. */
  async anotherVariant(): Promise<void> {
    await this.#open('variant');
  }
  /** After a crash: the same session, its inputs done again. */
  async reopen(): Promise<void> {
    await this.#open();
  }

  /** The language of the system this person sits at. */
  get systemLanguage(): Language {
    if (this.#info?.host === 'electron') return this.#info.systemLanguage;
    return /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
  }
  #applySettings(): void {
    setLanguage(this.#settings.language ?? this.systemLanguage);
    setZoom((this.#settings.textSize ?? 100) / 100);
  }
  #readSystemTheme(): void {
    this.#systemTheme = prefersContrast.matches ? 'contrast' : prefersDark.matches ? 'dark' : 'light';
  }
  async #follow(): Promise<void> {
    const route = readRoute(location.hash);
    this.#route = route;
    if (route.screen === 'way') this.#walk(route);
    if (route.screen === 'catalog' || route.screen === 'way') this.#progress = await call('progress/get', {}).catch(() => this.#progress);
    else if (this.inLab && (!this.#lab || !isFor(this.#lab, route))) await this.#open();
  }
  /** Whoever looks at a path is led along it from exercise to exercise. */
  #walk({ pack, id }: { readonly pack: string; readonly id: string }): void {
    const { way } = this.#settings;
    if (this.#packs.some(p => p.id === pack && p.ways.some(w => w.id === id)) && !(way?.pack === pack && way.id === id))
      void this.set({ way: { pack, id } });
  }
  async #open(begin?: 'fresh' | 'variant'): Promise<void> {
    const route = this.#route;
    if (route.screen !== 'lab' && route.screen !== 'free') return;
    this.#lab?.close();
    this.#lab = undefined;
    this.#failure = undefined;
    this.#opening = true;
    this.#replayed = undefined;
    const fresh = begin !== undefined;
    try {
      const exam = route.screen === 'lab' && route.exam ? await exams.load(route.pack) : undefined;
      if (route.screen === 'lab' && route.exam && !exam) return this.go({ screen: 'exam', pack: route.pack });
      const what =
        route.screen === 'lab'
          ? await call('packs/exercise', { pack: route.pack, id: route.id, fresh, ...(exam && { content: exam.content }) })
          : { machine: route.machine, seed: route.seed, set: route.set };
      const seed =
        route.screen === 'lab' ? (exam ? { seed: exam.seed, exam: exam.exam } : await this.#seedOf(route, begin)) : { seed: route.seed };
      const told = (at: Replayed): void => {
        if (this.#route === route) this.#replayed = at;
      };
      const lab = await Lab.open(what, seed, fresh, told, this.modeOf(route));
      if (this.#route === route) this.#lab = lab;
      else lab.close();
    } catch (error) {
      if (this.#route === route) this.#failure = error;
    }
    if (this.#route === route) this.#opening = false;
  }
  /** The machine of the open attempt, else this person's own; or the next of theirs. */
  async #seedOf({ pack, id }: { readonly pack: string; readonly id: string }, begin: 'fresh' | 'variant' | undefined): Promise<Drawn> {
    const { learnerSeed } = this.#info,
      { open, variants, attempts } = await call('attempts/seeds', { pack, id });
    if (begin === 'variant') return { seed: `${learnerSeed}-${variants + 1}` };
    if (open === undefined) return { seed: learnerSeed, attempt: attempts + 1 };
    return begin === undefined ? { seed: open } : { seed: learnerOf(open), attempt: attempts + 1 };
  }
}
function isFor({ start, exam }: { readonly start: SessionStart; readonly exam: number | undefined }, route: Route): boolean {
  if (route.screen === 'lab')
    return (
      (exam !== undefined) === (route.exam === true) &&
      start.exercise?.pack === route.pack &&
      start.exercise.id === route.id &&
      (start.mode ?? 'official') === app.modeOf(route)
    );
  return route.screen === 'free' && !start.exercise && sameMachine(routeOf(start.ref), route);
}
export const app = new App();
