/** The built-in packs: folders of files, read once and served to whoever parses them (core/lab does, in the worker). */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readPack, summaryOf } from '../../core/lab/pack.ts';
import { problemLine } from '../../core/lab/pack-problem.ts';
import { pageFile } from '../../core/lab/pages.ts';
import type { Language } from '../../core/problem.ts';
import type { ExerciseFiles, PackSummary, PageFiles } from '../../core/host.ts';
import { openPack } from '../files/pack-source.ts';

interface Loaded {
  readonly summary: PackSummary;
  readonly files: ReadonlyMap<string, string>;
}

export class Packs {
  readonly #folder: string;
  readonly #loaded = new Map<string, Loaded>();

  /** @param folder holds one folder per pack */
  constructor(folder: string) {
    this.#folder = folder;
  }

  list(): readonly PackSummary[] {
    return readdirSync(this.#folder)
      .filter(name => statSync(path.join(this.#folder, name)).isDirectory())
      .sort()
      .map(name => this.#load(name).summary);
  }
  /** Files of one exercise, keyed by their name in its folder, plus the pack's own `pack.yml`. */
  exercise(pack: string, id: string): ExerciseFiles | undefined {
    const known = this.list().some(p => p.id === pack);
    const loaded = known ? this.#load(pack) : undefined;
    if (!loaded?.summary.exercises.some(e => e.id === id)) return undefined;
    const prefix = `exercises/${id}/`;
    const mine = [...loaded.files].filter(([name]) => name === 'pack.yml' || name.startsWith(prefix));
    const hash = createHash('sha256');
    for (const [name, text] of mine) hash.update(`${name}\0${text}\0`);
    return { pack, id, hash: hash.digest('hex'), files: Object.fromEntries(mine) };
  }
  page(pack: string, id: string): PageFiles | undefined {
    const loaded = this.list().some(p => p.id === pack) ? this.#load(pack) : undefined,
      page = loaded?.summary.pages.find(p => p.id === id);
    if (!loaded || !page) return undefined;
    const texts = Object.keys(page.title).map(language => [language, loaded.files.get(pageFile(id, language as Language)) ?? '']);
    return { machine: page.machine, texts: Object.fromEntries(texts) as PageFiles['texts'] };
  }

  #load(name: string): Loaded {
    const known = this.#loaded.get(name);
    if (known) return known;
    const files = readTree(path.join(this.#folder, name));
    const read = readPack(files);
    if (!read.ok) throw new Error(`the built-in pack ${name} is broken:\n${read.problems.map(p => problemLine(p)).join('\n')}`);
    const loaded = { summary: summaryOf(read.value), files };
    this.#loaded.set(name, loaded);
    return loaded;
  }
}

/** Every text of a pack's folder, by its path with forward slashes. */
export const readTree = (folder: string): ReadonlyMap<string, string> => openPack(folder).texts;
