/** Processes and threads of a machine, as the kernel's lists have them. A build's layouts say which fields there are. */
import type { Structures } from './structures.ts';

/** Addresses are linear; objects without a user side have no TEB or PEB. */
export interface ThreadSpec {
  readonly address: bigint;
  readonly id: bigint;
  readonly teb: bigint;
  /** Top and bottom of its kernel stack, and where InitialStack is. */
  readonly stack: { readonly base: bigint; readonly limit: bigint; readonly initial: bigint };
  readonly start: bigint;
  readonly running: boolean;
}
export interface ProcessSpec {
  readonly address: bigint;
  readonly id: bigint;
  readonly parent: bigint;
  readonly image: string;
  readonly peb: bigint;
  readonly base: bigint;
  readonly directory: bigint;
  readonly threads: readonly ThreadSpec[];
}
/** KTHREAD.State. */
const RUNNING = 2n,
  WAITING = 5n;
/** KTHREAD.WaitReason: UserRequest. */
const USER_REQUEST = 6n;
const PRIORITY = 8n;

/** Fill the objects and link PsActiveProcessHead at `head` and the lists of threads. */
export function buildProcesses(s: Structures, head: bigint, processes: readonly ProcessSpec[]): void {
  for (const p of processes) {
    fillProcess(s, p);
    for (const t of p.threads) fillThread(s, p, t);
    linkThreads(s, p);
  }
  s.list(
    head,
    processes.map(p => s.at(p.address, 'EPROCESS.ActiveProcessLinks')),
  );
}
function fillProcess(s: Structures, p: ProcessSpec): void {
  s.fill(p.address, 'KPROCESS', { 'Header.Type': 3n, DirectoryTableBase: p.directory });
  s.fill(p.address, 'EPROCESS', {
    UniqueProcessId: p.id,
    InheritedFromUniqueProcessId: p.parent,
    Peb: p.peb,
    SectionBaseAddress: p.base,
    ActiveThreads: BigInt(p.threads.length),
  });
  s.text(p.address, 'EPROCESS.ImageFileName', p.image);
}
function fillThread(s: Structures, p: ProcessSpec, t: ThreadSpec): void {
  s.fill(t.address, 'KTHREAD', {
    'Header.Type': 6n,
    InitialStack: t.stack.initial,
    StackLimit: t.stack.limit,
    StackBase: t.stack.base,
    KernelStack: t.stack.initial - 0x400n,
    Teb: t.teb,
    Process: p.address,
    PreviousMode: t.teb ? 1n : 0n,
    State: t.running ? RUNNING : WAITING,
    Priority: PRIORITY,
    ...(!t.running && { WaitReason: USER_REQUEST }),
  });
  s.set(t.address, 'KTHREAD.ApcState.Process', p.address);
  s.set(t.address, 'ETHREAD.ThreadsProcess', p.address);
  s.set(t.address, 'ETHREAD.StartAddress', t.start);
  s.set(t.address, 'ETHREAD.Win32StartAddress', t.start);
  const id = s.at(t.address, 'ETHREAD.Cid');
  s.pointer(s.at(id, 'CLIENT_ID.UniqueProcess'), p.id);
  s.pointer(s.at(id, 'CLIENT_ID.UniqueThread'), t.id);
}
function linkThreads(s: Structures, p: ProcessSpec): void {
  for (const [list, entry] of [
    ['KPROCESS.ThreadListHead', 'KTHREAD.ThreadListEntry'],
    ['EPROCESS.ThreadListHead', 'ETHREAD.ThreadListEntry'],
  ] as const)
    if (s.has(list) && s.has(entry))
      s.list(
        s.at(p.address, list),
        p.threads.map(t => s.at(t.address, entry)),
      );
}
