/** What happened to the program lately, for a report of a mistake: a short ring in the data folder, without names. */
import { readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import path from 'node:path';
import { writeWhole } from '../files/write-whole.ts';

const MOST_LINES = 300,
  MOST_LENGTH = 400,
  FILE = 'log.txt';

/** What could tell who the person is, longest first, so that a folder goes before the name in it. */
function names(folder: string): readonly (readonly [string, string])[] {
  const known = [
    [folder, '<data>'],
    [homedir(), '<home>'],
    [hostname(), '<computer>'],
    [userInfo().username, '<user>'],
  ] as const;
  return known.filter(([name]) => name.length > 2).sort(([a], [b]) => b.length - a.length);
}
/** The text without the names of this person, this computer and their folders. */
export function withoutNames(text: string, folder: string): string {
  const hide = (said: string, [name, instead]: readonly [string, string]): string =>
    said.replaceAll(name, instead).replaceAll(name.replaceAll('\\', '/'), instead);
  return names(folder)
    .reduce(hide, text)
    .replace(/(\/home\/|\/Users\/|[A-Z]:[\\/]Users[\\/])[^\\/\s:'")]+/g, '$1<user>');
}

export class Log {
  readonly #folder: string;
  readonly #now: () => string;
  #lines: string[];

  /** @param now ISO 8601 */
  constructor(folder: string, now: () => string = () => new Date().toISOString()) {
    this.#folder = folder;
    this.#now = now;
    try {
      this.#lines = readFileSync(path.join(folder, FILE), 'utf8').trimEnd().split('\n').slice(-MOST_LINES);
    } catch {
      this.#lines = [];
    }
  }
  get lines(): readonly string[] {
    return this.#lines;
  }
  /** One line; a folder that cannot be written to keeps it in memory only. */
  add(what: string): void {
    const line = withoutNames(what, this.#folder).replace(/\s+/g, ' ').slice(0, MOST_LENGTH);
    this.#lines = [...this.#lines, `${this.#now()} ${line}`].slice(-MOST_LINES);
    try {
      writeWhole(path.join(this.#folder, FILE), `${this.#lines.join('\n')}\n`);
    } catch {
      // Not to be able to log must never stop the lab.
    }
  }
  /** A mistake of ours: its message and where it was thrown. */
  addError(where: string, error: unknown): void {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const at = (stack ?? '').split('\n').filter(line => line.startsWith('    at ')).slice(0, 3); // prettier-ignore
    this.add(`${where}: ${message} ${at.map(line => line.trim()).join(' ')}`);
  }
}
