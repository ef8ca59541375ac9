/** What the palette finds: things to do, to look at, and places to go. */
import { ACTIONS, keyFor } from '../actions.ts';
import { pick, t, tKnown } from '../i18n/language.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import { app } from './app.svelte.ts';
import { consoleView } from './console-view.svelte.ts';

export interface Found {
  readonly id: string;
  readonly group: 'do' | 'look' | 'go';
  readonly icon: IconName;
  readonly title: string;
  readonly mono: boolean;
  readonly detail: string;
  readonly key?: string | undefined;
  readonly run: () => void;
  /** What Ctrl Enter puts on the console's line. */
  readonly line?: string | undefined;
}
const MOST = 8;
const holds = (text: string, words: readonly string[]): boolean => words.every(word => text.toLowerCase().includes(word));

export function findActions(query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ACTIONS.filter(a => a.id !== 'palette' && a.when?.() !== false && holds(`${t(a.title)} ${a.command ?? ''} ${a.id}`, words)).map(
    a => ({
      id: a.id,
      group: 'do',
      icon: 'right',
      title: a.id.startsWith('focus-') ? t('palette.pane', { pane: t(a.title) }) : t(a.title),
      mono: false,
      detail: a.command ?? '',
      key: keyFor(a.id),
      run: a.run,
      line: a.command,
    }),
  );
}
export function findExercises(query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return app.packs
    .flatMap(p => p.exercises)
    .filter(e => words.length > 0 && holds(`${Object.values(e.title).join(' ')} ${e.id} ${tKnown('track', e.track) ?? ''}`, words))
    .slice(0, MOST)
    .map(e => ({
      id: `go ${e.pack} ${e.id}`,
      group: 'go',
      icon: 'right',
      title: pick(e.title),
      mono: false,
      detail: t('palette.exercise', { minutes: e.minutes }),
      run: () => app.go({ screen: 'lab', pack: e.pack, id: e.id }),
    }));
}
export function findPages(query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return app.packs
    .flatMap(p => p.pages)
    .filter(p => words.length > 0 && holds(`${Object.values(p.title).join(' ')} ${p.id}`, words))
    .map(({ pack, id, title }) => ({
      id: `page ${pack} ${id}`,
      group: 'go',
      icon: 'doc',
      title: pick(title),
      mono: false,
      detail: t('palette.page'),
      run: () => app.go({ screen: 'reference', pack, page: id }),
    }));
}
/** Commands and symbols of the machine that is open, from the console's own completion. */
export async function findInMachine(query: string): Promise<readonly Found[]> {
  const { lab } = app,
    only = /^[>@]/.exec(query)?.[0],
    word = query.replace(/^[>@]\s*/, '').trim();
  if (!lab || !app.inLab || word === '') return [];
  const line = only === '@' ? `u ${word}` : word,
    { items } = await lab.complete(line, line.length);
  return items
    .filter(item => only === undefined || (only === '@') === item.text.includes('!'))
    .slice(0, MOST)
    .map(({ text, detail }) => {
      const symbol = text.includes('!') && !text.startsWith('!'),
        command = symbol ? `${detail === 'function' ? 'u' : 'dps'} ${text}` : text;
      return {
        id: `look ${text}`,
        group: 'look',
        icon: 'doc',
        title: symbol ? command : text,
        mono: true,
        detail,
        run: symbol ? (): void => void lab.line(command) : (): void => consoleView.type(`${text} `),
        line: symbol ? command : `${text} `,
      };
    });
}
