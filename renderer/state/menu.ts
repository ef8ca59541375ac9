/** The actions table in sections, as the native menu and the settings show it: everything in it is in one of them. */
import type { Arguments } from '../../core/host.ts';
import { ACTIONS, keyFor, SESSION_ACTIONS, type Action } from '../actions.ts';
import { t, type PlainMessage } from '../i18n/language.svelte.ts';

const MACHINE = [
    'step-into',
    'step-over',
    'step-out',
    'go',
    'step-back',
    'step-back-over',
    'step-back-out',
    'go-back',
    'break',
    'breakpoint',
    'run-to',
    'run-to-store',
    'who-wrote',
  ],
  SESSION = [...SESSION_ACTIONS, 'next-note', 'previous-note'] as readonly string[],
  AUTHOR = ['author', 'open-pack', 'next-problem', 'previous-problem'],
  HELP = ['help', 'tour', 'read-place'];
const SECTIONS = [
  ['menu.machine', (id: string): boolean => MACHINE.includes(id)],
  ['menu.session', (id: string): boolean => SESSION.includes(id)],
  ['menu.view', (id: string): boolean => ![MACHINE, SESSION, AUTHOR, HELP].some(ids => ids.includes(id))],
  ['menu.author', (id: string): boolean => AUTHOR.includes(id)],
  ['menu.help', (id: string): boolean => HELP.includes(id)],
] as const;

export interface ActionSection {
  readonly title: PlainMessage;
  readonly actions: readonly Action[];
}
export const actionSections = (actions: readonly Action[]): readonly ActionSection[] =>
  SECTIONS.map(([title, has]) => ({ title, actions: actions.filter(a => has(a.id)) }));
/** An action in a list of all of them: that a pane is gone to is said. */
export const actionTitle = (a: Action): string => (a.id.startsWith('focus-') ? t('palette.pane', { pane: t(a.title) }) : t(a.title));

/** Titles in the window's language, keys as this host and this person have them. */
export const menuSections = (): Arguments<'window/menu'>['sections'] =>
  actionSections(ACTIONS).map(({ title, actions }) => ({
    title: t(title),
    items: actions.map(a => {
      const key = keyFor(a.id);
      return { id: a.id, title: t(a.title), ...(key !== undefined && { key }) };
    }),
  }));
