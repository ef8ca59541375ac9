/** The native menu: what the window's actions table says, between the entries every program of the system has. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Arguments } from '../../core/host.ts';
import type { ShellMessage } from './messages.ts';

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

/** @param sections empty until the window has sent its own */
export function menuTemplate(sections: Sections, { platform, say, run, own }: MenuParts): Item[] {
  const mac = platform === 'darwin';
  // The console has meanings of its own for Ctrl+A and Ctrl+Z: the window hears every key itself.
  const role = (id: ShellMessage, name: NonNullable<Item['role']>): Item => ({
    label: label(say(id)),
    role: name,
    registerAccelerator: false,
  });
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
  ];
}
