/** Pages of the reference, each made once per seed and language by a worker of their own. */
import type { PageFiles } from '../../core/host.ts';
import type { FilledPage } from '../../core/lab/pages.ts';
import type { Language } from '../../core/problem.ts';
import { call } from '../host.ts';
import { startWorker, type WorkerClient } from './worker.ts';

export interface ShownPage extends FilledPage {
  readonly machine: string;
}

export class ReferencePages {
  readonly #made = new Map<string, Promise<ShownPage>>();
  readonly #crashed = Promise.withResolvers<never>();
  #client: WorkerClient | undefined;

  /** @throws HostRefusal, or what the worker says */
  page(pack: string, id: string, language: Language, seed: string): Promise<ShownPage> {
    const key = [pack, id, language, seed].join('/');
    const made = this.#made.get(key) ?? this.#make(pack, id, language, seed);
    this.#made.set(key, made);
    return made;
  }
  async #make(pack: string, id: string, language: Language, seed: string): Promise<ShownPage> {
    const files: PageFiles = await call('packs/page', { pack, id });
    this.#client ??= startWorker({ running: () => undefined, replayed: () => undefined }, message => {
      this.#crashed.reject(new Error(message));
    });
    const page = await Promise.race([this.#client.core.page(files, language, seed), this.#crashed.promise]);
    return { ...page, machine: files.machine };
  }
  close(): void {
    this.#client?.end();
  }
}
