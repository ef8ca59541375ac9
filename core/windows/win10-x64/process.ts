/** What describes the running thread and the system around it: KPCR, processes and threads, TEB, PEB, the shared page. */
import type { AddressSpace } from '../address-space.ts';
import { buildLoadedModules, buildLoaderData } from '../loader.ts';
import { buildProcesses, type ProcessSpec, type ThreadSpec } from '../processes.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import type { Module } from '../symbols.ts';
import type { Win10Switches } from './build.ts';
import { TABLES } from './interrupts.ts';
import { SHARED, type Placement } from './placement.ts';
import type { Release } from './services.ts';

/** Objects of other processes and threads lie this far from one another. */
const APART = 0x1_0000n,
  STACKS_APART = 0x7000n;
const SESSION_START = 0x01dc5e0000000000n;
/** A page of the process's heap, behind the pages the program uses. */
const loaderRoom = (p: Placement): bigint => (p.heap & ~0xfffn) + 0x4000n;
/** KTHREAD.ThreadFlags. */
const FLAGS = { plain: 0n, gui: 0x80n, restricted: 0x20_0080n } as const;

/** The structures the path, the panes and the commands read. */
export function buildProcess(
  s: Structures,
  placed: Placed,
  p: Placement,
  release: Release,
  set: Win10Switches,
  modules: readonly Module[],
): void {
  buildProcessor(s, p);
  mapStacks(s, p);
  buildProcesses(s, placed.address('PsActiveProcessHead'), processesOf(s, placed, p));
  s.pointer(placed.address('PsInitialSystemProcess'), p.process + APART);
  buildLoadedModules(s, placed.address('PsLoadedModuleList'), p.process + 3n * APART, modules, 64);
  s.set(p.process, 'EPROCESS.Win32Process', p.process + 0x2000n - 0x400n);
  s.set(p.thread, 'KTHREAD.ThreadFlags', FLAGS[set.thread]);
  if (set.thread !== 'plain') s.set(p.thread, 'KTHREAD.Win32Thread', p.process + 0x2000n - 0x300n);
  buildUserSide(s, p, release);
  s.space.map(loaderRoom(p), 0x1000n, { user: true, write: true });
  buildLoaderData(s, p.teb - 0x1000n, loaderRoom(p), modules, 64);
  buildShared(s.space as AddressSpace, s, release, set);
}
function buildProcessor(s: Structures, p: Placement): void {
  s.space.map(p.kpcr, 0xb080n, { write: true });
  s.fill(p.kpcr, 'KPCR', {
    GdtBase: p.kpcr + TABLES.gdt,
    TssBase: p.kpcr + TABLES.tss,
    Self: p.kpcr,
    CurrentPrcb: s.at(p.kpcr, 'KPCR.Prcb'),
    Used_Self: p.teb,
    IdtBase: p.kpcr + TABLES.idt,
    MajorVersion: 1n,
    MinorVersion: 1n,
  });
  s.fill(p.kpcr, 'KPCR.Prcb', { MxCsr: 0x1f80n, CurrentThread: p.thread, IdleThread: p.thread + 2n * APART, RspBase: p.rspBase });
}
function mapStacks(s: Structures, p: Placement): void {
  for (const base of [p.thread, p.process])
    for (let n = 0n; n < 4n; n++) s.space.map((base + n * APART) & ~0xfffn, 0x2000n, { write: true });
  s.space.map((p.rspBase - 0x6000n) & ~0xfffn, 0x7000n, { write: true });
  for (let n = 1n; n < 4n; n++) s.space.map(p.rspBase - n * STACKS_APART - 0x1000n, 0x1000n, { write: true });
}
/** note.exe, which runs; the system; and one process more, which waits. */
function processesOf(s: Structures, placed: Placed, p: Placement): ProcessSpec[] {
  const thread = (n: bigint, id: bigint, start: bigint, teb = 0n): ThreadSpec => ({
    address: p.thread + n * APART,
    id,
    teb,
    start,
    running: n === 0n,
    stack: {
      base: p.rspBase + 0x370n - n * STACKS_APART,
      limit: p.rspBase - 0x5c90n - n * STACKS_APART,
      initial: p.rspBase - n * STACKS_APART,
    },
  });
  const system = { directory: s.space.root, parent: 0n, peb: 0n, base: 0n };
  return [
    { ...system, address: p.process + APART, id: 4n, image: 'System', threads: [thread(2n, 8n, placed.address('KiSystemCall64'))] },
    {
      address: p.process,
      id: 0x1a2cn,
      parent: 0x11d0n,
      image: 'note.exe',
      peb: p.teb - 0x1000n,
      base: p.note,
      directory: s.space.root,
      threads: [thread(0n, 0x1b40n, placed.address('main'), p.teb), thread(1n, 0x1b44n, placed.address('main'), p.teb + 0x2000n)],
    },
    {
      ...system,
      address: p.process + 2n * APART,
      id: 0x11d0n,
      parent: 4n,
      image: 'shell.exe',
      threads: [thread(3n, 0x11d4n, placed.address('KiSystemCall64'))],
    },
  ];
}
function buildUserSide(s: Structures, p: Placement, { buildNumber }: Release): void {
  s.fill(p.teb, 'TEB', {
    'NtTib.StackBase': (p.userRsp + 0x858n) & ~0xfffn,
    'NtTib.Self': p.teb,
    ProcessEnvironmentBlock: p.teb - 0x1000n,
  });
  s.set(p.teb, 'TEB.NtTib.StackLimit', (p.userRsp - 0x1000n) & ~0xfffn);
  const id = s.at(p.teb, 'TEB.ClientId');
  s.pointer(id, 0x1a2cn);
  s.pointer(id + 8n, 0x1b40n);
  s.fill(p.teb - 0x1000n, 'PEB', {
    ImageBaseAddress: p.note,
    OSBuildNumber: BigInt(buildNumber),
    OSMajorVersion: 10n,
    ProcessHeap: p.heap & ~0xffffn,
  });
}
function buildShared(space: AddressSpace, s: Structures, release: Release, { vsm }: Win10Switches): void {
  const page = space.page();
  space.mapTo(SHARED.kernel, page, { write: true });
  space.mapTo(SHARED.user, page, { user: true });
  s.fill(SHARED.kernel, 'KUSER_SHARED_DATA', {
    NtBuildNumber: BigInt(release.buildNumber),
    NtMajorVersion: 10n,
    SystemCall: vsm === 'on' ? 1n : 0n,
  });
  space.number(s.at(SHARED.kernel, 'KUSER_SHARED_DATA.SystemTime'), 8, SESSION_START);
}
