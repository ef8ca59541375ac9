/** A pack on disk, as a folder or a .labpack: its files, and what is wrong with them before anyone reads what they say. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { MOST_FILES, MOST_UNPACKED, textsOf } from '../../core/lab/pack-files.ts';
import { packProblem, startOf, type PackProblem } from '../../core/lab/pack-problem.ts';
import { readZip } from '../../core/lab/zip.ts';
import { unpacking } from './zip-host.ts';

export interface PackSource {
  /** Name inside the pack, with forward slashes -> bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly PackProblem[];
}

/** Every text of a pack's folder, by its path with forward slashes. */
export const readTree = (folder: string): ReadonlyMap<string, string> => openPack(folder).texts;

/** @throws Error of node:fs where there is nothing to read */
export function openPack(where: string): PackSource {
  const problems: PackProblem[] = [],
    files = statSync(where).isDirectory()
      ? readFolder(where, problems)
      : (readZip(path.basename(where), readFileSync(where), unpacking, problems) ?? new Map<string, Uint8Array>());
  return { files, texts: textsOf(files, problems), problems };
}
/** Everything under a folder but what is hidden and the folders themselves, by its name inside; links are not followed. */
export function* entriesOf(folder: string, inside = ''): Generator<{ readonly name: string; readonly isFile: boolean }> {
  for (const entry of readdirSync(path.join(folder, inside), { withFileTypes: true })) {
    const name = path.posix.join(inside, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* entriesOf(folder, name);
    else yield { name, isFile: entry.isFile() };
  }
}
/** Every file under a folder but hidden ones; links are refused, so nothing outside of it is read. */
export function readFolder(folder: string, problems: PackProblem[]): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let size = 0;
  for (const { name, isFile } of entriesOf(folder)) {
    const full = path.join(folder, name);
    if (!isFile) problems.push(packProblem('file-link', startOf(name)));
    else if (files.size > MOST_FILES || (size += statSync(full).size) > MOST_UNPACKED) break;
    else files.set(name, readFileSync(full));
  }
  if (size > MOST_UNPACKED) problems.push(packProblem('zip-unpacked', startOf('pack.yml')));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
