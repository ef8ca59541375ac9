/** Windows XP SP3 and Windows 7 SP1 on x86: in what they differ as far as a system call sees them. */
import type { Differences } from '../images/nt-x86/system-call.asm.ts';
import { servicesOf, type Service } from '../service-list.ts';
import { layoutsOf, type LayoutBuild } from '../layouts/index.ts';
import { NT_SERVICES as NT_WIN7, WIN32K_SERVICES as WIN32K_WIN7 } from '../services/win7-x86.ts';
import { NT_SERVICES as NT_WINXP, WIN32K_SERVICES as WIN32K_WINXP } from '../services/winxp-x86.ts';

export interface Release {
  readonly layouts: LayoutBuild;
  readonly buildNumber: number;
  readonly title: string;
  readonly version: readonly [major: bigint, minor: bigint];
  readonly nt: readonly Service[];
  readonly win32k: readonly Service[];
  readonly differences: Differences;
}
/** Every argument is on the stack. */
const IN_REGISTERS = 0;
export const WINXP: Release = {
  layouts: 'winxp-x86',
  buildNumber: 2600,
  title: 'Windows XP Kernel Version 2600 (Service Pack 3) UP Free x86 compatible',
  version: [5n, 1n],
  nt: servicesOf(NT_WINXP, 0, IN_REGISTERS),
  win32k: servicesOf(WIN32K_WINXP, 0x1000, IN_REGISTERS),
  differences: { slots: 0x30, debugActive: 'KTHREAD.DebugActive', debugMask: 0xff, checks: false },
};
export const WIN7: Release = {
  layouts: 'win7-x86',
  buildNumber: 7601,
  title: 'Windows 7 Kernel Version 7601 (Service Pack 1) UP Free x86 compatible',
  version: [6n, 1n],
  nt: servicesOf(NT_WIN7, 0, IN_REGISTERS),
  win32k: servicesOf(WIN32K_WIN7, 0x1000, IN_REGISTERS),
  differences: { slots: 0x10, debugActive: 'KTHREAD.Header.DebugActive', debugMask: 0xdf, checks: true },
};
export const layoutsFor = (release: Release): ReturnType<typeof layoutsOf> => layoutsOf(release.layouts);
/** Bytes of a service's arguments. */
export const argumentBytes = ({ stackArguments }: Service): number => 4 * stackArguments;
