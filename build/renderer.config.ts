/** How the window is built: one build serves Electron and the web host. */
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { UserConfig } from 'vite';
import { icedX86 } from './iced-plugin.ts';

const at = (name: string): string => path.resolve(import.meta.dirname, '..', name);

export const renderer: UserConfig = {
  root: at('renderer'),
  base: './',
  plugins: [icedX86(), svelte({ configFile: at('svelte.config.js') })],
  worker: { format: 'es', plugins: () => [icedX86()] },
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2024',
    rolldownOptions: { input: { index: at('renderer/index.html') } },
  },
};
