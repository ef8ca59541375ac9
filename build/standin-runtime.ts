/** A stand-in for Electron's runtime, enough to be packed: a program file with Electron's fuses as they leave the factory. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What @electron/fuses looks for: its sentinel, the wire's version, its length, a character for each fuse. */
const FUSES = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810110001', 'latin1');

function program(platform: 'linux' | 'win32'): Buffer {
  if (platform === 'linux') return Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSES]);
  const exe = NtExecutable.createEmpty(false, false),
    resources = NtExecutableResource.from(exe),
    version = Resource.VersionInfo.createEmpty();
  version.lang = 1033;
  version.setFileVersion(45, 4, 1, 0, 1033);
  version.setStringValues({ lang: 1033, codepage: 1200 }, { FileDescription: 'Electron', ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(exe);
  exe.setExtraData(FUSES.buffer.slice(FUSES.byteOffset, FUSES.byteOffset + FUSES.length));
  return Buffer.from(exe.generate());
}
/** Make it in a folder. @returns the folder, to be given as `electronDist` */
export function makeRuntime(folder: string, platform: 'linux' | 'win32'): string {
  const file = path.join(folder, platform === 'win32' ? 'electron.exe' : 'electron');
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  for (const language of ['en-US', 'zh-CN', 'de']) writeFileSync(path.join(folder, 'locales', `${language}.pak`), '');
  writeFileSync(file, program(platform));
  chmodSync(file, 0o755);
  return folder;
}
