/** The packed app's own files by hash: the check where the platform has none for an archive (Windows and macOS have). */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Folders that are shipped whole: their every file is listed. */
export const SHIPPED = ['exercises', 'out/main', 'out/preload', 'out/renderer'];
const LIST = 'out/manifest.json';

function hashes(root: string): Readonly<Record<string, string>> {
  const names = SHIPPED.flatMap(folder =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter(e => e.isFile())
      .map(e => path.relative(root, path.join(e.parentPath, e.name)).split(path.sep).join('/')),
  );
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(root, name)))
      .digest('hex');
  return Object.fromEntries(
    names
      .filter(name => name !== LIST && name !== 'out/sources.sha256')
      .sort()
      .map(name => [name, hash(name)]),
  );
}
/** Write the list of a built app. */
export function writeManifest(root: string): void {
  writeFileSync(path.join(root, LIST), `${JSON.stringify(hashes(root), undefined, 1)}\n`);
}
/** Files that are not as they were packed: changed, missing or added. All of them where there is no list. */
export function changedFiles(root: string): readonly string[] {
  const now = hashes(root);
  let packed: Readonly<Record<string, string>>;
  try {
    packed = JSON.parse(readFileSync(path.join(root, LIST), 'utf8')) as typeof packed;
  } catch {
    return [LIST];
  }
  return [...new Set([...Object.keys(packed), ...Object.keys(now)])].filter(name => packed[name] !== now[name]).sort();
}
