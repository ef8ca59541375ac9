/** Packs that are being written: the folders that can be opened, and the one that is. A folder is named by its place, never by a path of the page. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { AuthorPlace, AuthorPlaces, AuthorState } from '../../core/host.ts';
import { failure, problem, success, type Result } from '../../core/problem.ts';
import type { ExerciseFiles } from '../../core/lab/catalog.ts';
import { AuthorFolder, shownPath } from '../files/author-folder.ts';
import { exerciseFiles } from '../files/exercise-files.ts';
import { newPack, packName } from '../files/new-pack.ts';
import { writeWhole } from '../files/write-whole.ts';

/** Asks the person for a folder, in a dialog of the system. `take` is told what was chosen, and says what is wrong with it. */
export type FolderDialog = (why: 'open' | 'new', take: (folder: string) => Result<null>) => void;
export interface AuthorOptions {
  /** Folders that were named at the start of the program. */
  readonly named?: readonly string[];
  /** Where new packs are made; the packs in it can be opened. */
  readonly packs?: string;
  /** With it, the file that keeps which folders were chosen. */
  readonly dialog?: { readonly ask: FolderDialog; readonly kept: string };
}
/** Folders chosen before that are offered again. */
const MOST_KEPT = 8;
const keptSchema = v.array(v.string());
const placeOf = (folder: string): string => createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16);
const holdsPack = (folder: string): boolean => existsSync(path.join(folder, 'pack.yml'));

export class Author {
  readonly #options: AuthorOptions;
  #open: AuthorFolder | undefined;

  constructor(options: AuthorOptions) {
    this.#options = options;
  }
  /** With one folder, which is open. */
  static of(folder: string): Author {
    const author = new Author({});
    author.#open = new AuthorFolder(folder);
    return author;
  }
  /** The folder that is open. */
  get folder(): AuthorFolder | undefined {
    return this.#open;
  }
  /** Undefined where it is still what `since` says. */
  state(since?: string): AuthorState | undefined {
    if (this.#open) return this.#open.state(since);
    const places = this.#places();
    return places.revision === since ? undefined : places;
  }
  exercise(id: string): ExerciseFiles | undefined {
    const good = this.#open?.good,
      files = good && exerciseFiles(good.summary.id, id, good.texts);
    return files && { ...files, content: good.content, version: good.summary.version };
  }
  open(place: string): Result<null> {
    const folder = this.#offered().find(f => placeOf(f) === place);
    return folder === undefined ? failure(problem('author/no-place')) : this.#take(folder);
  }
  /** Let the person choose. */
  choose(): Result<null> {
    const { dialog, packs = '' } = this.#options;
    if (!dialog) return failure(problem('author/no-dialog', { folder: shownPath(packs) }));
    dialog.ask('open', folder => this.#choose(folder));
    return success(null);
  }
  /** Write a new pack, and open it. */
  create(name: string): Result<null> {
    const { dialog, packs } = this.#options,
      named = packName(name);
    if (!named.ok) return named;
    const make = (parent: string, then: (folder: string) => Result<null>): Result<null> => {
      const made = newPack(path.join(parent, name));
      return made.ok ? then(path.join(parent, name)) : made;
    };
    if (dialog) dialog.ask('new', parent => make(parent, folder => this.#choose(folder)));
    else if (packs === undefined) return failure(problem('host/unknown-call'));
    else {
      mkdirSync(packs, { recursive: true });
      return make(packs, folder => this.#take(folder));
    }
    return success(null);
  }
  close(): void {
    this.#open = undefined;
  }

  #take(folder: string): Result<null> {
    if (!holdsPack(folder)) return failure(problem('author/no-pack', { folder: shownPath(folder) }));
    this.#open = new AuthorFolder(folder);
    return success(null);
  }
  #choose(folder: string): Result<null> {
    const taken = this.#take(folder);
    if (taken.ok) this.#keep(path.resolve(folder));
    return taken;
  }
  /** Full paths, the last one chosen first. */
  #offered(): readonly string[] {
    const { named = [], packs } = this.#options;
    return [...new Set([...this.#kept(), ...named, ...foldersIn(packs)].map(f => path.resolve(f)))].filter(holdsPack);
  }
  #places(): AuthorPlaces {
    const { dialog, packs } = this.#options,
      offered = this.#offered().map((folder): AuthorPlace => ({ place: placeOf(folder), name: path.basename(folder), parent: shownPath(path.dirname(folder)) })); // prettier-ignore
    return {
      kind: 'places',
      revision: placeOf(offered.map(p => p.place).join()),
      offered,
      dialog: dialog !== undefined,
      ...(!dialog && packs !== undefined && { parent: shownPath(packs) }),
    };
  }
  #kept(): readonly string[] {
    try {
      return v.parse(keptSchema, JSON.parse(readFileSync(this.#options.dialog?.kept ?? '', 'utf8')));
    } catch {
      return []; // none was chosen yet, or the file says nothing: the dialog is there
    }
  }
  #keep(folder: string): void {
    const kept = this.#options.dialog?.kept;
    if (kept === undefined) return;
    try {
      writeWhole(kept, JSON.stringify([folder, ...this.#kept().filter(f => f !== folder)].slice(0, MOST_KEPT)));
    } catch {
      // the folder is open; it will have to be chosen again next time
    }
  }
}
function foldersIn(parent: string | undefined): readonly string[] {
  try {
    return parent === undefined ? [] : readdirSync(parent).sort().map(name => path.join(parent, name)); // prettier-ignore
  } catch {
    return []; // nothing was made there yet
  }
}
