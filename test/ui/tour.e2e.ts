/** The first minute: offered once, by mouse and by keyboard, ending where the first breakpoint is hit. */
import { expect, test } from './lab.ts';

test.use({ firstRun: true });

test('the first start is a tour that ends at the first breakpoint; it is never shown again, and can be taken again', async ({
  lab,
  page,
}) => {
  const card = page.getByRole('dialog');
  await expect(card).toContainText('This is where the machine is');
  await expect(card.getByRole('button', { name: 'Next: what to do' })).toBeFocused();
  await page.keyboard.press('F10');
  await expect(card).toContainText('It moved');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('What to do stands here');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('bp nt!NtClose');
  // Typed by hand as well as by the button; the tour ends when the breakpoint is hit.
  await lab.line('bp nt!NtClose');
  await page.keyboard.press('F5');
  await expect(card).toContainText('The first breakpoint');
  await expect(lab.place).toHaveText('nt!NtClose');
  await card.getByRole('button', { name: 'First exercise' }).click();
  await expect(page.getByRole('heading', { name: 'The first breakpoint' })).toBeVisible();
  await lab.ready();

  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.reload();
  await expect(page.getByRole('button', { name: /Begin/ })).toBeFocused();
  await expect(card).toHaveCount(0);
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.getByRole('button', { name: 'Take the tour', exact: true }).click();
  await expect(card).toContainText('This is where the machine is');
  await expect.poll(() => lab.text(), 'from the beginning').toBe('kd>');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('The first breakpoint');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
});

test.describe('on a small Chinese screen', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 1024, height: 700 } });
  test('every card lies inside the window, beside what it is about, and Esc leaves for good', async ({ lab: _lab, page }) => {
    const card = page.getByRole('dialog');
    for (const title of ['机器在这里', '要做的事在这里', '像在 WinDbg 里一样输入']) {
      await expect(card).toContainText(title);
      const box = (await card.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(700);
      expect(box.x + box.width).toBeLessThanOrEqual(1024);
      if (title !== '像在 WinDbg 里一样输入') await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await expect(page.getByRole('button', { name: /开始/ }).first()).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: /开始/ }).first()).toBeVisible();
    await expect(card).toHaveCount(0);
  });
});
