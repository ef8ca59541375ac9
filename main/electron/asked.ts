/** Links and files the system hands to the lab: looked at, shown, and at most opened; never run, and imported only in the window, which asks. */
import path from 'node:path';
import { inLanguage, type Language } from '../../core/problem.ts';
import type { ExerciseSummary, Notice, PackSummary } from '../../core/host.ts';
import type { Opened } from '../services/open.ts';
import type { Asker } from './ask.ts';
import { LINK_SCHEME } from './arguments.ts';
import { readLink } from './link.ts';
import { MOST_MEGABYTES, previewFile } from './preview.ts';

export interface Asked {
  readonly ask: Asker;
  readonly language: () => Language;
  readonly packs: () => readonly PackSummary[];
  readonly tell: (notice: Notice) => void;
  readonly remember: (file: string) => void;
  /** Hand a pack to the check that comes before an import. */
  readonly offer: Opened['offer'];
}

/** Dialogs that may wait; what is asked beyond that is dropped. */
const MOST_WAITING = 8;

/** One link or full path. Resolves when the person has answered. */
export async function openAsked(text: string, o: Asked): Promise<void> {
  if (o.ask.waiting >= MOST_WAITING) return;
  await (text.toLowerCase().startsWith(`${LINK_SCHEME}:`) ? followLink(text, o) : showFile(text, o));
}
async function followLink(text: string, { ask, language, packs, tell }: Asked): Promise<void> {
  const link = readLink(text),
    pack = link.ok ? packs().find(p => p.id === link.value.pack) : undefined,
    exercise = link.ok ? pack?.exercises.find(e => e.id === link.value.exercise) : undefined;
  if (!pack || !exercise) {
    await ask.tell('warning', ask.say('link.refused'), ask.say(link.ok ? 'link.not-installed' : link.why));
    return;
  }
  const titled = (of: PackSummary | ExerciseSummary): string => of.title[language()] ?? of.title['en'] ?? of.id;
  const title = ask.say('link.title', { exercise: titled(exercise), pack: titled(pack) });
  if (await ask.confirm({ title, detail: ask.say('link.detail'), accept: 'button.open' }))
    tell({ kind: 'open', pack: pack.id, id: exercise.id });
}
async function showFile(file: string, { ask, language, offer, remember, tell }: Asked): Promise<void> {
  const preview = await previewFile(file);
  if (!preview.ok) {
    await ask.tell(
      'warning',
      ask.say('file.refused', { name: path.basename(file) }),
      ask.say(preview.why, { most: String(MOST_MEGABYTES) }),
    );
    return;
  }
  const { name, kind, size, hash, bytes } = preview.value,
    title = ask.say('file.title', { name }),
    about = ask.say('file.about', { kind: ask.say(kind), size: String(size), hash });
  remember(file);
  if (kind === 'file.run') return ask.tell('info', title, `${about}\n\n${ask.say('file.only')}`);
  if (!(await ask.confirm({ title, detail: `${about}\n\n${ask.say('file.inside')}`, accept: 'file.look' }))) return;
  const offered = offer(name, bytes);
  if (offered.ok) tell({ kind: 'import', ticket: offered.value.ticket, name });
  else await ask.tell('warning', ask.say('file.refused', { name }), inLanguage(offered.problem, language()).message);
}
