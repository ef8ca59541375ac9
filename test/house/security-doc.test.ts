/** docs/security.md promises a test for every line: each line names one, and it is there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const rows = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !/^\| (Electron says|What could happen)/.test(line));

test("Electron's checklist is whole", () => {
  expect(rows.flatMap(row => /^\| (\d+)\./.exec(row)?.[1] ?? []).map(Number)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});
test.each(rows)('%s', row => {
  const named = [...row.matchAll(/`(test\/[\w./-]+)` “([^”]+)”/g)];
  expect(named.length).toBeGreaterThan(0);
  for (const [, file, title] of named) {
    expect(existsSync(path.join(root, file!)), file).toBe(true);
    const text = readFileSync(path.join(root, file!), 'utf8').replaceAll("\\'", "'");
    expect(text, `${file} has no test “${title}”`).toMatch(new RegExp(`['"\`]${title!.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`));
  }
});
