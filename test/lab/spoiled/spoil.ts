/** How a good pack is spoiled in one place, and where the complaint must then stand. */
import { GOOD } from './good.ts';

/** File, and the text the complaint must stand at; without a text the file's last line. */
export type Where = readonly [file: string, text?: string];
export interface Spoiled {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly code: string;
  /** `file:line:column` */
  readonly at: string;
}

/** One change: in `file`, the text `from` becomes `to`; without `from` the whole file does, or goes away. */
export interface Change {
  readonly file: string;
  readonly from?: string;
  readonly to?: string;
}
export function changed({ file, from, to }: Change): Map<string, string> {
  const files = new Map(Object.entries(GOOD)),
    text = files.get(file) ?? '';
  if (from !== undefined && text.split(from).length !== 2) throw new Error(`${file} has not exactly one "${from}"`);
  if (from !== undefined)
    files.set(
      file,
      text.replace(from, () => to ?? ''),
    );
  else if (to !== undefined) files.set(file, to);
  else files.delete(file);
  return files;
}

/** Line and column of a text in a file, from 1; the first `|` in the text marks the very character. */
export function placeOf(files: ReadonlyMap<string, string>, [file, marked]: Where): string {
  const text = files.get(file) ?? '';
  if (marked === undefined) return `${file}:${text.trimEnd().split('\n').length}:1`;
  const [before, after] = marked.includes('|')
      ? [marked.slice(0, marked.indexOf('|')), marked.slice(marked.indexOf('|') + 1)]
      : ['', marked],
    at = text.indexOf(before + after);
  if (at < 0) throw new Error(`${file} has no "${before}${after}"`);
  const lines = text.slice(0, at + before.length).split('\n');
  return `${file}:${lines.length}:${lines.at(-1)!.length + 1}`;
}
