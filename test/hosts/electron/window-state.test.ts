import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../core/machine/random.ts';
import { keepWindowState, LEAST, placement, readWindowState, type WindowState } from '../../../main/electron/window-state.ts';
import { dataFolder } from '../services.ts';
import { Double } from './double.ts';
import { started } from './started.ts';

const FULL = { x: 0, y: 0, width: 1920, height: 1040 },
  RIGHT = { x: 1920, y: 0, width: 2560, height: 1400 },
  SMALL = { x: 0, y: 0, width: 800, height: 560 };
const kept = (x: number, y: number, width: number, height: number): WindowState => ({ x, y, width, height, maximized: false });

describe('where the window is put', () => {
  test.each<[string, WindowState | undefined, (typeof FULL)[], object]>([
    ['nothing kept', undefined, [FULL], { width: 1440, height: 900, maximized: false }],
    ['as kept', kept(100, 50, 1200, 800), [FULL], { x: 100, y: 50, width: 1200, height: 800, maximized: false }],
    ['on the second display', kept(2000, 50, 1200, 800), [FULL, RIGHT], { x: 2000, y: 50, width: 1200, height: 800, maximized: false }],
    ['on a display that is gone', kept(2000, 50, 1200, 800), [FULL], { width: 1200, height: 800, maximized: false }],
    ['hanging over an edge', kept(1700, 900, 1200, 800), [FULL], { x: 720, y: 240, width: 1200, height: 800, maximized: false }],
    ['too little of it to catch', kept(1900, 50, 1200, 800), [FULL], { width: 1200, height: 800, maximized: false }],
    ['larger than the display', kept(-50, -50, 5000, 4000), [FULL], { x: 0, y: 0, width: 1920, height: 1040, maximized: false }],
    ['a display smaller than the least window', undefined, [SMALL], { width: 800, height: 560, maximized: false }],
    ['smaller than the least', kept(10, 10, 200, 100), [FULL], { x: 10, y: 10, ...LEAST, maximized: false }],
    ['maximised', { ...kept(0, 0, 1200, 800), maximized: true }, [FULL], { x: 0, y: 0, width: 1200, height: 800, maximized: true }],
    ['no display at all', undefined, [], { width: 1440, height: 900, maximized: false }],
  ])('%s', (_what, state, displays, expected) => {
    expect(placement(state, displays)).toEqual(expected);
  });
  test('is wholly on a display, whatever was kept', () => {
    const random = new Random('displays');
    for (let n = 0; n < 5000; n++) {
      const number = (): number => random.below(12_000) - 6000,
        place = placement(
          kept(number(), number(), random.below(9000), random.below(9000)),
          random.pick([[FULL], [FULL, RIGHT], [SMALL], [RIGHT, SMALL]]),
        );
      if (place.x === undefined || place.y === undefined) continue;
      const { x, y } = place;
      expect(
        [FULL, RIGHT, SMALL].some(d => x >= d.x && y >= d.y && x + place.width <= d.x + d.width && y + place.height <= d.y + d.height),
      ).toBe(true);
    }
  });
});

describe('the kept state', () => {
  test('comes back as it was', () => {
    const data = dataFolder();
    keepWindowState(data, { ...kept(1, 2, 1300, 800), maximized: true });
    expect(readWindowState(data)).toEqual({ ...kept(1, 2, 1300, 800), maximized: true });
    expect(existsSync(path.join(data, 'window.json.new'))).toBe(false);
  });
  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"x":1}',
    '{"x":1e99,"y":0,"width":1,"height":1,"maximized":false}',
    '{"x":"1","y":0,"width":1,"height":1,"maximized":false}',
  ])('unreadable is as none: %s', text => {
    const data = dataFolder();
    writeFileSync(path.join(data, 'window.json'), text);
    expect(readWindowState(data)).toBeUndefined();
  });
  test.skipIf(process.getuid?.() === 0)('a folder that cannot be written to keeps the old one', () => {
    const data = dataFolder();
    keepWindowState(data, kept(1, 2, 1300, 800));
    chmodSync(data, 0o500);
    keepWindowState(data, kept(3, 4, 1300, 800));
    chmodSync(data, 0o700);
    expect(readWindowState(data)).toMatchObject({ x: 1 });
  });
  test('is written when the window closes and used at the next start, but not in safe mode', async () => {
    const first = new Double();
    first.bounds = { x: 200, y: 100, width: 1100, height: 750 };
    first.maximized = true;
    const { data } = await started({ double: first });
    expect(first.windows[0]!.options).toMatchObject({ width: 1440, height: 900 });
    first.windows[0]!.emitter.emit('close');
    expect(JSON.parse(readFileSync(path.join(data, 'window.json'), 'utf8'))).toEqual({ ...first.bounds, maximized: true });
    first.app.deliver('quit');
    const second = await started({ data });
    expect(second.double.windows[0]!.options).toMatchObject(first.bounds);
    expect(second.double.names()).toContain('maximize');
    second.double.app.deliver('quit');
    const safe = await started({ data, safe: true });
    expect(safe.double.windows[0]!.options).toMatchObject({ width: 1440, height: 900 });
    expect(safe.double.names()).not.toContain('maximize');
  });
});
