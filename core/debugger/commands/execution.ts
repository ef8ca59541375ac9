/** Running and stepping: g, p, t and their kin. */
import type { Call, Command } from '../command.ts';
import { unescape } from '../expression.ts';
import { Resumed, type Outcome, type Temporary } from '../execution.ts';
import type { Instruction } from '../instruction.ts';
import { condition } from '../condition.ts';
import { caret, plain } from '../refusal.ts';
import { walkStack } from '../stack-walk.ts';
import type { Output } from '../text.ts';
import type { Running } from '../types.ts';

const TEMPORARIES = 10;
/** Steps between two pauses of a stepping loop. */
const PAUSE = 64;

/** Let the guest run with `body`; inside a breakpoint's command, end that command and do so then. */
function* resume(call: Call, go: boolean, body: (out: Output) => Running<void>): Running<void> {
  const { execution } = call.debugger;
  if (execution.inBreakpoint) throw new Resumed(go, body);
  execution.resume(call.args.consumed);
  yield* body(call.out);
}
/** `=start`. */
function startAt(call: Call): void {
  const { args, target } = call;
  if (args.take(/=/) === undefined) return;
  const start = args.expression();
  target.setRegister(target.bits === 64 ? 'rip' : 'eip', start);
}

function* go(call: Call): Running<void> {
  const { args, target, debugger: d } = call;
  startAt(call);
  const temporaries: Temporary[] = [];
  while (!args.atEnd && args.peek() !== ';') {
    if (temporaries.length === TEMPORARIES) throw caret('Syntax', args.consumed);
    temporaries.push({ address: target.linear(args.expression()) });
  }
  yield* resume(call, temporaries.length === 0, function* (out) {
    const outcome = yield* d.execution.run(temporaries, out);
    d.execution.report(outcome, out);
  });
}
function* goUp(call: Call): Running<void> {
  const { args, target, debugger: d } = call;
  args.end();
  yield* resume(call, false, function* (out) {
    const frame = walkStack(target, 1)[0];
    if (!frame || frame.returnTo === 0n) throw plain('There is no calling frame to go up to.');
    const { returnTo, callerSp } = frame,
      user = returnTo >> 47n === 0n && target.bits === 64;
    const holds = (): boolean => user !== (target.ring === 0) && (frame.trap !== undefined || target.sp >= callerSp);
    d.execution.report(
      yield* d.execution.run(
        [{ address: target.linear(returnTo), holds: target.bits === 32 ? () => target.sp >= callerSp || frame.trap !== undefined : holds }],
        out,
      ),
      out,
    );
  });
}

type Test = (i: Instruction, call: Call) => boolean;
const isCall: Test = i => i.flow === 'call' || i.flow === 'system-call';
const isReturn: Test = i => i.flow === 'return' || i.flow === 'system-return';
const isBranch: Test = i => i.flow !== 'next';
const UNTIL: Readonly<Record<string, Test>> = {
  c: isCall,
  t: isReturn,
  ct: (i, call) => isCall(i, call) || isReturn(i, call),
  h: isBranch,
  b: (i, call) => isBranch(i, call) && (i.flow !== 'branch' || condition(call.target, i.mnemonic) === true),
};

