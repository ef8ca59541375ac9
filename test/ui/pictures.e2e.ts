/** The pictures of docs/images, taken from the lab itself: `PICTURES=1 npx playwright test pictures`. */
import path from 'node:path';
import type { Settings } from '../../core/host.ts';
import { expect, test } from './lab.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/images');
const HALFWAY = ['bp nt!KiSystemCall64+0x15', 'g', 'g nt!KiSystemCall64+0x27', 'p', 'dps @rsp L6'];
const PICTURES: readonly (readonly [name: string, size: readonly [number, number], settings: Settings])[] = [
  ['lab', [1440, 900], { language: 'en', theme: 'light' }],
  ['lab.zh-CN', [1440, 900], { language: 'zh-CN', theme: 'light' }],
  ['lab.dark', [1440, 900], { language: 'en', theme: 'dark' }],
];

test.skip(process.env['PICTURES'] === undefined, 'only when pictures are asked for');

for (const [name, [width, height], settings] of PICTURES) {
  test(`picture ${name}`, async ({ lab, page }) => {
    await page.setViewportSize({ width, height });
    lab.set(settings);
    await page.reload();
    await lab.exercise('trap-frame-five-pushes');
    for (const line of HALFWAY) await lab.line(line);
    await expect(lab.place).toHaveText('nt!KiSystemCall64+0x2b');
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  });
}
