import { cameIn, type CameIn } from './moment/came-in.ts';
import { codeRows, type Ran } from './moment/code.ts';
import { doorOf, frameOf, serviceOf, stageOf } from './moment/call.ts';
import { editedRegisters, flagWords, registerRows, segmentRows, strip } from './moment/registers.ts';
import { wayOf, type Way } from './moment/stages.ts';
import { frameFields, nextText, painted, stackRows } from './moment/stack.ts';
import { timeView, type TimeView } from './moment/time.ts';
import { certainWay } from './moment/trail.ts';
import { ACTIVITY } from '../cpu/state.ts';
import { faultText } from './event-text.ts';
import { readString } from './strings.ts';
import type { Breakpoint } from './breakpoints.ts';
import type { Debugger } from './debugger.ts';
import { offsetOf } from './pseudo.ts';
import { hex } from './text.ts';
import { trapLayout } from './trap-frame.ts';

/** A Moment is a read-only picture of the machine after a line: plain data, made in one go, drawn by the panes. */

/** Which half of the address space a value points into. */
export type Half = 'user' | 'kernel';

export interface RegisterRow {
  readonly name: string;
  /** 16 (8 on x86) hex digits, or fewer for segments and flags. */
  readonly value: string;
  readonly changed: boolean;
  /** Value before the last stop. */
  readonly was: string;
  readonly half?: Half;
  /** A few words of what it holds here (`number`, `1st arg`, `RFLAGS`), where known. A message id, not text. */
  readonly role?: string;
}
export interface CodeRow {
  readonly address: bigint;
  /** `nt!KiSystemCall64:` printed before this row, where a symbol begins. */
  readonly label?: string;
  /** As `u` prints them. */
  readonly addressText: string;
  readonly bytes: string;
  readonly mnemonic: string;
  readonly operands: string;
  readonly half: Half;
  readonly now: boolean;
  /** Ran since the last ring change. */
  readonly trail: boolean;
  /** Ran last of all. */
  readonly last?: boolean;
  /** Where it leads, as far as its code says; `taken`: what its condition comes to now. */
  readonly goes?: { readonly to: bigint; readonly text: string; readonly calls: boolean; readonly taken?: boolean };
  readonly breakpoint?: 'enabled' | 'disabled';
  /** What it stores into the trap frame: offset (unless that is to be predicted) and field (`188`, `SegSs`); `skipped` for room made and not written. */
  readonly stores?: { readonly offset?: number; readonly field: string; readonly skipped: boolean };
  /** A margin note: a message id. */
  readonly note?: string;
}
export interface WordRow {
  readonly address: bigint;
  readonly addressText: string;
  readonly valueText: string;
  readonly half?: Half;
  /** `nt!X+0x14`, or the name of what lies here. */
  readonly symbol?: string;
  /** Offset inside the trap frame under construction, where it lies in one. */
  readonly frameOffset?: number;
  /** Field of the trap frame at this word. */
  readonly field?: string;
  readonly here: boolean;
  /** Below RSP, or room made but not written by this call. */
  readonly stale: boolean;
  /** Since the machine was last resumed; then `was` is what was here. */
  readonly changed: boolean;
  readonly was?: string;
}
export interface FrameField {
  readonly offset: number;
  readonly addressText: string;
  readonly size: number;
  readonly name: string;
  /** `stored`: written by this entry. `skipped`: room made, not written. `stale`: whatever was there. */
  readonly state: 'stored' | 'skipped' | 'stale' | 'next';
  readonly value?: string;
  readonly half?: Half;
}
export interface BreakpointRow {
  readonly id: number;
  /** Absent while its symbol has none. */
  readonly address?: bigint;
  readonly symbol: string;
  readonly enabled: boolean;
  /** `r 8`, `w 4`, `e 1`: stops at accesses. */
  readonly access?: string;
  /** How often it stopped the machine. */
  readonly hits: number;
  /** Hits still to come until it stops, where more than one was asked for. */
  readonly left?: number;
  readonly condition: string;
  readonly command: string;
  readonly oneShot: boolean;
}
/** Where a call is on its way: the descent of the window's head. */
export type Stage = 'stub' | 'entry' | 'dispatch' | 'copy' | 'service' | 'exit';
/** `trap`: an exception, an interrupt, or an INT that asks for no service. */
export type Door = 'syscall' | 'int2e' | 'sysenter' | 'trap';

