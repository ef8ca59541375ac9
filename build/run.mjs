// node build/run.mjs FILE.ts ARGS: run a TypeScript file of the project under the right Node.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureDependencies, ensureNode, root } from './env.mjs';

ensureDependencies();
await ensureNode(fileURLToPath(import.meta.url));
const file = path.resolve(root, process.argv[2]);
process.argv.splice(1, 2, file);
await import(pathToFileURL(file).href);
