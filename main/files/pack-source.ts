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
/** Every file under a folder but hidden ones; links are refused, so nothing outside of it is read. */
export function readFolder(folder: string, problems: PackProblem[]): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let size = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const full = path.join(entry.parentPath, entry.name),
      name = path.relative(folder, full).split(path.sep).join('/');
    if (entry.isDirectory() || name.split('/').some(part => part.startsWith('.'))) continue;
    if (!entry.isFile()) problems.push(packProblem('file-link', startOf(name)));
    else if (files.size > MOST_FILES || (size += statSync(full).size) > MOST_UNPACKED) break;
    else files.set(name, readFileSync(full));
  }
  if (size > MOST_UNPACKED) problems.push(packProblem('zip-unpacked', startOf('pack.yml')));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
