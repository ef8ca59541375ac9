/** The open session as a file or on the clipboard: a transcript to read, or the recording that replays it. */
import type { Note } from '../../core/host.ts';
import type { Transcript } from '../../core/lab/transcript.ts';
import { transcriptPage } from '../export/page.ts';
import { saveFile } from '../export/save.ts';
import { transcriptText } from '../export/text.ts';
import { t } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { work } from './work.svelte.ts';

const KINDS = {
  txt: { type: 'text/plain;charset=utf-8', write: transcriptText },
  html: { type: 'text/html;charset=utf-8', write: transcriptPage },
} as const;

/** `ssdt-descriptor-note`, `win10-x64-note`: what the file is of. */
function fileName(ending: string): string {
  const { ref, exercise } = app.lab!.start;
  return `${(exercise?.id ?? ref.machine).replaceAll('/', '-')}-${ref.seed}.${ending}`;
}
export async function saveTranscript(kind: keyof typeof KINDS): Promise<void> {
  const { lab } = app;
  if (!lab) return;
  const transcript: Transcript | undefined = await work.run(
    { title: 'work.transcript', says: 'work.says', giveUp: () => lab.giveUp() },
    () => lab.transcript(),
  );
  if (!transcript) return;
  const { type, write } = KINDS[kind],
    notes: readonly Note[] = lab.notes;
  saveFile(fileName(kind), type, write(transcript, notes));
  app.say(t('work.saved', { name: fileName(kind) }));
}
const recording = async (): Promise<string | undefined> => {
  const { lab } = app;
  return lab && work.run({ title: 'work.recording', says: 'work.says', giveUp: () => lab.giveUp() }, () => lab.recording());
};
export async function saveRecording(): Promise<void> {
  const text = await recording();
  if (text === undefined) return;
  saveFile(fileName('labrun'), 'application/x-ndjson', text);
  app.say(t('work.saved', { name: fileName('labrun') }));
}
/** For a bug report: the recording, which replays anywhere (docs/labrun.md). */
export async function copyRecording(): Promise<void> {
  const text = await recording();
  if (text === undefined) return;
  await navigator.clipboard.writeText(text);
  app.say(t('work.copied'));
}
