// npm test: install, then everything that proves the lab.
import { enter } from './env.mjs';

enter(import.meta.url, () => import('./test.ts'));
