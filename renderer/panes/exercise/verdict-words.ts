/** A verdict in words. */
import type { Verdict } from '../../../core/lab/verdict.ts';
import type { StepView } from '../../../core/lab/view.ts';
import { sentencesOf, t, tKnown } from '../../i18n/language.svelte.ts';

export interface VerdictWords {
  readonly tone: 'ok' | 'wrong' | 'ask';
  readonly title: string;
  readonly lines: readonly string[];
  /** Ways an ambiguous answer can be written so that it is not. */
  readonly readings: readonly string[];
}
/** The first sentence, and what follows it; a full stop inside `code` ends nothing. */
export function sentences(text: string): readonly [first: string, rest: string] {
  const end = /^(?:`[^`]*`|[^`])*?(?:[.:](?=\s|$)|[。：])/.exec(text);
  if (!end) return [text, ''];
  const rest = text.slice(end[0].length).trim();
  return [end[0].replace(/[.:。：]$/, ''), `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`];
}

export interface VerdictTexts {
  /** What was typed, and as what it was to be read. */
  readonly typed: string;
  readonly type: StepView['type'];
  readonly feedback: (id: string) => string;
  readonly label: (row: string) => string;
}

export function verdictWords(verdict: Verdict, { typed, type, feedback, label }: VerdictTexts): VerdictWords {
  const reply = verdict.feedback === undefined ? '' : feedback(verdict.feedback).trim();
  const message = verdict.message && (tKnown('answer', verdict.message.id, verdict.message.values) ?? verdict.message.id);
  const rows = (verdict.rows ?? [])
    .filter(r => r.result !== 'right' && r.feedback !== verdict.feedback)
    .flatMap(r => rowLine(r, feedback, label));
  const wrong = tKnown('verdict.wrong-title', type) ?? t('verdict.wrong-title');
  switch (verdict.result) {
    case 'right': {
      const title =
        verdict.understood === undefined || type === 'order'
          ? t('verdict.right')
          : t('verdict.right-value', { value: `\`${verdict.understood}\`` });
      return {
        tone: 'ok',
        title,
        lines: [sentencesOf([verdict.observed ? t('verdict.observed') : '', reply, t('verdict.saved')].filter(Boolean))],
        readings: [],
      };
    }
    case 'misconception': {
      const [title, rest] = sentences(reply);
      return { tone: 'wrong', title: title || wrong, lines: [rest, ...rows].filter(Boolean), readings: [] };
    }
    case 'wrong':
      if (message !== undefined) return { tone: 'wrong', title: t('verdict.place-title'), lines: [reply || message], readings: [] };
      return {
        tone: 'wrong',
        title: wrong,
        lines: rows.length > 0 ? rows : aboutWrong(verdict, type),
        readings: [],
      };
    case 'locked':
      return { tone: 'ask', title: t('verdict.locked'), lines: [], readings: [] };
    case 'ambiguous':
    case 'malformed': {
      const inRow = verdict.rows?.find(r => r.result === verdict.result),
        where = inRow && label(inRow.step);
      const said = sentencesOf(
        [where === undefined ? (message ?? '') : t('verdict.row', { row: where, reply: message ?? '' }), t('verdict.not-counted')].filter(
          Boolean,
        ),
      );
      return verdict.result === 'ambiguous' || inRow || WITHOUT_TEXT.has(verdict.message?.id ?? '')
        ? { tone: 'ask', title: said, lines: [], readings: inRow ? [] : readings(verdict) }
        : { tone: 'ask', title: t('verdict.cannot-read', { text: typed, as: tKnown('as', type) ?? '' }), lines: [said], readings: [] };
    }
  }
}
/** Said about an answer that lacks something, whatever was typed. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set(['empty', 'no-place', 'place-unknown']);
/** How a wrong answer was read, or that it does not count; an order is in view as it was given. */
function aboutWrong({ understood, counts }: Verdict, type: StepView['type']): string[] {
  if (understood !== undefined && type !== 'order') return [t('verdict.read-as', { value: `\`${understood}\`` })];
  return counts ? [] : [t('verdict.not-counted')];
}
/** What is to be said about one row of a table: its reply, or how it was read. */
function rowLine(row: Verdict, feedback: (id: string) => string, label: (row: string) => string): string[] {
  const reply =
    row.feedback !== undefined ? feedback(row.feedback) : row.message ? (tKnown('answer', row.message.id, row.message.values) ?? '') : '';
  return reply === '' ? [] : [t('verdict.row', { row: label(row.step), reply })];
}
/** `471`: as hex, as decimal. */
function readings({ message }: Verdict): readonly string[] {
  const { text, hex, decimal } = message?.values ?? {};
  if (hex !== undefined && decimal !== undefined) return [hex, decimal];
  return text === undefined ? [] : [`0x${text}`];
}
