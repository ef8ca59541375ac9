/** Builds the window and Electron's two scripts; does nothing when no source has changed. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeSchemas } from '../main/files/new-pack.ts';
import { root } from './env.mjs';

const at = (...names: string[]): string => path.join(root, ...names);
const SOURCES = [
  'renderer',
  'core',
  'main',
  'build/iced-plugin.ts',
  'build/kernels-plugin.ts',
  'electron.vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
];
const STAMP = at('out', 'sources.sha256');

function digest(): string {
  const hash = createHash('sha256');
  for (const name of SOURCES) {
    const files = /\.\w+$/.test(name)
      ? [name]
      : readdirSync(at(name), { recursive: true, withFileTypes: true })
          .filter(e => e.isFile())
          .map(e => path.relative(root, path.join(e.parentPath, e.name)));
    for (const file of files.sort())
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(at(file)));
  }
  return hash.digest('hex');
}

/** Build unless the last build was of these sources. @returns whether there was anything to do */
export async function bundle(): Promise<boolean> {
  const now = digest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return false;
  rmSync(STAMP, { force: true });
  const { build } = await import('electron-vite');
  await build({ root, configFile: at('electron.vite.config.ts'), logLevel: 'error' });
  cpSync(at('main/store/schema'), at('out/main/schema'), { recursive: true });
  cpSync(at('main/files/template'), at('out/main/template'), { recursive: true });
  writeSchemas(at('out/schema'));
  writeFileSync(STAMP, now);
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle();
