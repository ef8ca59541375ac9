/** What a packed folder must be: which files, which native module, which fuses, how large. Each rule says what it found. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { SHIPPED } from '../main/files/manifest.ts';
import { root } from './env.mjs';
import type { PackArch, PackPlatform } from './pack.ts';

export interface Packed {
  readonly platform: PackPlatform;
  readonly arch: PackArch;
  /** The unpacked folder electron-builder made. */
  readonly folder: string;
}
/** Bytes of the archive; the runtime and the native module come on top. */
export const MOST_ASAR_BYTES = 12 * 2 ** 20;
const RUNTIME_PACKAGES = ['better-sqlite3', 'iced-x86', 'valibot', 'yaml'];
/** Every fuse and what it must say. */
export const FUSES: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};
const resources = ({ folder }: Packed): string => path.join(folder, 'resources');
export const asarOf = (packed: Packed): string => path.join(resources(packed), 'app.asar');
const filesUnder = (folder: string, prefix = ''): string[] =>
  readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap(e =>
    e.isDirectory() ? filesUnder(folder, path.posix.join(prefix, e.name)) : [path.posix.join(prefix, e.name)],
  );

/** Every file of the archive, without its folders. */
export function asarFiles(packed: Packed): readonly string[] {
  const all = listPackage(asarOf(packed), { isPack: false }).map(name => name.replaceAll('\\', '/').slice(1));
  const folders = new Set(all.map(name => path.posix.dirname(name)));
  return all.filter(name => !folders.has(name)).sort();
}
/** What is wrong with the files: the archive holds the built app, the built-in packs and four packages, and nothing else. */
export function wrongFiles(packed: Packed): readonly string[] {
  const found = asarFiles(packed),
    native = `node_modules/better-sqlite3/prebuilds/${packed.platform}-${packed.arch}.node`;
  const own = new Set([
    'LICENSE',
    'package.json',
    'out/licences.txt',
    'out/manifest.json',
    ...SHIPPED.flatMap(folder => filesUnder(root, folder)),
    native,
  ]);
  const ofPackage = (name: string): boolean =>
    RUNTIME_PACKAGES.some(p => name.startsWith(`node_modules/${p}/`)) &&
    /(\/package\.json|\/LICENSE(\.txt|\.md)?|\.(js|cjs|mjs)|iced_x86_bg\.wasm)$/.test(name);
  const unpacked = filesUnder(path.join(resources(packed), 'app.asar.unpacked'));
  return [
    ...found.filter(name => !own.has(name) && !ofPackage(name)).map(name => `not expected: ${name}`),
    ...[...own].filter(name => !found.includes(name)).map(name => `missing: ${name}`),
    ...RUNTIME_PACKAGES.filter(p => !found.includes(`node_modules/${p}/package.json`)).map(p => `missing package: ${p}`),
    ...(unpacked.join() === native ? [] : [`unpacked beside the archive: ${unpacked.join(', ')}`]),
    ...(existsSync(path.join(resources(packed), 'default_app.asar')) ? ['default_app.asar is there'] : []),
  ];
}
/** The head of the native module says for which system and processor it was made. */
export function wrongNative(packed: Packed): readonly string[] {
  const file = path.join(
      resources(packed),
      `app.asar.unpacked/node_modules/better-sqlite3/prebuilds/${packed.platform}-${packed.arch}.node`,
    ),
    head = readFileSync(file).subarray(0, 4096);
  const elf = head.toString('latin1', 0, 4) === '\x7fELF' && head.readUInt16LE(18);
  const pe = head.toString('latin1', 0, 2) === 'MZ' && head.readUInt16LE(head.readUInt32LE(0x3c) + 4);
  const machine = packed.platform === 'linux' ? elf : pe,
    wanted = { linux: { x64: 0x3e, arm64: 0xb7 }, win32: { x64: 0x8664, arm64: 0xaa64 }, darwin: { x64: 0, arm64: 0 } }[packed.platform][
      packed.arch
    ];
  return machine === wanted ? [] : [`the native module is for machine ${String(machine)}, not ${wanted}`];
}
export function wrongSize(packed: Packed): readonly string[] {
  const { size } = statSync(asarOf(packed));
  return size <= MOST_ASAR_BYTES ? [] : [`app.asar has ${size} bytes, more than ${MOST_ASAR_BYTES}`];
}
/** Fuses as they are in the packed program, read back. */
export async function readFuses(packed: Packed): Promise<Readonly<Record<string, string>>> {
  const program = path.join(packed.folder, packed.platform === 'win32' ? 'syscall-lab.exe' : 'syscall-lab'),
    wire = (await getCurrentFuseWire(program)) as unknown as Readonly<Record<string, number>>;
  return Object.fromEntries(
    Object.keys(FUSES).map(name => [name, String.fromCharCode(wire[FuseV1Options[name as keyof typeof FuseV1Options]]!)]),
  );
}
/** @param except fuses that must say the opposite */
export async function wrongFuses(packed: Packed, except: readonly string[] = []): Promise<readonly string[]> {
  const wire = await readFuses(packed);
  return Object.entries(FUSES)
    .filter(([name, on]) => wire[name] !== (on !== except.includes(name) ? '1' : '0'))
    .map(([name]) => `fuse ${name} is ${wire[name]}`);
}
