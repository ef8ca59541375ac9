/** Output goes where a pipe leads, and whoever is there may leave. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const main = path.resolve(import.meta.dirname, '../../main/cli/main.ts');
/** Exit code and error output of a command whose reader leaves after the first bytes. */
function readLittle(...args: string[]): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, ['--no-warnings', main, ...args]);
  let errors = '';
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  return new Promise(done => child.on('close', code => done({ code, errors })));
}
const LONG = ['-c', 'x *!*', '-c', 'x *!*', '-c', 'x *!*', '-c', 'x *!*'];

test.each([
  ['kd', ['kd', ...LONG]],
  ['kd --json', ['kd', '--json', ...LONG]],
  ['vectors', ['vectors', path.resolve(import.meta.dirname, '../vectors/sys32.jsonl.gz'), '--json']],
])(
  'a reader that has read enough ends %s without a word',
  async (_, args) => {
    expect(await readLittle(...args)).toEqual({ code: 0, errors: '' });
  },
  60_000,
);
