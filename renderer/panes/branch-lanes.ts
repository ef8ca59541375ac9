/** Branches and jumps between rows of code, each in a lane beside them so that no two lines lie on each other. */
import type { CodeRow } from '../../core/debugger/moment.ts';

export interface Lane {
  /** Indexes of rows. `to` is absent where it leads out of sight; then `up` says which way. */
  readonly from: number;
  readonly to?: number;
  readonly up: boolean;
  /** 0 is next to the code. */
  readonly lane: number;
  /** It is the next instruction, and this is what becomes of it. */
  readonly taken?: boolean;
  readonly now: boolean;
}
/** Lanes there is room for. */
const LANES = 3;

export function branchLanes(rows: readonly CodeRow[]): readonly Lane[] {
  const index = new Map(rows.map((r, n) => [r.address, n]));
  const all = rows.flatMap((row, from): Omit<Lane, 'lane'>[] => {
    if (!row.goes || row.goes.calls) return [];
    const to = index.get(row.goes.to);
    const lane = { from, up: row.goes.to < row.address, now: row.now, ...(row.goes.taken !== undefined && { taken: row.goes.taken }) };
    return [{ ...lane, ...(to !== undefined && { to }) }];
  });
  const busy: [first: number, last: number][][] = [];
  return all
    .sort((a, b) => span(a) - span(b) || a.from - b.from)
    .flatMap(arrow => {
      if (arrow.to === undefined) return [{ ...arrow, lane: 0 }];
      const first = Math.min(arrow.from, arrow.to),
        last = Math.max(arrow.from, arrow.to);
      for (let lane = 0; lane < LANES; lane++) {
        const taken = (busy[lane] ??= []);
        if (taken.some(([a, b]) => first <= b && last >= a)) continue;
        taken.push([first, last]);
        return [{ ...arrow, lane }];
      }
      return [];
    });
}
const span = ({ from, to }: { readonly from: number; readonly to?: number }): number => (to === undefined ? 0 : Math.abs(to - from));
