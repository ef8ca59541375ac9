/** A transcript in the words of the window: what both the text and the page are made of. */
import type { Transcript, TranscriptRow } from '../../core/lab/transcript.ts';
import type { Note } from '../../core/host.ts';
import { pick, t } from '../i18n/language.svelte.ts';
import { verdictWords, type VerdictWords } from '../panes/exercise/verdict-words.ts';

export interface Heading {
  readonly title: string;
  /** Machine, seed, switches, score: a line each. */
  readonly facts: readonly string[];
}
/** A part that is the lab's or the learner's, not the debugger's. `prose` is Markdown. */
export interface Aside {
  readonly kind: 'answer' | 'hint' | 'note' | 'reset';
  readonly title: string;
  readonly typed?: string;
  readonly tone?: VerdictWords['tone'];
  readonly prose: readonly string[];
}
export type Part = Extract<TranscriptRow, { kind: 'line' }> | Aside;

export function headingOf({ start, exercise }: Transcript): Heading {
  const { machine, seed, set } = start.ref,
    switches = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return {
    title: exercise ? pick(exercise.title) : t('free.title'),
    facts: [
      ...(exercise ? [`${exercise.pack}/${exercise.id}`] : []),
      [machine, t('nav.seed', { seed }), ...switches].join(' · '),
      ...(exercise ? [exercise.mode === 'practice' ? t('exercise.not-counted') : t('transcript.score', { score: exercise.score })] : []),
    ],
  };
}
/** Everything in order; notes stand after the last row of their position. */
export function partsOf(transcript: Transcript, notes: readonly Note[]): readonly Part[] {
  const last = new Map(transcript.rows.map((row, n) => [row.at, n]));
  const noted = Map.groupBy(notes, note => last.get(note.position) ?? transcript.rows.length);
  const after = (n: number): readonly Aside[] => (noted.get(n) ?? []).map(noteAside);
  return [...transcript.rows.flatMap((row, n): Part[] => [partOf(row, transcript), ...after(n)]), ...after(transcript.rows.length)];
}
const noteAside = ({ position, text }: Note): Aside => ({
  kind: 'note',
  title: t('transcript.note', { position }),
  prose: text === '' ? [] : [text],
});

function partOf(row: TranscriptRow, { exercise }: Transcript): Part {
  const steps = exercise?.steps ?? [];
  const stepTitle = (id: string): string => {
    const n = steps.findIndex(s => s.id === id);
    return `${t('step.position', { n: n + 1, count: steps.length })}: ${pick(steps[n]?.title)}`;
  };
  switch (row.kind) {
    case 'line':
      return row;
    case 'reset':
      return { kind: 'reset', title: t('transcript.reset'), prose: [] };
    case 'machine':
      return { kind: 'reset', title: t('transcript.machine', { name: row.name }), prose: [] };
    case 'reveal':
      return { kind: 'hint', title: `${stepTitle(row.step)} ${t('transcript.reveal')}`, typed: row.answer, prose: [] };
    case 'hint': {
      const { hints = [] } = exercise ?? {},
        n = hints.findIndex(h => h.id === row.id);
      return { kind: 'hint', title: `${t('exercise.hint-text', { n: n + 1 })} −${row.cost}`, prose: [pick(hints[n]?.text)] };
    }
    case 'answer': {
      const step = steps.find(s => s.id === row.step);
      const { tone, title, lines } = verdictWords(row.verdict, {
        typed: row.text,
        type: step?.type ?? 'text',
        feedback: id => pick(exercise?.feedback[id]),
        label: id => pick(step?.rows?.find(r => r.id === id)?.label),
      });
      return {
        kind: 'answer',
        title: stepTitle(row.step),
        typed: row.seen === undefined ? row.text : t('transcript.seen', { text: row.text, position: row.seen }),
        tone,
        prose: [title, ...lines],
      };
    }
  }
}
