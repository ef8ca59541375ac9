/** How problems of a pack are written: lines for people, JSON lines for scripts, SARIF for tools. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { problemLine, type PackProblem } from '../../../core/lab/pack-problem.ts';
import { jsonOf, sarifOf } from '../../../core/lab/sarif.ts';
import { LANGUAGES, type Language } from '../../../core/problem.ts';
import { UsageError } from '../usage.ts';
import manifest from '../../../package.json' with { type: 'json' };

const FORMATS = ['text', 'json', 'sarif'] as const;
export type Format = (typeof FORMATS)[number];
export function formatOf(name: string): Format {
  const format = FORMATS.find(f => f === name);
  if (!format) throw new UsageError(`--format takes ${FORMATS.join(', ')}, not "${name}".`);
  return format;
}
export function languageOf(name: string): Language {
  const language = LANGUAGES.find(l => l === name);
  if (!language) throw new UsageError(`--language takes ${LANGUAGES.join(' or ')}, not "${name}".`);
  return language;
}

/** @param where the pack is, as a folder or a file */
export function printProblems(problems: readonly PackProblem[], where: string, format: Format, language: Language): void {
  const sorted = problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
  if (format === 'json') for (const p of sorted) console.log(jsonOf(p));
  else if (format === 'text') for (const p of sorted) console.log(problemLine(p, language));
  else {
    const folder = path.resolve(where) + (statSync(where).isDirectory() ? path.sep : '#');
    console.log(JSON.stringify(sarifOf(sorted, pathToFileURL(folder).href.replace(/%23$/, '/'), manifest.version, language), undefined, 2));
  }
}
