/** Keys of actions: `Ctrl+Shift+M`. One spelling for the table, for matching an event, and for the key caps. */
import type { AppInfo } from '../../core/host.ts';

/** Keys per host: in the app's own window, in a browser's tab (which keeps some for itself), on a Mac. */
export interface Keys {
  readonly app: readonly string[];
  readonly tab: readonly string[];
  readonly mac: readonly string[];
}
export const sameKeys = (...keys: readonly string[]): Keys => ({ app: keys, tab: keys, mac: keys });

const isMac = (info: AppInfo | undefined): boolean => info?.platform === 'darwin' || /^Mac/.test(navigator.platform);
export function keysFor(keys: Keys, info: AppInfo | undefined): readonly string[] {
  if (isMac(info)) return keys.mac;
  return info?.host === 'electron' ? keys.app : keys.tab;
}
/** As a key cap shows it. */
export const keyCap = (key: string): string => key.replace('Meta+', '⌘').replaceAll('+', ' ').replace('Pause', 'Break');

const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', Cancel: 'Pause' };
/** The key of an event in the table's spelling; undefined for AltGr and for modifiers alone. */
export function keyOf(event: KeyboardEvent): string | undefined {
  if (event.getModifierState('AltGraph') || event.isComposing || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return undefined;
  // Digits and letters by their place on the keyboard: Alt and Shift change what they type.
  const place = /^(?:Digit|Key)(.)$/.exec(event.code)?.[1] ?? (event.code === 'Pause' ? 'Pause' : undefined);
  const name = place ?? NAMES[event.key] ?? event.key;
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.metaKey ? 'Meta+' : ''}${name}`;
}

/** Why a key cannot be an action's: it types, it is AltGr's (Option's on a Mac), it edits text, or the browser or the system keeps it. */
export type KeyRefusal = 'types' | 'altgr' | 'edits' | 'kept';
/** A character's key. With AltGr, or Option on a Mac, it types too. */
const CHARACTER = /^(.|Space)$/,
  PLAIN = /^(.|Space|Enter|Tab|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Arrow\w+|ContextMenu|CapsLock|Dead|Process)$/;
const EDITS = /^(Ctrl|Meta)\+(Shift\+)?[ACVXZ]$|^Ctrl\+(Insert|Delete)$/;
const SYSTEM = /^Alt\+(F4|Tab|Space)$|^Meta\+(Tab|Space|[HMQ])$/,
  BROWSER = /^(Ctrl|Meta)\+(Shift\+)?([NTW]|Tab|PageUp|PageDown|F4)$/;

export function keyRefusal(key: string, info: AppInfo | undefined): KeyRefusal | undefined {
  const held = /^(?:(?:Ctrl|Alt|Shift|Meta)\+)*/.exec(key)![0],
    name = key.slice(held.length),
    character = CHARACTER.test(name);
  if (!/Ctrl|Alt|Meta/.test(held) && PLAIN.test(name)) return 'types';
  if (character && (/Ctrl\+Alt/.test(held) || (isMac(info) && /^Alt\+(Shift\+)?$/.test(held)))) return 'altgr';
  if (EDITS.test(key)) return 'edits';
  return SYSTEM.test(key) || (info?.host !== 'electron' && BROWSER.test(key)) ? 'kept' : undefined;
}
