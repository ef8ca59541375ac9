/** What the kernel keeps about processors, processes and threads: !pcr !prcb !irql !cpuinfo !process !thread !peb !teb. */
import type { Call, Command } from '../command.ts';
import { addressLink } from '../links.ts';
import { describeProcess, pointerField, processes, threads, valueField, type ProcessRow } from '../processes.ts';
import { offsetOf, prcb } from '../pseudo.ts';
import { plain } from '../refusal.ts';
import { walkStack } from '../stack-walk.ts';
import { readCounted } from '../strings.ts';
import { hex, link, pointerText } from '../text.ts';
import { matcher } from '../wildcard.ts';
import { printFrames } from './stack.ts';

const WIDTH = 19;
/** Processor number argument: only 0 exists. */
function processor({ args }: Call): boolean {
  const number = args.atEnd ? 0n : args.expression();
  args.end();
  return number === 0n;
}

function controlRegion(call: Call): void {
  const { out, target, debugger: d } = call,
    { kpcr } = target.guest.system;
  if (!processor(call) || kpcr === 0n) throw plain('Cannot get PCR address');
  const line = (name: string, value: bigint | undefined): void =>
    out.line(`\t${name.padStart(WIDTH)}: ${pointerText(value ?? 0n, target.bits)}`);
  const word = target.bits / 8,
    slot = (n: number, size = word): bigint => target.value(kpcr + BigInt(n * word), size) ?? 0n;
  out.line(`KPCR for Processor 0 at ${pointerText(kpcr, target.bits)}:`);
  out.line('    Major 1 Minor 1');
  // NtTib lies over the x64 region's own first fields, so its names show those.
  ['ExceptionList', 'StackBase', 'StackLimit', 'SubSystemTib'].forEach((name, n) => line(`NtTib.${name}`, slot(n)));
  line('NtTib.Version', slot(4, 4));
  line('NtTib.UserPointer', slot(5));
  line('NtTib.SelfTib', slot(6));
  out.line();
  const real = (path: string): bigint => (target.bits === 64 ? 0n : (pointerField(d, kpcr, `KPCR.${path}`) ?? 0n));
  line('SelfPcr', real('SelfPcr'));
  line('Prcb', prcb(d));
  line('Irql', target.bits === 64 ? 0n : valueField(d, kpcr, 'KPCR.Irql', 1));
  line('IRR', real('IRR'));
  line('IDR', real('IDR'));
  line('InterruptMode', 0n);
  for (const table of ['IDT', 'GDT', 'TSS']) line(table, real(table));
  out.line();
  const block = prcb(d) ?? 0n;
  for (const name of ['CurrentThread', 'NextThread', 'IdleThread']) line(name, pointerField(d, block, `KPRCB.${name}`));
  out.line();
  out.line(`\t${'DpcQueue'.padStart(WIDTH)}: `);
  if (target.bits === 64)
    call.hint = 'On x64 this extension shows zeros from SelfPcr to TSS; dt nt!_KPCR @$pcr and r idtr, gdtr show them.';
}
function controlBlock(call: Call): void {
  const { out, target, debugger: d } = call,
    block = prcb(d);
  if (!processor(call) || block === undefined) throw plain('Cannot get PRCB address');
  const pointer = (name: string): string => pointerText(pointerField(d, block, `KPRCB.${name}`) ?? 0n, target.bits);
  const count = (name: string): string => hex(valueField(d, block, `KPRCB.${name}`, 4) ?? 0n, 8);
  out.line(`PRCB for Processor 0 at ${pointerText(block, target.bits)}:`);
  out.line(`Current IRQL -- ${irql(call)}`);
  out.line(`Threads--  Current ${pointer('CurrentThread')} Next ${pointer('NextThread')} Idle ${pointer('IdleThread')}`);
  out.line('Processor Index 0 Number (0, 0) GroupSetMember 1');
  out.line(`Interrupt Count -- ${count('InterruptCount')}`);
  out.line(`Times -- Dpc    ${count('DpcTime')} Interrupt ${count('InterruptTime')} `);
  out.line(`         Kernel ${count('KernelTime')} User      ${count('UserTime')} `);
}
const IRQLS: Readonly<Record<number, string>> = {
  0: 'LOW_LEVEL',
  1: 'APC_LEVEL',
  2: 'DISPATCH_LEVEL',
  13: 'CLOCK_LEVEL',
  14: 'IPI_LEVEL',
  15: 'HIGH_LEVEL',
  28: 'CLOCK2_LEVEL',
  31: 'HIGH_LEVEL',
};
function irql({ target, debugger: d }: Call): number {
  return Number(target.bits === 64 ? (target.register('cr8') ?? 0n) : (valueField(d, target.guest.system.kpcr, 'KPCR.Irql', 1) ?? 0n));
}
function interruptLevel(call: Call): void {
  if (!processor(call)) throw plain('Cannot get PRCB address');
  const level = irql(call);
  call.out.line(`Debugger saved IRQL for processor 0x0 -- ${level} (${IRQLS[level] ?? 'DEVICE_LEVEL'})`);
}
function processorInfo(call: Call): void {
  const { out, target, debugger: d } = call;
  if (!processor(call)) throw plain('Cannot get PRCB address');
  const mhz = valueField(d, prcb(d) ?? 0n, 'KPRCB.MHz', 4) ?? 0n,
    amd = target.guest.switches.vendor === 'amd';
  out.line('CP  F/M/S Manufacturer     MHz PRCB Signature    MSR 8B Signature Features');
  out.line(
    ` 0 ${amd ? '23,1,1' : '6,158,10'} <${amd ? 'AuthenticAMD' : 'GenuineIntel'}> ${String(mhz).padStart(4)} ${hex(0, 16)}                   ${hex(0, 8)}`,
  );
}

