/** `lab kd --record` and `lab replay` as a person calls them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { record, line } from '../lab/record.ts';
import { exerciseIn } from '../../main/files/exercise-files.ts';

const root = path.resolve(import.meta.dirname, '../..'),
  folder = mkdtempSync(path.join(tmpdir(), 'lab-replay-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string): string => path.join(folder, name);
function lab(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly error: string } {
  const done = spawnSync(process.execPath, ['--no-warnings', path.join(root, 'main/cli/main.ts'), ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { code: done.status, out: done.stdout, error: done.stderr };
}
const kd = (name: string, ...lines: readonly string[]): void => {
  expect(lab('kd', '--record', name, '--scripts', '.', ...lines.flatMap(l => ['-c', l])).code).toBe(0);
};

/** Each call is a process of its own. */
const PATIENT = 180_000;
test(
  'what kd records replays on both engines, script files with it',
  () => {
    writeFileSync(file('three.txt'), 't 3');
    kd('a.labrun', 'bp nt!NtClose', 'g', '$$>a<three.txt', '.restart', 't 5');
    rmSync(file('three.txt'));
    for (const engine of ['wasm', 'evaluator'])
      expect(lab('replay', 'a.labrun', '--engine', engine)).toEqual({ code: 0, out: 'a.labrun: 5 inputs, all as recorded.\n', error: '' });
    expect(JSON.parse(lab('replay', '--json', 'a.labrun').out)).toEqual({ file: 'a.labrun', inputs: 5, exercise: 'none' });
  },
  PATIENT,
);
test(
  'a changed input is named, and the exit code says so',
  () => {
    kd('b.labrun', 'r rbx = 5', 't 3');
    writeFileSync(file('c.labrun'), readFileSync(file('b.labrun'), 'utf8').replace('rbx = 5', 'rbx = 6'));
    const found = lab('replay', 'b.labrun', 'c.labrun');
    expect([found.code, found.out]).toEqual([
      1,
      expect.stringMatching(
        /^b\.labrun: 2 inputs, all as recorded\.\nc\.labrun: input 1: the state is not as recorded\. Recorded: \w{16}\. Now: \w{16}\.\n$/,
      ),
    ]);
    const diff = lab('replay', '--diff', 'b.labrun', 'c.labrun');
    expect(diff.code).toBe(1);
    expect(diff.out).toBe(
      [
        'Input 1, position 0:0: the machines differ.',
        '  A  {"kind":"line","text":"r rbx = 5"}',
        '  B  {"kind":"line","text":"r rbx = 6"}',
        'Registers',
        '  RBX  0000000000000005  0000000000000006',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(lab('replay', '--diff', '--json', 'b.labrun', 'c.labrun').out)).toMatchObject({
      input: 1,
      what: 'state',
      position: '0:0',
      registers: [{ name: 'RBX', a: '0x5', b: '0x6' }],
    });
    expect(lab('replay', '--diff', 'b.labrun', 'b.labrun')).toEqual({ code: 0, out: 'The runs are equal.\n', error: '' });
  },
  PATIENT,
);
test(
  'an attempt is replayed with the built-in exercise, and its score said',
  () => {
    const { hash } = exerciseIn(path.join(root, 'exercises'), 'syscalls', 'console-first-break')!,
      { text } = record(
        { machine: 'win10-x64', seed: 'note', set: {} },
        [line('bp nt!NtClose; g'), { kind: 'answer', step: 'stop', text: '' }],
        'console-first-break',
        'wasm',
        hash,
      );
    writeFileSync(file('attempt.labrun'), text);
    expect(lab('replay', 'attempt.labrun').out).toMatch(/^attempt\.labrun: 2 inputs, all as recorded; score \d+\.\n$/);
    writeFileSync(file('changed.labrun'), text.replace(hash, '0'.repeat(64)));
    expect(lab('replay', 'changed.labrun').out).toContain("The exercise's files are not those it was recorded with.");
  },
  PATIENT,
);
test(
  'what cannot be read or written is said in a line',
  () => {
    writeFileSync(file('bad.labrun'), 'hello\n');
    expect(lab('replay', 'bad.labrun')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^bad\.labrun:1: The line is not JSON\./) as string,
    });
    for (const args of [
      ['replay'],
      ['replay', 'none.labrun'],
      ['replay', '--diff', 'bad.labrun'],
      ['replay', 'bad.labrun', '--engine', 'fast'],
      ['kd', '--record', 'no/such/folder', '-c', 'r'],
    ]) {
      const { code, error } = lab(...args);
      expect([code, error.split('\n')[0]], args.join(' ')).toEqual([2, expect.stringMatching(/\.$/)]);
    }
  },
  PATIENT,
);
