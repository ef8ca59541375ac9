/** Where data and built-in files are, and the services over them: what both hosts and the tests start from. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Language } from '../../core/problem.ts';
import { createDispatch, type Dispatch, type WindowCalls } from '../dispatch.ts';
import { Store } from '../store/store.ts';
import { Packs } from './packs.ts';

/** Folder the repository, or the packaged app, is in. */
export interface Place {
  readonly root: string;
}
export interface Opened {
  readonly dispatch: Dispatch;
  readonly close: () => void;
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

/** @param window the desktop shell's part, where there is one. @throws StoreError */
export function openServices(
  place: Place,
  dataFolder: string,
  host: 'electron' | 'web',
  locale = process.env['LANG'] ?? '',
  window?: WindowCalls,
): Opened {
  const store = new Store(dataFolder);
  const info = {
    version: versionOf(place),
    host,
    systemLanguage: systemLanguage(locale),
    platform: process.platform,
  };
  const packs = new Packs(path.join(place.root, 'exercises'));
  return { dispatch: createDispatch({ info, store, packs, ...(window && { window }) }), close: () => store.close() };
}
