/** What describes the running thread of an x86 machine and the system around it. */
import { buildLoadedModules, buildLoaderData } from '../loader.ts';
import { buildProcesses, type ProcessSpec, type ThreadSpec } from '../processes.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import type { Module } from '../symbols.ts';
import type { NtX86Switches } from './build.ts';
import { espZero } from './tables.ts';
import type { Placement } from './placement.ts';
import type { Release } from './release.ts';

const SHARED = { kernel: 0xffdf0000n, user: 0x7ffe0000n } as const;
const APART = 0x1000n,
  STACK_BYTES = 0x3000n,
  STACKS_APART = 0x4000n;
/** KUSER_SHARED_DATA.SystemTime, which the published layouts of these builds leave out; it is where later builds have it. */
const SYSTEM_TIME = 0x14n;
const SESSION_START = 0x01dc5e0000000000n;
const GUI_THREAD = 0x80n;
/** A page of the process's heap, behind the pages the program uses. */
const loaderRoom = (p: Placement): bigint => (p.heap & ~0xfffn) + 0x4000n;

export function buildProcess(
  s: Structures,
  placed: Placed,
  p: Placement,
  release: Release,
  set: NtX86Switches,
  modules: readonly Module[],
): void {
  buildProcessor(s, p);
  for (let n = 0n; n < 4n; n++) {
    s.space.map(p.thread + n * APART, 0x300n, { write: true });
    s.space.map(p.process + n * APART, 0x300n, { write: true });
    s.space.map(p.stack - STACK_BYTES - n * STACKS_APART, STACK_BYTES, { write: true });
  }
  buildProcesses(s, placed.address('PsActiveProcessHead'), processesOf(s, placed, p));
  s.pointer(placed.address('PsInitialSystemProcess'), p.process + APART);
  buildLoadedModules(s, placed.address('PsLoadedModuleList'), p.process + 3n * APART, modules, 32);
  s.set(p.process, 'EPROCESS.Win32Process', p.process + 0xd00n);
  const gui = set.thread === 'gui';
  s.set(p.thread, 'KTHREAD.ServiceTable', placed.address(gui ? 'KeServiceDescriptorTableShadow' : 'KeServiceDescriptorTable'));
  if (gui) {
    s.set(p.thread, 'KTHREAD.Win32Thread', p.process + 0xd80n);
    s.set(p.thread, 'KTHREAD.ThreadFlags', GUI_THREAD);
  }
  for (let n = 1n; n < 4n; n++) s.set(p.thread + n * APART, 'KTHREAD.ServiceTable', placed.address('KeServiceDescriptorTable'));
  buildUserSide(s, p, release);
  s.space.map(loaderRoom(p), 0x1000n, { user: true, write: true });
  buildLoaderData(s, p.peb, loaderRoom(p), modules, 32);
  buildShared(s, placed, release);
}
function buildProcessor(s: Structures, p: Placement): void {
  const bytes = BigInt(s.layouts.find('KPCR')!.size);
  s.space.map(p.kpcr, bytes, { write: true });
  s.fill(p.kpcr, 'KPCR', {
    'NtTib.ExceptionList': 0xffffffffn,
    'NtTib.StackBase': espZero(p),
    'NtTib.Self': p.teb,
    SelfPcr: p.kpcr,
    Prcb: s.at(p.kpcr, 'KPCR.PrcbData'),
    IDT: p.idt,
    GDT: p.gdt,
    TSS: p.tss,
    MajorVersion: 1n,
  });
  s.fill(p.kpcr, 'KPCR.PrcbData', { CurrentThread: p.thread, IdleThread: p.thread + 2n * APART });
}
/** note.exe, which runs; the system; and one process more, which waits. */
function processesOf(s: Structures, placed: Placed, p: Placement): ProcessSpec[] {
  const thread = (n: bigint, id: bigint, start: bigint, teb = 0n): ThreadSpec => {
    const initial = p.stack - n * STACKS_APART;
    return {
      address: p.thread + n * APART,
      id,
      teb,
      start,
      running: n === 0n,
      stack: { base: initial, limit: initial - STACK_BYTES, initial },
    };
  };
  const other = { directory: s.space.root, peb: 0n, base: 0n },
    kernel = placed.address('KiSystemService'),
    main = placed.address('main');
  return [
    { ...other, address: p.process + APART, id: 4n, parent: 0n, image: 'System', threads: [thread(2n, 8n, kernel)] },
    {
      address: p.process,
      id: 0x6b4n,
      parent: 0x5c8n,
      image: 'note.exe',
      peb: p.peb,
      base: p.note,
      directory: s.space.root,
      threads: [thread(0n, 0x6b8n, main, p.teb), thread(1n, 0x6bcn, main, p.teb - 0x1000n)],
    },
    { ...other, address: p.process + 2n * APART, id: 0x5c8n, parent: 4n, image: 'shell.exe', threads: [thread(3n, 0x5ccn, kernel)] },
  ];
}
function buildUserSide(s: Structures, p: Placement, { buildNumber, version: [major, minor] }: Release): void {
  for (const at of [p.teb, p.teb - 0x1000n, p.peb]) s.space.map(at, 0x1000n, { user: true, write: true });
  s.fill(p.teb, 'TEB', {
    'NtTib.ExceptionList': 0xffffffffn,
    'NtTib.StackBase': (p.userEsp + 0xfffn) & ~0xfffn,
    'NtTib.StackLimit': (p.userEsp & ~0xfffn) - 0x1000n,
    'NtTib.Self': p.teb,
    ProcessEnvironmentBlock: p.peb,
  });
  const id = s.at(p.teb, 'TEB.ClientId');
  s.pointer(id, 0x6b4n);
  s.pointer(id + 4n, 0x6b8n);
  s.fill(p.peb, 'PEB', { ImageBaseAddress: p.note, OSBuildNumber: BigInt(buildNumber), OSMajorVersion: major, OSMinorVersion: minor });
}
function buildShared(s: Structures, placed: Placed, { buildNumber, version: [major, minor] }: Release): void {
  const page = s.space.page();
  s.space.mapTo(SHARED.kernel, page, { write: true });
  s.space.mapTo(SHARED.user, page, { user: true });
  s.fill(SHARED.kernel, 'KUSER_SHARED_DATA', {
    NtBuildNumber: BigInt(buildNumber),
    NtMajorVersion: major,
    NtMinorVersion: minor,
    TestRetInstruction: 0xc3n,
    SystemCall: placed.address('KiFastSystemCall'),
    SystemCallReturn: placed.address('KiFastSystemCallRet'),
  });
  s.space.number(SHARED.kernel + SYSTEM_TIME, 8, SESSION_START);
  placed.add('SharedUserData', 'SystemCallStub', s.at(SHARED.user, 'KUSER_SHARED_DATA.SystemCall'));
}
