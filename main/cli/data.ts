/** `lab data`: what is stored, without a window: checked, copied, put back. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { restore } from '../services/care.ts';
import { sayCare } from '../services/messages.ts';
import { defaultDataFolder, openServices, systemLanguage, type Opened } from '../services/open.ts';
import { StoreError } from '../store/store-error.ts';
import { UsageError } from './usage.ts';

export const help = `lab data check|diagnostics|backup|backup FILE|restore FILE [--data DIR]
  check        looks through what is stored and changes nothing; exit code 1 where something is wrong
  diagnostics  prints versions, counts and what happened lately: no names, nothing you typed
  backup       a copy in the data folder, or in FILE: carry it to another computer
  restore FILE puts a copy in place; what was there is kept. Close the lab first.`;

const root = path.resolve(import.meta.dirname, '../..');

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { data: { type: 'string' } } });
  const [verb, file, ...more] = positionals,
    folder = path.resolve(values.data ?? defaultDataFolder()),
    language = systemLanguage(process.env['LANG'] ?? '');
  const wanted = { check: 1, diagnostics: 1, backup: file === undefined ? 1 : 2, restore: 2 }[verb ?? ''];
  if (wanted === undefined || positionals.length !== wanted || more.length > 0)
    throw new UsageError('Say check, diagnostics, backup or restore; restore takes a file.');
  const withStore = (what: (opened: Opened) => number): number => {
    const opened = openServices({ root }, folder, 'web');
    try {
      return what(opened);
    } finally {
      opened.close();
    }
  };
  try {
    if (verb === 'restore') {
      const kept = restore(path.resolve(file!), folder, new Date().toISOString());
      console.log(kept ? sayCare(language, 'restore.done', { file: file!, kept }) : sayCare(language, 'restore.done-new', { file: file! }));
      return 0;
    }
    return withStore(({ care }) => {
      if (verb === 'check') {
        const { ok, lines } = care.check(language);
        console.log(lines.join('\n'));
        return ok ? 0 : 1;
      }
      if (verb === 'diagnostics') process.stdout.write(care.diagnostics());
      else {
        if (file !== undefined) care.copyTo(path.resolve(file));
        console.log(sayCare(language, 'backup.made', { file: file ?? care.backUp() }));
      }
      return 0;
    });
  } catch (e) {
    if (!(e instanceof StoreError)) throw e;
    process.stderr.write(`${e.in(language)}\n`);
    return 1;
  }
}
