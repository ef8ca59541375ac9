/** Every screen in every theme, looked through by axe: no violation of any of its rules. */
import AxeBuilder from '@axe-core/playwright';
import type { Settings } from '../../core/host.ts';
import { expect, test, type LabPage } from './lab.ts';

const HALFWAY = ['bp nt!KiSystemCall64+0x15', 'g', 'g nt!KiSystemCall64+0x27', 'p', 'dps @rsp L6'];
async function hash(lab: LabPage, where: string): Promise<void> {
  await lab.page.evaluate(h => {
    location.hash = h;
  }, where);
}
/** Brings a screen up; `part`: only that is new on it. */
type Screen = readonly [name: string, show: (lab: LabPage) => Promise<void>, part?: string];
const picture =
  (pane: string) =>
  async ({ page }: LabPage): Promise<void> => {
    await page.locator('select.tab').selectOption(pane);
    await expect(page.locator(`[data-picture="${pane}"] > *`).first()).toBeVisible();
  };
const SCREENS: readonly Screen[] = [
  ['catalog', async lab => void (await lab.page.locator('.track').first().waitFor())],
  [
    'settings',
    async lab => {
      await hash(lab, '#/settings');
      await lab.page.locator('.choices').first().waitFor();
    },
  ],
  [
    'path',
    async lab => {
      await hash(lab, '#/way/syscalls/hour');
      await lab.page.locator('ol').first().waitFor();
    },
    'main',
  ],
  [
    'tour',
    async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('tour');
      await page.getByRole('option', { name: /Take the tour|浏览导览/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.card').waitFor();
    },
    '.card',
  ],
  [
    'reference',
    async lab => {
      await hash(lab, '#/reference/syscalls/doors');
      await lab.page.locator('article table').first().waitFor();
    },
  ],
  ['free play', lab => lab.free('note')],
  [
    'menu of the session',
    async ({ page }) => {
      await page.locator('.menu button').first().click();
      await page.getByRole('menuitem').first().waitFor();
    },
    '.menu',
  ],
  [
    'notes',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+F2');
      await page.locator('[data-pane="notes"] li').waitFor();
    },
    '[data-pane="notes"]',
  ],
  ...['selectors', 'bits', 'service', 'walk', 'steps'].map((pane): Screen => [`picture ${pane}`, picture(pane), `[data-pane="${pane}"]`]),
  ['ring change', async ({ page }) => void (await page.locator('select.tab').selectOption('ring')), '[data-pane="ring"]'],
  [
    'memory',
    async lab => {
      await lab.page.getByRole('tab', { name: /^(Memory|内存)$/ }).click();
      await lab.page.locator('.memory .row').first().waitFor();
    },
    '[data-pane="memory"]',
  ],
  [
    'breakpoints',
    async lab => {
      await lab.page.getByRole('tab', { name: /^(Breakpoints|断点)$/ }).click();
      for (const line of ['bp nt!NtClose', 'bsc 0 "@rax == 55"', 'bd 0', 'ba w4 @rsp']) await lab.line(line);
    },
    '[data-pane="breakpoints"]',
  ],
  [
    'registers in full',
    async ({ page }) => {
      await page.locator('[data-pane="registers"] .more').click();
      await page.locator('.details .bit').first().waitFor();
    },
    '[data-pane="registers"]',
  ],
  [
    'a fault',
    async lab => {
      for (const line of ['bc *', 'r rip=0', 't']) await lab.line(line);
      await lab.page.locator('.place .octagon').waitFor();
      await lab.page.locator('[data-pane="registers"] .more').click();
    },
  ],
  [
    'exercise, halfway and back in time',
    async lab => {
      await lab.exercise('trap-frame-five-pushes');
      for (const line of [...HALFWAY, 't-']) await lab.line(line);
    },
  ],
  [
    'exercise, a wrong answer',
    async lab => {
      await lab.exercise('ssdt-descriptor');
      for (const field of await lab.page.locator('[data-pane="exercise"] input:not([type="radio"])').all()) await field.fill('1');
      await lab.page.getByRole('button', { name: /^(Answer|提交)/ }).click();
      await lab.page.locator('.verdict').waitFor();
    },
  ],
  [
    'palette',
    async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('step');
    },
  ],
  [
    'sheet',
    async ({ page }) => {
      await page.getByRole('dialog').getByRole('combobox').fill('start over');
      await page.getByRole('option', { name: /Start this exercise over|从头开始本题/ }).click();
      await page.getByRole('dialog', { name: /over\?|从头开始/ }).waitFor();
    },
  ],
  [
    'a lab that cannot be opened',
    async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.evaluate(() => {
        location.hash = '#/free/nothing/note';
      });
      await page.getByRole('alert').waitFor();
    },
  ],
];
const SETTINGS: readonly Settings[] = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh-CN' },
  { theme: 'contrast', language: 'en' },
];

for (const settings of SETTINGS)
  test(`no violation in ${settings.theme} in ${settings.language}`, async ({ lab, page }) => {
    test.setTimeout(180_000);
    lab.set(settings);
    await page.reload();
    for (const [name, show, part] of SCREENS) {
      await show(lab);
      const axe = new AxeBuilder({ page }),
        { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
      expect
        .soft(
          violations.map(
            ({ id, nodes: [n, ...more] }) => `${id}: ${n!.target.join(' ')} ${n!.failureSummary ?? ''} (and ${more.length} more)`,
          ),
          name,
        )
        .toEqual([]);
    }
  });
