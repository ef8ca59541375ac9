/** text.en.md and text.zh-CN.md: prose by headings. `# title` and what follows it first, then `## step: x`, `## row: x.y`, `## option: x.y`, `## hint: x`, `## feedback: x`, `## why`; on a page `## part: x`. */
import type { PackProblem } from './yaml.ts';

export interface TextFile {
  readonly title: string;
  readonly intro: string;
  /** `step: fields` -> its text. */
  readonly parts: ReadonlyMap<string, string>;
}
const KINDS = /^(step|row|option|hint|feedback|part): ([a-z0-9-]+(?:\.[a-z0-9-]+)?)$|^why$/;

export function readText(file: string, text: string, problems: PackProblem[]): TextFile {
  const parts = new Map<string, string>();
  let title = '',
    key: string | undefined,
    body: string[] = [];
  const say = (line: number, code: string, message: string): void => {
    problems.push({ file, line, column: 1, severity: 'error', code, message });
  };
  const close = (): void => {
    parts.set(key ?? 'intro', body.join('\n').trim());
    body = [];
  };
  text.split(/\r?\n/).forEach((line, n) => {
    const top = /^# (.+)$/.exec(line),
      heading = /^## (.+?)\s*$/.exec(line);
    if (top && !title) title = top[1]!.trim();
    else if (heading) {
      close();
      key = heading[1]!;
      if (!KINDS.test(key))
        say(n + 1, 'text-heading', `"## ${key}" is not a heading of a pack; use step, row, option, hint, feedback, why or part.`);
      if (parts.has(key)) say(n + 1, 'text-twice', `"## ${key}" stands twice.`);
    } else body.push(line);
  });
  close();
  if (!title) say(1, 'text-title', 'The file needs a title: a line "# ...".');
  return { title, intro: parts.get('intro') ?? '', parts };
}

/** Placeholders of a text, in order: `n|hex`. */
export const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(m => m[1]!.replace(/\s/g, ''));
/** Fill `{{name|form}}`. */
export const fillText = (text: string, say: (name: string, form: string) => string): string =>
  text.replace(/\{\{\s*(\w+)\s*(?:\|\s*(\w+)\s*)?\}\}/g, (_whole, name: string, form?: string) => say(name, form ?? 'hex'));
