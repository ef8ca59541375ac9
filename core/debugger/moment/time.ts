/** Rows of the time band: stretches between guest events, where breakpoints were hit, and the position of any instruction in them. */
import type { Position } from '../../machine/checkpoint.ts';
import type { Stretch } from '../../machine/event-log.ts';
import type { Debugger } from '../debugger.ts';
import { doorText, isSystemCall, positionText } from '../event-text.ts';

/** Instructions between two guest events. */
export interface TimeBand {
  /** Instructions retired when it begins and ends. */
  readonly from: bigint;
  readonly to: bigint;
  /** Guest events so far: the position's first number. */
  readonly event: bigint;
  readonly ring: 0 | 3;
  /** What led into it, `syscall` or `interrupt d1h`; absent where the recording begins. */
  readonly door?: string;
  /** The service called by it. */
  readonly service?: string;
  readonly kind?: 'interrupt' | 'fault';
}
export interface TimeView {
  readonly bands: readonly TimeBand[];
  /** Is there more of the recording before the first band, or after the last? */
  readonly more: { readonly before: boolean; readonly after: boolean };
  readonly now: bigint;
  /** Guest events so far. */
  readonly event: bigint;
  /** Where the recording ends: instructions, and position. */
  readonly end: bigint;
  readonly endPosition: string;
  /** Where breakpoints stopped the machine. */
  readonly hits: readonly bigint[];
  /** Lines of time that were left. */
  readonly branches: number;
}
/** Bands on either side of now. */
const AROUND = 60;

export function timeView(d: Debugger): TimeView {
  const { timeline } = d.execution,
    { start, now, end, log } = timeline,
    // one more than is shown: it tells where the last one ends
    known = d.execution.stretchesAround(now, AROUND + 1),
    shown = known.filter(({ from: { events } }) => events >= now.events - BigInt(AROUND) && events <= now.events + BigInt(AROUND)),
    bands = shown.map(s => band(d, s, known[known.indexOf(s) + 1]?.from.executed ?? end.executed));
  return {
    bands,
    more: { before: bands[0]!.event > start.events, after: bands.at(-1)!.event < end.events },
    now: now.executed,
    event: now.events,
    end: end.executed,
    endPosition: positionIn(d.execution.stretchesAround(end, 0)[0]!, end),
    hits: log.hits.map(h => h.executed).filter(h => h >= bands[0]!.from && h <= bands.at(-1)!.to),
    branches: timeline.branches.length,
  };
}
function band(d: Debugger, { from, cpl, event, number }: Stretch, to: bigint): TimeBand {
  const called = (number ?? 0n) & 0x1fffn,
    service = cpl === 0 && event && isSystemCall(event) ? d.guest.services.find(x => BigInt(x.number) === called)?.name : undefined;
  return {
    from: from.executed,
    to,
    event: from.events,
    ring: cpl === 0 ? 0 : 3,
    ...(event && { door: doorText(event) }),
    ...(service !== undefined && { service }),
    ...((event?.kind === 'interrupt' || event?.kind === 'fault') && { kind: event.kind }),
  };
}
const positionIn = (s: Stretch, at: Position): string => positionText(s.from.events, at.executed - s.from.executed);

/** The position of the moment `executed` instructions after power on, and the band it lies in. */
export function positionAt(bands: readonly TimeBand[], executed: bigint): string {
  const band = bands.findLast(b => b.from <= executed) ?? bands[0]!;
  return positionText(band.event, executed - band.from);
}
