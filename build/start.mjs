// npm start: install, build, start. Everything after the installation is TypeScript.
import { enter } from './env.mjs';
import { startOptions } from './options.mjs';

enter(import.meta.url, () => import('./start.ts'), startOptions);
