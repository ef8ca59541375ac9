// npm test: install, then everything that proves the lab.
import { fileURLToPath } from 'node:url';
import { ensureDependencies, ensureNode } from './env.mjs';

ensureDependencies();
await ensureNode(fileURLToPath(import.meta.url));
await import('./test.ts');
