/** The actions table as the native menu shows it: everything in it is in one of the sections. */
import type { Arguments } from '../../core/host.ts';
import { ACTIONS, keyFor } from '../actions.ts';
import { t } from '../i18n/language.svelte.ts';

const MACHINE = ['step-into', 'step-over', 'step-out', 'go', 'break', 'breakpoint', 'run-to', 'start-over'],
  HELP = ['help', 'read-place'];
const SECTIONS = [
  ['menu.machine', (id: string): boolean => MACHINE.includes(id)],
  ['menu.view', (id: string): boolean => !MACHINE.includes(id) && !HELP.includes(id)],
  ['menu.help', (id: string): boolean => HELP.includes(id)],
] as const;

/** Titles in the window's language, keys as this host has them. */
export const menuSections = (): Arguments<'window/menu'>['sections'] =>
  SECTIONS.map(([title, has]) => ({
    title: t(title),
    items: ACTIONS.filter(a => has(a.id)).map(a => {
      const key = keyFor(a.id);
      return { id: a.id, title: t(a.title), ...(key !== undefined && { key }) };
    }),
  }));
