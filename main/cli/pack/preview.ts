/** `lab pack preview`: a pack as its author sees it, in the browser, read anew whenever a file is saved. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { previewDispatch } from '../../services/preview.ts';
import { systemLanguage, versionOf } from '../../services/open.ts';
import { startWebHost } from '../../web/server.ts';
import { UsageError } from '../usage.ts';

export const help = `lab pack preview FOLDER [--port N]
  Shows the pack as a learner sees it, with answers, seeds and problems, in the browser of this computer; saved files are read anew.
  Only this folder is read, and nothing is written. Ctrl+C ends it.`;

const ROOT = path.resolve(import.meta.dirname, '../../..');

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' } },
    }),
    [folder, ...rest] = positionals,
    port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN,
    window = path.join(ROOT, 'out', 'renderer');
  if (folder === undefined || rest.length) throw new UsageError('Say one folder.');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`There is no folder at ${folder}.`);
  if (!(port <= 65535)) throw new UsageError('--port takes a number from 0 to 65535.');
  if (!existsSync(path.join(window, 'index.html')))
    throw new UsageError('The window is not built yet: run npm run build once, then this again.');
  const info = {
      version: versionOf({ root: ROOT }),
      host: 'web',
      systemLanguage: systemLanguage(process.env['LANG'] ?? ''),
      platform: process.platform,
      safe: false,
    } as const,
    dispatch = previewDispatch(folder, info, (call, error) => {
      console.error(`a mistake in ${call}:`, error);
    }),
    host = await startWebHost({ folder: window, dispatch, port });
  console.log(`preview of ${folder}; open ${host.url}`);
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  await host.close();
  return 0;
}
