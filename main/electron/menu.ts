/** The native menu: what the window's actions table says, between the entries every program of the system has. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Arguments } from '../../core/host.ts';
import type { ShellMessage } from './messages.ts';
import type { ContentsEvents } from './parts.ts';

type Sections = Arguments<'window/menu'>['sections'];
type Item = MenuItemConstructorOptions;
export interface MenuParts {
  readonly platform: NodeJS.Platform;
  readonly say: (id: ShellMessage) => string;
  /** An action of the window was chosen. */
  readonly run: (action: string) => void;
  /** What the shell itself does. */
  readonly own: readonly { readonly id: ShellMessage; readonly run: () => void }[];
}

/** Keys that Electron can show; the others (Pause) are left out of the menu and work all the same. */
const KNOWN = /^((Ctrl|Alt|Shift|Meta)\+)*([A-Z0-9]|F([1-9]|1\d|2[0-4])|[,.;/=-])$/;
/** A key in the table's spelling as Electron spells it. */
export const accelerator = (key: string | undefined): string | undefined =>
  key !== undefined && KNOWN.test(key) ? key.replace('Meta+', 'Command+') : undefined;
/** An ampersand in a label would underline the next letter. */
const label = (text: string): string => text.replaceAll('&', '&&');

/** An entry the runtime does itself. The console has meanings of its own for Ctrl+A and Ctrl+Z: the window hears every key. */
const roleIn =
  (say: MenuParts['say']) =>
  (id: ShellMessage, name: NonNullable<Item['role']>, more: Item = { registerAccelerator: false }): Item => ({
    label: label(say(id)),
    role: name,
    ...more,
  });

/** What a right click on text offers; nothing where there is no text to work on. */
export function contextTemplate(
  { editFlags, isEditable, selectionText }: ContentsEvents['context-menu'][1],
  say: MenuParts['say'],
): Item[] {
  const role = roleIn(say),
    copy = role('menu.copy', 'copy', { enabled: editFlags.canCopy });
  if (isEditable)
    return [
      role('menu.cut', 'cut', { enabled: editFlags.canCut }),
      copy,
      role('menu.paste', 'paste', { enabled: editFlags.canPaste }),
      role('menu.select-all', 'selectAll', { enabled: editFlags.canSelectAll }),
    ];
  return selectionText.trim() === '' ? [] : [copy];
}

/** @param sections empty until the window has sent its own */
export function menuTemplate(sections: Sections, { platform, say, run, own }: MenuParts): Item[] {
  const mac = platform === 'darwin';
  const role = roleIn(say);
  const edit = [
    role('menu.undo', 'undo'),
    role('menu.redo', 'redo'),
    { type: 'separator' as const },
    role('menu.cut', 'cut'),
    role('menu.copy', 'copy'),
    role('menu.paste', 'paste'),
    role('menu.select-all', 'selectAll'),
  ];
  const file: Item[] = [
    ...own.map(({ id, run: click }): Item => ({ label: label(say(id)), click })),
    { type: 'separator' },
    mac ? role('menu.close', 'close') : role('menu.quit', 'quit'),
  ];
  // Ctrl+0 is the window's own.
  const size = [
    role('menu.zoom-in', 'zoomIn', { accelerator: 'CommandOrControl+Plus' }),
    role('menu.zoom-out', 'zoomOut', { accelerator: 'CommandOrControl+-' }),
    role('menu.zoom-reset', 'resetZoom', { accelerator: 'CommandOrControl+Alt+0' }),
  ];
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    { label: label(say('menu.file')), submenu: file },
    { label: label(say('menu.edit')), submenu: edit },
    ...sections.map((section): Item => ({
      label: label(section.title),
      submenu: section.items.map(({ id, title, key }): Item => {
        const shown = accelerator(key);
        return {
          label: label(title),
          click: () => {
            run(id);
          },
          ...(shown !== undefined && { accelerator: shown, registerAccelerator: false }),
        };
      }),
    })),
    { label: label(say('menu.window')), submenu: size },
  ];
}
