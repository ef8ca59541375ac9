/** A pack as a file for somebody else. */
import { PIECE } from '../../core/host.ts';
import { saveFile } from '../export/save.ts';
import { call } from '../host.ts';
import { t } from '../i18n/language.svelte.ts';
import { app } from './app.svelte.ts';
import { fromBase64 } from './base64.ts';
import { work } from './work.svelte.ts';

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

/** Save a pack as a .labpack; the browser or the system says where. Given up, nothing is written. @throws HostRefusal */
export async function exportPack(pack: string): Promise<void> {
  let wanted = true,
    failure: Error | undefined;
  const giveUp = (): void => {
    wanted = false;
  };
  const file = await work.run({ title: 'work.export', says: 'work.export-says', giveUp }, () =>
    pieces(pack, () => wanted).catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
      return undefined;
    }),
  );
  if (failure !== undefined) throw failure;
  if (!file) return;
  saveFile(file.name, 'application/x-labpack', ...file.pieces);
  app.say(t('work.saved', { name: file.name }));
}
/** Undefined where it is not wanted any more. */
async function pieces(
  pack: string,
  wanted: () => boolean,
): Promise<{ readonly name: string; readonly pieces: readonly Uint8Array<ArrayBuffer>[] } | undefined> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  let name = '';
  for (let at = 0, size = 1; at < size; at += PIECE) {
    if (!wanted()) return undefined;
    const piece = await call('packs/export', { pack, at });
    ({ name, size } = piece);
    all.push(fromBase64(piece.data));
    const done = Math.min(size, at + PIECE);
    work.tell({ done, all: size, text: t('work.kilobytes', { done: kilobytes(done), all: kilobytes(size) }) });
  }
  return wanted() ? { name, pieces: all } : undefined;
}
