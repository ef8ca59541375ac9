/** Packs spoiled below their texts: names, zips, bytes. */
import { encodeUtf8 } from '../../../core/lab/utf8.ts';
import { writeZip } from '../../../core/lab/zip-write.ts';
import { packing } from '../../../main/files/zip-host.ts';
import { GOOD } from './good.ts';

export const goodFiles = (more: Readonly<Record<string, string | Uint8Array>> = {}): Map<string, Uint8Array> =>
  new Map(Object.entries({ ...GOOD, ...more }).map(([name, data]) => [name, typeof data === 'string' ? encodeUtf8(data) : data]));
export const zipOf = (more: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array => writeZip(goodFiles(more), packing);

const CENTRAL = [0x50, 0x4b, 0x01, 0x02];
/** Where the directory's record of the first entry begins. */
const directoryAt = (zip: Uint8Array): number => zip.findIndex((_b, n) => CENTRAL.every((byte, k) => zip[n + k] === byte));
/** A good zip with some bytes of its first record (exercises/first/exercise.yml) set, here and in the entry itself. */
function patched(
  inDirectory: Readonly<Record<number, readonly number[]>>,
  inEntry: Readonly<Record<number, readonly number[]>> = {},
): Uint8Array {
  const zip = zipOf(),
    from = directoryAt(zip);
  for (const [at, bytes] of Object.entries(inDirectory)) zip.set(bytes, from + Number(at));
  for (const [at, bytes] of Object.entries(inEntry)) zip.set(bytes, Number(at));
  return zip;
}
const png = (width: number, height: number): Uint8Array => {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
};
const FIRST = 'exercises/first/exercise.yml';
/** A name of as many bytes, so that nothing moves. */
const sameLength = (name: string): number[] => [...encodeUtf8(name.slice(0, FIRST.length))];

export const BYTES: readonly (readonly [code: string, name: string, at: string, zip: () => Uint8Array])[] = [
  ['name-path', 'zip slip', '../../../home/someone/.bashrc', () => zipOf({ '../../../home/someone/.bashrc': 'x' })],
  ['name-path', 'an absolute name', '/etc/cron.d/lab', () => zipOf({ '/etc/cron.d/lab': 'x' })],
  ['name-path', 'a drive', 'C:/Windows/x.md', () => zipOf({ 'C:/Windows/x.md': 'x' })],
  ['name-path', 'backslashes', 'exercises\\..\\..\\x.md', () => zipOf({ 'exercises\\..\\..\\x.md': 'x' })],
  ['name-path', 'a stream of another file', 'pack.yml:hidden', () => zipOf({ 'pack.yml:hidden': 'x' })],
  ['name-path', 'a dot that Windows drops', 'exercises/first/notes.md.', () => zipOf({ 'exercises/first/notes.md.': 'x' })],
  ['name-device', 'a device', 'exercises/first/NUL.txt', () => zipOf({ 'exercises/first/NUL.txt': 'x' })],
  ['name-form', 'not NFC', 'exercises/first/e\u0301.txt', () => zipOf({ 'exercises/first/e\u0301.txt': 'x' })],
  [
    'name-twice',
    'two names that differ in case',
    'exercises/first/a.txt',
    () => zipOf({ 'exercises/first/A.txt': 'x', 'exercises/first/a.txt': 'y' }),
  ],
  ['zip-broken', 'not a zip', 'small.labpack', () => encodeUtf8('PK, but no more than that')],
  ['zip-broken', 'cut short', 'small.labpack', () => zipOf().subarray(0, 3000)],
  [
    'zip-broken',
    'more entries than it has',
    'small.labpack',
    () => {
      const zip = zipOf();
      zip.set([200, 0, 200], zip.length - 14);
      return zip;
    },
  ],
  ['zip-ratio', 'a bomb', 'small.labpack', () => zipOf({ 'exercises/first/zeros.txt': new Uint8Array(40 << 20) })],
  ['zip-unpacked', 'a size of four gigabytes', 'small.labpack', () => patched({ 24: [0xff, 0xff, 0xff, 0xff] })],
  ['zip-entry', 'more bytes than it says', FIRST, () => patched({ 24: [10, 0, 0, 0] })],
  ['zip-entry', 'another checksum', FIRST, () => patched({ 16: [1, 2, 3, 4] })],
  ['zip-entry', 'another name inside', FIRST, () => patched({}, { 30: sameLength('exercises/first/exercise.txt') })],
  [
    'zip-overlap',
    'two entries on the same bytes',
    'exercises/first/tests.yml',
    () => {
      const zip = zipOf(),
        second = directoryAt(zip) + 46 + FIRST.length;
      zip.set([0, 0, 0, 0], second + 42);
      return zip;
    },
  ],
  ['zip-encrypted', 'a password', FIRST, () => patched({ 8: [0x01, 0x08] })],
  ['zip-method', 'packed by something else', FIRST, () => patched({ 10: [14, 0] })],
  ['file-link', 'a symbolic link', FIRST, () => patched({ 5: [3], 38: [0, 0, 0xff, 0xa1] })],
  ['file-kind', 'a program', 'exercises/first/run.exe', () => zipOf({ 'exercises/first/run.exe': 'MZ' })],
  ['file-kind', 'a script', 'exercises/first/run.js', () => zipOf({ 'exercises/first/run.js': 'alert(1)' })],
  [
    'file-utf8',
    'Latin-1',
    'exercises/first/notes.md',
    () => zipOf({ 'exercises/first/notes.md': Uint8Array.from([0x63, 0x61, 0x66, 0xe9]) }),
  ],
  [
    'file-utf8',
    'a slash in two bytes',
    'exercises/first/notes.md',
    () => zipOf({ 'exercises/first/notes.md': Uint8Array.from([0xc0, 0xaf]) }),
  ],
  [
    'image-svg',
    'a picture with a script',
    'exercises/first/img/a.svg',
    () => zipOf({ 'exercises/first/img/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' }),
  ],
  ['image-broken', 'a picture that is a page', 'exercises/first/img/a.png', () => zipOf({ 'exercises/first/img/a.png': '<html>' })],
  [
    'image-size',
    'a picture of a hundred megapixels',
    'exercises/first/img/a.png',
    () => zipOf({ 'exercises/first/img/a.png': png(10_000, 10_000) }),
  ],
  ['zip-size', 'more than 64 MB', 'small.labpack', () => new Uint8Array((64 << 20) + 1)],
  [
    'files-many',
    'four thousand files',
    'small.labpack',
    () => zipOf(Object.fromEntries([...Array(4000).keys()].map(n => [`exercises/first/${n}.txt`, '']))),
  ],
  [
    'text-size',
    'more than 256 KB of prose',
    'exercises/first/notes.md',
    () => zipOf({ 'exercises/first/notes.md': 'a few words\n'.repeat(25_000) }),
  ],
];
