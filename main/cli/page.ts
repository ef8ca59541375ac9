/** `lab page NAME`: a page of the reference, its numbers from a machine. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readPack } from '../../core/lab/pack.ts';
import { renderPage } from '../../core/lab/pages.ts';
import { Reference } from '../../core/lab/reference.ts';
import { readTree } from '../files/pack-source.ts';
import { UsageError } from './usage.ts';

export const help = `lab page NAME [--language en|zh-CN] [--seed NAME]
  Prints a page of the reference as Markdown, with the numbers of the seed's machine.`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { language: { type: 'string', default: 'en' }, seed: { type: 'string', default: 'note' } },
  });
  const read = readPack(readTree(path.resolve(import.meta.dirname, '../../exercises/syscalls')));
  if (!read.ok) throw new Error('the built-in pack is broken');
  const { pages } = read.value,
    page = pages.find(p => p.id === positionals[0]);
  if (!page) throw new UsageError(`Say which page: ${pages.map(p => p.id).join(', ')}.`);
  const text = Object.entries(page.texts).find(([language]) => language === values.language)?.[1];
  if (!text) throw new UsageError('--language takes en or zh-CN.');
  process.stdout.write(renderPage(text, new Reference({ machine: page.machine, seed: values.seed, set: {} })));
  return 0;
}
