/** One exercise out of a pack's texts, as whoever parses it wants it. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ExerciseSource } from '../../core/host.ts';
import { readTree } from './pack-source.ts';

/** @returns undefined where there is no such exercise */
export function exerciseFiles(pack: string, id: string, texts: ReadonlyMap<string, string>): ExerciseSource | undefined {
  const prefix = `exercises/${id}/`,
    mine = [...texts]
      .filter(([name]) => name === 'pack.yml' || name.startsWith('machines/') || name.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  if (!texts.has(`${prefix}exercise.yml`)) return undefined;
  const hash = createHash('sha256');
  for (const [name, text] of mine) hash.update(`${name}\0${text}\0`);
  return { pack, id, hash: hash.digest('hex'), files: Object.fromEntries(mine) };
}
/** The same out of a folder that holds a folder for each pack. */
export const exerciseIn = (packs: string, pack: string, id: string): ExerciseSource | undefined =>
  readdirSync(packs).includes(pack) ? exerciseFiles(pack, id, readTree(path.join(packs, pack))) : undefined;
