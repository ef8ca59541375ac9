/** Words of the glossary: marked in prose, their line shown to pointer, keyboard and screen reader, and all of them on a page that finds. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './lab.ts';

const LINES = {
  en: { word: 'ring 3', line: 'Least privileged level; programs run here.', term: 'ring 3' },
  'zh-CN': { word: 'ring 3', line: 'CPU 最低特权级，应用程序运行于此。', term: 'ring 3（用户态）' },
} as const;

for (const language of ['en', 'zh-CN'] as const)
  test(`a word shows its line to the pointer and the keyboard in ${language}`, async ({ lab, page }) => {
    lab.set({ language });
    await page.reload();
    await lab.exercise('console-go-back');
    await page.evaluate(() => {
      location.hash = '#/reference/syscalls/doors';
    });
    const { word, line, term } = LINES[language];
    const marked = page.locator('article dfn', { hasText: word }).first(),
      shown = page.locator('[data-term-line]');
    await expect(marked).toBeVisible();
    await expect(shown).toHaveCount(0);
    await marked.hover();
    await expect(shown).toContainText(line);
    await expect(shown).toContainText(term);
    // the pointer may go onto the line, and away
    await shown.hover();
    await expect(shown).toBeVisible();
    await page.mouse.move(2, 2);
    await expect(shown).toHaveCount(0);
    await marked.focus();
    await expect(shown).toContainText(line);
    await expect(marked).toHaveAccessibleDescription(line);
    await page.keyboard.press('Escape');
    await expect(shown).toHaveCount(0);
    await expect(marked).toBeFocused();
    const { width } = page.viewportSize()!;
    for (const one of await page.locator('article dfn').all()) {
      await one.focus();
      const box = (await shown.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.map(v => `${v.id}: ${v.nodes[0]?.html ?? ''}`)).toEqual([]);
  });

test('an exercise marks words in its prose, not in what machines say or what can be pressed', async ({ lab, page }) => {
  await lab.exercise('trap-frame-swapgs');
  const pane = page.locator('[data-pane="exercise"]');
  await expect(pane.locator('dfn').first()).toBeVisible();
  await expect(pane.locator(':is(code, pre, button, label, a) dfn')).toHaveCount(0);
  const ids = await pane.locator('dfn').evaluateAll(all => all.map(d => d.getAttribute('aria-describedby') ?? ''));
  for (const id of ids) expect(await page.locator(`[id="${id}"]`).count(), id).toBe(1);
});

test('the catalog marks words under a track’s heading, not in its rows', async ({ lab, page }) => {
  await lab.exercise('console-first-break');
  await page.evaluate(() => {
    location.hash = '#/';
  });
  const row = page.locator('[data-list="tracks"]', { hasText: /Trap frame|陷阱帧|int 2Eh/ }).first();
  await row.focus();
  const word = page.locator('main section dfn').first();
  await expect(word).toBeVisible();
  await word.focus();
  await expect(page.locator('[data-term-line]')).toContainText((await word.textContent())!);
  await expect(page.locator('main :is(button, a) dfn')).toHaveCount(0);
});

test('the glossary’s page finds by either language', async ({ lab, page }) => {
  await lab.exercise('console-first-break');
  await page.evaluate(() => {
    location.hash = '#/reference/syscalls/glossary';
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary');
  const terms = page.locator('dl > div');
  const all = await terms.count();
  expect(all).toBeGreaterThan(100);
  await page.getByRole('searchbox', { name: 'Find' }).fill('陷阱帧');
  await expect(terms).toHaveCount(1);
  await expect(terms.first()).toContainText('trap frame');
  await expect(page.getByRole('status').filter({ hasText: '1 word' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find' }).fill('no such word');
  await expect(terms).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Find' }).fill('');
  await expect(terms).toHaveCount(all);
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(v => v.id)).toEqual([]);
});

test('the ways through are listed with their times, and lead to their exercises', async ({ lab, page }) => {
  await lab.exercise('console-first-break');
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('link', { name: 'Ways through' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ways through');
  await expect(page.locator('#part-hour')).toBeInViewport();
  await expect(page.locator('#part-hour h2')).toContainText(/8 exercises, 5\d min/);
  await expect(page.locator('#part-course tbody tr')).toHaveCount(8);
  await expect(page.locator('#part-exam h2')).toContainText('1 h 0 min');
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(v => v.id)).toEqual([]);
  await page.locator('#part-hour').getByRole('link').first().click();
  await lab.ready();
  await expect(page).toHaveURL(/console-first-break$/);
});
