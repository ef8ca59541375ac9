/** What the palette finds: things to do, to look at, and places to go. */
import { positionAt } from '../../core/debugger/moment/time.ts';
import { ACTIONS, keyFor } from '../actions.ts';
import { pick, t } from '../i18n/language.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import { app } from './app.svelte.ts';
import { consoleView } from './console-view.svelte.ts';
import { actionTitle } from './menu.ts';

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
      title: actionTitle(a),
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
  const titles = new Map(app.packs.flatMap(p => p.tracks.map(x => [`${p.id} ${x.id}`, Object.values(x.title).join(' ')])));
  return app.packs
    .flatMap(p => p.exercises)
    .filter(
      e => words.length > 0 && holds(`${Object.values(e.title).join(' ')} ${e.id} ${titles.get(`${e.pack} ${e.track}`) ?? ''}`, words),
    )
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
export function findWays(query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return app.packs
    .flatMap(pack => pack.ways.map(way => ({ pack: pack.id, ...way })))
    .filter(w => words.length > 0 && holds(`${Object.values(w.title).join(' ')} ${w.id}`, words))
    .map(({ pack, id, title }) => ({
      id: `way ${pack} ${id}`,
      group: 'go',
      icon: 'right',
      title: pick(title),
      mono: false,
      detail: t('nav.way'),
      run: () => app.go({ screen: 'way', pack, id }),
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
  if (!lab || !app.inLab || word === '' || query.startsWith('#')) return [];
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

/** Moments of the recording after `#`: a position as typed, then where the ring changed, and the two ends. */
export function findPositions(query: string): readonly Found[] {
  const { lab } = app;
  if (!lab || !app.inLab || !query.startsWith('#')) return [];
  const typed = query.slice(1).trim(),
    words = typed.toLowerCase().split(/\s+/).filter(Boolean),
    { bands, now, end } = lab.moment.time;
  const at = (position: string, detail: string): Found => ({
    id: `position ${position} ${detail}`,
    group: 'go',
    icon: 'right',
    title: position,
    mono: true,
    detail,
    run: () => void lab.line(`!tt ${position}`),
    line: `!tt ${position}`,
  });
  const known = [
    ...lab.notes.map(n => at(n.position, n.text || t('notes.bookmark'))),
    at('start', t('time.start')),
    ...bands.map(b =>
      at(positionAt([b], b.from), t('palette.ring', { ring: b.ring, door: [b.door ?? t('time.start'), b.service ?? ''].join(' ').trim() })),
    ),
    ...(now === end ? [] : [at('end', t('time.recorded', { position: lab.moment.time.endPosition }))]),
  ].filter(f => holds(`${f.title} ${f.detail}`, words));
  return [...(/^[\da-f]+:[\da-f]+$/i.test(typed) && !known.some(k => k.title === typed) ? [at(typed, '')] : []), ...known];
}
