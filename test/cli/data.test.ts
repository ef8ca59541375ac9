import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../main/store/database.ts';
import { Store } from '../../main/store/store.ts';
import { dataFolder, root } from '../hosts/services.ts';

const lab = (...args: string[]): { code: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['main/cli/main.ts', 'data', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LANG: 'en_GB.UTF-8' },
  });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
};

describe('lab data', () => {
  test('checks, copies to another computer and puts back', () => {
    const folder = dataFolder(),
      elsewhere = path.join(dataFolder(), 'new'),
      copy = path.join(dataFolder(), 'copy.db'),
      store = new Store(folder);
    store.addHistory('mine');
    store.close();
    expect(lab('check', '--data', folder)).toEqual({
      code: 0,
      out: `The data is sound: 0 sessions, 0 answers, version ${SCHEMA_VERSION} of the store.`,
      err: '',
    });
    expect(lab('backup', copy, '--data', folder)).toMatchObject({ code: 0, out: `A backup was made: ${copy}` });
    expect(lab('backup', copy, '--data', folder)).toMatchObject({
      code: 1,
      err: `${copy} is already there. Nothing was written; choose another name.`,
    });
    expect(lab('backup', '--data', folder).code).toBe(0);
    expect(readdirSync(path.join(folder, 'backups'))).toHaveLength(1);
    expect(lab('restore', copy, '--data', elsewhere)).toMatchObject({
      code: 0,
      out: `${copy} was put in place. There was no data before.`,
    });
    const moved = new Store(elsewhere);
    expect(moved.history()).toEqual(['mine']);
    expect(lab('restore', copy, '--data', elsewhere)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Another Syscall Lab is using/) as string,
    });
    moved.close();
    expect(lab('restore', copy, '--data', elsewhere).out).toMatch(/What was there is kept: .*replaced-lab-\d{8}T\d{6}Z\.db$/);
  });
  test('refuses what is no backup, and what it does not know, without making anything', () => {
    const file = path.join(dataFolder(), 'notes.txt'),
      folder = path.join(dataFolder(), 'none');
    writeFileSync(file, 'notes');
    expect(lab('restore', file, '--data', folder)).toMatchObject({ code: 1, err: expect.stringMatching(/not a sound copy/) as string });
    for (const args of [[], ['erase'], ['restore'], ['check', 'x'], ['backup', 'a', 'b'], ['constructor']])
      expect(lab(...args, '--data', folder), args.join(' ')).toMatchObject({ code: 2 });
    expect(existsSync(folder)).toBe(false);
  });
});
