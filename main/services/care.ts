/** Care for what is stored: backups, a check that people can read, a report of what there is without what it says. */
import { release } from 'node:os';
import path from 'node:path';
import type { Language } from '../../core/problem.ts';
import type { AppInfo } from '../../core/host.ts';
import { BACKUPS, backupName, backupsIn, backupTime, restoreStore } from '../store/backup.ts';
import { SCHEMA_VERSION } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { withoutNames, type Log } from './log.ts';
import { sayCare } from './messages.ts';

const DAY = 86_400_000;

export interface CheckReport {
  readonly ok: boolean;
  /** Sentences, the first says it all. */
  readonly lines: readonly string[];
}
/** What a desktop shell and the command line may ask besides the calls of the window. */
export interface Care {
  /** @returns path of the backup. @throws StoreError */
  readonly backUp: () => string;
  readonly copyTo: (file: string) => void;
  readonly check: (language: Language) => CheckReport;
  readonly diagnostics: () => string;
}

/** Once a day is enough, and an empty store needs none. */
export function backUpIfDue(store: Store, folder: string, now: number): void {
  const [newest] = backupsIn(folder);
  if (store.counts()['session'] === 0 || (newest !== undefined && now - backupTime(newest)! < DAY)) return;
  store.backUp();
}

export function careFor(store: Store, folder: string, info: Omit<AppInfo, 'learnerSeed'>, log: Log): Care {
  const check = (language: Language): CheckReport => {
    const findings = store.check(),
      counts = store.counts();
    if (findings.length === 0)
      return {
        ok: true,
        lines: [
          sayCare(language, 'check.sound', {
            sessions: String(counts['session']),
            answers: String(counts['answer']),
            version: String(SCHEMA_VERSION),
          }),
        ],
      };
    const newest = backupsIn(folder)[0] ?? sayCare(language, 'check.none');
    return {
      ok: false,
      lines: [
        sayCare(language, 'check.wrong', { n: String(findings.length), newest }),
        ...findings.map(f => sayCare(language, `check.${f.what}`, { where: f.where })),
      ],
    };
  };
  /** Versions, sizes and what happened; no names, no answers, no lines typed, no seed. */
  const diagnostics = (): string =>
    withoutNames(
      [
        `Syscall Lab ${info.version}, ${info.host} host, language of the system ${info.systemLanguage}`,
        `${process.platform} ${process.arch} ${release()}`,
        ...['node', 'electron', 'chrome', 'sqlite'].flatMap(name => (process.versions[name] ? [`${name} ${process.versions[name]}`] : [])),
        `store version ${SCHEMA_VERSION}; rows ${JSON.stringify(store.counts())}; backups ${backupsIn(folder).length}`,
        `settings kept: ${Object.keys(store.settings()).sort().join(', ') || 'none'}`,
        '',
        ...check('en').lines,
        '',
        'What happened lately:',
        ...log.lines,
        '',
      ].join('\n'),
      folder,
    );
  return { backUp: () => store.backUp(), copyTo: file => store.copyTo(file), check, diagnostics };
}

/** Put a backup in place of a folder's store, which nobody has open. @returns where what was there is kept. @throws StoreError */
export function restore(file: string, folder: string, now: string): string | undefined {
  const keepAs = `replaced-${backupName(now)}`;
  return restoreStore(file, folder, keepAs) ? path.join(folder, BACKUPS, keepAs) : undefined;
}