function* steps(call: Call, over: boolean): Running<void> {
  const { args, debugger: d } = call;
  if (args.take(/r(?=\s*$)/) !== undefined) {
    toggleRegisters(call);
    return;
  }
  startAt(call);
  const count = args.atEnd || args.peek() === '"' ? 1n : args.expression();
  const command = args.peek() === '"' ? unescape(args.quoted()!) : '';
  args.end();
  yield* resume(call, false, function* (out) {
    for (let n = 0n; n < count; n++) {
      const outcome = over ? yield* d.execution.stepOver(out) : d.execution.step();
      const ended = outcome !== undefined && outcome.why !== 'temporary';
      d.execution.report(outcome, out);
      if (command !== '') yield* d.perform(command, out);
      if (ended) return;
      if (n % 16n === 15n) yield* d.execution.breathe();
    }
  });
}
/** pa, ta: up to an address, showing each step. */
function* stepsTo(call: Call, over: boolean): Running<void> {
  const { args, target, debugger: d } = call;
  startAt(call);
  const address = target.linear(args.expression());
  const command = args.peek() === '"' ? unescape(args.quoted()!) : '';
  args.end();
  yield* resume(call, false, function* (out) {
    let n = 0;
    do {
      const outcome = over ? yield* d.execution.stepOver(out) : d.execution.step();
      d.execution.report(outcome, out);
      if (command !== '') yield* d.perform(command, out);
      if (outcome && outcome.why !== 'temporary') return;
      if (++n % PAUSE === 0) yield* d.execution.breathe();
    } while (target.ip !== address);
  });
}
/** pc, tc, pt, tt, pct, tct, ph, th, tb: up to the next instruction of a kind. */
function* stepsUntil(call: Call, over: boolean, test: Test): Running<void> {
  const { args, target, debugger: d } = call;
  startAt(call);
  const count = args.atEnd ? 1n : args.expression();
  args.end();
  yield* resume(call, false, function* (out) {
    let outcome: Outcome | undefined,
      steps = 0;
    for (let n = 0n; n < count;) {
      outcome = over ? yield* d.execution.stepOver(out) : d.execution.step();
      if (outcome && outcome.why !== 'temporary') break;
      const i = target.instruction(target.ip);
      if (!i || i === 'unreadable' || test(i, call)) n++;
      if (++steps % PAUSE === 0) yield* d.execution.breathe();
    }
    d.execution.report(outcome, out);
  });
}
function toggleRegisters({ args, debugger: d }: Call): void {
  args.end();
  d.settings.registersAtStop = !d.settings.registersAtStop;
}

const STEP = ['count: how many', '=start: from this address', '"commands": after each step'];
const until = (letter: string, what: string): Command[] =>
  (['p', 't'] as const)
    .filter(over => !(over === 'p' && letter === 'b'))
    .map(over => ({
      names: [over + letter],
      syntax: `${over}${letter} [=start] [count]`,
      kind: 'step',
      summary: `${over === 'p' ? 'Step' : 'Trace'} to the next ${what}.`,
      run: call => stepsUntil(call, over === 'p', UNTIL[letter]!),
    }));

export const EXECUTION: readonly Command[] = [
  {
    names: ['g', 'gh', 'gn', 'gN', 'gc'],
    syntax: 'g [=start] [address ...]',
    summary: "Run, up to a breakpoint or one of the addresses; gc goes on from a breakpoint's commands.",
    arguments: ['address: stop there this once'],
    kind: 'run_until_break',
    run: go,
  },
  { names: ['gu'], syntax: 'gu', summary: 'Run until the current function has returned.', kind: 'run_until_break', run: goUp },
  {
    names: ['p'],
    syntax: 'p [=start] [count] ["commands"]',
    summary: 'One instruction, stepping over calls.',
    arguments: STEP,
    kind: 'step',
    run: call => steps(call, true),
  },
  {
    names: ['t'],
    syntax: 't [=start] [count] ["commands"]',
    summary: 'One instruction, into calls, system calls and interrupts.',
    arguments: STEP,
    kind: 'step',
    run: call => steps(call, false),
  },
  {
    names: ['pa'],
    syntax: 'pa [=start] address',
    summary: 'Step to an address, showing each step.',
    kind: 'step',
    run: call => stepsTo(call, true),
  },
  {
    names: ['ta'],
    syntax: 'ta [=start] address',
    summary: 'Trace to an address, showing each step.',
    kind: 'step',
    run: call => stepsTo(call, false),
  },
  ...until('c', 'call'),
  ...until('t', 'return'),
  ...until('ct', 'call or return'),
  ...until('h', 'branching instruction'),
  ...until('b', 'branch that is taken'),
  { names: ['pr', 'tr'], syntax: 'pr', summary: 'Switch the registers at each step on or off.', kind: 'no_output', run: toggleRegisters },
];
