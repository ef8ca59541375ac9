/** The house's rules that no compiler knows: who may import whom, and what core may not say. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const sources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(e => e.isFile() && /\.(ts|svelte|mjs)$/.test(e.name) && !e.parentPath.includes('node_modules'))
    .map(e => path.relative(root, path.join(e.parentPath, e.name)).split(path.sep).join('/'));
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const IMPORT = /^\s*(?:import|export)\s[^'"`;]*?\bfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
const importsOf = (file: string): string[] => [...text(file).matchAll(IMPORT)].map(m => (m[1] ?? m[2] ?? m[3])!);
/** Repository path of a relative import. */
const target = (file: string, name: string): string => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name);

/** Inside core only leftward. */
const ORDER = [['problem'], ['cpu'], ['asm', 'machine'], ['windows'], ['debugger', 'interop'], ['lab'], ['host', 'index']];
const roomOf = (file: string): string => file.split('/')[1]!.replace(/\.ts$/, '').replace(/\.d$/, '');
const rank = (room: string): number => ORDER.findIndex(rooms => rooms.includes(room));

test.each(sources('core'))('%s imports only leftward', file => {
  for (const name of importsOf(file)) {
    const to = target(file, name);
    if (!to.startsWith('core/')) expect(['iced-x86', 'yaml', 'valibot'], `${file} imports ${name}`).toContain(to);
    else if (roomOf(to) !== roomOf(file)) expect(rank(roomOf(to)), `${file} imports ${name}`).toBeLessThan(rank(roomOf(file)));
  }
});
test('yaml and valibot stay at the doors', () => {
  for (const file of sources('core'))
    if (importsOf(file).some(n => n === 'yaml' || n === 'valibot')) expect(file).toMatch(/^core\/(lab\/|host\.ts|machine\/vector)/);
});
test.each(sources('main'))('%s stays in its room', file => {
  for (const name of importsOf(file)) {
    const to = target(file, name);
    expect(to.startsWith('renderer/'), `${file} imports ${name}`).toBe(false);
    if (to === 'electron') expect(file).toMatch(/^main\/electron\//);
    if (to === 'node:http' || to === 'ws') expect(file).toMatch(/^main\/web\//);
    if (to === 'better-sqlite3') expect(file).toMatch(/^main\/store\//);
  }
  if (!file.startsWith('main/store/'))
    expect(text(file)).not.toMatch(/\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b .*\b(FROM|VALUES|SET|WHERE)\b/);
});
test.each(sources('renderer'))('%s knows no host but host.ts', file => {
  for (const name of importsOf(file)) {
    const to = target(file, name);
    expect(
      to.startsWith('main/') || to.startsWith('node:') || to === 'electron' || to === 'better-sqlite3',
      `${file} imports ${name}`,
    ).toBe(false);
  }
  if (file !== 'renderer/host.ts') expect(text(file)).not.toMatch(/fetch\(|window\.lab\b/);
});
test('core knows no clock, no chance and no locale', () => {
  for (const file of sources('core')) {
    const code = text(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(code, file).not.toMatch(/\bDate\.now|\bnew Date\(\)|Math\.random|\bperformance\.|toLocale|localeCompare|\bIntl\./);
  }
});
/** Tables may be long; code may not. */
const TABLES = [/^core\/windows\/(layouts|services|images)\//, /messages\.ts$/, /^core\/problem\.ts$/];
test('no file of code is longer than 400 lines', () => {
  const long = ['core', 'main', 'renderer', 'build']
    .flatMap(sources)
    .filter(f => !TABLES.some(t => t.test(f)) && text(f).split('\n').length > 400);
  expect(long).toEqual([]);
});
test('nothing names a folder of one machine', () => {
  for (const file of ['core', 'main', 'renderer', 'build', 'test', 'exercises'].flatMap(sources))
    if (!file.includes('boundaries')) expect(text(file), file).not.toMatch(/(^|[^\w.])\/(work|root|home)\//m);
});
