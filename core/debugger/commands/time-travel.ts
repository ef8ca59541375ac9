/** Going back: t- p- g- g-u, !tt and !positions, and questions to the recording. */
import type { GuestEvent } from '../../machine/machine.ts';
import { isBefore, type Position } from '../../machine/checkpoint.ts';
import type { Call, Command } from '../command.ts';
import type { Debugger } from '../debugger.ts';
import { doorText, isSystemCall } from '../event-text.ts';
import { evaluateAll } from '../expression.ts';
import { caret, plain, Refusal } from '../refusal.ts';
import { endingAt, walkStack } from '../stack-walk.ts';
import { hex, link } from '../text.ts';
import { Told } from '../told.ts';
import type { Running } from '../types.ts';

const START = 'TTD: Start of trace encountered.';
/** Rows of a list; the latest count. */
const ROWS = 200;
/** Steps back between two pauses. */
const PAUSE = 8n;

function report(call: Call): void {
  const { debugger: d, out } = call;
  d.execution.arrived();
  out.line(`Time Travel Position: ${d.execution.position}`);
  d.execution.report(undefined, out);
}
function begin(call: Call): void {
  const { execution } = call.debugger;
  execution.settleEdits();
  execution.timeline.begin();
}
/** Before a move: what it changes is told from here. */
function depart(call: Call): void {
  begin(call);
  call.debugger.execution.depart();
}
/** A pause in a search; Break ends it where it began, so that a line broken into has moved nothing. */
function* pause(call: Call, began: Position): Running<void> {
  try {
    yield* call.debugger.execution.breathe();
  } catch (error) {
    call.debugger.execution.timeline.goTo(began);
    throw error;
  }
}
/** Let the recording work, and Break end it. */
function* working<T>(call: Call, work: Generator<void, T>, began = call.debugger.execution.timeline.now): Running<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    yield* pause(call, began);
  }
}

/** Instructions that may have called what returns to `to`. */
function callsBefore({ target }: Call, to: bigint): Set<bigint> {
  const calls = [...endingAt(target, to)].filter(i => i.flow === 'call' || i.flow === 'system-call' || i.flow === 'interrupt');
  return new Set(calls.map(i => i.address));
}

function* stepBack(call: Call, over: boolean): Running<void> {
  const { args, target, debugger: d } = call,
    { timeline } = d.execution;
  const count = args.atEnd ? 1n : args.expression();
  args.end();
  depart(call);
  const { now } = timeline;
  for (let n = 0n; n < count; n++) {
    const { ip, sp, ring } = target;
    if (!timeline.back()) {
      call.out.line(START);
      break;
    }
    const i = target.instruction(target.ip);
    if (over && i && i !== 'unreadable' && (i.flow === 'return' || i.flow === 'system-return')) {
      const calls = callsBefore(call, ip);
      if (calls.size) yield* working(call, timeline.lastAt(calls, () => target.ring === ring && target.sp <= sp), now);
    }
    if (n % PAUSE === PAUSE - 1n) yield* pause(call, now);
  }
  report(call);
}

/** Does a breakpoint hold at this moment? */
function holds(call: Call): boolean {
  const { debugger: d, target } = call;
  return d.breakpoints.at(target.ip).some(b => {
    if (!b.enabled) return false;
    if (b.condition === '') return true;
    try {
      return evaluateAll(b.condition, d.scope) !== 0n;
    } catch (error) {
      if (error instanceof Refusal) return true;
      throw error;
    }
  });
}
function* goBack(call: Call): Running<void> {
  const { args, debugger: d, target, out } = call,
    { timeline } = d.execution;
  const stops = new Set(d.breakpoints.code);
  while (!args.atEnd) stops.add(target.linear(args.expression()));
  const typed = stops.size > d.breakpoints.code.length;
  depart(call);
  const { now } = timeline;
  let latest: Position | undefined;
  if (stops.size && (yield* working(call, timeline.lastAt(stops, () => typed || holds(call)), now))) latest = timeline.now;
  for (const b of d.breakpoints.data) {
    const physical = d.guest.machine.memory.physical(b.address!);
    timeline.goTo(now);
    if (physical === undefined || !(yield* working(call, timeline.lastWrite(physical, b.size), now))) continue;
    if (!latest || isBefore(latest, timeline.now)) latest = timeline.now;
  }
  timeline.goTo(latest ?? timeline.start);
  if (!latest) out.line(START);
  for (const b of latest ? d.breakpoints.at(target.ip) : []) if (b.enabled) out.line(`Breakpoint ${b.id} hit`);
  report(call);
}
function* goUpBack(call: Call): Running<void> {
  const { args, target, debugger: d } = call;
  args.end();
  depart(call);
  const frame = walkStack(target, 1)[0],
    calls = frame && frame.returnTo !== 0n ? callsBefore(call, frame.returnTo) : new Set<bigint>();
  const { sp, ring } = target;
  if (!calls.size || !(yield* working(call, d.execution.timeline.lastAt(calls, () => target.ring !== ring || target.sp >= sp))))
    throw plain('The call that led here is not in the recording.');
  report(call);
}

