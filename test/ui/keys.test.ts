/** Which keys an action can have, on each host. */
import { expect, test, vi } from 'vitest';
import type { AppInfo } from '../../core/host.ts';

vi.stubGlobal('navigator', { platform: 'Linux x86_64' });
const { keyRefusal } = await import('../../renderer/parts/keys.ts');
const info = (host: AppInfo['host'], platform: string): AppInfo => ({
  version: '0',
  host,
  platform,
  learnerSeed: 'note',
  systemLanguage: 'en',
  safe: false,
});
const APP = info('electron', 'win32'),
  TAB = info('web', 'linux'),
  MAC = info('electron', 'darwin');

test.each([
  ['S', APP, 'types'],
  ['Shift+S', APP, 'types'],
  ['Space', APP, 'types'],
  ['Shift+Tab', APP, 'types'],
  ['ArrowUp', APP, 'types'],
  ['Ctrl+Alt+E', APP, 'altgr'],
  ['Ctrl+Alt+Shift+7', TAB, 'altgr'],
  ['Alt+E', MAC, 'altgr'],
  ['Alt+E', APP, undefined],
  ['Ctrl+Alt+F5', APP, undefined],
  ['Ctrl+C', APP, 'edits'],
  ['Meta+V', MAC, 'edits'],
  ['Ctrl+Insert', APP, 'edits'],
  ['Alt+F4', APP, 'kept'],
  ['Ctrl+T', TAB, 'kept'],
  ['Ctrl+T', APP, undefined],
  ['F5', TAB, undefined],
  ['Shift+F11', TAB, undefined],
  ['Ctrl+Pause', TAB, undefined],
] as const)('%s', (key, where, why) => {
  expect(keyRefusal(key, where)).toBe(why);
});