/** `0034`, `7a2f8d1000`: what `!process` prints of ids and addresses. */
const short = (value: bigint, digits: number): string => hex(value, digits);
const NOT_ACCESSIBLE = '<Data Not Accessible>';

function printProcess(call: Call, p: ProcessRow, flags: bigint): void {
  const { out, target, debugger: d } = call,
    address = target.address(p.address),
    name = pointerText(p.address, target.bits);
  const session = pointerField(d, p.address, 'EPROCESS.Session') ?? 0n,
    sessionId = session === 0n ? 'none' : hex(valueField(d, session, 'MM_SESSION_SPACE.SessionId', 4) ?? 0n);
  const handles = valueField(d, p.objectTable, 'HANDLE_TABLE.HandleCount', 4);
  const ids = `SessionId: ${sessionId}  Cid: ${short(p.id, 4)}    Peb: ${short(p.peb, 8)}  ParentCid: ${short(p.parent, 4)}`;
  if (target.bits === 64) {
    out.line('PROCESS ', link(name, `!process ${address} 7`));
    out.line(`    ${ids}`);
  } else out.line('PROCESS ', link(name, `!process ${address} 7`), `  ${ids}`);
  out.line(
    `    DirBase: ${short(p.directory, 8)}  ObjectTable: ${pointerText(p.objectTable, target.bits)}  HandleCount: ${handles === undefined ? NOT_ACCESSIBLE : `${handles}.`}`,
  );
  out.line(`    Image: ${p.image}`);
  if (flags & 1n) times(call, p);
  out.line();
  if (flags & 2n) for (const thread of threads(d, p.address)) printThread(call, thread, (flags & 4n) !== 0n, '        ');
}
function times(call: Call, p: ProcessRow): void {
  const { out, target, debugger: d } = call,
    pointer = (path: string): string => pointerText(pointerField(d, p.address, path) ?? 0n, target.bits);
  out.line(`    VadRoot ${pointer('EPROCESS.VadRoot')} Vads 0 Clone 0 Private 0. Modified 0. Locked 0.`);
  out.line(`    DeviceMap ${pointer('EPROCESS.DeviceMap')}`);
  out.line(
    `    Token                             ${pointerText((pointerField(d, p.address, 'EPROCESS.Token') ?? 0n) & ~0xfn, target.bits)}`,
  );
  out.line('    ElapsedTime                       00:00:00.000');
  out.line('    UserTime                          00:00:00.000');
  out.line('    KernelTime                        00:00:00.000');
}

/** `!process [addr | pid | 0 | -1] [flags] [image]`. */
function process(call: Call): void {
  const { args, target, out, debugger: d } = call;
  args.take(/\/[sm]\s+\S+/);
  const first = args.atEnd ? undefined : args.expression();
  const flags = args.atEnd || /^[A-Za-z]\S*\.\w+\s*$/.test(args.rest.trim()) ? undefined : args.expression(),
    image = args.atEnd ? undefined : args.word()!;
  args.end();
  if (first !== 0n) call.kind = 'process_detail';
  if (d.guest.build.number === 0) throw plain('There are no processes here: this machine has no operating system');
  const all = processes(d);
  if (first === 0n) {
    if (image === undefined) out.line('**** NT ACTIVE PROCESS DUMP ****');
    const match = image === undefined ? undefined : matcher(image);
    for (const p of all) if (!match || match(p.image)) printProcess(call, p, flags ?? 3n);
    return;
  }
  if (first === undefined || first === 0xffff_ffff_ffff_ffffn || first === 0xffff_ffffn) {
    printProcess(call, describeProcess(d, target.process), flags ?? 3n);
    return;
  }
  const id = first < 0x1_0000n;
  if (id) out.line(`Searching for Process with Cid == ${hex(first)}`);
  const found = id ? all.find(p => p.id === first) : all.find(p => p.address === target.linear(first));
  if (!found && id) {
    out.line(`Could not find process with Cid ${hex(first)}`);
    return;
  }
  if (!found && target.value(target.linear(first), 1) === undefined)
    throw plain(`TYPE mismatch for process object at ${pointerText(target.linear(first), target.bits)}`);
  printProcess(call, found ?? describeProcess(d, target.linear(first)), flags ?? 0xfn);
}

