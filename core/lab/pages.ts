/** Reference pages: prose in parts, whose numbers come from a machine. `{{expression}}` or `{{expression|dec}}`; forms hex, dec, plain, address. */
import type { Language } from '../problem.ts';
import { evaluateNumber, parseExpression } from './expr.ts';
import type { World } from './expr-world.ts';
import { echo } from './numbers.ts';
import type { PackFile } from './pack-schema.ts';
import { readText, type TextFile } from './text.ts';
import type { PackProblem } from './yaml.ts';

export interface Page {
  readonly id: string;
  readonly machine: string;
  readonly texts: Readonly<Partial<Record<Language, TextFile>>>;
}
const HOLE = /\{\{(.+?)(?:\|(hex|dec|plain|address))?\}\}/g;
const NO_PARAMS: ReadonlySet<string> = new Set();

/** The pages pack.yml names, checked: same parts and numbers in every language, every expression of a number. */
export function readPages(pack: PackFile, files: ReadonlyMap<string, string>, problems: PackProblem[]): Page[] {
  return pack.pages.map(({ id, machine }) => {
    const texts: Partial<Record<Language, TextFile>> = {};
    for (const language of pack.languages) {
      const file = pageFile(id, language),
        text = files.get(file);
      if (text === undefined) problems.push(error(file, 'page-missing', `The page ${id} has no ${language} text.`));
      else {
        texts[language] = readText(file, text, problems);
        checkHoles(file, text, problems);
      }
    }
    compare(id, texts, problems);
    return { id, machine, texts };
  });
}
const error = (file: string, code: string, message: string): PackProblem => ({
  file,
  line: 1,
  column: 1,
  severity: 'error',
  code,
  message,
});

function checkHoles(file: string, text: string, problems: PackProblem[]): void {
  for (const [n, line] of text.split('\n').entries())
    for (const hole of line.matchAll(HOLE)) {
      const parsed = parseExpression(hole[1]!, NO_PARAMS, 'number');
      if (!parsed.ok)
        problems.push({ ...error(file, 'expression', `${hole[1]!}: ${parsed.problem.message}`), line: n + 1, column: hole.index + 3 });
    }
}
function compare(id: string, texts: Page['texts'], problems: PackProblem[]): void {
  const [first, ...others] = Object.entries(texts),
    holes = (body: string): string =>
      [...body.matchAll(HOLE)]
        .map(m => m[0])
        .sort()
        .join();
  for (const [language, text] of others)
    for (const key of new Set([...first![1].parts.keys(), ...text.parts.keys()])) {
      const file = `reference/${id}.${language}.md`,
        one = first![1].parts.get(key),
        other = text.parts.get(key);
      if (one === undefined || other === undefined) problems.push(error(file, 'part-missing', `"## ${key}" is in one language only.`));
      else if (holes(one) !== holes(other))
        problems.push(error(file, 'part-differs', `"## ${key}" has other numbers than the other language.`));
    }
}

/** The file of a page. */
export const pageFile = (id: string, language: Language): string => `reference/${id}.${language}.md`;

/** A page with its numbers filled in; bodies are Markdown. */
export interface FilledPage {
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly { readonly id: string; readonly title: string; readonly body: string }[];
}
/** The numbers come from `world`. @throws NoValue where the machine has nothing there */
export function fillPage(text: TextFile, world: World): FilledPage {
  const fill = (body: string): string =>
    body.replace(HOLE, (_whole, expression: string, form: string | undefined) => {
      const parsed = parseExpression(expression, NO_PARAMS, 'number');
      if (!parsed.ok) throw new Error(`${expression}: ${parsed.problem.message}`);
      return shown(evaluateNumber(parsed.value, world), form ?? 'hex');
    });
  const parts = [...text.parts].filter(([key]) => key !== 'intro');
  return {
    title: text.title,
    intro: fill(text.intro),
    parts: parts.map(([key, whole]) => {
      const [title, ...body] = fill(whole).split('\n');
      return { id: key.replace(/^part: /, ''), title: title ?? '', body: body.join('\n').trim() };
    }),
  };
}
/** A page as Markdown. @throws NoValue as `fillPage` does */
export function renderPage(text: TextFile, world: World): string {
  const { title, intro, parts } = fillPage(text, world);
  return [`# ${title}`, intro, ...parts.map(p => `## ${p.title}\n\n${p.body}`)].join('\n\n') + '\n';
}
function shown(value: bigint, form: string): string {
  if (form === 'dec') return String(value);
  if (form === 'plain') return value.toString(16);
  if (form === 'address') return echo(value, 'address');
  return `${value.toString(16).toUpperCase()}h`;
}
