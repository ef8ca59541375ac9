/** The files a debugger in a terminal may touch: scripts of one folder, logs in another. */
import { appendFileSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endOf, headOf, lineOf, stepOf } from '../../core/lab/labrun.ts';
import { MOST_SCRIPT } from '../../core/lab/input.ts';
import type { Outcome, Session } from '../../core/lab/session.ts';
import type { LogFile } from '../../core/debugger/types.ts';

/** Text of the script `name` inside `folder`; undefined where there is none, where it would lie outside, or is larger than a session reads. */
export function scriptsIn(folder: string): (name: string) => string | undefined {
  return name => {
    try {
      const root = realpathSync(folder),
        file = realpathSync(path.resolve(root, name.replaceAll('\\', '/')));
      return file.startsWith(root + path.sep) && statSync(file).size <= MOST_SCRIPT ? readFileSync(file, 'utf8') : undefined;
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

export interface Recording {
  note(outcome: Outcome): void;
  end(): void;
}
/** Writes a session to `file` (docs/labrun.md) line by line as it goes, so that a crash loses nothing; without a file, nothing. */
export function openRecording(file: string | undefined, session: Session): Recording {
  const put = (part: Parameters<typeof lineOf>[0] | undefined): void => {
    if (file !== undefined && part) appendFileSync(file, lineOf(part));
  };
  if (file !== undefined) writeFileSync(file, lineOf(headOf(session)));
  return {
    note(outcome) {
      if (file !== undefined) put(stepOf(session, outcome));
    },
    end() {
      if (file !== undefined) put(endOf(session));
    },
  };
}
