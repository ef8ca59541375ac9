import path from 'node:path';
import { defineConfig } from 'electron-vite';
import { renderer } from './build/renderer.config.ts';

const at = (name: string): string => path.resolve(import.meta.dirname, name);
export default defineConfig({
  main: { build: { outDir: at('out/main'), rolldownOptions: { input: { electron: at('main/electron/main.ts') } } } },
  preload: {
    build: {
      outDir: at('out/preload'),
      rolldownOptions: { input: { preload: at('main/electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer,
});
