/** The files of a pack before anyone reads them: their names, kinds and sizes, and the text of those that hold text. */
import { checkMarkup, checkCharacters } from './markup.ts';
import { packProblem, startOf, type PackCode, type PackProblem } from './pack-problem.ts';
import { decodeUtf8 } from './utf8.ts';

export const MOST_FILES = 4000,
  MOST_UNPACKED = 256 << 20;
const MOST_PIXELS = 16_000_000;
/** Names Windows keeps for devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;

/** What is wrong with a path, if anything. */
function nameProblem(name: string): PackCode | undefined {
  const parts = name.split('/');
  if (name !== name.normalize('NFC')) return 'name-form';
  // eslint-disable-next-line no-control-regex
  if (/^[/\\]|^[A-Za-z]:|\\|[\x00-\x1f\x7f"*:<>?|]/.test(name) || parts.some(p => /^\.{1,2}$|^$|[. ]$/.test(p))) return 'name-path';
  if (parts.some(p => DEVICE.test(p))) return 'name-device';
  return name.length > 200 ? 'name-path' : undefined;
}
/** @returns the names that must not be used */
function checkNames(names: readonly string[], problems: PackProblem[]): ReadonlySet<string> {
  const seen = new Map<string, string>(),
    bad = new Set<string>();
  const say = (code: PackCode, name: string, values: Readonly<Record<string, string>>): void => {
    problems.push(packProblem(code, startOf(name), values));
    bad.add(name);
  };
  for (const name of names) {
    const code = nameProblem(name),
      key = name.normalize('NFC').toLowerCase(),
      other = seen.get(key);
    if (code) say(code, name, { name });
    if (other !== undefined) say('name-twice', name, { name, other });
    seen.set(key, name);
  }
  if (names.length > MOST_FILES) problems.push(packProblem('files-many', startOf('pack.yml'), { most: String(MOST_FILES) }));
  return bad;
}

const TEXTS = /\.(yml|md|txt)$/,
  /** What a pack may hold, by name. */
  KNOWN =
    /^(pack\.yml|glossary\.yml|LICENSE(\.txt|\.md)?|README\.md|MANIFEST\.json|SIGNATURE\.json|machines\/[^/]+\.yml|reference\/[^/]+\.md|exercises\/[^/]+\/([^/]+\.(yml|md|txt)|img\/[^/]+\.(png|jpe?g)))$/;

/** The texts of a pack's files, by name; what is not text, not known or too large is said. */
export function textsOf(files: ReadonlyMap<string, Uint8Array>, problems: PackProblem[]): ReadonlyMap<string, string> {
  const bad = checkNames([...files.keys()], problems),
    texts = new Map<string, string>();
  for (const [name, bytes] of files) {
    if (bad.has(name)) continue;
    if (/\.svgz?$/i.test(name)) problems.push(packProblem('image-svg', startOf(name)));
    else if (!KNOWN.test(name)) problems.push(packProblem('file-kind', startOf(name), { name }));
    else if (/\.(png|jpe?g)$/.test(name)) checkImage(name, bytes, problems);
    else if (TEXTS.test(name)) {
      const text = decodeUtf8(bytes);
      if (text === undefined) problems.push(packProblem('file-utf8', startOf(name)));
      else {
        if (name.endsWith('.md') && name !== 'README.md') checkMarkup(name, text, problems);
        else checkCharacters(name, text, problems);
        texts.set(name, text);
      }
    }
  }
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function checkImage(name: string, bytes: Uint8Array, problems: PackProblem[]): void {
  const size = /\.png$/.test(name) ? sizeOfPng(bytes) : sizeOfJpeg(bytes);
  if (!size?.[0] || !size[1]) problems.push(packProblem('image-broken', startOf(name)));
  else if (size[0] * size[1] > MOST_PIXELS)
    problems.push(packProblem('image-size', startOf(name), { width: String(size[0]), height: String(size[1]) }));
}
type Size = readonly [width: number, height: number];
const big = (bytes: Uint8Array, at: number, count: number): number => bytes.subarray(at, at + count).reduce((sum, b) => sum * 256 + b, 0);
function sizeOfPng(b: Uint8Array): Size | undefined {
  const head = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return b.length > 32 && head.every((byte, n) => b[n] === byte) ? [big(b, 16, 4), big(b, 20, 4)] : undefined;
}
/** Segments up to the first that begins a frame (C0-CF but C4, C8, CC). */
function sizeOfJpeg(b: Uint8Array): Size | undefined {
  if (big(b, 0, 2) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < b.length && b[at] === 0xff; at += 2 + big(b, at + 2, 2)) {
    const kind = b[at + 1]!;
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) return [big(b, at + 7, 2), big(b, at + 5, 2)];
  }
  return undefined;
}
