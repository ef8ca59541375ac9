/** Screenshots as a coarse mosaic: what is where and in which colour, whatever draws the letters. Kept in looks/, compared with tolerance. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';

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

/** Rows of RGB. */
interface Mosaic {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
/** An 8-bit RGB or RGBA file, not interlaced: what Chromium writes. */
function decode(png: Buffer): Mosaic {
  const width = png.readUInt32BE(16),
    height = png.readUInt32BE(20),
    size = png[25] === 6 ? 4 : 3,
    stride = width * size,
    parts: Buffer[] = [];
  if (png[24] !== 8 || (png[25] !== 2 && png[25] !== 6) || png[28] !== 0) throw new Error('a picture of another kind');
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const packed = inflateSync(Buffer.concat(parts)),
    rows = new Uint8Array(stride * height),
    data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (stride + 1)]!,
      row = y * stride;
    for (let x = 0; x < stride; x++) {
      const left = x < size ? 0 : rows[row + x - size]!,
        up = y === 0 ? 0 : rows[row + x - stride]!,
        corner = x < size || y === 0 ? 0 : rows[row + x - stride - size]!;
      rows[row + x] = packed[y * (stride + 1) + 1 + x]! + [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter]!;
    }
  }
  for (let n = 0; n < width * height; n++) for (let c = 0; c < 3; c++) data[n * 3 + c] = rows[n * size + c]!;
  return { width, height, data };
}
/** The PNG standard's Paeth predictor. */
function nearest(left: number, up: number, corner: number): number {
  const p = left + up - corner,
    [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]),
    ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
function encode({ width, height, data }: Mosaic): Buffer {
  const head = Buffer.alloc(13),
    rows = Buffer.alloc(height * (width * 3 + 1));
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', new Uint8Array())]);
}
/** Means of the tiles. */
function mosaic(png: Buffer): Mosaic {
  const fine = decode(png),
    width = Math.ceil(fine.width / TILE),
    height = Math.ceil(fine.height / TILE),
    sums = new Float64Array(width * height * 4);
  for (let y = 0; y < fine.height; y++)
    for (let x = 0; x < fine.width; x++) {
      const tile = (Math.floor(y / TILE) * width + Math.floor(x / TILE)) * 4;
      for (let c = 0; c < 3; c++) sums[tile + c]! += fine.data[(y * fine.width + x) * 3 + c]!;
      sums[tile + 3]!++;
    }
  const data = new Uint8Array(width * height * 3);
  for (let n = 0; n < width * height; n++) for (let c = 0; c < 3; c++) data[n * 3 + c] = Math.round(sums[n * 4 + c]! / sums[n * 4 + 3]!);
  return { width, height, data };
}
/** Which share of the tiles differs, and the first of them in px of the window; all where the sizes do. */
function difference(a: Mosaic, b: Mosaic): { readonly share: number; readonly first: string } {
  if (a.width !== b.width || a.height !== b.height) return { share: 1, first: 'sizes' };
  let count = 0,
    first = '';
  for (let n = 0; n < a.width * a.height; n++) {
    if (![0, 1, 2].some(c => Math.abs(a.data[n * 3 + c]! - b.data[n * 3 + c]!) > APART)) continue;
    if (count++ === 0) first = `${(n % a.width) * TILE},${Math.floor(n / a.width) * TILE}`;
  }
  return { share: count / (a.width * a.height), first };
}
/** The window looks as it did; UPDATE=1 keeps what it looks like now. */
export async function expectLook(page: Page, name: string): Promise<void> {
  const file = path.join(FOLDER, `${name}.png`),
    now = async (): Promise<Mosaic> => mosaic(await page.screenshot());
  if (process.env['UPDATE'] !== undefined) {
    await page.waitForTimeout(500);
    writeFileSync(file, encode(await now()));
  }
  expect(existsSync(file), `${file} (UPDATE=1 makes it)`).toBe(true);
  const kept = decode(readFileSync(file));
  await expect(async () => {
    const { share, first } = difference(kept, await now());
    expect(share, `share of tiles that differ from ${name}.png, the first at ${first}`).toBeLessThan(
      name.endsWith('zh-CN') ? SHARE_CHINESE : SHARE,
    );
  }).toPass({ timeout: 10_000 });
}
