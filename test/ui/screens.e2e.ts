/** The pictures of docs/screens, one of each screen in both languages: `PICTURES=1 npx playwright test screens`. */
import path from 'node:path';
import { expect, test, type LabPage } from './lab.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screens');
type Size = readonly [width: number, height: number];
const SMALL: Size = [1024, 700],
  MEDIUM: Size = [1440, 900];
const hash = (lab: LabPage, where: string): Promise<void> =>
  lab.page.evaluate(h => {
    location.hash = h;
  }, where);
const picture = (lab: LabPage, pane: string): Promise<readonly string[]> => lab.page.locator('select.tab').selectOption(pane);

const SCREENS: readonly (readonly [name: string, size: Size, show: (lab: LabPage) => Promise<void>])[] = [
  ['catalog', SMALL, lab => lab.page.locator('.track').first().waitFor()],
  [
    'lab',
    MEDIUM,
    async lab => {
      await lab.exercise('trap-frame-five-pushes');
      for (const line of ['bp nt!NtClose', 'g', '!tt 1:0', 'g nt!KiSystemCall64+0x2b']) await lab.line(line);
      await expect(lab.place).toHaveText('nt!KiSystemCall64+0x2b');
    },
  ],
  [
    'selectors',
    SMALL,
    async lab => {
      await lab.free('note');
      await picture(lab, 'selectors');
      await lab.page.locator('[data-picture] input').first().fill('0010');
      await lab.page.locator('.bad-note').waitFor();
      await lab.page.locator('.splitter.top').first().focus();
      for (let n = 0; n < 6; n++) await lab.page.keyboard.press('ArrowDown');
      await lab.page.locator('[data-picture]').evaluate(e => {
        e.scrollTop = 0;
      });
    },
  ],
  [
    'steps',
    SMALL,
    async lab => {
      await lab.free('note');
      await lab.line('g ntdll!NtCreateFile+0x12');
      await picture(lab, 'steps');
      await expect(lab.page.locator('[data-picture] li')).toHaveCount(7);
    },
  ],
  [
    'reference',
    SMALL,
    async lab => {
      await hash(lab, '#/reference/syscalls/doors');
      await lab.page.locator('article table').first().waitFor();
    },
  ],
  [
    'settings',
    SMALL,
    async lab => {
      await hash(lab, '#/settings');
      await lab.page.locator('.choices').first().waitFor();
    },
  ],
];

test.skip(process.env['PICTURES'] === undefined, 'only when pictures are asked for');

for (const language of ['en', 'zh-CN'] as const)
  for (const [name, [width, height], show] of SCREENS)
    test(`screen ${name} in ${language}`, async ({ lab, page }) => {
      await page.setViewportSize({ width, height });
      lab.set({ language, theme: 'light' });
      await page.reload();
      await show(lab);
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(folder, `${name}.${language}.png`) });
    });
