import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { icedX86 } from './build/iced-plugin.ts';
import { assembledKernels } from './build/kernels-plugin.ts';

const at = (name: string): string => path.resolve(import.meta.dirname, name);

/** One build of the window serves Electron and the web host. */
export default defineConfig({
  // All in one folder: files name their neighbours as they do in source.
  main: {
    build: {
      outDir: at('out/main'),
      rolldownOptions: {
        input: { electron: at('main/electron/main.ts'), 'pack-thread': at('main/services/pack-thread.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      rolldownOptions: { input: { preload: at('main/electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [icedX86(), svelte({ configFile: at('svelte.config.js') })],
    worker: { format: 'es', plugins: () => [icedX86(), assembledKernels(import.meta.dirname)] },
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2024',
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
