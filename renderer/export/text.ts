/** A session as plain text: the debugger's lines as they were printed, everything else behind ┊. */
import type { Transcript } from '../../core/lab/transcript.ts';
import type { Note } from '../../core/host.ts';
import { headingOf, partsOf, type Aside, type Part } from './story.ts';

const MARKS = { ok: '✓', wrong: '≠', ask: '?' } as const;
const marked = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map(line => `┊ ${line}`.trimEnd())
    .join('\n');
const aside = ({ title, typed, tone, prose }: Aside): string =>
  marked(
    [
      title,
      ...(typed === undefined || typed === '' ? [] : [`= ${typed}`]),
      ...prose.map((p, n) => (n === 0 && tone ? `${MARKS[tone]} ${p}` : p)),
    ].join('\n'),
  );

function partText(part: Part): string {
  if (part.kind !== 'line') return aside(part);
  const printed = part.printed.map(
    ({ text, hint }) => text.trimEnd() + (hint === undefined ? '' : `${text === '' ? '' : '\n'}${marked(hint)}`),
  );
  return [`${part.prompt} ${part.line}`, ...printed.filter(p => p !== '')].join('\n');
}
export function transcriptText(transcript: Transcript, notes: readonly Note[]): string {
  const { title, facts } = headingOf(transcript);
  return [marked([`Syscall Lab: ${title}`, ...facts].join('\n')), '', ...partsOf(transcript, notes).map(partText), ''].join('\n');
}
