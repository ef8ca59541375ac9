/** Packs on their way in, as the window shows them: one at a time, with a sheet that can be put aside while the check runs. */
import { PIECE } from '../../core/host.ts';
import type { ImportState } from '../../core/lab/import-report.ts';
import { call } from '../host.ts';
import { pick, t } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { toBase64 } from './base64.ts';
import { problemText } from './problem-text.ts';

/** Between two looks at how far a check is. */
const LOOK_MS = 150;

interface Waiting {
  readonly name: string;
  /** Hand it to the host, piece by piece, while it is wanted. @returns the import's ticket */
  readonly send: (wanted: () => boolean) => Promise<string>;
}

class Imports {
  #waiting: readonly Waiting[] = $state.raw([]);
  #file: Waiting | undefined = $state.raw();
  #ticket: string | undefined;
  #state: ImportState | undefined = $state.raw();
  #failure: unknown = $state.raw();
  #aside = $state(false);
  #busy = $state(false);

  /** The file that is being looked at. */
  get name(): string | undefined {
    return this.#file?.name;
  }
  get state(): ImportState | undefined {
    return this.#state;
  }
  /** Why the host would not go on with it. */
  get failure(): unknown {
    return this.#failure;
  }
  /** `end`: it can be imported, or not at all. */
  get phase(): 'check' | 'end' {
    const { stage } = this.#state ?? {};
    return this.#failure === undefined && (stage === undefined || stage === 'receiving' || stage === 'reading' || stage === 'playing') ? 'check' : 'end'; // prettier-ignore
  }
  /** Is the sheet put aside? */
  get aside(): boolean {
    return this.#aside;
  }
  set aside(aside: boolean) {
    this.#aside = aside;
  }
  /** It is being installed. */
  get busy(): boolean {
    return this.#busy;
  }
  /** Of the whole check, 0 to 1: receiving and reading are a fifth of it. */
  get share(): number {
    const { stage, received = 0, size = 1, played } = this.#state ?? {};
    if (this.phase === 'end') return 1;
    if (played) return 0.2 + (0.8 * played.done) / played.of;
    return stage === undefined || stage === 'receiving' ? (0.1 * received) / size : 0.15;
  }

  /** Let the person choose a file. */
  choose(): void {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.labpack', multiple: true });
    input.addEventListener('change', () => this.take([...(input.files ?? [])]));
    input.click();
  }
  /** Look at files, one after the other. */
  take(files: readonly File[]): void {
    this.#enqueue(files.map(file => ({ name: file.name, send: wanted => this.#upload(file, wanted) })));
  }
  /** Look at a file that the desktop shell has handed to the host. */
  follow(ticket: string, name: string): void {
    this.#enqueue([{ name, send: () => Promise.resolve(ticket) }]);
  }
  /** Install what is ready. @param newKey though it comes from another key than before */
  async confirm(newKey: boolean): Promise<void> {
    const ticket = this.#ticket,
      pack = this.#state?.report?.pack;
    if (ticket === undefined || !pack || this.#busy) return;
    this.#busy = true;
    try {
      await call('import/confirm', { ticket, newKey });
      await app.refreshPacks();
      app.go({ screen: 'catalog' });
      app.chosen = pack.id;
      app.say(t('import.done', { title: pick(pack.title), version: pack.version }));
      this.#next();
    } catch (error) {
      this.#failure = error;
    }
    this.#busy = false;
  }
  /** Nothing of it is kept. */
  cancel(): void {
    if (this.#ticket !== undefined) void call('import/cancel', { ticket: this.#ticket }).catch(() => undefined);
    this.#next();
  }

  #enqueue(more: readonly Waiting[]): void {
    this.#waiting = [...this.#waiting, ...more];
    if (!this.#file) this.#next();
    else this.#aside = false;
  }
  #next(): void {
    const [next, ...rest] = this.#waiting;
    this.#waiting = rest;
    this.#file = next;
    this.#ticket = this.#state = this.#failure = undefined;
    this.#aside = false;
    if (next) void this.#look(next);
  }
  async #look(file: Waiting): Promise<void> {
    const wanted = (): boolean => this.#file === file;
    try {
      const ticket = await file.send(wanted);
      if (!wanted()) return void (await call('import/cancel', { ticket }));
      this.#ticket = ticket;
      while (wanted() && this.phase === 'check') {
        const state = await call('import/state', { ticket });
        if (wanted()) this.#state = state;
        if (this.phase === 'check') await new Promise(done => setTimeout(done, LOOK_MS));
      }
      if (wanted()) app.say(this.#said());
    } catch (error) {
      if (!wanted()) return;
      this.#failure = error;
      app.say(problemText(error));
    }
  }
  #said(): string {
    return t(this.#state?.stage === 'ready' ? 'import.say-ready' : 'import.say-refused', { name: this.name ?? '' });
  }
  async #upload(file: File, wanted: () => boolean): Promise<string> {
    const { ticket } = await call('import/begin', { name: file.name.slice(-255), size: file.size });
    for (let at = 0; at < file.size && wanted(); at += PIECE) {
      const bytes = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      await call('import/piece', { ticket, at, data: toBase64(bytes) });
      if (wanted()) this.#state = { name: file.name, size: file.size, stage: 'receiving', received: at + bytes.length };
    }
    return ticket;
  }
}
export const imports = new Imports();
