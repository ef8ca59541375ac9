/** The licences of everything that is shipped: what the sources import, and what that needs in turn. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './env.mjs';

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const IMPORT = /(?:\bfrom|\bimport|@import)\s*\(?\s*['"]([^'"]+)['"]|\burl\((@[^)]+)\)/g;
const folderOf = (name: string): string => path.join(root, 'node_modules', ...name.split('/'));
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** Packages that main/, core/ and renderer/ import by name. */
function imported(): readonly string[] {
  const names = new Set<string>();
  for (const folder of ['main', 'core', 'renderer'])
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|svelte|css)$/.test(entry.name)) continue;
      for (const [, bare, inStyle] of readFileSync(path.join(entry.parentPath, entry.name), 'utf8').matchAll(IMPORT))
        if (/^@?[a-z][^:]*$/.test(bare ?? inStyle!)) names.add(packageOf(bare ?? inStyle!));
    }
  return [...names].filter(name => existsSync(folderOf(name)));
}
/** What they need in turn, except for what is only needed to compile them here (node-addon-api). */
function needed(names: readonly string[], known = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (known.has(name) || name === 'node-addon-api' || !existsSync(folderOf(name))) continue;
    known.add(name);
    const manifest = JSON.parse(readFileSync(path.join(folderOf(name), 'package.json'), 'utf8')) as Manifest;
    // Of Electron the runtime is shipped, not the packages that download it.
    if (name !== 'electron') needed(Object.keys(manifest.dependencies ?? {}), known);
  }
  return known;
}
/** By name. @throws Error where a package says no licence */
export function licences(): readonly Licence[] {
  return [...needed(imported())].sort().map(name => {
    const folder = folderOf(name),
      { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest,
      file = readdirSync(folder).find(f => /^(licen[cs]e|copying)/i.test(f));
    if (license === undefined) throw new Error(`${name} says no licence: look it up and decide before it is shipped`);
    return { name, version, licence: license, text: file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim() };
  });
}
/** Write out/licences.txt. */
export function writeLicences(): void {
  const blocks = licences().map(l => `${l.name} ${l.version} · ${l.licence}\n\n${l.text}`);
  writeFileSync(
    path.join(root, 'out/licences.txt'),
    `What Syscall Lab is shipped with or compiled by.\n\n${blocks.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
  );
}
