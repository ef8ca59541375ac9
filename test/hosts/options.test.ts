import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { root } from './services.ts';

/** What npm start makes of its options. */
const read = (...args: string[]): { code: number | null; out: string; err: string } => {
  const script = `import { startOptions } from './build/options.mjs'; console.log(JSON.stringify(startOptions()))`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
};

describe('npm start --', () => {
  test.each<[string[], object]>([
    [[], { web: false, lan: false, safe: false, port: 4780 }],
    [['--web', '--port', '0'], { web: true, lan: false, port: 0 }],
    [['--lan'], { web: true, lan: true }],
    [['--safe', '--data', 'mine'], { safe: true, data: 'mine', profile: '' }],
    [['--web', '--pack', 'a', '--pack', 'b'], { packs: ['a', 'b'] }],
    [['--web', '--profile', '小明'], { web: true, profile: '小明' }],
  ])('%j', (args, expected) => {
    expect(JSON.parse(read(...args).out)).toMatchObject(expected);
  });
  test.each([['--evil'], ['--port', '99999'], ['--port', 'x'], ['--data', '']])('refuses %s %s in a sentence', (...args) => {
    expect(read(...args.filter(a => a !== undefined))).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^\[lab\] .*--/) as string,
    });
  });
  test('its help names every option', () => {
    const { code, out } = read('--help');
    expect(code).toBe(0);
    for (const option of ['--web', '--lan', '--safe', '--port', '--data', '--profile', '--pack', '--help']) expect(out).toContain(option);
  });
});
