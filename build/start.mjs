// npm start: install, build, start. Everything after the installation is TypeScript.
import { fileURLToPath } from 'node:url';
import { ensureDependencies, ensureNode } from './env.mjs';

ensureDependencies();
await ensureNode(fileURLToPath(import.meta.url));
await import('./start.ts');
