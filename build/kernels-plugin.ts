/** The window's build assembles the kernels beforehand, so that no worker has to: they stand in renderer/kernels.ts, in place of nothing. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import type * as Kernels from '../main/files/kernels.ts';

export function assembledKernels(root: string): Plugin {
  const file = path.join(root, 'renderer/kernels.ts'),
    maker = pathToFileURL(path.join(root, 'main/files/kernels.ts')).href;
  return {
    name: 'assembled-kernels',
    enforce: 'pre',
    async load(id) {
      if (path.resolve(id) !== file) return null;
      const { kernelObjects } = (await import(maker)) as typeof Kernels;
      return { code: `export const kernels = ${JSON.stringify(kernelObjects())};`, map: null };
    },
  };
}
