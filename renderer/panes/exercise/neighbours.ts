/** An exercise among those of its track. */
import type { ExerciseSummary, PackSummary } from '../../../core/host.ts';

export interface Neighbours {
  /** From 1. */
  readonly position: number;
  readonly count: number;
  readonly next: ExerciseSummary | undefined;
}
export function neighbours(packs: readonly PackSummary[], pack: string, id: string): Neighbours | undefined {
  const all = packs.find(p => p.id === pack)?.exercises ?? [],
    me = all.find(e => e.id === id);
  if (!me) return undefined;
  const track = all.filter(e => e.track === me.track);
  return { position: track.indexOf(me) + 1, count: track.length, next: all[all.indexOf(me) + 1] };
}
