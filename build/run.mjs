// node build/run.mjs FILE.ts ARGS: run a TypeScript file of the project under the right Node.
import module from 'module';
import path from 'path';
import { pathToFileURL } from 'url';
import { enter, root } from './env.mjs';

enter(import.meta.url, () => {
  const file = path.resolve(root, process.argv[2]);
  process.argv.splice(1, 2, file);
  keepCode(path.join(root, 'out', 'code'));
  return import(pathToFileURL(file).href);
});

/** What is compiled is kept for the next process, and for threads of this one; Node compares it with the source. */
function keepCode(folder) {
  if (!module.enableCompileCache) return;
  module.enableCompileCache(folder);
  if (!process.env.NODE_COMPILE_CACHE) process.env.NODE_COMPILE_CACHE = folder;
}
