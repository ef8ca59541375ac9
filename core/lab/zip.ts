/**
 * Reading a zip somebody else made: everything is decided from its directory before a byte is unpacked, and what the directory says must
 * be what the entries say. Stored and deflated entries only; no encryption, no zip64.
 */
import { MOST_FILES, MOST_UNPACKED } from './pack-files.ts';
import { packProblem, startOf, type PackCode, type PackProblem } from './pack-problem.ts';
import { decodeUtf8 } from './utf8.ts';

/** What a host lends: inflate gives nothing for more than `most` bytes, or for bytes that are not deflated. */
export interface Unpacking {
  readonly inflate: (bytes: Uint8Array, most: number) => Uint8Array | undefined;
  readonly crc32: (bytes: Uint8Array) => number;
}
export const MOST_ZIPPED = 64 << 20;
const MOST_RATIO = 20,
  /** A few hundred bytes of text may shrink more than any bomb. */
  SMALL = 1 << 20;
const END = 0x06054b50,
  CENTRAL = 0x02014b50,
  LOCAL = 0x04034b50;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly attributes: number;
  readonly system: number;
  readonly at: number;
}

/** The files of a zip; undefined where anything is wrong, which is then in `problems`. @param name of the zip itself */
export function readZip(
  name: string,
  bytes: Uint8Array,
  host: Unpacking,
  problems: PackProblem[],
): ReadonlyMap<string, Uint8Array> | undefined {
  const before = problems.length,
    say = (code: PackCode, file = name, values: Readonly<Record<string, string>> = {}): void => {
      problems.push(packProblem(code, startOf(file), values));
    };
  if (bytes.length > MOST_ZIPPED) say('zip-size');
  const entries = problems.length === before ? readDirectory(bytes) : [];
  if (!entries) say('zip-broken');
  if (!entries || problems.length > before) return undefined;
  checkEntries(entries, bytes.length, say);
  if (problems.length > before) return undefined;
  const files = new Map<string, Uint8Array>();
  for (const e of entries) {
    const data = e.name.endsWith('/') ? undefined : unpack(bytes, e, host);
    if (data === 'broken') say('zip-entry', e.name);
    else if (data) files.set(e.name, data);
  }
  return problems.length > before ? undefined : files;
}

function readDirectory(bytes: Uint8Array): Entry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 22 - 0xffff && view.getUint32(end, true) !== END) end--;
  if (end < 0 || view.getUint32(end, true) !== END) return undefined;
  const count = view.getUint16(end + 10, true),
    length = view.getUint32(end + 12, true),
    from = view.getUint32(end + 16, true);
  if (count === 0xffff || from + length !== end || view.getUint16(end + 8, true) !== count) return undefined;
  const entries: Entry[] = [];
  for (let at = from; entries.length < count;) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return undefined;
    const u16 = (n: number): number => view.getUint16(at + n, true),
      u32 = (n: number): number => view.getUint32(at + n, true),
      next = at + 46 + u16(28) + u16(30) + u16(32),
      name = next <= end ? decodeUtf8(bytes.subarray(at + 46, at + 46 + u16(28))) : undefined;
    if (name === undefined) return undefined;
    entries.push({
      ...{ name, flags: u16(8), method: u16(10), crc: u32(16), packed: u32(20), size: u32(24) },
      ...{ attributes: u32(38), system: u16(4) >> 8, at: u32(42) },
    });
    at = next;
  }
  return entries;
}

/** Unix kinds of file in the upper half of the attributes: plain files and folders only. */
const isPlain = (e: Entry): boolean => {
  const kind = (e.attributes >>> 28) & 15;
  return e.system !== 3 || kind === 0 || kind === 8 || (kind === 4 && e.name.endsWith('/'));
};
function checkEntries(
  entries: readonly Entry[],
  zipped: number,
  say: (code: PackCode, file?: string, values?: Readonly<Record<string, string>>) => void,
): void {
  if (entries.length > MOST_FILES) return say('files-many', undefined, { most: String(MOST_FILES) });
  const size = entries.reduce((sum, e) => sum + e.size, 0);
  if (size > MOST_UNPACKED) say('zip-unpacked');
  else if (size > SMALL && size / zipped > MOST_RATIO) say('zip-ratio', undefined, { ratio: String(Math.round(size / zipped)) });
  for (const e of entries) {
    if (!isPlain(e)) say('file-link', e.name);
    if (e.flags & 0x2041) say('zip-encrypted', e.name);
    else if (e.method !== 0 && e.method !== 8) say('zip-method', e.name, { method: String(e.method) });
  }
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  sorted.forEach((e, n) => {
    const next = sorted[n + 1];
    if (next && e.at + 30 + e.packed > next.at) say('zip-overlap', next.name);
  });
}
function unpack(bytes: Uint8Array, e: Entry, { inflate, crc32 }: Unpacking): Uint8Array | 'broken' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (e.at + 30 > bytes.length || view.getUint32(e.at, true) !== LOCAL || view.getUint16(e.at + 8, true) !== e.method) return 'broken';
  const named = e.at + 30,
    length = view.getUint16(e.at + 26, true),
    from = named + length + view.getUint16(e.at + 28, true),
    packed = bytes.subarray(from, from + e.packed);
  if (packed.length !== e.packed || decodeUtf8(bytes.subarray(named, named + length)) !== e.name) return 'broken';
  const data = e.method === 0 ? packed : inflate(packed, e.size);
  return data?.length === e.size && crc32(data) === e.crc ? data : 'broken';
}
