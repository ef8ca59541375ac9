/** What a pack holds, between its files and the form it is kept in. */
import { summaryOf, type Pack } from '../../core/lab/pack.ts';
import { decodeUtf8 } from '../../core/lab/utf8.ts';
import type { PackContent, StoredFile } from '../store/packs.ts';
import { contentHash } from './pack-seal.ts';
import { packing, unpacking } from './zip-host.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** @param pack what `files` were read as */
export function contentOf(files: Files, pack: Pack): PackContent {
  return {
    ...{ hash: contentHash(files), pack: pack.file.id, uuid: pack.file.uuid, version: pack.file.version, summary: summaryOf(pack) },
    files: [...files].map(([name, bytes]) => ({ name, size: bytes.length, deflated: packing.deflate(bytes) })),
  };
}
/** @throws Error where a kept file is not as it was written */
export function filesOf(stored: readonly StoredFile[]): Map<string, Uint8Array> {
  return new Map(
    stored.map(({ name, size, deflated }) => {
      const bytes = unpacking.inflate(deflated, size);
      if (bytes?.length !== size) throw new Error(`${name} of a kept pack cannot be read`);
      return [name, bytes];
    }),
  );
}
/** Of kept files, those that are text. */
export const textsIn = (stored: readonly StoredFile[]): ReadonlyMap<string, string> =>
  new Map([...filesOf(stored.filter(f => /\.(yml|md|txt)$/.test(f.name)))].map(([name, bytes]) => [name, decodeUtf8(bytes) ?? '']));