const STATES = [
  'INITIALIZED',
  'READY',
  'RUNNING on processor 0',
  'STANDBY',
  'TERMINATED',
  'WAIT',
  'TRANSITION',
  'DEFERREDREADY',
  'GATEWAIT',
];
function printThread(call: Call, thread: bigint, stack: boolean, indent = ''): void {
  const { out, target, debugger: d } = call,
    { bits } = target;
  const pointer = (path: string): bigint => pointerField(d, thread, path) ?? 0n,
    value = (path: string, size: number): bigint => valueField(d, thread, path, size) ?? 0n;
  const text = (address: bigint): string => pointerText(address, bits),
    offset = offsetOf(d, 'ETHREAD.Cid') ?? 0;
  const processId = target.pointer(thread + BigInt(offset)) ?? 0n,
    threadId = target.pointer(thread + BigInt(offset + bits / 8)) ?? 0n;
  const owner = pointer(offsetOf(d, 'KTHREAD.Process') === undefined ? 'ETHREAD.ThreadsProcess' : 'KTHREAD.Process') || target.process;
  const state = thread === d.guest.system.thread ? 'RUNNING on processor 0' : (STATES[Number(value('KTHREAD.State', 1))] ?? 'UNKNOWN');
  out.line(
    indent,
    'THREAD ',
    link(text(thread), `!thread ${target.address(thread)}`),
    `  Cid ${hex(processId, 4)}.${hex(threadId, 4)}  Teb: ${text(pointer('KTHREAD.Teb'))} Win32Thread: ${text(pointer('KTHREAD.Win32Thread'))} ${state}`,
  );
  out.line(`${indent}Not impersonating`);
  out.line(`${indent}DeviceMap                 ${text(pointerField(d, owner, 'EPROCESS.DeviceMap') ?? 0n)}`);
  out.line(
    indent,
    'Owning Process            ',
    link(text(owner), `!process ${target.address(owner)} 0`),
    `       Image:         ${describeProcess(d, owner).image}`,
  );
  out.line(`${indent}Attached Process          N/A            Image:         N/A`);
  out.line(`${indent}Wait Start TickCount      ${String(value('KTHREAD.WaitTime', 4)).padEnd(15)}Ticks: 0`);
  out.line(`${indent}Context Switch Count      ${String(value('KTHREAD.ContextSwitches', 4)).padEnd(15)}IdealProcessor: 0             `);
  out.line(`${indent}UserTime                  00:00:00.000`);
  out.line(`${indent}KernelTime                00:00:00.000`);
  const start = pointer('ETHREAD.Win32StartAddress'),
    symbol = target.symbolText(start);
  out.line(`${indent}Win32 Start Address ${symbol === undefined ? `0x${text(start)}` : `${symbol} (0x${text(start)})`}`);
  out.line(`${indent}Stack Init ${text(pointer('KTHREAD.InitialStack'))} Current ${text(pointer('KTHREAD.KernelStack'))}`);
  out.line(`${indent}Base ${text(pointer('KTHREAD.StackBase'))} Limit ${text(pointer('KTHREAD.StackLimit'))} Call ${text(0n)}`);
  out.line(
    `${indent}Priority ${value('KTHREAD.Priority', 1)} BasePriority ${value('KTHREAD.BasePriority', 1)} PriorityDecrement 0 IoPriority 2 PagePriority 5`,
  );
  if (stack && thread === d.guest.system.thread)
    printFrames(target, out, walkStack(target, 0x14), { arguments: true, verbose: true, bare: false, distance: false, unnumbered: true });
  out.line();
}
function thread(call: Call): void {
  const { args, target } = call;
  while (args.take(/-[pt](?=\s|$)/) !== undefined);
  const given = args.atEnd || /^-1\b/.test(args.rest.trim()) ? (args.take(/-1/), target.thread) : target.linear(args.expression());
  const flags = args.atEnd ? 0x16n : args.expression();
  args.end();
  if (target.value(given, 1) === undefined)
    throw plain(`${pointerText(given, target.bits)} is not a thread object, interpreting as stack value...`);
  printThread(call, given, (flags & 4n) !== 0n || flags === 0x16n);
}

