/** The only files `lab kd` touches: scripts inside one folder, logs inside another. */
import { mkdtempSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openLog, scriptsIn } from '../../main/cli/kd-files.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'lab-kd-'));

test('scripts are read inside their folder only', () => {
  const outer = folder(),
    inner = path.join(outer, 'scripts');
  writeFileSync(path.join(outer, 'secret.txt'), 'r');
  expect(scriptsIn(inner)('x.txt')).toBeUndefined();
  const here = folder();
  writeFileSync(path.join(here, 'x.txt'), '.echo x');
  expect(scriptsIn(here)('x.txt')).toBe('.echo x');
  for (const name of ['../x.txt', '..\\x.txt', path.join(outer, 'secret.txt'), '', '.', 'none.txt'])
    expect(scriptsIn(here)(name)).toBeUndefined();
});
test('a log is made anew, or goes on; nothing is written while none is open', () => {
  const here = path.join(folder(), 'logs'),
    log = openLog(here),
    file = path.join(here, 'a.txt');
  log.write(undefined, 'before');
  expect(existsSync(here)).toBe(false);
  const first = { name: 'a.txt', append: false };
  log.write(first, '1');
  log.write(first, '2');
  log.write(undefined, '3');
  expect(readFileSync(file, 'utf8')).toBe('12');
  log.write({ name: 'a.txt', append: true }, '4');
  expect(readFileSync(file, 'utf8')).toBe('124');
  log.write({ name: '../a.txt', append: false }, '5');
  expect(readFileSync(file, 'utf8')).toBe('5');
});
