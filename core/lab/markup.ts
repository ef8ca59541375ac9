/** What the prose of a pack may not hold: HTML, links, pictures, characters that are not to be seen. Code in backticks may say anything. */
import { packProblem, type PackCode, type PackProblem } from './pack-problem.ts';

const MOST_CHARACTERS = 256 * 1024;
/** An address's own backtick ends no code span. */
const ADDRESS = /(?<!\w)([0-9a-f]{8})`([0-9a-f]{8})(?!\w)/g;
const FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[^]*?\n)?? {0,3}\1[`~]*[ \t]*$/gm;
const SPAN = /(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?(?<!`)\1(?!`)/g;
const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
const withoutCode = (text: string): string => text.replace(ADDRESS, '$1 $2').replace(FENCE, blank).replace(SPAN, blank);

const REFUSED: readonly (readonly [PackCode, RegExp])[] = [
  ['text-html', /<[A-Za-z/!?]/g],
  ['text-image', /!\[/g],
  ['text-link', /(?<=(?<!!)\[[^\]\n]*)\][([]|^ {0,3}\[[^\]\n]+\]:/gm],
];
/** Controls but tab and line ends, marks of direction, and the byte order mark. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function checkMarkup(file: string, text: string, problems: PackProblem[]): void {
  if (text.length > MOST_CHARACTERS) problems.push(packProblem('text-size', { file, line: 1, column: 1 }));
  checkCharacters(file, text, problems);
  const prose = withoutCode(text);
  for (const [code, pattern] of REFUSED) report(file, prose, pattern, code, problems);
}
/** Characters nobody sees, in prose or data. */
export function checkCharacters(file: string, text: string, problems: PackProblem[]): void {
  report(file, text, UNSEEN, 'text-unseen', problems);
}
function report(file: string, text: string, pattern: RegExp, code: PackCode, problems: PackProblem[]): void {
  for (const m of text.matchAll(pattern)) {
    const before = text.slice(0, m.index).split('\n');
    problems.push(
      packProblem(
        code,
        { file, line: before.length, column: before.at(-1)!.length + 1 },
        {
          text: m[0],
          number: m[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'),
        },
      ),
    );
  }
}
