/** One way to electron-builder: its configuration for a platform, and a run of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { parse } from 'yaml';
import { root } from './env.mjs';

export type PackPlatform = 'linux' | 'win32' | 'darwin';
export type PackArch = 'x64' | 'arm64';
const PLATFORMS = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC };

/** build/electron-builder.yml. */
export const configuration = (): Configuration =>
  parse(readFileSync(path.join(root, 'build/electron-builder.yml'), 'utf8')) as Configuration;

export interface PackOptions {
  readonly platform: PackPlatform;
  readonly arch: PackArch;
  /** Kinds of package; `dir` is a folder and needs no network. Without them those of the configuration. */
  readonly targets?: readonly string[];
  /** For the smoke test alone: the inspector's fuse stays on, or the test could not look inside. */
  readonly smoke?: boolean;
  /** Changes to the configuration. */
  readonly config?: Configuration;
}
/** @returns paths of what was made (none for `dir`) */
export async function pack({ platform, arch, targets, smoke, config }: PackOptions): Promise<readonly string[]> {
  process.env['NATIVE_PLATFORM'] = platform; // electron-builder's own word for Windows and macOS is not Node's
  const usual = configuration(),
    fuses = smoke ? { electronFuses: { ...usual.electronFuses, enableNodeCliInspectArguments: true } } : {};
  return build({
    projectDir: root,
    targets: PLATFORMS[platform].createTarget(targets as string[] | undefined, arch === 'x64' ? Arch.x64 : Arch.arm64),
    config: { ...usual, ...fuses, ...config },
    publish: 'never',
  });
}
