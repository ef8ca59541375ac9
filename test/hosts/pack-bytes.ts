/** The good small pack of the spoiled ones, as versions, files and contents an author could hand out. */
import { readPack } from '../../core/lab/pack.ts';
import { textsOf } from '../../core/lab/pack-files.ts';
import { writeZip } from '../../core/lab/zip-write.ts';
import { contentOf } from '../../main/files/pack-content.ts';
import { newKey, seal } from '../../main/files/pack-seal.ts';
import { packing } from '../../main/files/zip-host.ts';
import type { PackContent } from '../../main/store/packs.ts';
import { goodFiles } from '../lab/spoiled/bytes.ts';
import { GOOD } from '../lab/spoiled/good.ts';

/** Whoever signs with it has a name; a third is nobody. */
export const KEYS = { one: newKey(), two: newKey() };
export interface Edition {
  readonly version?: string;
  /** Files that are not as in the good pack. */
  readonly files?: Readonly<Record<string, string>>;
  /** File, and what is replaced in it by what. */
  readonly edit?: readonly (readonly [file: string, from: string, to: string])[];
  /** Files that are not there. */
  readonly without?: readonly string[];
  readonly key?: keyof typeof KEYS;
}
export function editionFiles({ version = '1.0.0', files = {}, edit = [], without = [], key }: Edition = {}): Map<string, Uint8Array> {
  const texts: Record<string, string> = { ...GOOD, ...files };
  for (const [file, from, to] of [['pack.yml', 'version: 1.0.0', `version: ${version}`] as const, ...edit]) {
    if (!texts[file]?.includes(from)) throw new Error(`${file} has no "${from}"`);
    texts[file] = texts[file].replace(from, () => to);
  }
  const all = goodFiles(texts);
  for (const file of without) all.delete(file);
  return seal(all, key && KEYS[key].pem);
}
export const labpack = (edition?: Edition): Uint8Array => writeZip(editionFiles(edition), packing);
export function content(edition?: Edition): PackContent {
  const files = editionFiles(edition),
    read = readPack(textsOf(files, []));
  if (!read.ok) throw new Error('the good pack is not good');
  return contentOf(files, read.value);
}
