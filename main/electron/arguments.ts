/** What the desktop program was started with: its own options, and the links and files the system hands it. */
import path from 'node:path';

export interface StartArguments {
  readonly data: string;
  /** Whose profile inside it; empty for the usual one. */
  readonly profile: string;
  /** Start without the kept window state and layout. */
  readonly safe: boolean;
  /** Links and full paths of files to look at, in order. */
  readonly asked: readonly string[];
}
export const LINK_SCHEME = 'syscalllab';
export const FILE_KINDS = ['labpack', 'labrun'] as const;
const OURS = /^--(?:safe|data|profile)(?:=|$)/,
  VALUED: ReadonlySet<string> = new Set(['--data', '--profile']);
const MOST_ASKED = 8,
  MOST_LENGTH = 4096;

const isLink = (text: string): boolean => text.toLowerCase().startsWith(`${LINK_SCHEME}:`);
const isFile = (text: string): boolean => FILE_KINDS.some(kind => text.toLowerCase().endsWith(`.${kind}`));
const isAsked = (text: unknown): text is string => typeof text === 'string' && text.length <= MOST_LENGTH && (isLink(text) || isFile(text));

/**
 * Everything else in `argv` is Chromium's or a slip and is passed over: a link must never become an option.
 * @param argv without the program (and, unpacked, without the folder it runs)
 */
export function startArguments(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string, usualFolder: string): StartArguments {
  let data = env['SYSCALL_LAB_DATA'] ?? usualFolder,
    profile = '',
    safe = false;
  const asked: string[] = [];
  for (let n = 0; n < argv.length; n++) {
    const text = argv[n]!,
      next = argv[n + 1];
    if (text === '--safe') safe = true;
    else if (text === '--data' && next !== undefined && !isAsked(next)) data = argv[++n]!;
    else if (text.startsWith('--data=')) data = text.slice('--data='.length);
    else if (text === '--profile' && next !== undefined && !isAsked(next)) profile = argv[++n]!;
    else if (text.startsWith('--profile=')) profile = text.slice('--profile='.length);
    else if (isAsked(text) && !text.startsWith('-')) asked.push(isLink(text) ? text : path.resolve(cwd, text));
  }
  return { data: path.resolve(cwd, data || usualFolder), profile, safe, asked: asked.slice(0, MOST_ASKED) };
}
/** `argv` without our own options and what it asked for: what is left is Chromium's, and from source the folder. */
export const withoutOurs = (argv: readonly string[]): readonly string[] =>
  argv.filter((text, n) => !OURS.test(text) && !VALUED.has(argv[n - 1] ?? '') && !isAsked(text));
/** What a second start handed over, if it is what we send: a few links and full paths. */
export function handedOver(data: unknown): readonly string[] {
  const asked = typeof data === 'object' && data !== null && Object.hasOwn(data, 'asked') ? (data as { asked: unknown }).asked : undefined;
  if (!Array.isArray(asked)) return [];
  return asked.slice(0, MOST_ASKED).filter(text => isAsked(text) && (isLink(text) || path.isAbsolute(text))) as string[];
}
