/** WinDbg's text for a terminal: pointers in the colour of their half, addresses that lead somewhere underlined. The text itself is never changed. */
import type { CommandResult, Link } from '../../../core/debugger/types.ts';
import { halfOfDigits } from '../../parts/values.ts';

/** Colours by their place in the terminal's palette; terminal-theme.ts says which token each is. */
export const COLOUR = { kernel: 34, user: 33, quiet: 90, error: 31, head: 97 } as const;
export const BOLD = '\x1b[1m',
  PLAIN = '\x1b[0m',
  HINT = '\x1b[90;40m',
  CLEAR = '\x1b[H\x1b[2J\x1b[3J',
  REST = '\x1b[K';
export const colour = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[39m`;

const KERNEL_MODULES = new Set(['nt', 'hal', 'win32k', 'win32kbase', 'win32kfull', 'cdd', 'ci', 'labdrv']);
/** A 64-bit address with its backtick, or `module!Name+0x12`. */
const TOKEN = /[0-9a-f]{8}`[0-9a-f]{8}|\b([a-z][\w]*)!([\w@$?:~]+)(\+0x[0-9a-f]+)?/gi;

/** What results look like in the console, and where in it links stand. */
export interface Painted {
  readonly text: string;
  /** Lines of it. */
  readonly lines: number;
  readonly links: readonly Link[];
}
/** Console text of results, one after the other. */
export function paintResults(results: readonly CommandResult[], hints: boolean): Painted {
  const links: Link[] = [];
  let text = '',
    lines = 0;
  for (const result of results) {
    const painted = paintResult(result, hints);
    for (const link of result.links) links.push(lines === 0 ? link : { ...link, line: lines + link.line });
    text += painted + (result.effect === 'clear' ? CLEAR : '');
    lines += linesOf(painted);
  }
  return { text, lines, links };
}
/** How many lines a text ends. */
export function linesOf(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
/** Console text of a result: output, then the lab's remark where there is one. */
function paintResult({ text, links, ok, error, hint }: CommandResult, hints: boolean): string {
  const lines = text.split('\n'),
    heads = new Map(links.filter(l => l.start === 0).map(l => [l.line, l.end]));
  if (lines.at(-1) === '') lines.pop();
  const failed = !ok && error !== undefined;
  const body = lines.map((line, n) => (failed ? clean(line) : paintLine(line, heads.get(n) ?? 0)) + '\n').join('');
  return hint !== undefined && hints
    ? body +
        hint
          .split('\n')
          .map(line => `${HINT}┊ ${clean(line)}${REST}${PLAIN}\n`)
          .join('')
    : body;
}
/** A line of output. @param head how many characters at its beginning are a link */
export function paintLine(line: string, head: number): string {
  const text = line.slice(0, head);
  return /^[0-9a-f`]+$/.test(text) ? colour(COLOUR.head, clean(text)) + paintText(line.slice(head)) : paintText(line, true);
}
/** A text in parts, pointers apart with the half they point into. `first`: the text begins a line; an address there says where, and points nowhere. */
export function pointers(text: string, first = false): readonly { readonly text: string; readonly half?: 'kernel' | 'user' }[] {
  const parts: { text: string; half?: 'kernel' | 'user' }[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0],
      where = first && match.index === 0 && match[1] === undefined;
    const half = where ? undefined : token.includes('`') ? halfOfDigits(token) : match[1] ? halfOfModule(match[1]) : undefined;
    parts.push({ text: text.slice(at, match.index) }, { text: token, ...(half && { half }) });
    at = match.index + token.length;
  }
  return [...parts, { text: text.slice(at) }];
}
const paintText = (text: string, first = false): string =>
  pointers(text, first)
    .map(part => (part.half ? colour(COLOUR[part.half], clean(part.text)) : clean(part.text)))
    .join('');
const halfOfModule = (name: string): 'kernel' | 'user' => (KERNEL_MODULES.has(name.toLowerCase()) ? 'kernel' : 'user');
/** What a guest's memory holds must not steer the terminal. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const clean = (text: string): string => text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '.');
