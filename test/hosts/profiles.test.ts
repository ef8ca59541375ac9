/** Several people at one computer: each has a folder, nobody sees another's progress, and no name leads out of the folder. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profiles } from '../../core/host.ts';
import type { Result } from '../../core/problem.ts';
import { profileFolder, profilesBeside } from '../../main/services/profiles.ts';
import { started } from './electron/started.ts';
import { dataFolder, services } from './services.ts';

const folderOf = (folder: string, name: string): string => {
  const found = profileFolder(folder, name);
  if (!found.ok) throw new Error(found.problem.message);
  return found.value;
};

describe('a profile', () => {
  test('is a data folder of its own beside the others; the usual one has no name', () => {
    const usual = dataFolder(),
      ann = folderOf(usual, 'Ann'),
      ming = folderOf(ann, '小明');
    expect([ann, ming]).toEqual([path.join(usual, 'profiles', 'Ann'), path.join(usual, 'profiles', '小明')]);
    expect(folderOf(ming, '')).toBe(usual);
    expect(profilesBeside(usual)).toEqual({ current: '', names: ['Ann', '小明'] });
    expect(profilesBeside(ming)).toEqual({ current: '小明', names: ['Ann', '小明'] });
  });
  test('is the same one however its name is written', () => {
    const usual = dataFolder(),
      ann = folderOf(usual, 'Zoé');
    expect(folderOf(usual, ' zoÉ '.normalize('NFD'))).toBe(ann);
    expect(readdirSync(path.join(usual, 'profiles'))).toHaveLength(1);
  });
  test('has its own seed, settings and progress', () => {
    const usual = dataFolder(),
      mine = services(usual),
      hers = services(folderOf(usual, 'Ann')),
      value = (lab: typeof mine, call: string): unknown => (lab.dispatch(call, {}) as { value: unknown }).value;
    mine.dispatch('settings/set', { theme: 'dark' });
    mine.dispatch('history/add', { line: 'k' });
    expect([value(hers, 'settings/get'), value(hers, 'history/get')]).toEqual([{}, []]);
    expect((value(hers, 'app/info') as { learnerSeed: string }).learnerSeed).not.toBe(
      (value(mine, 'app/info') as { learnerSeed: string }).learnerSeed,
    );
  });
  test.each([
    '..',
    '.',
    'a/b',
    'a\\b',
    '/etc',
    'C:',
    'con',
    'LPT1',
    '-x',
    'a.',
    ' . ',
    'x'.repeat(33),
    'a\u0000b',
    '__proto__',
    '💻',
    'a:b',
  ])('cannot be named %j: nothing is made', name => {
    const usual = dataFolder();
    expect(profileFolder(usual, name)).toMatchObject({ ok: false, problem: { code: 'host/profile-name' } });
    expect(existsSync(path.join(usual, 'profiles'))).toBe(false);
  });
  test('that cannot be made is said, and what is in use stays', () => {
    const usual = dataFolder();
    writeFileSync(path.join(usual, 'profiles'), '');
    expect(profileFolder(usual, 'Ann')).toMatchObject({ ok: false, problem: { code: 'host/profile-folder' } });
  });
});

describe('changing who it is', () => {
  test('the desktop program starts again on the other folder', async () => {
    const { double, call } = await started();
    expect(call('profiles/list') as Result<Profiles>).toMatchObject({ ok: true, value: { current: '', names: [], opens: true } });
    expect(call('profiles/open', { name: '..' })).toMatchObject({ ok: false, problem: { code: 'host/profile-name' } });
    expect(double.names()).not.toContain('relaunch');
    call('profiles/open', { name: 'Ann' });
    const args = double.told.find(([what]) => what === 'relaunch')![1] as string[];
    expect(args.slice(-2)).toEqual(['--data', expect.stringMatching(/profiles.Ann$/) as string]);
    expect(double.names()).toContain('quit');
  });
  test('a browser is told how to start the lab instead', () => {
    const lab = services();
    expect(lab.dispatch('profiles/list', {})).toMatchObject({ value: { opens: false } });
    expect(lab.dispatch('profiles/open', { name: 'Ann' })).toMatchObject({ ok: false, problem: { code: 'host/profile' } });
  });
});
