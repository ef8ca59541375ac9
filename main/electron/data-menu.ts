/** The File menu's entries about what is stored: each says what it did, and asks before it replaces anything. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Language } from '../../core/problem.ts';
import { restore, type Care } from '../services/care.ts';
import { BACKUPS } from '../store/backup.ts';
import { StoreError } from '../store/store-error.ts';
import type { Asker } from './ask.ts';
import type { ShellMessage } from './messages.ts';
import type { AppPart, ElectronParts } from './parts.ts';

export interface DataMenu {
  readonly electron: Pick<ElectronParts, 'dialog' | 'shell'> & { readonly app: Pick<AppPart, 'quit' | 'relaunch'> };
  readonly ask: Asker;
  readonly language: () => Language;
  readonly folder: string;
  readonly care: Care;
  /** End the services: the store is nobody's any more. */
  readonly close: () => void;
  readonly now: () => number;
}
interface Entry {
  readonly id: ShellMessage;
  readonly run: () => void;
}

export function dataMenu(o: DataMenu): readonly Entry[] {
  const { ask, electron, folder, care, language } = o;
  const guarded = (what: () => void | Promise<void>) => (): void =>
    void (async () => what())().catch((e: unknown) => ask.tell('warning', ask.say('data.failed'), sentence(e, language())));
  return [
    { id: 'menu.open-data', run: () => void electron.shell.openPath(folder) },
    { id: 'menu.back-up', run: guarded(() => ask.tell('info', ask.say('data.backed-up'), care.backUp())) },
    { id: 'menu.restore', run: guarded(() => restoreChosen(o)) },
    { id: 'menu.check', run: guarded(() => showCheck(o)) },
    { id: 'menu.diagnostics', run: guarded(() => saveDiagnostics(o)) },
  ];
}
const sentence = (e: unknown, language: Language): string =>
  e instanceof StoreError ? e.in(language) : e instanceof Error ? e.message : String(e);

function showCheck({ ask, care, language }: DataMenu): Promise<void> {
  const { ok, lines } = care.check(language());
  return ask.tell(ok ? 'info' : 'warning', lines[0]!, lines.slice(1).join('\n'));
}
async function saveDiagnostics({ ask, care, electron }: DataMenu): Promise<void> {
  const { canceled, filePath } = await electron.dialog.showSaveDialog({ defaultPath: 'syscall-lab-diagnostics.txt' });
  if (canceled || !filePath) return;
  writeFileSync(filePath, care.diagnostics());
  await ask.tell('info', ask.say('data.exported', { name: path.basename(filePath) }), ask.say('data.exported-detail'));
}
async function restoreChosen(o: DataMenu): Promise<void> {
  const { ask, electron, folder } = o;
  const { canceled, filePaths } = await electron.dialog.showOpenDialog({
    defaultPath: path.join(folder, BACKUPS),
    filters: [{ name: ask.say('data.backups'), extensions: ['db'] }],
    properties: ['openFile'],
  });
  const [file] = filePaths;
  if (canceled || file === undefined) return;
  const title = ask.say('data.restore', { name: path.basename(file) });
  if (!(await ask.confirm({ title, detail: ask.say('data.restore-detail'), accept: 'data.restore-do' }))) return;
  o.close();
  try {
    restore(file, folder, new Date(o.now()).toISOString());
  } catch (e) {
    await ask.tell('warning', ask.say('data.failed'), sentence(e, o.language()));
  }
  electron.app.relaunch();
  electron.app.quit();
}
