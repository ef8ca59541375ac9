/** The exam that goes on, or the last one: what the host said of it, and the time that has passed since. */
import type { ExamState } from '../../core/host.ts';
import { call } from '../host.ts';
import { t } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { problemText } from './problem-text.ts';

const MINUTE = 60_000;
/** With so many minutes left the person is told, each once. */
const WARNINGS = [10, 5, 1];

class Exams {
  #state: ExamState | undefined = $state.raw();
  /** When the host said so, by a clock that only goes on. */
  #heard = 0;
  #now = $state(0);
  #clock: ReturnType<typeof setInterval> | undefined;
  #warned = Infinity;
  /** What the person is told on the screen, while it is so or until it is closed. */
  #notice: { readonly minutes: number; readonly left: number } | 'over' | undefined = $state.raw();
  #failure: string | undefined = $state();

  /** Of the pack that was last asked for. */
  get current(): ExamState | undefined {
    return this.#state;
  }
  get failure(): string | undefined {
    return this.#failure;
  }
  /** Milliseconds. */
  get left(): number {
    return this.#state ? Math.max(0, this.#state.left - (this.#now - this.#heard)) : 0;
  }
  get over(): boolean {
    return this.#state !== undefined && (this.#state.over || this.left === 0);
  }
  get running(): boolean {
    return this.#state !== undefined && !this.over;
  }
  /** `59:05`, `1:00:00`. */
  get leftText(): string {
    return clockText(this.left);
  }

  /** What is to be read wherever the person is: that little time is left, or none. */
  get notice(): string | undefined {
    const notice = this.#notice;
    if (notice === undefined) return undefined;
    return notice === 'over' ? t('exam.over') : t('exam.warning', { n: notice.minutes });
  }
  dismiss(): void {
    this.#notice = undefined;
  }
  /** Ask the host anew. */
  async load(pack: string): Promise<ExamState | undefined> {
    return this.#take(() => call('exams/get', { pack }));
  }
  /** Where the lab was closed during an exam, it goes on. */
  async find(packs: readonly { readonly id: string; readonly exam?: unknown }[]): Promise<void> {
    for (const { id } of packs.filter(p => p.exam !== undefined)) {
      await this.load(id);
      if (this.running) return;
    }
  }
  async begin(pack: string): Promise<void> {
    this.#warned = Infinity;
    this.#notice = undefined;
    await this.#take(() => call('exams/begin', { pack }));
  }
  async submit(): Promise<void> {
    const { exam } = this.#state ?? {};
    this.#notice = undefined;
    if (exam !== undefined) await this.#take(() => call('exams/submit', { exam }));
  }
  async #take(asked: () => Promise<ExamState | null>): Promise<ExamState | undefined> {
    try {
      const state = (await asked()) ?? undefined;
      this.#heard = this.#now = performance.now();
      this.#state = state;
      this.#failure = undefined;
      this.#run();
      return state;
    } catch (error) {
      this.#failure = problemText(error);
      return undefined;
    }
  }
  #run(): void {
    clearInterval(this.#clock);
    if (this.running) this.#clock = setInterval(() => this.#tick(), 1000);
  }
  #tick(): void {
    this.#now = performance.now();
    const { left } = this,
      due = WARNINGS.findLast(n => left <= n * MINUTE);
    if (left === 0) {
      clearInterval(this.#clock);
      this.#tell('over');
      void this.load(this.#state!.pack);
    } else if (due !== undefined && due < this.#warned) {
      this.#warned = due;
      this.#tell({ minutes: Math.ceil(left / MINUTE), left });
    } else if (typeof this.#notice === 'object' && left < this.#notice.left - MINUTE) this.#notice = undefined;
  }
  #tell(notice: { readonly minutes: number; readonly left: number } | 'over'): void {
    this.#notice = notice;
    app.say(this.notice!);
  }
}
export function clockText(left: number): string {
  const seconds = Math.ceil(left / 1000),
    two = (n: number): string => String(n).padStart(2, '0'),
    minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
export const exams = new Exams();
