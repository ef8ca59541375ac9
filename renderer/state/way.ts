/** A path through a pack as it is walked and drawn. */
import type { Way } from '../../core/host.ts';
import { pick, t } from '../i18n/language.svelte.ts';
import type { CatalogExercise, Track } from './catalog.ts';

/** The exercises of a path, in its order. */
export function stations(way: Way, tracks: readonly Track[]): readonly CatalogExercise[] {
  const all = new Map(tracks.flatMap(x => x.exercises).map(e => [e.exercise.id, e]));
  return way.exercises.flatMap(id => all.get(id) ?? []);
}
/** The drawing in words. */
export const walked = (rows: readonly CatalogExercise[]): string =>
  rows.map(r => `${pick(r.exercise.title)}: ${t(`cell.${r.state}`)}`).join(t('list.comma'));

interface Point {
  readonly x: number;
  readonly y: number;
}
const STEP = 44,
  TOP = 14,
  LOW = 66;
/** Down through a door, along, and back up: a call's shape, with a station for each exercise. */
export function pathThrough(count: number): {
  readonly width: number;
  readonly line: string;
  readonly points: readonly Point[];
  readonly between: readonly string[];
} {
  const edge = Math.max(1, Math.round(count / 5)),
    points = Array.from({ length: count }, (_, n): Point => ({ x: 20 + n * STEP, y: n < edge || n >= count - edge ? TOP : LOW }));
  const between = points.slice(1).map((to, n) => {
    const from = points[n]!,
      door = from.y < to.y ? from.x + STEP / 2 : to.x - STEP / 2;
    return from.y === to.y ? `M${from.x} ${from.y}H${to.x}` : `M${from.x} ${from.y}H${door}V${to.y}H${to.x}`;
  });
  return { width: 40 + Math.max(0, count - 1) * STEP, line: between.join(''), points, between };
}
