/** What the palette finds: things to do, to look at, and places to go. */
import type { Look } from '../../core/debugger/look.ts';
import { positionAt } from '../../core/debugger/moment/time.ts';
import { wordsOf } from '../../core/debugger/text.ts';
import type { Term } from '../../core/host.ts';
import type { Texts } from '../../core/lab/view.ts';
import { ACTIONS, keyFor } from '../actions.ts';
import { inAll, pick, t } from '../i18n/language.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import { addressText, hexWord } from '../parts/values.ts';
import { app } from './app.svelte.ts';
import { consoleView } from './console-view.svelte.ts';
import type { Lab } from './lab.svelte.ts';
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
const MOST = 5,
  MOST_OF_ONE = 30;
const holds = (text: string, words: readonly string[]): boolean => words.every(word => text.toLowerCase().includes(word));

/** Panes are gone to; the rest is done, and some of it is writing. */
const lookOf = (id: string): Pick<Found, 'group' | 'icon'> =>
  id.startsWith('focus-') ? { group: 'go', icon: 'right' } : { group: 'do', icon: WRITES.has(id) ? 'pen' : 'go' };
const WRITES: ReadonlySet<string> = new Set(['who-wrote', 'undo-edit', 'note']);

export function findActions(query: string): readonly Found[] {
  const words = wordsOf(query);
  return ACTIONS.filter(
    a => a.id !== 'palette' && a.when?.() !== false && holds(`${inAll(a.title)} ${a.command ?? ''} ${a.id}`, words),
  ).map(a => ({
    id: a.id,
    ...lookOf(a.id),
    title: actionTitle(a),
    mono: false,
    detail: a.says?.() ?? a.command ?? '',
    key: keyFor(a.id),
    run: a.run,
    line: a.command,
  }));
}
export function findExercises(query: string): readonly Found[] {
  const words = wordsOf(query);
  const tracks = new Map(app.packs.flatMap(p => p.tracks.map(x => [`${p.id} ${x.id}`, x.title])));
  const trackOf = (e: { readonly pack: string; readonly track: string }): Texts => tracks.get(`${e.pack} ${e.track}`) ?? {};
  return app.packs
    .flatMap(p => p.exercises)
    .filter(e => words.length > 0 && holds([...Object.values(e.title), e.id, ...Object.values(trackOf(e))].join(' '), words))
    .slice(0, MOST)
    .map(e => ({
      id: `go ${e.pack} ${e.id}`,
      group: 'go',
      icon: 'right',
      title: t('palette.of-track', { track: pick(trackOf(e)), title: pick(e.title) }),
      mono: false,
      detail: t('palette.exercise', { minutes: e.minutes }),
      run: () => app.go({ screen: 'lab', pack: e.pack, id: e.id }),
    }));
}
export function findWays(query: string): readonly Found[] {
  const words = wordsOf(query);
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
  const words = wordsOf(query);
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
const FEW: Readonly<Record<Look['kind'], number>> = { command: 4, structure: 3, symbol: 4 };
/** Commands, structures and symbols of the machine that is open: a few of each, or all of one kind after `>` or `@`. */
export async function findInMachine(query: string): Promise<readonly Found[]> {
  const { lab } = app,
    only = ({ '>': 'command', '@': 'symbol' } as const)[/^[>@]/.exec(query)?.[0] ?? ''],
    words = query.replace(/^[>@]\s*/, '').trim();
  if (!lab || !app.inLab || words === '' || query.startsWith('#')) return [];
  const asked = (text: string): Promise<readonly Look[]> =>
      only ? lab.look(text, [only], MOST_OF_ONE) : lab.look(text, ['command', 'structure', 'symbol'], FEW.command),
    all = (await Promise.all(inEnglish(words).map(asked))).flat(),
    found = [...new Map(all.map(l => [`${l.kind} ${l.name}`, l])).values()];
  return found
    .filter((l, n) => only || found.slice(0, n).filter(before => before.kind === l.kind).length < FEW[l.kind])
    .map(item => inMachine(item, lab));
}
const TERMS = 3;
/** Words as a machine knows them: those of another language by what the glossaries call the same in English. */
function inEnglish(words: string): readonly string[] {
  if (/^[ -~]*$/.test(words)) return [words];
  const length = ({ term }: Term): number => Math.min(...Object.values(term).flatMap(x => (x.includes(words) ? [x.length] : [])));
  return app.readable
    .flatMap(p => p.glossary)
    .filter(x => Number.isFinite(length(x)) && x.term['en'] !== undefined)
    .sort((a, b) => length(a) - length(b))
    .slice(0, TERMS)
    .map(x => x.term['en']!);
}
function inMachine(item: Look, lab: Lab): Found {
  const base = { id: `look ${item.kind} ${item.name}`, group: 'look', icon: 'doc', mono: true } as const,
    shows = (line: string, detail: string): Found => ({ ...base, title: line, detail, run: () => void lab.line(line), line });
  switch (item.kind) {
    case 'command': {
      const { frame } = lab.moment;
      if (item.name === '.trap' && frame && !frame.withheld)
        return shows(`.trap ${addressText(frame.address, lab.moment.bits)}`, t('palette.frame'));
      const line = `${item.name} `;
      return { ...base, title: item.name, detail: item.summary, run: () => consoleView.type(line), line };
    }
    case 'structure':
      return shows(`dt nt!${item.name}`, t('palette.structure', { size: hexWord(item.bytes) }));
    case 'symbol':
      return shows(`${item.of === 'data' ? 'dps' : 'u'} ${item.name}`, t(`palette.symbol.${item.of}`));
  }
}

/** Moments of the recording after `#`: a position as typed, then where the ring changed, and the two ends. */
export function findPositions(query: string): readonly Found[] {
  const { lab } = app;
  if (!lab || !app.inLab || !query.startsWith('#')) return [];
  const typed = query.slice(1).trim(),
    words = wordsOf(typed),
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
