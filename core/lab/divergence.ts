/** Where two recorded sessions first differ: both are run side by side, and in the input after which they differ the first such instruction is sought. */
import { guestCells } from '../cpu/hash.ts';
import { RAM } from '../cpu/state.ts';
import type { Running } from '../debugger/types.ts';
import { isBefore, type Position } from '../machine/checkpoint.ts';
import type { Machine } from '../machine/machine.ts';
import { success, type Result } from '../problem.ts';
import type { Input } from './input.ts';
import { markOf, stepOf, type Run, type RunStep } from './labrun.ts';
import { bounded, openRun, type ReplayOptions } from './replay.ts';
import type { Session } from './session.ts';

/** A register by its cell's name, or eight bytes at a physical address. */
export interface DifferenceRow {
  readonly name: string;
  readonly a: bigint;
  readonly b: bigint;
}
export interface Divergence {
  /** Counted from 1; 0 is the machine as it was made. */
  readonly input: number;
  /** What each run does there; undefined where it has ended. */
  readonly a: Input | undefined;
  readonly b: Input | undefined;
  /**
   * `state`: the machines differ from `position` on. `longer`: they are equal up to `position`, where one of them stopped. `verdict`: only
   * what came of an answer or a hint differs. `length`: one run has no more inputs.
   */
  readonly what: 'state' | 'longer' | 'verdict' | 'length';
  readonly position: string;
  readonly registers: readonly DifferenceRow[];
  /** The first ROWS of `words`. */
  readonly memory: readonly DifferenceRow[];
  /** Groups of eight bytes that differ. */
  readonly words: number;
}
export const ROWS = 32;

/** @returns undefined where both end equal. @problems those of openRun */
export function* divergence(
  a: Run,
  b: Run,
  of: { readonly a: ReplayOptions; readonly b: ReplayOptions },
): Running<Result<Divergence | undefined>> {
  const first = openRun(a, of.a);
  if (!first.ok) return first;
  const second = openRun(b, of.b);
  if (!second.ok) return second;
  const pair: Pair = { a: first.value, b: second.value },
    most = Math.max(a.steps.length, b.steps.length);
  if (!areEqual(pair)) return success(describe(pair, 0, undefined, undefined, 'state'));
  for (let n = 0; n < most; n++) {
    const [x, y] = [a.steps[n], b.steps[n]],
      found = (what: Divergence['what']): Result<Divergence> => success(describe(pair, n + 1, x?.input, y?.input, what));
    if (!x || !y) return found('length');
    const console = pair.a.debugger,
      from = console.execution.timeline.now;
    const came = [yield* done(pair.a, x), yield* done(pair.b, y)];
    if (!areEqual(pair)) return found(pair.a.debugger === console ? narrow(pair, from) : 'state');
    if (came[0] !== came[1]) return found('verdict');
  }
  return success(undefined);
}
interface Pair {
  readonly a: Session;
  readonly b: Session;
}
/** @returns what came of the input, as text; a step or hint the exercise has not is nothing */
function* done(session: Session, step: RunStep): Running<string> {
  if (!session.accepts(step.input)) return '';
  const came = stepOf(session, yield* session.apply(bounded(step)));
  return JSON.stringify([came?.verdict, came?.cost]);
}
function areEqual({ a, b }: Pair): boolean {
  const [x, y] = [markOf(a), markOf(b)];
  return x.at === y.at && x.hash === y.hash;
}

/** Be, in both, at the first moment of the input's run at which they differ, or at the last they have in common. */
function narrow({ a, b }: Pair, from: Position): 'state' | 'longer' {
  const [x, y] = [a.debugger.execution.timeline, b.debugger.execution.timeline],
    ends = [x.now, y.now] as const,
    common = isBefore(ends[0], ends[1]) ? ends[0] : ends[1];
  if (!isBefore(from, common)) return 'state';
  const go = (p: Position, q: Position = p): void => {
    x.goTo(p);
    y.goTo(q);
  };
  const differAt = (executed: bigint): boolean => {
    go({ executed, events: 0n });
    return !areEqual({ a, b });
  };
  go(common);
  if (areEqual({ a, b })) {
    go(...ends);
    return 'longer';
  }
  let [low, high] = [from.executed, common.executed];
  while (low < high) {
    const middle = (low + high) / 2n;
    if (differAt(middle)) high = middle;
    else low = middle + 1n;
  }
  // what differs since then may come from an edit just before
  const edits = [...x.edits, ...y.edits].filter(p => p.executed + 1n >= low && p.executed <= low && !isBefore(p, from));
  for (const at of edits.sort((p, q) => (isBefore(p, q) ? -1 : 1))) {
    go(at);
    if (!areEqual({ a, b })) return 'state';
  }
  if (!differAt(low)) go(common);
  return 'state';
}

function describe({ a, b }: Pair, input: number, x: Input | undefined, y: Input | undefined, what: Divergence['what']): Divergence {
  const [p, q] = [a.debugger.guest.machine, b.debugger.guest.machine],
    { rows, words } = memoryRows(p, q),
    earlier = isBefore(b.debugger.execution.timeline.now, a.debugger.execution.timeline.now) ? b : a;
  return { input, a: x, b: y, what, position: markOf(earlier).at, registers: registerRows(p, q), memory: rows, words };
}
function registerRows(p: Machine, q: Machine): DifferenceRow[] {
  const other = guestCells(q.state);
  return [...guestCells(p.state)].flatMap(([name, a]) => {
    const b = other.get(name)!;
    return a === b ? [] : [{ name, a, b }];
  });
}
function memoryRows(p: Machine, q: Machine): { readonly rows: readonly DifferenceRow[]; readonly words: number } {
  const bytes = Math.min(p.state.ramBytes, q.state.ramBytes),
    halves = ({ state }: Machine): Int32Array => new Int32Array(state.memory.buffer, RAM, bytes / 4),
    [x, y] = [halves(p), halves(q)],
    rows: DifferenceRow[] = [];
  let words = 0;
  for (let n = 0; n < x.length; n += 2) {
    if (x[n] === y[n] && x[n + 1] === y[n + 1]) continue;
    const value = ({ state }: Machine): bigint => state.view.getBigUint64(RAM + n * 4, true);
    if (++words <= ROWS) rows.push({ name: (n * 4).toString(16), a: value(p), b: value(q) });
  }
  return { rows, words };
}
