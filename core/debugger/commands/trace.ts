/** wt: a function traced to its end, as a tree of calls with instruction counts. */
import type { Call, Command } from '../command.ts';
import { evaluate } from '../expression.ts';
import { Resumed } from '../execution.ts';
import { walkStack } from '../stack-walk.ts';
import type { Output } from '../text.ts';
import type { Running } from '../types.ts';

interface Level {
  readonly name: string;
  own: number;
  children: number;
  /** Stack pointer at its first instruction. */
  readonly sp: bigint;
}
interface Tally {
  calls: number;
  least: number;
  most: number;
  total: number;
}
const PAUSE = 256;

class Trace {
  readonly #call: Call;
  readonly #out: Output;
  readonly #levels: Level[];
  readonly #tallies = new Map<string, Tally>();
  readonly #quiet: boolean;
  /** Calls deeper than this have no row. */
  readonly #deepest: number;
  executed = 0;
  events = 0;
  systemCalls = 0;

  constructor(call: Call, out: Output, quiet: boolean, deepest: number) {
    this.#call = call;
    this.#out = out;
    this.#quiet = quiet;
    this.#deepest = deepest;
    this.#levels = [this.#enter()];
  }
  #enter(): Level {
    const { target } = this.#call;
    return {
      name: (target.symbolText(target.ip) ?? target.address(target.ip)).replace(/\+0x[0-9a-f]+$/, ''),
      own: 0,
      children: 0,
      sp: target.sp,
    };
  }
  get depth(): number {
    return this.#levels.length;
  }
  /** One row: instructions of the function so far, those of its calls, depth, name. */
  #row(): void {
    const level = this.#levels.at(-1)!,
      depth = this.#levels.length - 1;
    this.events++;
    if (!this.#quiet && depth <= this.#deepest)
      this.#out.line(
        `${String(level.own).padStart(5)} ${String(level.children).padStart(5)} [${String(depth).padStart(3)}] ${'  '.repeat(depth)}${level.name}`,
      );
  }
  #leave(): void {
    const level = this.#levels.pop()!,
      tally = this.#tallies.get(level.name) ?? { calls: 0, least: Infinity, most: 0, total: 0 };
    tally.calls++;
    tally.least = Math.min(tally.least, level.own);
    tally.most = Math.max(tally.most, level.own);
    tally.total += level.own;
    this.#tallies.set(level.name, tally);
    const caller = this.#levels.at(-1);
    if (caller) caller.children += level.own + level.children;
  }
  /** Step once. False when the traced function has returned. */
  step(): boolean {
    const { target, debugger: d } = this.#call,
      i = target.instruction(target.ip),
      level = this.#levels.at(-1)!;
    const stop = d.execution.step();
    this.executed++;
    level.own++;
    if (stop) return false;
    if (!i || i === 'unreadable') return true;
    if (i.flow === 'call' || i.flow === 'system-call') {
      this.#row();
      if (i.flow === 'system-call') this.systemCalls++;
      this.#levels.push(this.#enter());
    } else if (i.flow === 'return' || i.flow === 'system-return') {
      this.#row();
      this.#leave();
    }
    return this.#levels.length > 0;
  }
  finish(): void {
    while (this.#levels.length > 0) {
      this.#row();
      this.#leave();
    }
  }
  summary(showTable: boolean): void {
    const out = this.#out;
    out.line();
    out.line(`${this.executed} instructions were executed in ${this.events} events (0 from other threads)`);
    out.line();
    if (showTable) {
      out.line(`${'Function Name'.padEnd(43)} Invocations MinInst MaxInst AvgInst`);
      for (const [name, t] of [...this.#tallies].sort(([a], [b]) => (a < b ? -1 : 1))) {
        out.line(
          `${name.padEnd(43)} ${String(t.calls).padStart(11)} ${String(t.least).padStart(7)} ${String(t.most).padStart(7)} ${String(Math.round(t.total / t.calls)).padStart(7)}`,
        );
      }
      out.line();
    }
    out.line(`${this.systemCalls} system call${this.systemCalls === 1 ? ' was' : 's were'} executed`);
    out.line();
  }
}

function* watch(call: Call): Running<void> {
  const { args, target, debugger: d } = call;
  let options = '';
  for (
    let option = args.take(/-(?:nc|ns|nw|oa|or|oR|i\s+\S+|m\s+\S+|l\s+\S+|n[a-z]*)(?=\s|$)/);
    option !== undefined;
    option = args.take(/-(?:nc|ns|nw|oa|or|oR|i\s+\S+|m\s+\S+|l\s+\S+|n[a-z]*)(?=\s|$)/)
  )
    options += ` ${option}`;
  if (args.take(/=/) !== undefined) target.setRegister(target.bits === 64 ? 'rip' : 'eip', args.expression());
  const end = args.atEnd ? undefined : target.linear(args.expression());
  args.end();
  const body = function* (out: Output): Running<void> {
    const back = end ?? walkStack(target, 1)[0]?.returnTo ?? 0n;
    out.line(`Tracing ${target.symbolText(target.ip) ?? target.address(target.ip)} to return address ${target.address(back)}`);
    const depth = /-l\s+(\S+)/.exec(options)?.[1];
    const trace = new Trace(call, out, options.includes('-nc'), depth === undefined ? Infinity : Number(evaluate(depth, 0, d.scope).value));
    while (target.ip !== end && trace.step()) if (trace.executed % PAUSE === 0) yield* d.execution.breathe();
    trace.finish();
    if (!options.includes('-nw') && !options.includes('-ns')) trace.summary(true);
    else if (!options.includes('-nw')) trace.summary(false);
    d.execution.report(undefined, out);
  };
  if (d.execution.inBreakpoint) throw new Resumed(false, body);
  d.execution.resume(args.consumed);
  yield* body(call.out);
}

export const TRACE: readonly Command[] = [
  {
    names: ['wt'],
    syntax: 'wt [-l depth] [-nc] [-ns] [-nw] [= start] [end]',
    summary: 'Trace a function to its end and count instructions.',
    arguments: ['-l n: the tree down to n calls deep', '-nc: no tree', '-ns: no table', '-nw: no summary'],
    kind: 'trace',
    run: watch,
  },
];
