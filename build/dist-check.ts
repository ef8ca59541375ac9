/** npm run dist:check: packs for every platform that can be packed here, with a stand-in for the runtime, and looks into each folder. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractAll, extractFile } from '@electron/asar';
import { CONTENT_SECURITY_POLICY } from '../main/files/headers.ts';
import { changedFiles, writeManifest } from '../main/files/manifest.ts';
import { bundle } from './bundle.ts';
import { root, say } from './env.mjs';
import { licences, writeLicences } from './licences.ts';
import { pack, type PackOptions } from './pack.ts';
import { asarFiles, asarOf, FUSES, readFuses, wrongFiles, wrongFuses, wrongNative, wrongSize, type Packed } from './package-check.ts';
import { makeRuntime } from './standin-runtime.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'syscall-lab-dist-'));
const failures: string[] = [];
function check(what: string, wrong: readonly string[]): void {
  say(`${what}: ${wrong.length === 0 ? 'ok' : 'FAILED'}`);
  for (const line of wrong) console.log(`  ${line}`);
  failures.push(...wrong);
}

async function packed(name: string, options: PackOptions & { readonly platform: 'linux' | 'win32' }): Promise<Packed> {
  const output = path.join(scratch, name);
  const electronDist = makeRuntime(path.join(scratch, `runtime-${name}`), options.platform);
  await pack({ ...options, targets: ['dir'], config: { electronDist, directories: { output, buildResources: 'build/icons' } } });
  const suffix = options.arch === 'arm64' ? '-arm64' : '';
  return { ...options, folder: path.join(output, `${options.platform === 'win32' ? 'win' : 'linux'}${suffix}-unpacked`) };
}
/** Name and content of every file of the archive that is the same on all platforms. */
function digest(p: Packed): string {
  const hash = createHash('sha256');
  for (const name of asarFiles(p)) if (!name.endsWith('.node')) hash.update(`${name}\0`).update(extractFile(asarOf(p), name));
  return hash.digest('hex');
}

/** The archive taken apart and its own entry run under Node, with a stand-in for Electron: services start, a database opens, the page is there. */
function runs(p: Packed): readonly string[] {
  const app = path.join(scratch, 'extracted'),
    data = path.join(scratch, 'data');
  extractAll(asarOf(p), app);
  cpSync(path.join(p.folder, 'resources', 'app.asar.unpacked'), app, { recursive: true });
  const changed = changedFiles(app);
  const child = spawnSync(process.execPath, [path.join(root, 'build/standin-run.mjs'), path.join(app, 'out/main/electron.js')], {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...process.env, SYSCALL_LAB_DATA: data, NODE_PATH: '' },
  });
  if (child.status !== 0) return [`the app does not start: ${child.stderr.slice(0, 2000)}`];
  const said = JSON.parse(child.stdout) as {
    errors: string[];
    loaded?: string;
    page?: { status: number; policy: string; text: string };
    info?: { value: { host: string; version: string; systemLanguage: string } };
    packs?: { id: string; exercises: number }[];
    inside: { stage: string; taken?: string };
    kept: [unknown, { value: string[] } | null];
  };
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return Object.entries({
    'its own files are as listed': changed.length === 0,
    'no error was shown': said.errors.length === 0,
    'the window loads app://lab/': said.loaded === 'app://lab/',
    'the page is served with its policy':
      said.page?.status === 200 && said.page.policy === CONTENT_SECURITY_POLICY && /<script/.test(said.page.text),
    'it says who it is':
      said.info?.value.host === 'electron' && said.info.value.version === version && said.info.value.systemLanguage === 'zh-CN',
    'the built-in packs are there': said.packs?.some(k => k.id === 'syscalls' && k.exercises > 0),
    'a pack is looked into by a thread of its own': said.inside.stage === 'refused' && said.inside.taken === 'built-in',
    'what is stored is stored': said.kept[1]?.value.join() === 'r',
  })
    .filter(([, holds]) => !holds)
    .map(([what]) => `not so: ${what} (${child.stdout.slice(0, 500)})`);
}

const started = performance.now();
await bundle();
writeLicences();
writeManifest(root);
check(
  'licences',
  licences().flatMap(l =>
    /^\(?(MIT|ISC|BSD-2-Clause|Apache-2\.0|MPL-2\.0|OFL-1\.1|Python-2\.0)\b/.test(l.licence) ? [] : [`${l.name}: ${l.licence}`],
  ),
);
const all: Packed[] = [];
for (const [platform, arch] of [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
] as const) {
  const name = `${platform}-${arch}`,
    p = await packed(name, { platform, arch });
  all.push(p);
  check(`${name}: files`, wrongFiles(p));
  check(`${name}: native module`, wrongNative(p));
  check(`${name}: size`, wrongSize(p));
  check(`${name}: fuses`, await wrongFuses(p));
}
check('the same files on every platform', new Set(all.map(digest)).size === 1 ? [] : ['archives differ']);
const here = all.find(p => p.platform === process.platform && p.arch === process.arch);
if (here) check('the packed app runs', runs(here));
else say('the packed app runs: skipped, nothing was packed for this platform');
const smoke = await packed('smoke', { platform: 'linux', arch: 'x64', smoke: true });
check('smoke variant: only the inspector fuse differs', await wrongFuses(smoke, ['EnableNodeCliInspectArguments']));
const fuses = await readFuses(all[0]!);
for (const name of Object.keys(FUSES)) say(`fuse ${name}: ${fuses[name] === '1' ? 'on' : 'off'}`);
rmSync(scratch, { recursive: true, force: true });
say(
  `${failures.length === 0 ? 'packages are as they must be' : `${failures.length} things are wrong`} (${((performance.now() - started) / 1000).toFixed(0)} s)`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
