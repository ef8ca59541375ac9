/** `lab pack` as a person or a build server calls it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { GOOD } from '../lab/spoiled/good.ts';

const root = path.resolve(import.meta.dirname, '../..'),
  scratch = mkdtempSync(path.join(tmpdir(), 'lab-pack-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const lab = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [path.join(root, 'main/cli/main.ts'), 'pack', ...args], { encoding: 'utf8', cwd: scratch });
function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(scratch, folder, name)), { recursive: true });
    writeFileSync(path.join(scratch, folder, name), text);
  }
  return folder;
}
const good = write('good', GOOD),
  bad = write('bad', {
    ...GOOD,
    'exercises/second/exercise.yml': GOOD['exercises/second/exercise.yml']!.replace("reg('efl')", "regs('efl')"),
  });

test('a good pack is played and said to be good', () => {
  const { status, stdout } = lab('check', good);
  expect([status, stdout]).toEqual([0, '3 exercises, 2 seeds, 0 errors, 0 warnings\n']);
});
test('a problem is a line with its place, in either language', () => {
  expect(lab('check', bad).stdout).toMatch(
    /^exercises\/second\/exercise\.yml:13:13 error expr-accessor There is no regs\(\); there are .*\n1 errors/,
  );
  expect(lab('check', bad, '--language', 'zh-CN').stdout).toContain('13:13 error expr-accessor 没有 regs()');
  expect(lab('check', bad).status).toBe(1);
});
test('JSON says it in every language', () => {
  const [problem] = lab('check', bad, '--format', 'json')
    .stdout.trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  expect(problem).toMatchObject({ file: 'exercises/second/exercise.yml', line: 13, column: 13, code: 'expr-accessor', severity: 'error' });
  expect(problem!.message).toMatchObject({
    en: expect.stringContaining('regs') as string,
    'zh-CN': expect.stringContaining('没有') as string,
  });
});
test('SARIF names the rule, the file and the place', () => {
  const sarif = JSON.parse(lab('check', bad, '--format', 'sarif').stdout) as {
    version: string;
    runs: { tool: { driver: { rules: { id: string }[] } }; results: object[]; originalUriBaseIds: { PACK: { uri: string } } }[];
  };
  const run = sarif.runs[0]!;
  expect(sarif.version).toBe('2.1.0');
  expect(run.tool.driver.rules.map(r => r.id)).toEqual(['expr-accessor']);
  expect(run.originalUriBaseIds.PACK.uri).toMatch(/^file:\/\/\/.*\/bad\/$/);
  expect(run.results).toMatchObject([
    {
      ruleId: 'expr-accessor',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'exercises/second/exercise.yml', uriBaseId: 'PACK' },
            region: { startLine: 13, startColumn: 13 },
          },
        },
      ],
    },
  ]);
});
test('a wrong call says how to call it', () => {
  for (const args of [[], ['check'], ['check', 'nowhere'], ['check', good, '--format', 'xml'], ['prove', good, '--only', 'third']])
    expect(lab(...args).status).toBe(2);
});
