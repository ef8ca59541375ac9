/** text.en.md and text.zh-CN.md: prose by headings. `# title` and what follows it first, then `## step: x`, `## row: x.y`, `## option: x.y`, `## hint: x`, `## feedback: x`, `## why`; on a page `## part: x`. */
import { packProblem, startOf, type PackProblem, type Place } from './pack-problem.ts';

/** `{{n|hex}}` where it stands: `text` is what is between the braces, without blanks around it. */
export interface Hole {
  readonly part: string;
  readonly text: string;
  readonly place: Place;
  readonly textPlace: Place;
}
export interface TextFile {
  readonly title: string;
  readonly intro: string;
  /** `step: fields` -> its text. */
  readonly parts: ReadonlyMap<string, string>;
  readonly holes: readonly Hole[];
  /** Where a part begins; the end of the file for one that is not there. */
  readonly at: (part: string) => Place;
}
const KINDS = /^(step|row|option|hint|feedback|part): ([a-z0-9-]+(?:\.[a-z0-9-]+)?)$|^why$/;
const HOLE = /\{\{\s*([^}]+?)\s*\}\}/g;

export function readText(file: string, text: string, problems: PackProblem[]): TextFile {
  const parts = new Map<string, string>(),
    begins = new Map<string, number>([['intro', 1]]),
    holes: Hole[] = [],
    lines = text.replace(/\s+$/, '').split(/\r?\n/);
  let title = '',
    key = 'intro',
    body: string[] = [];
  const close = (): void => {
    parts.set(key, body.join('\n').trim());
    body = [];
  };
  const at = (line: number, column = 1): Place => ({ file, line, column });
  lines.forEach((line, n) => {
    for (const m of line.matchAll(HOLE)) {
      const column = m.index + 1;
      holes.push({ part: key, text: m[1]!, place: at(n + 1, column), textPlace: at(n + 1, column + m[0].indexOf(m[1]!)) });
    }
    const top = /^# (.+)$/.exec(line),
      heading = /^## (.+?)\s*$/.exec(line);
    if (top && !title) title = top[1]!.trim();
    else if (heading) {
      close();
      key = heading[1]!;
      if (!KINDS.test(key)) problems.push(packProblem('text-heading', at(n + 1), { key }));
      if (begins.has(key)) problems.push(packProblem('text-twice', at(n + 1), { key }));
      begins.set(key, n + 1);
    } else body.push(line);
  });
  close();
  if (!title) problems.push(packProblem('text-title', startOf(file)));
  return { title, intro: parts.get('intro') ?? '', parts, holes, at: part => at(begins.get(part) ?? lines.length) };
}

/** How a placeholder shows its number: with h, in decimal, bare, as an address, as the name of a service. */
export const FORMS: readonly string[] = ['hex', 'dec', 'plain', 'address', 'name'];
/** Fill `{{name|form}}`. */
export const fillText = (text: string, say: (name: string, form: string) => string): string =>
  text.replace(/\{\{\s*(\w+)\s*(?:\|\s*(\w+)\s*)?\}\}/g, (_whole, name: string, form?: string) => say(name, form ?? 'hex'));

/** Holes of one part in two languages: those only the first has, and those only the second has. */
export function holesApart(part: string, one: TextFile, other: TextFile): { readonly lacks: string[]; readonly extra: string[] } {
  const of = (t: TextFile): string[] => t.holes.filter(h => h.part === part).map(h => `{{${h.text.replace(/\s/g, '')}}}`);
  const without = (from: string[], taken: string[]): string[] => {
    const left = [...taken];
    return from.filter(h => {
      const at = left.indexOf(h);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return { lacks: without(of(one), of(other)), extra: without(of(other), of(one)) };
}
