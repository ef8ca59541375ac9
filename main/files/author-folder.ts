/** The folder of a pack that somebody is writing: its texts, what is wrong with them, and its last version that read well. Only read. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { MOST_FILES } from '../../core/lab/pack-files.ts';
import { readPack, summaryOf } from '../../core/lab/pack.ts';
import { packProblem, startOf, type PackProblem } from '../../core/lab/pack-problem.ts';
import type { PackSummary, WrittenPack } from '../../core/host.ts';
import { contentHash } from './pack-seal.ts';
import { entriesOf, openPack } from './pack-source.ts';

interface Read {
  readonly state: WrittenPack;
  readonly texts: ReadonlyMap<string, string>;
}
/** A version that read well. */
export interface Good {
  readonly content: string;
  readonly summary: PackSummary;
  readonly texts: ReadonlyMap<string, string>;
}

/** A path as a person is shown it. */
export function shownPath(folder: string): string {
  const full = path.resolve(folder),
    home = homedir();
  return full === home || full.startsWith(home + path.sep) ? `~${full.slice(home.length)}` : full;
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
  get parent(): string {
    return shownPath(path.dirname(path.resolve(this.#folder)));
  }
  get good(): Good | undefined {
    this.#look();
    return this.#good;
  }
  /** Undefined where it is still what `since` says. */
  state(since?: string): WrittenPack | undefined {
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
    const stamp = createHash('sha256');
    try {
      let files = 0;
      for (const { name, isFile } of entriesOf(this.#folder)) {
        if (!isFile || files++ > MOST_FILES) continue;
        const { mtimeMs, size } = statSync(path.join(this.#folder, name));
        stamp.update(`${name} ${mtimeMs} ${size}\n`);
      }
      return stamp.digest('hex');
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
      return { texts, state: this.#state(content, [...texts.keys()], problems) };
    } catch (e) {
      const problems = [packProblem('folder', startOf(this.name), { why: (e as Error).message })];
      return { texts: new Map(), state: this.#state(this.#stamp, [], problems) };
    }
  }
  #state(revision: string, files: readonly string[], problems: readonly PackProblem[]): WrittenPack {
    const good = this.#good && { content: this.#good.content, pack: this.#good.summary };
    return { kind: 'pack', revision, folder: this.name, parent: this.parent, files, problems, ...(good && { good }) };
  }
}
