/** An exercise among those of its track, and on the path that is walked. */
import type { ExerciseSummary, ListedPack, PackSummary, Settings } from '../../../core/host.ts';

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

export interface OnWay {
  readonly way: ListedPack['ways'][number];
  /** Undefined at the path's end. */
  readonly next: ExerciseSummary | undefined;
}
/** Where the exercise lies on the path, if it does. */
export function onWay(packs: readonly ListedPack[], walked: Settings['way'], pack: string, id: string): OnWay | undefined {
  if (walked?.pack !== pack) return undefined;
  const { ways, exercises } = packs.find(p => p.id === pack) ?? { ways: [], exercises: [] },
    way = ways.find(w => w.id === walked.id && w.exercises.includes(id)),
    after = way?.exercises[way.exercises.indexOf(id) + 1];
  return way && { way, next: exercises.find(e => e.id === after) };
}
