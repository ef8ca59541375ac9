/** Where a moment stands on the time band. A stretch is as wide as the logarithm of its instructions, so that none is too thin to see. */
import { positionParts } from '../../../core/debugger/event-text.ts';
import type { TimeBand, TimeView } from '../../../core/debugger/moment/time.ts';

export interface Placed {
  readonly band: TimeBand;
  /** Shares of the whole width. */
  readonly left: number;
  readonly width: number;
}
const length = ({ from, to }: TimeBand): number => Number(to - from);
const weight = (band: TimeBand): number => 1 + Math.log2(1 + length(band));

export function placeBands(bands: readonly TimeBand[]): readonly Placed[] {
  const whole = bands.reduce((sum, b) => sum + weight(b), 0);
  let left = 0;
  return bands.map(band => {
    const width = weight(band) / whole,
      placed = { band, left, width };
    left += width;
    return placed;
  });
}
const within = ({ band, left, width }: Placed, executed: bigint): number =>
  left + (length(band) === 0 ? 0 : width * Math.min(1, Number(executed - band.from) / length(band)));

/** Share at which the moment after `executed` instructions and `event` events stands. */
export function shareOf(placed: readonly Placed[], executed: bigint, event?: bigint): number {
  const at = placed.findLast(p => (event === undefined ? p.band.from <= executed : p.band.event <= event)) ?? placed[0]!;
  return within(at, executed);
}
/** The moment at a share, and the band it is in; `near`: shares this close to a band's beginning mean it. */
export function momentAt(placed: readonly Placed[], share: number, near: number): { readonly executed: bigint; readonly band: TimeBand } {
  const begins = placed.find(p => Math.abs(p.left - share) <= near);
  if (begins) return { executed: begins.band.from, band: begins.band };
  const { band, left, width } = placed.findLast(p => p.left <= share) ?? placed[0]!;
  const part = Math.min(1, Math.max(0, (share - left) / width));
  return { executed: band.from + BigInt(Math.round(part * length(band))), band };
}
/** The beginning of the next stretch in the other ring, or of the one before; undefined where the recording ends. */
export function ringChange({ bands, event, now }: TimeView, forward: boolean): TimeBand | undefined {
  const at = bands.findLastIndex(b => b.event <= event),
    changes = (n: number): boolean => n === 0 || bands[n - 1]!.ring !== bands[n]!.ring;
  if (forward) return bands.find((_b, n) => n > at && changes(n));
  return bands.findLast((b, n) => n <= at && changes(n) && (n < at || now > b.from));
}
/** Share at which a position (`4D7:1A`) stands; undefined where it is not among the stretches. */
export function shareOfPosition(placed: readonly Placed[], position: string): number | undefined {
  const [event, since] = positionParts(position),
    at = placed.find(p => p.band.event === event);
  return at && at.band.from + since <= at.band.to ? within(at, at.band.from + since) : undefined;
}
