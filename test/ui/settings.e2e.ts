/** Settings: each is seen at once, is on disk, and is there again after a reload. */
import type { Locator } from '@playwright/test';
import { expect, test, type LabPage } from './lab.ts';

const kept = (lab: LabPage): unknown => {
  const result = lab.host.dispatch('settings/get', {});
  return result.ok ? result.value : result.problem;
};
const choice = (lab: LabPage, group: string, name: string): Locator =>
  lab.page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name, exact: true });
async function open(lab: LabPage): Promise<void> {
  await lab.page.getByRole('main').waitFor();
  await lab.page.keyboard.press('Control+,');
  await expect(lab.page.getByRole('heading', { level: 1 })).toHaveText(/^(Settings|设置)$/);
}

test('language and theme come from the system until they are chosen, and can be given back to it', async ({ lab, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(lab);
  await expect(choice(lab, 'Language', 'As the system: English')).toBeChecked();
  await expect(choice(lab, 'Theme', 'As the system: dark')).toBeChecked();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await choice(lab, 'Theme', 'high contrast').check();
  await expect(html).toHaveAttribute('data-theme', 'contrast');
  await choice(lab, 'Language', '简体中文').check();
  await expect(html).toHaveAttribute('lang', 'zh-CN');
  await expect.poll(() => kept(lab)).toMatchObject({ language: 'zh-CN', theme: 'contrast' });
  await page.reload();
  await expect(choice(lab, '语言', '简体中文')).toBeChecked();
  await choice(lab, '语言', '跟随系统：English').check();
  await choice(lab, 'Theme', 'As the system: dark').check();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await expect.poll(() => kept(lab)).toMatchObject({ language: null, theme: null });
});
test.describe('on a Chinese system', () => {
  test.use({ locale: 'zh-CN' });
  test('the window speaks Chinese from the start', async ({ page, lab }) => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await open(lab);
    await expect(choice(lab, '语言', '跟随系统：简体中文')).toBeChecked();
  });
});

test('text size makes the whole window larger, panes move together, and nothing lies beside it', async ({ lab, page }) => {
  await open(lab);
  const height = async (): Promise<number> => (await page.locator('header.top').boundingBox())!.height;
  await expect.poll(height).toBe(40);
  await choice(lab, 'Text size', '150 %').check();
  await expect.poll(height).toBe(60);
  await lab.free('note');
  await expect(page.locator('html')).toHaveAttribute('data-room', 'small');
  await expect(page.getByRole('tab', { name: 'Registers' })).toBeVisible();
  const beyond = (): Promise<readonly number[]> =>
    page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
  await expect.poll(beyond).toEqual([0, 0]);
  await expect
    .poll(async () => {
      const { y, height: tall } = (await page.locator('footer.status').boundingBox())!;
      return y + tall;
    })
    .toBe(900);
  // A splitter follows the pointer, and the console's links are where they are seen.
  const exercise = page.locator('[data-pane="exercise"]'),
    before = (await exercise.boundingBox())!.width;
  const splitter = (await page.getByRole('separator', { name: 'Width of the pane' }).first().boundingBox())!;
  await page.mouse.move(splitter.x + 4, splitter.y + 200);
  await page.mouse.down();
  await page.mouse.move(splitter.x + 4 + 60, splitter.y + 200, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await exercise.boundingBox())!.width - before - 60)).toBeLessThan(13);
  lab.set({ textSize: 200 });
  await page.reload();
  await lab.ready();
  await expect(page.locator('html')).toHaveAttribute('data-room', 'narrow');
  await expect.poll(beyond).toEqual([0, 0]);
});

test('the console has a font and a size of its own; links are followed where they are drawn', async ({ lab, page }) => {
  await open(lab);
  await page.getByLabel('Size', { exact: true }).selectOption('16');
  await choice(lab, 'Font of the console', 'The system’s').check();
  await expect.poll(() => kept(lab)).toMatchObject({ consoleSize: 16, consoleFont: 'system' });
  await lab.free('note');
  const rows = page.locator('.xterm-rows');
  await expect(rows).toHaveCSS('font-size', '16px');
  await expect.poll(() => rows.evaluate(e => getComputedStyle(e).fontFamily)).not.toContain('JetBrains');
  lab.set({ textSize: 130, consoleFont: 'bundled' });
  await page.reload();
  await lab.ready();
  await lab.line('dps @rsp L1');
  const link = page.locator('.xterm-rows span', { hasText: /^000000b1/ }).first(),
    box = (await link.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => lab.text()).toMatch(/kd> dps @rsp L1\n[^]*kd> \S+ .*000000b1/);
  // Completions stand at the caret and inside the pane.
  await lab.input.focus();
  await page.keyboard.type('!t');
  await page.keyboard.press('Tab');
  const list = (await page.getByRole('listbox', { name: 'Completions' }).boundingBox())!,
    pane = (await page.locator('[data-pane="console"]').boundingBox())!;
  expect(list.y).toBeGreaterThanOrEqual(pane.y);
  expect(list.y + list.height).toBeLessThanOrEqual(pane.y + pane.height);
});

test('in authentic mode the lab’s own lines are left out', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('dps nt!KeServiceDescriptorTabel L1');
  await expect.poll(() => lab.text()).toContain('┊');
  await open(lab);
  await choice(lab, 'Authentic mode', 'As WinDbg prints').check();
  await expect.poll(() => kept(lab)).toMatchObject({ authentic: true });
  await page.getByRole('link', { name: 'Lab', exact: true }).click();
  await lab.ready();
  await expect.poll(() => lab.text()).toContain('kd> dps nt!KeServiceDescriptorTabel');
  await expect.poll(() => lab.text()).not.toContain('┊');
});

test('the console can be read by a screen reader: its lines are text, what is printed is told, and the choice is kept', async ({
  lab,
  page,
}) => {
  await open(lab);
  await choice(lab, 'Console for screen readers', 'On').check();
  await expect.poll(() => kept(lab)).toMatchObject({ screenReader: true });
  await page.reload();
  await lab.free('note');
  await lab.line('? 7');
  const tree = page.locator('.xterm-accessibility');
  await expect(tree.getByRole('listitem').filter({ hasText: 'Evaluate expression: 7' })).toHaveCount(1);
  await expect(tree.locator('.live-region')).toHaveAttribute('aria-live', 'assertive');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('screen readers');
  await page.getByRole('option', { name: /Console for screen readers/ }).waitFor();
  await page.keyboard.press('Enter');
  await expect(tree).toHaveCount(0);
});
