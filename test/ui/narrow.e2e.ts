/** 200 % text on a small screen: half the width, one column, nothing beside the window. */
import { expect, test } from './lab.ts';

test('at 512 px everything stands in one column and can be reached', async ({ lab, page }) => {
  await page.setViewportSize({ width: 512, height: 350 });
  // The catalog's tracks are above the exercises of the one that is chosen, and all of both can be scrolled to.
  const tracks = page.locator('[data-list="tracks"]');
  for (const one of [page.getByRole('link', { name: 'Exam', exact: true }), tracks.first(), tracks.last()]) {
    await one.scrollIntoViewIfNeeded();
    await expect(one).toBeInViewport({ ratio: 1 });
  }
  const free = (await page.locator('.free').boundingBox())!,
    chosen = (await page.getByRole('heading', { name: 'Console', level: 2 }).boundingBox())!;
  expect(chosen.y).toBeGreaterThanOrEqual(free.y + free.height);
  await lab.exercise('ssdt-descriptor');
  const order = await page.evaluate(() =>
    [...document.querySelectorAll('section.place, [data-pane]')].map(
      e => [(e as HTMLElement).dataset['pane'] ?? 'place', Math.round(e.getBoundingClientRect().top)] as const,
    ),
  );
  expect(order.map(([name]) => name)).toEqual(['place', 'exercise', 'console', 'disassembly', 'time']);
  expect(order.map(([, top]) => top)).toEqual(order.map(([, top]) => top).sort((a, b) => a - b));
  for (const pane of ['exercise', 'console', 'disassembly', 'time']) {
    const box = (await page.locator(`[data-pane="${pane}"]`).boundingBox())!;
    expect(box.x + box.width, pane).toBeLessThanOrEqual(512);
  }
  await lab.line('r rip');
  await page.getByRole('tab', { name: 'Registers' }).click();
  await page.getByRole('button', { name: /^rax / }).scrollIntoViewIfNeeded();
  await expect(page.getByRole('button', { name: /^rax / })).toBeInViewport();
});
