/**
 * iced-x86 in a browser: the package is CommonJS that reads its .wasm with fs. This serves the same file as an ES module that fetches the
 * .wasm, so that core imports `iced-x86` by name everywhere.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const VIRTUAL = '\0iced-x86';
const HEAD = 'const { TextDecoder, TextEncoder } = require(`util`);';
const TAIL = "const path = require('path')";

export function icedX86(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: 'iced-x86-browser',
    enforce: 'pre',
    resolveId: id => (id === 'iced-x86' ? VIRTUAL : null),
    load(id) {
      if (id !== VIRTUAL) return null;
      const source = readFileSync(require.resolve('iced-x86'), 'utf8');
      const cut = source.indexOf(TAIL);
      if (cut < 0 || !source.includes(HEAD)) this.error('the layout of iced-x86 has changed; build/iced-plugin.ts must follow');
      const names = Object.keys(require('iced-x86') as object).filter(n => /^[A-Z]\w*$/.test(n));
      return {
        code: [
          "import url from 'iced-x86/iced_x86_bg.wasm?url';",
          'const module = { exports: {} };',
          source.slice(0, cut).replace(HEAD, ''),
          'wasm = (await WebAssembly.instantiateStreaming(fetch(url), imports)).instance.exports;',
          // The file declares some of these names itself.
          ...names.map(n => `const export_${n} = module.exports.${n};\nexport { export_${n} as ${n} };`),
        ].join('\n'),
        map: null,
        moduleType: 'js',
      };
    },
  };
}
