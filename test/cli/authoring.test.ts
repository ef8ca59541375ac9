/** docs/authoring.md, followed literally: what it says to type is typed, what it says to add is added, and what it promises happens. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..'),
  guide = readFileSync(path.join(root, 'docs/authoring.md'), 'utf8'),
  scratch = mkdtempSync(path.join(tmpdir(), 'lab-authoring-'));
/** A program is started for each command: on a busy machine that takes its time. */
const PATIENT = { timeout: 300_000 };
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const blocks = [...guide.matchAll(/```(?:yaml)?\n([^]*?)```/g)].map(m => m[1]!);
const block = (within: string): string => blocks.find(b => b.includes(within))!;
/** The commands of a block, in order, as `lab` takes them. */
const commands = (within: string): string[][] =>
  block(within)
    .trim()
    .split('\n')
    .map(line => line.replace('npm run -s lab -- ', '').split(' '));
function lab(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'main/cli/main.ts'), ...args], {
    encoding: 'utf8',
    cwd: scratch,
  });
  return `${status} ${stdout.trim()}${stderr}`;
}
function edit(file: string, before: string, added: string): void {
  const full = path.join(scratch, 'my-pack/exercises/first', file),
    text = readFileSync(full, 'utf8');
  expect(text).toContain(before);
  writeFileSync(
    full,
    text.replace(before, () => added + before),
  );
}

test('a pack in ten minutes', PATIENT, () => {
  const [begin, check] = commands('pack new my-pack');
  expect(lab(begin!)).toMatch(/^0 /);
  expect(lab(check!)).toBe(`0 ${/`(1 exercises, 2 seeds, .*?)`/.exec(guide)![1]!}`);

  edit('exercise.yml', 'hints:', block('id: base\n    answer'));
  expect(lab(check!)).toContain(block('error text-missing').trim());

  edit('text.en.md', '## why', `${block('low 16 bits of RSP')}\n`);
  edit('text.zh-CN.md', '## why', `${block('RSP 的低 16 位是什么')}\n`);
  edit('tests.yml', 'negative:', block('@rsp & ffff'));
  writeFileSync(
    path.join(scratch, 'my-pack/exercises/first/tests.yml'),
    readFileSync(path.join(scratch, 'my-pack/exercises/first/tests.yml'), 'utf8') + block('answer: zz'),
  );
  const [prove] = commands('pack prove my-pack');
  expect(lab([...prove!, '--seeds', '20'])).toBe('0 1 exercises, 20 seeds, 0 errors, 0 warnings');

  const said = commands('pack build my-pack').map(lab);
  expect(said.map(text => text.slice(0, 2))).toEqual(['0 ', '0 ', '0 ', '0 ']);
  expect(said.at(-1)).toMatch(/^0 unknown key /);
});
