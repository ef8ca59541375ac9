/** The strip's cells in words: a stack and a GS base are named by whose they are, the rest is shown as it is. */
import type { Moment } from '../../core/debugger/moment.ts';
import { t } from '../i18n/language.svelte.ts';
import type { PaneId } from '../state/panes.svelte.ts';
import { halfOfDigits } from '../parts/values.ts';

export interface StripCell {
  readonly name: string;
  readonly text: string;
  /** Is `text` a word and not a number? */
  readonly word: boolean;
  readonly under: string;
  readonly half: 'user' | 'kernel' | undefined;
  /** The pane that shows more of it. */
  readonly opens: PaneId;
  /** Everything about it, digits included. */
  readonly title: string;
}
type Cell = Moment['strip'][number];
const OPENS: Readonly<Record<string, PaneId>> = { CS: 'selectors', SS: 'selectors', RSP: 'stack', ESP: 'stack', IF: 'bits', CR3: 'walk' };
const OWNERS = {
  RSP: ['strip.kernel-stack', 'strip.user-stack'],
  ESP: ['strip.kernel-stack', 'strip.user-stack'],
  'GS base': ['strip.kpcr', 'strip.teb'],
  'FS base': ['strip.kpcr', 'strip.teb'],
} as const;

export function stripCells(moment: Moment): readonly StripCell[] {
  return cellsOf(moment).map((cell, n) => ({ ...cell, opens: OPENS[moment.strip[n]!.name] ?? 'ring' }));
}
function cellsOf({ strip, ring, threadText }: Moment): readonly Omit<StripCell, 'opens'>[] {
  return strip.map(cell => {
    const title = t('strip.title', { name: cell.name, now: cell.value, was: cell.was });
    const name = cell.name === 'GS base' ? t('strip.gs-base') : cell.name === 'FS base' ? t('strip.fs-base') : cell.name;
    // Without a system nobody's block lies at a segment's base.
    const owners = threadText === '' && cell.name.endsWith('base') ? undefined : OWNERS[cell.name as keyof typeof OWNERS];
    if (owners && cell.half)
      return { name, text: t(owners[cell.half === 'kernel' ? 0 : 1]), word: true, under: was(cell, owners), half: cell.half, title };
    if (cell.name === 'CR3')
      return {
        name,
        text: cell.changed ? `…${cell.value.slice(-6)}` : t('strip.same'),
        word: !cell.changed,
        under: cell.changed ? t('strip.was', { value: `…${cell.was.slice(-6)}` }) : '',
        half: undefined,
        title,
      };
    return {
      name,
      text: cell.value.length > 8 ? `…${cell.value.slice(-6)}` : cell.value,
      word: false,
      under: cell.changed ? t('strip.was', { value: cell.was }) : t('strip.same'),
      half: cell.name === 'CS' || cell.name === 'SS' ? (ring === 0 ? 'kernel' : 'user') : undefined,
      title,
    };
  });
}
function was(cell: Cell, owners: (typeof OWNERS)[keyof typeof OWNERS]): string {
  const half = halfOfDigits(cell.was);
  if (!cell.changed || half === cell.half || half === undefined) return cell.changed ? t('strip.moved') : t('strip.same');
  return t('strip.was', { value: t(owners[half === 'kernel' ? 0 : 1]) });
}
