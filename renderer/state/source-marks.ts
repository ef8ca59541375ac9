/** A line of a pack's text in pieces: the names before a colon and headings stand out, and what a problem points at is underlined. */
export interface Piece {
  readonly text: string;
  readonly strong: boolean;
  readonly wrong: boolean;
}
const NAMES: readonly (readonly [file: RegExp, marks: RegExp])[] = [
  [/\.ya?ml$/, /^(\s*(?:- )*)([\w-]+)(?=:)/],
  [/\.md$/, /^()(#+ .*)/],
];
/** A word, a name with its dots, or whatever one character there is. */
const WORD = /[\w$.-]+|\S/y;

/** @param columns where problems point at, from 1 */
export function piecesOf(file: string, text: string, columns: readonly number[]): readonly Piece[] {
  const [, before = '', name = ''] = NAMES.find(([of]) => of.test(file))?.[1].exec(text) ?? [],
    strong = [before.length, before.length + name.length] as const,
    wrong = columns.map(c => wordAt(text, c - 1));
  const inside = ([from, to]: readonly [number, number], at: number): boolean => at >= from && at < to;
  const cuts = [...new Set([0, ...strong, ...wrong.flat(), text.length])].sort((a, b) => a - b);
  return cuts
    .slice(0, -1)
    .map((from, n) => ({ text: text.slice(from, cuts[n + 1]), strong: inside(strong, from), wrong: wrong.some(w => inside(w, from)) }));
}
function wordAt(text: string, at: number): readonly [from: number, to: number] {
  WORD.lastIndex = at;
  const word = at >= 0 && at < text.length ? (WORD.exec(text)?.[0] ?? '') : '';
  return [Math.min(Math.max(at, 0), text.length), Math.min(Math.max(at, 0), text.length) + word.length];
}
