/** The files a debugger in a terminal may touch: scripts of one folder, logs in another. */
import { appendFileSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LogFile } from '../../core/debugger/types.ts';

/** Text of the script `name` inside `folder`; undefined where there is none, or where it would lie outside. */
export function scriptsIn(folder: string): (name: string) => string | undefined {
  return name => {
    try {
      const root = realpathSync(folder),
        file = realpathSync(path.resolve(root, name.replaceAll('\\', '/')));
      return file.startsWith(root + path.sep) ? readFileSync(file, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  };
}

export interface Log {
  /** Add `text` to the open log; with none open, remember that. */
  write(file: LogFile | undefined, text: string): void;
}
/** Logs in `folder`, which is made when the first is opened; without a folder nothing is written. */
export function openLog(folder: string | undefined): Log {
  let open: LogFile | undefined;
  return {
    write(file, text) {
      if (folder !== undefined && file) {
        mkdirSync(folder, { recursive: true });
        const at = path.join(folder, path.basename(file.name));
        if (file === open || file.append) appendFileSync(at, text);
        else writeFileSync(at, text);
      }
      open = file;
    },
  };
}
