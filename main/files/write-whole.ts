/** Files that are the old one or the new one, never a part of either. */
import { renameSync, writeFileSync } from 'node:fs';

/** Replace a file, or make it: the old one stays until the new one is written. */
export function writeWhole(file: string, contents: string | Uint8Array): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, contents);
  renameSync(temporary, file);
}
