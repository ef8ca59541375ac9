/** The folder of a pack that somebody is writing: its texts, what is wrong with them, and its last version that read well. Only read. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readPack, summaryOf } from '../../core/lab/pack.ts';
import { packProblem, startOf, type PackProblem } from '../../core/lab/pack-problem.ts';
import type { AuthorState, PackSummary } from '../../core/host.ts';
import { contentHash } from './pack-seal.ts';
import { openPack } from './pack-source.ts';

interface Read {
  readonly state: AuthorState;
  readonly texts: ReadonlyMap<string, string>;
}
/** A version that read well. */
export interface Good {
  readonly content: string;
  readonly summary: PackSummary;
  readonly texts: ReadonlyMap<string, string>;
}

export class AuthorFolder {
  readonly #folder: string;
  #stamp = '';
  #read: Read | undefined;
  #good: Good | undefined;
  constructor(folder: string) {
    this.#folder = folder;
  }
  get name(): string {
    return path.basename(path.resolve(this.#folder));
  }
  get good(): Good | undefined {
    this.#look();
    return this.#good;
  }
  /** Undefined where it is still what `since` says. */
  state(since?: string): AuthorState | undefined {
    const { state } = this.#look();
    return state.revision === since ? undefined : state;
  }
  /** A text as it is now; undefined where the pack has no such text. */
  text(name: string): string | undefined {
    return this.#look().texts.get(name);
  }
  /** Read again where a name, a size or a time of change is another. */
  #look(): Read {
    const stamp = this.#stampNow();
    if (this.#read && stamp === this.#stamp) return this.#read;
    this.#stamp = stamp;
    return (this.#read = this.#readAll());
  }
  #stampNow(): string {
    try {
      return readdirSync(this.#folder, { withFileTypes: true, recursive: true })
        .filter(e => e.isFile())
        .map(e => {
          const { mtimeMs, size } = statSync(path.join(e.parentPath, e.name));
          return `${e.parentPath}/${e.name} ${mtimeMs} ${size}`;
        })
        .join('\n');
    } catch {
      return 'gone'; // a file may be away for a moment while it is saved
    }
  }
  #readAll(): Read {
    try {
      const { files, texts, problems: found } = openPack(this.#folder),
        read = readPack(texts),
        problems: readonly PackProblem[] = [...found, ...read.problems],
        content = contentHash(files);
      if (read.ok && !problems.some(p => p.severity === 'error')) this.#good = { content, summary: summaryOf(read.value), texts };
      const state = { revision: content, folder: this.name, files: [...texts.keys()], problems };
      return { texts, state: { ...state, ...good(this.#good) } };
    } catch (e) {
      const problems = [packProblem('folder', startOf(this.name), { why: (e as Error).message })];
      return { texts: new Map(), state: { revision: this.#stamp, folder: this.name, files: [], problems, ...good(this.#good) } };
    }
  }
}
const good = (version: Good | undefined): Pick<AuthorState, 'good'> => (version ? { good: version.content } : {});
