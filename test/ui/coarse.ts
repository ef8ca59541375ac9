/** Screenshots as a coarse mosaic: what is where and in which colour, whatever draws the letters. Kept in looks/, compared with tolerance. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { PNG } from 'pngjs';

const FOLDER = path.join(import.meta.dirname, 'looks'),
  /** Pixels of the window to a side of a tile. */
  TILE = 8,
  /** Of 255: tiles farther apart than this, in any colour, differ. Other rasterisers and hinting come to less than half of it. */
  APART = 36,
  /**
   * So much of all tiles may differ. Measured: the same again 0.001, letters wider by 0.15 px 0.001, all panes 4 px aside 0.004 (layout.e2e.ts
   * holds places to the px), blue that has turned grey 0.013, a pane that is gone 0.023, another typeface 0.039.
   */
  SHARE = 0.006,
  /** Chinese comes from a font of the system, which differs. */
  SHARE_CHINESE = 0.012;

/** A file's pixels as a picture of one pixel to a tile: the means of each. */
function mosaic(file: Buffer): PNG {
  const fine = PNG.sync.read(file),
    made = new PNG({ width: Math.ceil(fine.width / TILE), height: Math.ceil(fine.height / TILE) }),
    sums = new Float64Array(made.width * made.height * 4);
  for (let y = 0; y < fine.height; y++)
    for (let x = 0; x < fine.width; x++) {
      const tile = (Math.floor(y / TILE) * made.width + Math.floor(x / TILE)) * 4;
      for (let c = 0; c < 3; c++) sums[tile + c]! += fine.data[(y * fine.width + x) * 4 + c]!;
      sums[tile + 3]!++;
    }
  sums.forEach((sum, n) => (made.data[n] = n % 4 === 3 ? 255 : Math.round(sum / sums[n | 3]!)));
  return made;
}
/** Which share of the tiles differs, and the first of them in px of the window; all where the sizes do. */
function difference(a: PNG, b: PNG): { readonly share: number; readonly first: string } {
  if (a.width !== b.width || a.height !== b.height) return { share: 1, first: 'sizes' };
  let count = 0,
    first = '';
  for (let n = 0; n < a.width * a.height; n++) {
    if (![0, 1, 2].some(c => Math.abs(a.data[n * 4 + c]! - b.data[n * 4 + c]!) > APART)) continue;
    if (count++ === 0) first = `${(n % a.width) * TILE},${Math.floor(n / a.width) * TILE}`;
  }
  return { share: count / (a.width * a.height), first };
}
/** The window looks as it did; UPDATE=1 keeps what it looks like now. */
export async function expectLook(page: Page, name: string): Promise<void> {
  const file = path.join(FOLDER, `${name}.png`),
    now = async (): Promise<PNG> => mosaic(await page.screenshot());
  if (process.env['UPDATE'] !== undefined) {
    await page.waitForTimeout(500);
    writeFileSync(file, PNG.sync.write(await now()));
  }
  expect(existsSync(file), `${file} (UPDATE=1 makes it)`).toBe(true);
  const kept = PNG.sync.read(readFileSync(file));
  await expect(async () => {
    const { share, first } = difference(kept, await now());
    expect(share, `share of tiles that differ from ${name}.png, the first at ${first}`).toBeLessThan(
      name.endsWith('zh-CN') ? SHARE_CHINESE : SHARE,
    );
  }).toPass({ timeout: 10_000 });
}
