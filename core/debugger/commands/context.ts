/** Which registers and which address space the commands speak of: .trap .cxr .thread .process .frame .effmach */
import type { Call, Command } from '../command.ts';
import { printLocation } from '../location.ts';
import { pointerField } from '../processes.ts';
import { caret } from '../refusal.ts';
import { registerDump } from '../register-text.ts';
import { walkStack } from '../stack-walk.ts';
import type { Target } from '../target.ts';
import { fromBytes, hex } from '../text.ts';
import { fieldSize } from '../type-size.ts';
import { printFrames } from './stack.ts';

/** Field of a saved context -> register it holds, whole registers' names. */
const TRAP64: Readonly<Record<string, string>> = {
  Rax: 'rax',
  Rbx: 'rbx',
  Rcx: 'rcx',
  Rdx: 'rdx',
  Rsi: 'rsi',
  Rdi: 'rdi',
  Rbp: 'rbp',
  Rsp: 'rsp',
  Rip: 'rip',
  R8: 'r8',
  R9: 'r9',
  R10: 'r10',
  R11: 'r11',
  R12: 'r12',
  R13: 'r13',
  R14: 'r14',
  R15: 'r15',
  EFlags: 'efl',
  SegCs: 'cs',
  SegSs: 'ss',
  SegDs: 'ds',
  SegEs: 'es',
  SegFs: 'fs',
  SegGs: 'gs',
};
const TRAP32: Readonly<Record<string, string>> = {
  Eax: 'rax',
  Ebx: 'rbx',
  Ecx: 'rcx',
  Edx: 'rdx',
  Esi: 'rsi',
  Edi: 'rdi',
  Ebp: 'rbp',
  HardwareEsp: 'rsp',
  Esp: 'rsp',
  Eip: 'rip',
  EFlags: 'efl',
  SegCs: 'cs',
  HardwareSegSs: 'ss',
  SegSs: 'ss',
  SegDs: 'ds',
  SegEs: 'es',
  SegFs: 'fs',
  SegGs: 'gs',
};
/** x64 trap frames do not hold these; they read as zero. */
const MISSING64 = ['r12', 'r13', 'r14', 'r15'];

/** Registers saved in a structure at `base`; undefined where it cannot be read. */
function savedRegisters(target: Target, type: string, base: bigint): Map<string, bigint> | undefined {
  const layout = target.guest.layouts.find(type),
    names = target.bits === 64 ? TRAP64 : TRAP32;
  if (!layout) return undefined;
  const found = new Map<string, bigint>();
  for (const field of layout.fields) {
    const register = names[field.name];
    if (register === undefined) continue;
    const bytes = target.read(
      base + BigInt(field.offset),
      Math.min(fieldSize(target.guest.layouts, layout, field), register === 'efl' ? 4 : 8),
    );
    if (!bytes) return undefined;
    found.set(register, /^[cdefgs]s$/.test(register) ? fromBytes(bytes) & 0xffffn : fromBytes(bytes));
  }
  return found;
}
function show(call: Call): void {
  for (const line of registerDump(call.target, call.debugger.settings.registerMask)) call.out.line(line);
  printLocation(call.target, call.out);
  call.debugger.cursor.code = call.target.ip;
}
function reset(call: Call): void {
  call.kind = 'text';
  call.target.context = undefined;
  call.out.line('Resetting default scope');
}

