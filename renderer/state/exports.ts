/** A pack as a file for somebody else. */
import { PIECE } from '../../core/host.ts';
import { saveFile } from '../export/save.ts';
import { call } from '../host.ts';
import { fromBase64 } from './base64.ts';

/** Save a pack as a .labpack; the browser or the system says where. @throws HostRefusal */
export async function exportPack(pack: string): Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let name = '';
  for (let at = 0, size = 1; at < size; at += PIECE) {
    const piece = await call('packs/export', { pack, at });
    ({ name, size } = piece);
    pieces.push(fromBase64(piece.data));
  }
  saveFile(name, 'application/x-labpack', ...pieces);
}