/** `!tt`, `!tt 50`, `!tt 2C8:1A`, `!tt start`, `!tt branch 0`. */
function travel(call: Call): void {
  const { args, debugger: d, out } = call,
    { timeline } = d.execution;
  begin(call);
  const text = args.rest.trim(),
    { start, end, now } = timeline,
    length = end.executed - start.executed;
  if (text === '') {
    const percent = length === 0n ? 100n : ((now.executed - start.executed) * 100n) / length;
    out.line(`Position: ${d.execution.position} (${percent}%)`);
    out.line(`Instructions: ${now.executed - start.executed} of ${length}, ${end.events - start.events} events`);
    timeline.branches.forEach((b, n) => {
      out.line(`Branch ${n}: left at instruction ${b.leftAt.executed - start.executed}, ends at ${b.end.executed - start.executed}   `, link('go', `!tt branch ${n}`));
    });
    return;
  }
  depart(call);
  const position = /^([0-9a-f`]+):([0-9a-f`]+)(?:\.(\d+))?$/i.exec(text),
    percent = /^\d{1,3}$/.test(text) ? BigInt(text) : undefined,
    branch = /^branch\s+(\d+)$/i.exec(text);
  const number = (digits: string): bigint => BigInt(`0x${digits.replaceAll('`', '')}`);
  if (branch) {
    if (!timeline.take(Number(branch[1]))) throw plain(`There is no branch ${branch[1]}; !tt lists them.`);
  } else if (/^start$/i.test(text)) timeline.goTo(start);
  else if (/^end$/i.test(text)) timeline.goTo(end);
  else if (percent !== undefined && percent <= 100n)
    timeline.goTo(percent === 100n ? end : { executed: start.executed + (length * percent) / 100n, events: 0n });
  else if (position) {
    if (!timeline.find(number(position[1]!), number(position[2]!), position[3] === undefined ? undefined : Number(position[3]))) throw plain(`Position ${text} is not in the recording; !tt shows where it ends.`);
  } else throw caret('Syntax', args.consumed, 'A position such as 2C8:1A (2C8:1A.0 is before the first change made there), a percentage, start, end, or branch and its number.');
  report(call);
}
function positions({ args, debugger: d, out }: Call): void {
  args.end();
  out.line(`>Thread ID=0x0000 - Position: `, link(d.execution.position, `!tt ${d.execution.position}`));
}

/** `!lastwrite address [size]` or `!lastwrite register`. */
function* lastWrite(call: Call): Running<void> {
  const { args, target, debugger: d } = call,
    { timeline } = d.execution;
  const name = /^@?([a-z]\w*)$/i.exec(args.rest.trim())?.[1]?.toLowerCase();
  depart(call);
  if (name !== undefined && target.register(name) !== undefined) {
    const value = target.register(name)!,
      { now } = timeline;
    while (timeline.back()) {
      if (target.register(name) !== value) return report(call);
      if (timeline.now.executed % 64n === 0n) yield* pause(call, now);
    }
    timeline.goTo(now);
    throw plain(`${name} has not changed since the start.`);
  }
  const address = target.linear(args.expression()),
    size = args.atEnd ? BigInt(target.bits / 8) : args.expression();
  args.end();
  const physical = d.guest.machine.memory.physical(address);
  if (physical === undefined) throw plain(`Memory access error at '${hex(address)}'`);
  if (size < 1n || size > 4096n) throw plain('The size is 1 to 1000h bytes.');
  if (!(yield* working(call, timeline.lastWrite(physical, Number(size))))) throw plain('Nothing has changed it since the start.');
  report(call);
}

/** What was made of recordings, by console. */
const told = new WeakMap<Debugger, { readonly transitions: Told<Transition>; readonly calls: Told<ServiceCall> }>();
function toldOf({ debugger: d }: Call): { readonly transitions: Told<Transition>; readonly calls: Told<ServiceCall> } {
  const known = told.get(d) ?? { transitions: new Told<Transition>(), calls: new Told<ServiceCall>() };
  told.set(d, known);
  return known;
}
interface Transition {
  readonly event: GuestEvent;
  readonly position: string;
}
const ring = ({ event }: Transition): string => `ring ${event.from.cpl}→${event.to.cpl}`;
/** `!transitions`: every change of ring, with its door. */
function* transitions(call: Call): Running<void> {
  const { args, target, debugger: d, out } = call;
  args.end();
  begin(call);
  const rows = yield* working(
    call,
    toldOf(call).transitions.rows(d.execution.timeline, (event, all) => {
      if (event.from.cpl !== event.to.cpl) all.push({ event, position: d.execution.position });
    }),
  );
  if (rows.length > ROWS) out.line(`${rows.length} transitions; the last ${ROWS}:`);
  for (const row of rows.slice(-ROWS)) {
    const { event } = row,
      door = doorText(event),
      to = target.symbolText(event.to.rip) ?? target.address(event.to.rip);
    out.line(link(row.position.padEnd(10), `!tt ${row.position}`), ` ${ring(row)}  ${door.padEnd(14)} ${to}`);
  }
  if (!rows.length) out.line('The ring has not changed in this recording.');
}

interface ServiceCall {
  readonly position: string;
  readonly number: bigint;
  readonly args: readonly bigint[];
  status?: bigint;
}
/** `!syscalls`: calls through the service table with number, routine, arguments and status. */
function* systemCalls(call: Call): Running<void> {
  const { args, target, debugger: d, out } = call,
    wide = target.bits === 64;
  args.end();
  begin(call);
  const word = (at: bigint): bigint => target.pointer(at) ?? 0n;
  const argumentsAt = (event: GuestEvent): readonly bigint[] => {
    if (wide) return ['r10', 'rdx', 'r8', 'r9'].map(r => target.register(r) ?? 0n);
    const user = (target.register('edx') ?? 0n) + (event.kind === 'sysenter' ? 8n : 0n);
    return [0n, 4n, 8n, 12n].map(n => word(user + n));
  };
  const rows = yield* working(
    call,
    toldOf(call).calls.rows(d.execution.timeline, (event, all) => {
      if (event.to.cpl === 0 && isSystemCall(event))
        all.push({ position: d.execution.position, number: (target.register(wide ? 'rax' : 'eax') ?? 0n) & 0xffff_ffffn, args: argumentsAt(event) });
      else if (event.to.cpl === 3 && all.length) all.at(-1)!.status ??= (target.register(wide ? 'rax' : 'eax') ?? 0n) & 0xffff_ffffn;
    }),
  );
  if (rows.length > ROWS) out.line(`${rows.length} calls; the last ${ROWS}:`);
  for (const { position, number, args: values, status } of rows.slice(-ROWS)) {
    const service = d.guest.services.find(s => BigInt(s.number) === number),
      shown = values.slice(0, service?.args).map(v => hex(v)),
      result = status === undefined ? 'still inside' : hex(status, 8);
    if ((service?.args ?? Infinity) > values.length) shown.push('…');
    out.line(
      link(position.padEnd(10), `!tt ${position}`),
      ` ${hex(number, 4)} ${service?.name ?? '(no such service)'}(${shown.join(', ')}) = ${result}`,
    );
  }
  if (!rows.length) out.line('No system call in this recording.');
}

export const TIME_TRAVEL: readonly Command[] = [
  { names: ['t-'], syntax: 't- [count]', summary: 'Back before the last instruction.', kind: 'time_travel', run: call => stepBack(call, false) },
  { names: ['p-'], syntax: 'p- [count]', summary: 'Back before the last instruction, over calls.', kind: 'time_travel', run: call => stepBack(call, true) },
  { names: ['g-'], syntax: 'g- [address ...]', summary: 'Back to the last breakpoint, or to the start.', kind: 'time_travel', run: goBack },
  { names: ['gu-', 'g-u'], syntax: 'g-u', summary: 'Back to the call of this function.', kind: 'time_travel', run: goUpBack },
  { names: ['!tt'], syntax: '!tt [position | percent | start | end | branch n]', summary: 'Where in time this is; or go there.', kind: 'time_travel', run: travel },
  { names: ['!positions'], syntax: '!positions', summary: 'The position of each thread.', kind: 'time_travel', run: positions },
  {
    names: ['!lastwrite'],
    syntax: '!lastwrite address [size] | register',
    summary: 'Back before the instruction that last changed it.',
    kind: 'time_travel',
    run: lastWrite,
  },
  { names: ['!transitions'], syntax: '!transitions', summary: 'Every change of ring in the recording, with its door.', kind: 'text', run: transitions },
  { names: ['!syscalls'], syntax: '!syscalls', summary: 'Every system call in the recording.', kind: 'text', run: systemCalls },
];
