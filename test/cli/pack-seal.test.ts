/** From nothing to a signed pack, and what is said of it afterwards. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeZip } from '../../core/lab/zip-write.ts';
import { openPack } from '../../main/files/pack-source.ts';
import { packing } from '../../main/files/zip-host.ts';

const root = path.resolve(import.meta.dirname, '../..'),
  scratch = mkdtempSync(path.join(tmpdir(), 'lab-seal-'));
/** A program is started for each command: on a busy machine that takes its time. */
const PATIENT = { timeout: 300_000 };
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const at = (name: string): string => path.join(scratch, name);
function lab(...args: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'main/cli/main.ts'), 'pack', ...args], {
    encoding: 'utf8',
    cwd: scratch,
  });
  return `${status} ${stdout.trim()}`;
}

test('new, prove, build, sign, verify', PATIENT, () => {
  expect(lab('new', 'mine')).toMatch(/^0 /);
  expect(lab('new', 'mine')).toBe('2 ');
  expect(lab('prove', 'mine', '--seeds', '12')).toBe('0 1 exercises, 12 seeds, 0 errors, 0 warnings');
  expect(readFileSync(at('mine/exercises/first/exercise.yml'), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/\.\.\/\.schema\/exercise/,
  );
  expect(readdirSync(at('mine/.schema'))).toContain('exercise.schema.json');

  expect(lab('build', 'mine')).toMatch(/^0 mine-0\.1\.0\.labpack: .* unsigned$/);
  expect(lab('build', 'mine', '--out', 'again.labpack')).toMatch(/^0/);
  expect(readFileSync(at('again.labpack'))).toEqual(readFileSync(at('mine-0.1.0.labpack')));
  expect(lab('verify', 'again.labpack')).toBe('0 unsigned');

  expect(lab('key', 'new', 'one.pem')).toMatch(/^0 /);
  expect(lab('key', 'new', 'one.pem')).toBe('2 ');
  if (process.platform !== 'win32') expect(statSync(at('one.pem')).mode & 0o077).toBe(0);
  lab('key', 'new', 'two.pem');
  expect(lab('sign', 'again.labpack', '--key', 'one.pem')).toBe('0 again.labpack: signed');
  expect(lab('verify', 'again.labpack', '--trust', 'trust.json')).toMatch(/^0 unknown key /);
  lab('verify', 'again.labpack', '--trust', 'trust.json', '--remember');
  expect(lab('verify', 'again.labpack', '--trust', 'trust.json')).toMatch(/^0 known since \d{4}-\d\d-\d\d: /);
  expect(lab('verify', 'mine-0.1.0.labpack', '--trust', 'trust.json')).toMatch(/^1 key changed: .* now unsigned$/);
  lab('sign', 'again.labpack', '--key', 'two.pem');
  expect(lab('verify', 'again.labpack', '--trust', 'trust.json')).toMatch(/^1 key changed: /);
});

test('a pack changed after it was built is found out, manifest or not', PATIENT, () => {
  const { files } = openPack(at('again.labpack')),
    name = 'exercises/first/text.en.md',
    changed = new Map(files).set(name, Buffer.from(Buffer.from(files.get(name)!).toString('utf8').replace('stack', 'stick')));
  writeFileSync(at('changed.labpack'), writeZip(changed, packing));
  expect(lab('verify', 'changed.labpack')).toMatch(new RegExp(`^1 MANIFEST.json:1:1 error manifest-differs ${name} `));
  const forged = new Map(changed).set('MANIFEST.json', openPack(rebuilt(changed)).files.get('MANIFEST.json')!);
  writeFileSync(at('forged.labpack'), writeZip(forged, packing));
  expect(lab('verify', 'forged.labpack')).toBe('1 the signature is not of these files');
  const bare = new Map(files);
  bare.delete('MANIFEST.json');
  writeFileSync(at('bare.labpack'), writeZip(bare, packing));
  expect(lab('verify', 'bare.labpack')).toMatch(/^1 MANIFEST.json:1:1 error manifest-missing /);
});
/** The same files with a manifest that is true of them, unsigned. */
function rebuilt(files: ReadonlyMap<string, Uint8Array>): string {
  writeFileSync(at('loose.labpack'), writeZip(files, packing));
  expect(lab('build', 'loose.labpack', '--out', 'rebuilt.labpack')).toMatch(/^0/);
  return at('rebuilt.labpack');
}
