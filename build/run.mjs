// node build/run.mjs FILE.ts ARGS: run a TypeScript file of the project under the right Node.
import path from 'path';
import { pathToFileURL } from 'url';
import { enter, root } from './env.mjs';

enter(import.meta.url, () => {
  const file = path.resolve(root, process.argv[2]);
  process.argv.splice(1, 2, file);
  return import(pathToFileURL(file).href);
});
