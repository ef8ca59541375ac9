/** Where data and built-in files are, and the services over them: what both hosts and the tests start from. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Language } from '../../core/problem.ts';
import { createDispatch, type Dispatch, type WindowCalls } from '../dispatch.ts';
import { Store } from '../store/store.ts';
import { Author } from './author.ts';
import { backUpIfDue, careFor, type Care } from './care.ts';
import { checkInThread } from './check-thread.ts';
import { Imports } from './imports.ts';
import { Log } from './log.ts';
import { Packs } from './packs.ts';

/** Folder the repository, or the packaged app, is in. */
export interface Place {
  readonly root: string;
}
export interface Opened {
  readonly dispatch: Dispatch;
  readonly close: () => void;
  readonly care: Care;
  readonly log: Log;
  /** A file to look at and perhaps import, which the window is then told of. */
  readonly offer: Imports['offer'];
}
export interface OpenOptions {
  /** Time for records, ISO 8601. */
  readonly now?: (() => string) | undefined;
  /** The desktop shell's part, where there is one. */
  readonly window?: WindowCalls;
  /** Leave out what was kept of the window's looks. */
  readonly safe?: boolean;
  /** Folders of packs that can be opened for writing. */
  readonly packs?: readonly string[];
}

/** Per-user data folder of the platform. */
export function defaultDataFolder(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), 'Syscall Lab');
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Syscall Lab');
  return path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'syscall-lab');
}

export const versionOf = ({ root }: Place): string =>
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** The lab's language for a locale as the system writes it. */
export const systemLanguage = (locale: string): Language => (/^zh/i.test(locale) ? 'zh-CN' : 'en');

/** Open what is stored, back it up if that is due, and answer calls over it. @throws StoreError */
export function openServices(
  place: Place,
  dataFolder: string,
  host: 'electron' | 'web',
  locale = process.env['LANG'] ?? '',
  { window, safe = false, packs: named = [], now }: OpenOptions = {},
): Opened {
  const store = new Store(dataFolder, now),
    log = new Log(dataFolder),
    info = { version: versionOf(place), host, systemLanguage: systemLanguage(locale), platform: process.platform, safe };
  log.add(`started: version ${info.version}, ${host} host${safe ? ', safe mode' : ''}`);
  try {
    backUpIfDue(store, dataFolder, Date.now());
  } catch (e) {
    log.addError('the daily backup', e); // the disk may be full: what is stored is still served
  }
  const packs = new Packs(path.join(place.root, 'exercises'), store.packs),
    imports = new Imports(packs, store.packs, checkInThread, error => {
      log.addError('the check of a pack', error);
    });
  const author = new Author({
    named,
    packs: path.join(dataFolder, 'packs'),
    ...(window && { dialog: { ask: window.chooseFolder, kept: path.join(dataFolder, 'author.json') } }),
  });
  const dispatch = createDispatch({
    info,
    store,
    packs,
    imports,
    author,
    folder: dataFolder,
    report: (call, error) => {
      log.addError(`a mistake in ${call}`, error);
    },
    ...(window && { window }),
  });
  const close = (): void => {
    imports.close();
    store.close();
  };
  return { dispatch, close, care: careFor(store, dataFolder, info, log), log, offer: (name, bytes) => imports.offer(name, bytes) };
}