export interface Moment {
  /** Position in the recording, `major:minor` in hex. */
  readonly position: string;
  readonly executed: bigint;
  readonly bits: 32 | 64;
  readonly ring: 0 | 3;
  readonly faulted: boolean;
  /** Why the machine runs no further by itself: it halted with nothing to wake it, shut down, or its system gave up. */
  readonly ended?: 'halted' | 'shutdown' | 'bugcheck';
  /** `#PF(4)`: what was raised, while its handler has not begun. */
  readonly fault?: string;
  readonly place: { readonly address: bigint; readonly symbol: string; readonly displacement: string };
  /** The next instruction: `push    rbp`. */
  readonly next: { readonly mnemonic: string; readonly operands: string };
  readonly process: string;
  /** Empty where no system has threads. */
  readonly threadText: string;
  /** The service being called, when in a call: `NtCreateFile (55h)`. */
  readonly service?: string;
  readonly stage: Stage;
  readonly door: Door;
  readonly way: Way;
  /** What the last change of ring did; absent before the first. */
  readonly cameIn?: CameIn;
  /** CS, SS, RSP, GS base, IF, CR3: what each is and was before the last ring change. */
  readonly strip: readonly {
    readonly name: string;
    readonly value: string;
    readonly was: string;
    readonly half?: Half;
    readonly changed: boolean;
  }[];
  readonly registers: readonly RegisterRow[];
  readonly segments: readonly RegisterRow[];
  /** `iopl=0 nv up di ng nz na po nc` as separate words. */
  readonly flags: readonly { readonly text: string; readonly changed: boolean }[];
  readonly efl: string;
  readonly code: readonly CodeRow[];
  readonly stack: readonly WordRow[];
  readonly frame?: {
    readonly address: bigint;
    readonly fields: readonly FrameField[];
    readonly size: number;
    /** Where the next store goes is to be predicted. */
    readonly withheld?: true;
  };
  readonly breakpoints: readonly BreakpointRow[];
  readonly time: TimeView;
  /** Registers, as the rows name them, that were changed from outside as the last thing that happened: going back undoes it. */
  readonly edited: readonly string[];
}

/** Read everything the panes show. Reads the machine and changes nothing. */
export function takeMoment(d: Debugger): Moment {
  const { target, execution, guest } = d,
    stage = stageOf(d),
    ran = whatRan(d),
    came = cameIn(d);
  const layout = trapLayout(target),
    base = frameOf(d),
    service = serviceOf(d),
    door = doorOf(d);
  const frame =
    base === undefined || !layout ? undefined : { address: base, size: layout.size, fields: frameFields(d, base, painted(d, ran.trail)) };
  const at = target.symbolText(target.ip) ?? target.address(target.ip),
    plus = at.lastIndexOf('+0x');
  return {
    position: execution.position,
    executed: guest.machine.executed,
    bits: target.bits,
    ring: target.ring,
    faulted: execution.faulted,
    ...ending(d),
    place: { address: target.ip, symbol: plus < 0 ? at : at.slice(0, plus), displacement: plus < 0 ? '' : at.slice(plus) },
    next: nextText(d),
    process: processName(d),
    threadText: guest.system.thread === 0n ? '' : target.address(guest.system.thread),
    ...(service !== undefined && { service }),
    stage,
    door,
    way: wayOf(d, door, stage, service),
    ...(came && { cameIn: came }),
    strip: strip(d),
    registers: registerRows(d, stage),
    segments: segmentRows(d),
    flags: flagWords(d),
    efl: hex(target.register('efl')!, 8),
    code: codeRows(d, ran),
    stack: stackRows(d, frame),
    ...(frame && { frame }),
    breakpoints: d.breakpoints.list.map(b => breakpointRow(d, b)),
    time: timeView(d),
    edited: editedRegisters(d),
  };
}
/** What was raised, while its handler has not begun. */
const raised = (d: Debugger): string | undefined => {
  const last = d.execution.known.lastEvent?.event;
  return d.execution.faulted && last?.vector !== undefined
    ? faultText({ vector: last.vector, ...(last.error !== undefined && { error: last.error }) })
    : undefined;
};
function ending(d: Debugger): Pick<Moment, 'ended' | 'fault'> {
  const activity = d.target.state.get('activity'),
    bugcheck = d.guest.symbols.find('nt!KeBugCheckEx')?.address,
    fault = raised(d);
  const ended =
    activity === ACTIVITY.shutdown
      ? 'shutdown'
      : bugcheck !== undefined && d.target.ip === bugcheck
        ? 'bugcheck'
        : activity === ACTIVITY.halted
          ? 'halted'
          : undefined;
  return { ...(ended && { ended }), ...(fault !== undefined && { fault }) };
}
function breakpointRow({ target }: Debugger, b: Breakpoint): BreakpointRow {
  return {
    id: b.id,
    ...(b.address !== undefined && { address: b.address }),
    symbol: b.address === undefined ? b.expression : (target.symbolText(b.address) ?? target.address(b.address)),
    enabled: b.enabled,
    ...(b.type !== 'x' && { access: `${b.type} ${b.size}` }),
    hits: b.hits ?? 0,
    ...(b.passes > 1 && { left: b.remaining }),
    condition: b.condition,
    command: b.command,
    oneShot: b.oneShot,
  };
}
/** What ran since the ring last changed, as far as it is certain. */
export function whatRan(d: Debugger): Ran {
  const { trail, known } = d.execution,
    { ringChange } = known,
    { target } = d;
  const count = ringChange ? Number(d.guest.machine.executed - ringChange.executed) : Infinity;
  if (count === 0) return { trail: new Set(), last: target.linear(ringChange!.event.from.rip) };
  if (!ringChange || count === trail.length) return { trail: new Set(trail), last: ringChange || trail.length > 0 ? trail.at(-1) : undefined };
  const way = certainWay(target, target.linear(ringChange.event.to.rip), target.ip, count);
  return { trail: new Set([...way.all, ...trail]), last: way.last };
}
function processName(d: Debugger): string {
  const offset = offsetOf(d, 'EPROCESS.ImageFileName'),
    { process } = d.guest.system;
  return offset === undefined || process === 0n ? '' : (readString(d.target, process + BigInt(offset), 1, 15) ?? '');
}
