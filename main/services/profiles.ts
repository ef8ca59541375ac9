/** People who share an account: each profile is a data folder of its own inside the shared one, which is the usual profile. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Profiles } from '../../core/host.ts';
import { failure, problem, success, type Result } from '../../core/problem.ts';

const FOLDER = 'profiles';
/** Letters and digits of any script, with blanks, _ and - between them: a folder's name everywhere. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} _-]{0,30}[\p{L}\p{M}\p{N}_-])?$/u;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const same = (a: string, b: string): boolean => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();

/** The shared folder a data folder belongs to, and the name of its profile; empty for the usual one. */
function partsOf(folder: string): { readonly shared: string; readonly name: string } {
  const inside = path.dirname(folder);
  return path.basename(inside) === FOLDER ? { shared: path.dirname(inside), name: path.basename(folder) } : { shared: folder, name: '' };
}
function namesIn(shared: string): string[] {
  try {
    return readdirSync(path.join(shared, FOLDER), { withFileTypes: true })
      .filter(entry => entry.isDirectory() && NAME.test(entry.name))
      .map(entry => entry.name)
      .sort();
  } catch {
    return [];
  }
}

/** Whose data a folder holds, and whose else there is. */
export function profilesBeside(folder: string): Omit<Profiles, 'opens'> {
  const { shared, name } = partsOf(folder);
  return { current: name, names: namesIn(shared) };
}
/**
 * The data folder of a profile, made where it is new; names that differ only in case are one.
 * @param folder of any profile  @param name empty for the usual one  @problems host/profile-name host/profile-folder
 */
export function profileFolder(folder: string, name: string): Result<string> {
  const { shared } = partsOf(path.resolve(folder)),
    wanted = name.trim().normalize('NFC');
  if (wanted === '') return success(shared);
  if (!NAME.test(wanted) || RESERVED.test(wanted)) return failure(problem('host/profile-name', { name: wanted }));
  const made = path.join(shared, FOLDER, namesIn(shared).find(known => same(known, wanted)) ?? wanted);
  try {
    mkdirSync(made, { recursive: true });
  } catch {
    return failure(problem('host/profile-folder', { folder: made }));
  }
  return success(made);
}