function trap(call: Call): void {
  const { args, target, out } = call;
  if (args.atEnd) {
    reset(call);
    return;
  }
  const base = target.linear(args.expression());
  args.end();
  const saved = savedRegisters(target, '_KTRAP_FRAME', base);
  if (!saved) {
    out.line('Unable to read trap frame at ' + target.address(base));
    throw caret('Memory access', args.consumed);
  }
  if (target.bits === 64) {
    out.line('NOTE: The trap frame does not contain all registers.');
    out.line('Some register values may be zeroed or incorrect.');
    for (const name of MISSING64) saved.set(name, 0n);
    if (
      target.value(
        base + BigInt(target.guest.layouts.find('_KTRAP_FRAME')?.fields.find(f => f.name === 'ExceptionActive')?.offset ?? 0),
        1,
      ) === 2n
    )
      call.hint =
        "This frame is a system call's: RAX and the other volatile registers are those of the entry, R12 to R15 are in no trap frame.";
  } else {
    out.line(`ErrCode = ${hex(target.value(base + BigInt(target.guest.layouts.offset('KTRAP_FRAME.ErrCode')), 4) ?? 0n, 8)}`);
    if (((saved.get('cs') ?? 0n) & 3n) === 0n) {
      saved.set('rsp', base + BigInt(target.guest.layouts.offset('KTRAP_FRAME.HardwareEsp')));
      saved.set('ss', 0x10n);
    }
  }
  target.context = saved;
  show(call);
}
function contextRecord(call: Call): void {
  const { args, target } = call;
  if (args.atEnd) {
    reset(call);
    return;
  }
  const base = args.expression();
  args.end();
  if (base === 0n) {
    reset(call);
    return;
  }
  const saved = savedRegisters(target, '_CONTEXT', target.linear(base));
  if (!saved) throw caret('Memory access', args.consumed);
  target.context = saved;
  show(call);
}
function thread(call: Call): void {
  const { args, target, out, debugger: d } = call;
  while (args.take(/[-/][prPw]+(?=\s|$)/) !== undefined);
  if (args.atEnd) {
    target.thread = d.guest.system.thread;
    target.context = undefined;
    call.kind = 'text';
  } else {
    const address = target.linear(args.expression());
    args.end();
    target.thread = address === 0n ? d.guest.system.thread : address;
    const frame = pointerField(d, target.thread, 'KTHREAD.TrapFrame');
    target.context =
      target.thread === d.guest.system.thread || frame === undefined || frame === 0n
        ? undefined
        : savedRegisters(target, '_KTRAP_FRAME', frame);
  }
  out.line(`Implicit thread is now ${target.address(target.thread)}`);
}
function process(call: Call): void {
  const { args, target, out, debugger: d } = call;
  let letters = '';
  for (let option = args.take(/[-/][prPi]+(?=\s|$)/); option !== undefined; option = args.take(/[-/][prPi]+(?=\s|$)/))
    letters += option.slice(1);
  if (args.atEnd) {
    target.process = d.guest.system.process;
    target.directory = undefined;
    call.kind = 'text';
  } else {
    const address = target.linear(args.expression());
    args.end();
    target.process = address === 0n ? d.guest.system.process : address;
    if (letters.includes('i')) {
      invasive(call);
      return;
    }
    const directory = pointerField(d, target.process, 'KPROCESS.DirectoryTableBase');
    target.directory = target.process === d.guest.system.process ? undefined : directory;
  }
  out.line(`Implicit process is now ${target.address(target.process)}`);
  if (/p/i.test(letters)) out.line('.cache forcedecodeuser done');
  if (letters.includes('r')) {
    out.line('Loading User Symbols');
    out.line('.'.repeat(Math.max(1, target.guest.symbols.modules.filter(m => m.base < 0x8000_0000_0000n).length)));
  }
}
/** .process /i asks the target itself to switch; with one process to run there is nothing to wait for. */
function invasive(call: Call): void {
  const { out, target, debugger: d } = call;
  out.line('The context changes once the target runs: continue with g and press Enter.');
  out.line('When the debugger breaks in again, the process context is the one you asked for;');
  out.line('breakpoints in user space then belong to it.');
  if (target.process !== d.guest.system.process)
    call.hint = "Only the current process runs on this machine; .process without /i reads another one's memory.";
  target.process = d.guest.system.process;
}
function frame(call: Call): void {
  const { args, target, out } = call;
  let registers = false;
  for (let option = args.take(/[-/][rc]+(?=\s|$)/); option !== undefined; option = args.take(/[-/][rc]+(?=\s|$)/)) registers ||= option.includes('r');
  const number = args.atEnd ? 0 : Number(args.expression() & 0xffffn);
  args.end();
  const frames = walkStack(target, number + 1),
    found = frames[number];
  if (!found) {
    out.line(`Cannot find frame 0x${hex(number)}, previous scope unchanged`);
    return;
  }
  printFrames(target, out, frames, { arguments: false, verbose: false, bare: false, distance: false, only: number });
  if (registers) for (const line of registerDump(target, call.debugger.settings.registerMask)) out.line(line);
}
function effectiveMachine({ args, target, out, debugger: d }: Call): void {
  const name = args.word()?.toLowerCase();
  args.end();
  if (name !== undefined && !['x86', 'amd64', 'x64', '.', '*', '#'].includes(name)) throw caret('Syntax', args.consumed);
  if (name !== undefined && target.bits === 64) target.asX86 = name === 'x86';
  d.settings.machine = target.asX86 ? 'x86' : 'native';
  out.line(`Effective machine: ${target.codeBits === 64 ? 'x64 (AMD64)' : 'x86 compatible (x86)'}`);
}

export const CONTEXT: readonly Command[] = [
  {
    names: ['.trap'],
    syntax: '.trap [addr]',
    summary: 'Look from a trap frame: registers as it holds them; alone: from where the machine stands.',
    kind: 'context_set',
    run: trap,
  },
  {
    names: ['.cxr', '.ecxr'],
    syntax: '.cxr [addr]',
    summary: 'Look from a saved context record.',
    kind: 'context_set',
    run: contextRecord,
  },
  { names: ['.thread'], syntax: '.thread [addr]', summary: 'Look from a thread.', kind: 'context_set', run: thread },
  {
    names: ['.process'],
    syntax: '.process [/i] [/p] [/r] [addr]',
    summary: 'Read memory as a process sees it.',
    arguments: ['/i: let the target switch to it', '/p /r: read its pages and symbols anew'],
    kind: 'context_set',
    run: process,
  },
  { names: ['.frame'], syntax: '.frame [/r] [n]', summary: 'A frame of the call stack.', kind: 'context_set', run: frame },
  {
    names: ['.effmach'],
    syntax: '.effmach [x86 | amd64 | .]',
    summary: 'Which instruction set code is read as.',
    kind: 'text',
    run: effectiveMachine,
  },
];
