/** A file of the built window by its URL path, and nothing else of the disk. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * Bytes and name of the file, or undefined: no listing, no way out of the folder (by a link of the disk either), no hidden
 * file.
 */
export function staticFile(folder: string, urlPath: string): { readonly name: string; readonly bytes: Buffer } | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (!/^(\/[\w-][\w.-]*)*\/?$/.test(decoded)) return undefined;
  const name = decoded === '/' ? 'index.html' : decoded.slice(1);
  try {
    const within = realpathSync(folder) + path.sep,
      full = realpathSync(path.join(folder, ...name.split('/')));
    return full.startsWith(within) ? { name, bytes: readFileSync(full) } : undefined;
  } catch {
    return undefined;
  }
}
