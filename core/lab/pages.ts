/** Reference pages: prose in parts, whose numbers come from a machine. `{{expression}}` or `{{expression|dec}}`; forms hex, dec, plain, address. */
import { LANGUAGES, type Language } from '../problem.ts';
import type { PageFiles, PageSummary } from './catalog.ts';
import { evaluateNumber, parseExpression } from './expr.ts';
import { echo } from './numbers.ts';
import { packProblem, type PackProblem } from './pack-problem.ts';
import type { PackFile } from './pack-schema.ts';
import { checkMachine } from './pack-references.ts';
import { checkSame } from './pack-texts.ts';
import type { Reference } from './reference.ts';
import { readText, type TextFile } from './text.ts';
import type { YamlFile } from './yaml.ts';

export interface Page {
  readonly id: string;
  readonly machine: string;
  readonly texts: Readonly<Partial<Record<Language, TextFile>>>;
}
const HOLE = /\{\{(.+?)(?:\|(hex|dec|plain|address))?\}\}/g;
/** What is between the braces: an expression, and how it is shown. */
const FORM = /^(.+?)(?:\|(hex|dec|plain|address))?$/;
const NO_PARAMS: ReadonlySet<string> = new Set();

/** The pages pack.yml names, checked: same parts and numbers in every language, every expression of a number. */
export function readPages(pack: YamlFile<PackFile>, files: ReadonlyMap<string, string>, problems: PackProblem[]): Page[] {
  const { value, at } = pack;
  return value.pages.map(({ id, machine }, n) => {
    checkMachine(machine, pack, ['pages', n, 'machine'], problems);
    const texts: Partial<Record<Language, TextFile>> = {},
      unclear = new Set<string>();
    const written = value.languages.filter(l => files.has(pageFile(id, l)));
    if (written.length === 0)
      problems.push(packProblem('page-missing', at(['pages', n, 'id']), { id, file: pageFile(id, value.languages[0]!) }));
    else
      for (const language of value.languages) {
        const file = pageFile(id, language),
          text = files.get(file);
        if (text === undefined) problems.push(packProblem('language', at(['pages', n, 'id']), { file, language }));
        else for (const part of checkHoles((texts[language] = readText(file, text, problems)), problems)) unclear.add(part);
      }
    compare(Object.values(texts), unclear, problems);
    return { id, machine, texts };
  });
}
/** @returns the parts in which a number cannot be read */
function checkHoles(text: TextFile, problems: PackProblem[]): string[] {
  return text.holes.flatMap(hole => {
    const parsed = parseExpression(FORM.exec(hole.text)![1]!, NO_PARAMS, 'number');
    if (parsed.ok) return [];
    const { code, at, values } = parsed.problem;
    problems.push(packProblem(code, { ...hole.textPlace, column: hole.textPlace.column + at }, values));
    return [hole.part];
  });
}
function compare([first, ...others]: readonly TextFile[], unclear: ReadonlySet<string>, problems: PackProblem[]): void {
  const nameOf = (t: TextFile): string => t.at('intro').file.split('/').at(-1)!;
  for (const text of others) {
    for (const [one, other] of [
      [first!, text],
      [text, first!],
    ] as const)
      for (const key of one.parts.keys())
        if (!other.parts.has(key)) problems.push(packProblem('part-missing', other.at(key), { key, other: nameOf(one) }));
    for (const key of text.parts.keys()) if (first!.parts.has(key) && !unclear.has(key)) checkSame(key, first!, text, problems);
  }
}

/** The file of a page. */
export const pageFile = (id: string, language: Language): string => `reference/${id}.${language}.md`;

/** A page as written, in every language it has, out of its pack's texts. */
export const pageFiles = ({ id, machine, title }: PageSummary, texts: ReadonlyMap<string, string>): PageFiles => ({
  machine,
  texts: Object.fromEntries(LANGUAGES.flatMap(l => (title[l] === undefined ? [] : [[l, texts.get(pageFile(id, l)) ?? '']]))),
});

/** A page with its numbers filled in; bodies are Markdown. */
export interface FilledPage {
  readonly title: string;
  readonly intro: string;
  readonly parts: readonly { readonly id: string; readonly title: string; readonly body: string }[];
}
/** The numbers come from `world`. @throws NoValue where the machine has nothing there */
export function fillPage(text: TextFile, world: Reference): FilledPage {
  const fill = (body: string): string =>
    body.replace(HOLE, (_whole, expression: string, form: string | undefined) => {
      const parsed = parseExpression(expression, NO_PARAMS, 'number');
      if (!parsed.ok) throw new Error(`${expression}: ${parsed.problem.code}`);
      return shown(evaluateNumber(parsed.value, world), form ?? 'hex', world.guest.build.bits);
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
export function renderPage(text: TextFile, world: Reference): string {
  const { title, intro, parts } = fillPage(text, world);
  return [`# ${title}`, intro, ...parts.map(p => `## ${p.title}\n\n${p.body}`)].join('\n\n') + '\n';
}
function shown(value: bigint, form: string, bits: 32 | 64): string {
  if (form === 'dec') return String(value);
  if (form === 'plain') return value.toString(16);
  if (form === 'address') return echo(value, 'address', bits);
  return `${value.toString(16).toUpperCase()}h`;
}