function environment(
  call: Call,
  address: bigint,
  title: string,
  type: string,
  rows: readonly (readonly [label: string, path: string, kind?: 'byte' | 'dword' | 'text' | 'pair'])[],
): void {
  const { out, target, debugger: d } = call;
  if (address === 0n || target.value(address, 1) === undefined)
    throw plain(`${title} ${address === 0n ? 'NULL' : `at ${pointerText(address, target.bits)} cannot be read`}...`);
  out.line(`${title} at `, addressLink(target, address, pointerText(address, target.bits)));
  for (const [label, path, kind] of rows) {
    const offset = offsetOf(d, `${type}.${path}`);
    if (offset === undefined) continue;
    const at = address + BigInt(offset),
      word = target.bits / 8;
    const shown =
      kind === 'byte'
        ? (target.value(at, 1) ?? 0n)
          ? 'Yes'
          : 'No'
        : kind === 'dword'
          ? String(target.value(at, 4) ?? 0n)
          : kind === 'text'
            ? (readCounted(target, at, 2) ?? '')
            : kind === 'pair'
              ? `${hex(target.pointer(at) ?? 0n, word * 2)} . ${hex(target.pointer(at + BigInt(word)) ?? 0n, word * 2)}`
              : pointerText(target.pointer(at) ?? 0n, target.bits);
    out.line(`    ${`${label}:`.padEnd(22)}${shown}`);
  }
}
const TEB_ROWS = [
  ['ExceptionList', 'NtTib.ExceptionList'],
  ['StackBase', 'NtTib.StackBase'],
  ['StackLimit', 'NtTib.StackLimit'],
  ['SubSystemTib', 'NtTib.SubSystemTib'],
  ['FiberData', 'NtTib.FiberData'],
  ['ArbitraryUserPointer', 'NtTib.ArbitraryUserPointer'],
  ['Self', 'NtTib.Self'],
  ['EnvironmentPointer', 'EnvironmentPointer'],
  ['ClientId', 'ClientId', 'pair'],
  ['RpcHandle', 'ActiveRpcHandle'],
  ['Tls Storage', 'ThreadLocalStoragePointer'],
  ['PEB Address', 'ProcessEnvironmentBlock'],
  ['LastErrorValue', 'LastErrorValue', 'dword'],
  ['LastStatusValue', 'LastStatusValue', 'dword'],
] as const;
const PEB_ROWS = [
  ['InheritedAddressSpace', 'InheritedAddressSpace', 'byte'],
  ['ReadImageFileExecOptions', 'ReadImageFileExecOptions', 'byte'],
  ['BeingDebugged', 'BeingDebugged', 'byte'],
  ['ImageBaseAddress', 'ImageBaseAddress'],
  ['NtGlobalFlag', 'NtGlobalFlag', 'dword'],
  ['Ldr', 'Ldr'],
  ['SubSystemData', 'SubSystemData'],
  ['ProcessHeap', 'ProcessHeap'],
  ['ProcessParameters', 'ProcessParameters'],
  ['KernelCallbackTable', 'KernelCallbackTable'],
  ['OSBuildNumber', 'OSBuildNumber', 'dword'],
] as const;
const chosen = ({ args, target }: Call, fallback: bigint): bigint => {
  const at = args.atEnd ? fallback : target.linear(args.expression());
  args.end();
  return at;
};

export const PROCESSES: readonly Command[] = [
  { names: ['!pcr'], syntax: '!pcr [cpu]', summary: 'The processor control region.', kind: 'pcr', run: controlRegion },
  { names: ['!prcb'], syntax: '!prcb [cpu]', summary: 'The processor control block.', kind: 'pcr', run: controlBlock },
  { names: ['!irql'], syntax: '!irql [cpu]', summary: 'The interrupt request level.', kind: 'text', run: interruptLevel },
  { names: ['!cpuinfo', '!cpuid'], syntax: '!cpuinfo [cpu]', summary: 'The processor.', kind: 'text', run: processorInfo },
  {
    names: ['!process'],
    syntax: '!process [0 | -1 | addr | pid] [flags] [image]',
    summary: 'Processes: 0 0 lists them.',
    arguments: ['flags: 1 times, 2 threads, 4 stacks'],
    kind: 'process_list',
    run: process,
  },
  { names: ['!thread'], syntax: '!thread [addr] [flags]', summary: 'A thread and its stack.', kind: 'thread_detail', run: thread },
  {
    names: ['!teb'],
    syntax: '!teb [addr]',
    summary: 'The thread environment block.',
    kind: 'thread_detail',
    run: call => environment(call, chosen(call, call.target.guest.system.teb), 'TEB', 'TEB', TEB_ROWS),
  },
  {
    names: ['!peb'],
    syntax: '!peb [addr]',
    summary: 'The process environment block.',
    kind: 'process_detail',
    run: call => environment(call, chosen(call, call.target.guest.system.peb), 'PEB', 'PEB', PEB_ROWS),
  },
];
