/** Windows XP SP3 and Windows 7 SP1 on x86: in what they differ as far as a system call sees them. */
import type { Differences } from '../images/nt-x86/system-call.asm.ts';
import { layoutsOf, type LayoutBuild } from '../layouts/index.ts';
import { NT_SERVICES as NT_WIN7, WIN32K_SERVICES as WIN32K_WIN7 } from '../services/win7-x86.ts';
import { NT_SERVICES as NT_WINXP, WIN32K_SERVICES as WIN32K_WINXP } from '../services/winxp-x86.ts';

/** A service: bytes of arguments from the published count, 0 where none is published. */
export interface Service {
  readonly name: string;
  readonly number: number;
  readonly args: number | undefined;
  readonly argumentBytes: number;
}
export interface Release {
  readonly layouts: LayoutBuild;
  readonly buildNumber: number;
  readonly title: string;
  readonly version: readonly [major: bigint, minor: bigint];
  readonly nt: readonly Service[];
  readonly win32k: readonly Service[];
  readonly differences: Differences;
}
const listed = (text: string, first: number): readonly Service[] =>
  text
    .trim()
    .split(/\s+/)
    .map((entry, n) => {
      const [name, count] = entry.split(':') as [string, string?],
        args = count === undefined ? undefined : Number(count);
      return { name, number: first + n, args, argumentBytes: 4 * (args ?? 0) };
    });

export const WINXP: Release = {
  layouts: 'winxp-x86',
  buildNumber: 2600,
  title: 'Windows XP Kernel Version 2600 (Service Pack 3) UP Free x86 compatible',
  version: [5n, 1n],
  nt: listed(NT_WINXP, 0),
  win32k: listed(WIN32K_WINXP, 0x1000),
  differences: { slots: 0x30, debugActive: 'KTHREAD.DebugActive', debugMask: 0xff, checks: false },
};
export const WIN7: Release = {
  layouts: 'win7-x86',
  buildNumber: 7601,
  title: 'Windows 7 Kernel Version 7601 (Service Pack 1) UP Free x86 compatible',
  version: [6n, 1n],
  nt: listed(NT_WIN7, 0),
  win32k: listed(WIN32K_WIN7, 0x1000),
  differences: { slots: 0x10, debugActive: 'KTHREAD.Header.DebugActive', debugMask: 0xdf, checks: true },
};
export const layoutsFor = (release: Release): ReturnType<typeof layoutsOf> => layoutsOf(release.layouts);
