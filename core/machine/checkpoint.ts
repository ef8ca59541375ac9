/** Moments of a recording, and what is kept of them. */
import { RAM, type State } from '../cpu/state.ts';
import type { GuestEvent } from './machine.ts';

export const PAGE = 4096;
/** A moment: instructions retired, and guest events so far (a delivery retires nothing). Both only grow. */
export interface Position {
  readonly executed: bigint;
  readonly events: bigint;
  /** Changes from outside so far; absent: whatever was changed at that moment has been. */
  readonly edits?: number;
}
/** As the guest counts, to which a change from outside takes no time. */
export const isBefore = (a: Position, b: Position): boolean => a.executed < b.executed || (a.executed === b.executed && a.events < b.events);
/** As the recording counts: of one moment, before a change from outside and after it are two. */
export const precedes = (a: Position, b: Position): boolean =>
  isBefore(a, b) || (!isBefore(b, a) && (a.edits ?? Infinity) < (b.edits ?? Infinity));

export interface Checkpoint {
  readonly at: Position;
  readonly cells: Uint8Array;
  readonly companion: unknown;
  /** Pages of RAM changed since `previous`, as they are here; in the first one, all that are not empty. */
  readonly pages: Map<number, Uint8Array>;
  previous: Checkpoint | undefined;
  /** The state was changed from outside here. */
  readonly edit: boolean;
}
/** What somebody else knows about the past and cannot ask the machine: kept with each checkpoint, and told of events that happen again. */
export interface Companion {
  /** What it knows now; undefined where it missed events. */
  readonly save: () => unknown;
  /** @returns whether it knew */
  readonly restore: (saved: unknown) => boolean;
  readonly note: (event: GuestEvent) => void;
  /** Does it know the last change of ring, and was that after so many instructions? */
  readonly knowsSince: (executed: bigint) => boolean;
}
/** How much a recording keeps. */
export interface TimelineOptions {
  /** Most bytes of kept pages. */
  readonly bytes?: number;
  /** Instructions between checkpoints, while there is room. */
  readonly spacing?: bigint;
}
/** A line of time that was left. */
export interface Branch {
  readonly leftAt: Position;
  readonly end: Position;
}
/** How far a machine has been in any of its lines. */
export const furthestOf = ({ branches, end }: { readonly branches: readonly Branch[]; readonly end: Position }): Position =>
  branches.reduce((far, b) => (isBefore(far, b.end) ? b.end : far), end);
/** The last checkpoint of a line that is not after a moment. */
export function lastNotAfter(line: readonly Checkpoint[], target: Position): Checkpoint {
  return line.findLast(c => !precedes(target, c.at)) ?? line[0]!;
}
/** Give up the checkpoint of a line whose neighbours are closest, unless it is held. @returns bytes less; undefined if there is none to give up */
export function thin(line: Checkpoint[], isHeld: (c: Checkpoint) => boolean): number | undefined {
  let best = 0;
  const gap = (n: number): bigint => line[n + 1]!.at.executed - line[n - 1]!.at.executed;
  for (let n = 1; n < line.length - 1; n++) if (!line[n]!.edit && !isHeld(line[n]!) && (best === 0 || gap(n) < gap(best))) best = n;
  if (best === 0) return undefined;
  const [gone] = line.splice(best, 1),
    next = line[best]!;
  let freed = gone!.pages.size * PAGE;
  for (const [page, bytes] of gone!.pages)
    if (!next.pages.has(page)) {
      next.pages.set(page, bytes);
      freed -= PAGE;
    }
  next.previous = gone!.previous;
  return freed;
}
/** The widest distance between two checkpoints of a line, in instructions. */
export const widest = (line: readonly Checkpoint[]): bigint =>
  line.reduce((most, c, n) => {
    const gap = n ? c.at.executed - line[n - 1]!.at.executed : 0n;
    return gap > most ? gap : most;
  }, 0n);
/** A page of RAM as it is at a checkpoint. */
export function contents(at: Checkpoint, page: number): Uint8Array {
  for (let c: Checkpoint | undefined = at; c; c = c.previous) {
    const found = c.pages.get(page);
    if (found) return found;
  }
  return EMPTY;
}
const EMPTY = new Uint8Array(PAGE);
/** Copies of the pages of RAM that hold anything in a machine that has not run: where nothing was built, nothing is looked at. */
export function pagesBuilt(state: State): Map<number, Uint8Array> {
  const words = new Int32Array(state.memory.buffer, RAM, state.builtBytes / 4),
    pages = new Map<number, Uint8Array>(),
    count = words.length / WORDS,
    isEmpty = (page: number): boolean => {
      const end = (page + 1) * WORDS;
      for (let n = page * WORDS; n < end; n++) if (words[n] !== 0) return false;
      return true;
    };
  for (let from = 0; from < count; from++) {
    let to = from;
    while (to < count && !isEmpty(to)) to++;
    // one copy for pages side by side
    const run = state.bytes.slice(RAM + from * PAGE, RAM + to * PAGE);
    for (let page = from; page < to; page++) pages.set(page, run.subarray((page - from) * PAGE, (page - from + 1) * PAGE));
    from = to;
  }
  return pages;
}
const WORDS = PAGE / 4;
