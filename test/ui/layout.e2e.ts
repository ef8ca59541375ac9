/** The window at its three sizes in both languages: everything in its place, nothing cut off, Chinese in a real font. */
import type { Page } from '@playwright/test';
import { expectLook } from './coarse.ts';
import { expect, test, type LabPage } from './lab.ts';

const SIZES = [
  [1024, 700],
  [1440, 900],
  [1920, 1080],
] as const;
const LANGUAGES = ['en', 'zh-CN'] as const;
/** Where the note's machine has built half of its trap frame. */
const HALFWAY = ['bp nt!KiSystemCall64+0x15', 'g', 'g nt!KiSystemCall64+0x27', 'p', 'dps @rsp L6'];

/** Texts that are cut off, or lie outside what can be seen. Code, symbols and commands may end in an ellipsis. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const MAY =
      '.chip b, .operands, .what, .note, .bytes, .symbol, .cmd, .where, .next, .crumb, .id, .detail, .xterm *, .sr, .title, .place-name, option';
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent!.trim(),
        element = node.parentElement!;
      if (text === '' || element.closest(MAY) || element.closest('svg, script, style, [hidden]') || !element.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      for (let at: HTMLElement | null = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at),
          edge = at.getBoundingClientRect();
        const scrolls = /auto|scroll/.test(style.overflowY);
        if (style.overflowX !== 'visible' && (box.left < edge.left - 1 || box.right > edge.right + 1)) {
          found.push(`${text} (across, in .${at.className})`);
          break;
        }
        if (style.overflowY !== 'visible' && !scrolls && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2)) {
          found.push(`${text} (down, in .${at.className})`);
          break;
        }
        if (scrolls) break;
      }
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`${text} (beside the window)`);
    }
    return [...new Set(found)];
  });
}
async function halfway(lab: LabPage): Promise<void> {
  for (const line of HALFWAY) await lab.line(line);
}

for (const [width, height] of SIZES) {
  for (const language of LANGUAGES) {
    test(`${width}×${height} in ${language}: nothing is cut off, and it looks as it did`, async ({ lab, page }) => {
      await page.setViewportSize({ width, height });
      lab.set({ language });
      await page.reload();
      await page.getByRole('listitem').first().waitFor();
      await expect.poll(() => cutOff(page), 'catalog').toEqual([]);
      await lab.free('note');
      await halfway(lab);
      await expect.poll(() => cutOff(page), 'free play').toEqual([]);
      await expectLook(page, `lab-${width}.${language}`);
      await lab.exercise('ssdt-descriptor');
      await halfway(lab);
      await expect.poll(() => cutOff(page), 'lab').toEqual([]);
      expect(
        await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]),
        'size of the page beyond the window',
      ).toEqual([0, 0]);
      await expect.poll(() => page.evaluate(() => window.__lab!.columns), 'columns of the console').toBeGreaterThanOrEqual(80);
    });
  }
}

for (const language of LANGUAGES)
  test(`1024×700 in ${language}: nothing is cut off in any pane`, async ({ lab, page }) => {
    await page.setViewportSize({ width: 1024, height: 700 });
    lab.set({ language });
    await page.reload();
    await lab.free('note');
    for (const line of [...HALFWAY, 'bsc 0 "@rax == 55"']) await lab.line(line);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      if (await page.locator('.details, .more[aria-expanded="false"]').count()) await page.locator('.more[aria-expanded="false"]').click();
      await expect.soft.poll(() => cutOff(page), (await tab.textContent()) ?? '').toEqual([]);
    }
    for (const option of await page.locator('select.tab option:not([disabled])').all()) {
      await page.locator('select.tab').selectOption(await option.getAttribute('value'));
      await page.locator('[data-picture], [data-pane="ring"]').first().waitFor();
      await expect.soft.poll(() => cutOff(page), (await option.textContent()) ?? '').toEqual([]);
    }
  });

test('panes have the sizes of the design in each window class', async ({ lab, page }) => {
  await lab.free('note');
  const width = async (pane: string): Promise<number> => (await page.locator(`[data-pane="${pane}"]`).boundingBox())!.width;
  const height = async (selector: string): Promise<number> => (await page.locator(selector).boundingBox())!.height;
  const expected = [
    { size: SIZES[0], place: 66, time: 64, exercise: 280, right: undefined },
    { size: SIZES[1], place: 94, time: 76, exercise: 316, right: 448 },
    { size: SIZES[2], place: 100, time: 84, exercise: 352, right: 480 },
  ];
  for (const { size, place, time, exercise, right } of expected) {
    await page.setViewportSize({ width: size[0], height: size[1] });
    await expect.poll(() => height('section.place')).toBe(place);
    await expect.poll(() => height('[data-pane="time"]')).toBe(time);
    await expect.poll(() => width('exercise')).toBe(exercise);
    if (right === undefined) await expect(page.locator('[data-pane="registers"]')).toHaveCount(0);
    else await expect.poll(() => width('registers')).toBe(right);
    await expect.poll(() => height('header.top')).toBe(40);
    await expect.poll(() => height('footer.status')).toBe(24);
  }
  // A pane's command is whole, and code stands where it would without branches beside it.
  await page.setViewportSize({ width: 1440, height: 900 });
  const left = async (selector: string): Promise<number> => (await page.locator(selector).first().boundingBox())!.x;
  await expect(page.locator('.lanes path')).not.toHaveCount(0);
  const gutter = async (): Promise<number> =>
    (await left('[data-pane="disassembly"] .address')) - (await left('[data-pane="disassembly"]'));
  await expect.poll(gutter).toBe(24);
  await halfway(lab);
  const command = page.locator('[data-pane="frame"] .cmd');
  await expect(command).toHaveText(/^dt _KTRAP_FRAME [0-9a-f]{16}$/);
  await expect.poll(() => command.evaluate(e => e.scrollWidth - e.clientWidth)).toBe(0);
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole('tab', { name: 'Registers' }).click();
  await expect(page.getByRole('button', { name: /^rsp / })).toBeVisible();
});

test('the language is switched while the lab is open, and kept', async ({ lab, page }) => {
  await lab.free('note');
  await halfway(lab);
  const console_ = await lab.text();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByLabel('机器当前位置')).toContainText('下一条');
  await expect(page.getByText('首个参数').or(page.getByText('参数 1'))).not.toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect.poll(() => lab.text(), 'the debugger speaks as it did').toBe(console_);
  await page.reload();
  await lab.ready();
  await expect(page.getByRole('heading', { name: '反汇编' })).toBeVisible();
  // In a font that has the characters, not in boxes.
  const client = await page.context().newCDPSession(page);
  await client.send('DOM.enable');
  await client.send('CSS.enable');
  const { root } = await client.send('DOM.getDocument');
  const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector: '[data-pane="disassembly"] h2' });
  const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId });
  expect(fonts.map(f => f.familyName).join()).toMatch(/CJK|Noto Sans SC|YaHei|PingFang|WenQuanYi|Source Han/);
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Disassembly' })).toBeVisible();
});

test('themes: light, dark, high contrast, kept over a reload', async ({ lab, page }) => {
  await lab.free('note');
  const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-theme');
  await expect.poll(theme).toBe('light');
  for (const next of ['dark', 'contrast', 'light', 'dark']) {
    await page.getByRole('button', { name: /Next theme/ }).click();
    await expect.poll(theme).toBe(next);
  }
  await page.reload();
  await lab.ready();
  await expect.poll(theme).toBe('dark');
});

test('a splitter is dragged, moved by keys and restored; the size is kept for this window class only', async ({ lab, page }) => {
  await lab.free('note');
  const width = async (): Promise<number> => (await page.locator('[data-pane="registers"]').boundingBox())!.width;
  const splitter = page.getByRole('separator', { name: 'Width of the pane' }).nth(1),
    { x, y } = (await splitter.boundingBox())!;
  await page.mouse.move(x + 3, y + 200);
  await page.mouse.down();
  await page.mouse.move(x + 3 - 40, y + 200, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBe(488);
  await splitter.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBe(480);
  await page.reload();
  await lab.ready();
  await expect.poll(width).toBe(480);
  await splitter.dblclick();
  await expect.poll(width).toBe(448);
});
