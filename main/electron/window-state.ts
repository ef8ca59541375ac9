/** Where the window was: kept in the data folder, and put back where a display still shows it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../files/write-whole.ts';
import type { Rectangle } from 'electron';
import * as v from 'valibot';

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const schema = v.object({ x: whole, y: whole, width: whole, height: whole, maximized: v.boolean() });
export type WindowState = v.InferOutput<typeof schema>;
/** Size and place for a new window; without a place the system chooses one. */
export type Placement = Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>> & { readonly maximized: boolean };

export const USUAL = { width: 1440, height: 900 },
  LEAST = { width: 1024, height: 700 };
/** Of a window a display must show this much, or it could not be caught with a mouse. */
const CATCHABLE = { width: 120, height: 40 };

const clamp = (n: number, least: number, most: number): number => Math.max(least, Math.min(n, most));
const shared = (a: number, aSize: number, b: number, bSize: number): number => Math.min(a + aSize, b + bSize) - Math.max(a, b);
function overlap(a: Rectangle, b: Rectangle): number {
  const width = shared(a.x, a.width, b.x, b.width),
    height = shared(a.y, a.height, b.y, b.height);
  return width >= CATCHABLE.width && height >= CATCHABLE.height ? width * height : 0;
}

/**
 * The kept state on the displays there are now: no larger than the display that shows most of it, and wholly on it.
 * @param displays work areas, the primary one first
 */
export function placement(kept: WindowState | undefined, displays: readonly Rectangle[]): Placement {
  const primary = displays[0] ?? { x: 0, y: 0, ...USUAL };
  const best = kept && displays.reduce((a, b) => (overlap(kept, b) > overlap(kept, a) ? b : a), primary),
    on = best && overlap(kept, best) > 0 ? best : undefined,
    area = on ?? primary,
    wanted = kept ?? USUAL;
  const width = Math.min(Math.max(wanted.width, LEAST.width), area.width),
    height = Math.min(Math.max(wanted.height, LEAST.height), area.height);
  return {
    width,
    height,
    maximized: kept?.maximized ?? false,
    ...(on && kept && { x: clamp(kept.x, area.x, area.x + area.width - width), y: clamp(kept.y, area.y, area.y + area.height - height) }),
  };
}

const fileOf = (data: string): string => path.join(data, 'window.json');
/** Undefined where nothing (or nothing readable) is kept. */
export function readWindowState(data: string): WindowState | undefined {
  try {
    const read = v.safeParse(schema, JSON.parse(readFileSync(fileOf(data), 'utf8')));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
/** Replaces the kept state whole or not at all; a folder that cannot be written to keeps the old one. */
export function keepWindowState(data: string, state: WindowState): void {
  try {
    writeWhole(fileOf(data), JSON.stringify(state));
  } catch {
    // The place of a window is not worth a message while the program ends.
  }
}
