/** Time as something to see and to move in: the band, its keys, the pointer, and the same in words. */
import type { Locator } from '@playwright/test';
import { expect, test, type LabPage } from './lab.ts';

const slider = (lab: LabPage): Locator => lab.page.getByRole('slider', { name: 'Moment of the recording' });
const position = (lab: LabPage): Promise<string | null> => lab.page.locator('.position .mono').first().textContent();

test('stretches of both rings, what is ahead outlined, breakpoints and the flag; the twin says the same', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('bp nt!NtClose');
  await lab.line('g');
  await lab.line('!tt 1:4');
  const bands = page.locator('.stretch');
  await expect(bands.first()).toHaveClass(/ring3/);
  await expect(bands.nth(1)).toHaveClass(/ring0/);
  await expect(bands.nth(1)).toContainText('NtCreateFile');
  await expect(page.locator('.mark.hit')).toHaveCount(1);
  const solid = async (n: number): Promise<number> =>
    (await bands.nth(n).locator('.past').boundingBox())!.width / (await bands.nth(n).boundingBox())!.width;
  await expect.poll(() => solid(0)).toBeCloseTo(1, 1);
  await expect.poll(() => solid(1)).toBeGreaterThan(0);
  await expect.poll(() => solid(1)).toBeLessThan(1);
  await expect.poll(() => solid(2)).toBe(0);
  await expect(page.locator('.time .position')).toContainText('recorded to');
  const twin = page.locator('#time-twin p');
  await expect(twin.first()).toHaveText(/^0:0: ring 3 by start, \d+ instructions\.$/);
  await expect(twin.nth(1)).toHaveText(/^1:0: ring 0 by syscall, \d+ instructions\. NtCreateFile Now at 1:4\.$/);
  await expect(twin.last()).toHaveText(/^Recorded to /);
  await expect(page.locator('#time-twin')).toContainText('Breakpoint at');
  // A fault before anything has run: the stretch it ended is over.
  await lab.free('fault');
  await lab.line('r rip=0');
  await lab.line('t');
  await expect.poll(() => solid(0)).toBeCloseTo(1, 1);
  await expect(page.locator('.mark.fault')).toHaveCount(1);
  await expect(bands.nth(1)).toContainText('fault 0eh');
});

test('the keyboard steps, goes from ring change to ring change, and to either end', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!NtCreateFile');
  const end = (await position(lab))!;
  await slider(lab).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => lab.text()).toMatch(/kd> t-\n/);
  await expect.poll(() => position(lab)).not.toBe(end);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => position(lab)).toBe(end);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => position(lab)).toBe('1:0');
  await expect(lab.place).toHaveText('nt!KiSystemCall64');
  await page.keyboard.press('Home');
  await expect.poll(() => position(lab)).toBe('0:0');
  await expect(page.locator('[data-live]')).toContainText('Back');
  await expect(page.getByRole('button', { name: 'Step back t-', exact: true })).toBeDisabled();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => position(lab)).toBe('1:0');
  await page.keyboard.press('End');
  await expect.poll(() => position(lab)).toBe(end);
  await expect(slider(lab)).toBeFocused();
  await page.keyboard.press('Alt+F11');
  await expect.poll(() => position(lab)).not.toBe(end);

  // The flag travels; nothing does for who asked the system for less motion.
  const moving = (): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter(e => [getComputedStyle(e).transitionDuration, getComputedStyle(e).animationDuration].some(d => /[1-9]/.test(d)))
        .map(e => e.className.toString()),
    );
  expect((await moving()).some(name => name.startsWith('now'))).toBe(true);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toEqual([]);
});

test('the pointer shows where it would go, and goes there when it is let go', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!NtCreateFile');
  const end = (await position(lab))!,
    { x, y, width, height } = (await slider(lab).boundingBox())!,
    kernel = (await page.locator('.stretch.ring0').first().boundingBox())!.x;
  await page.mouse.move(x + width - 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(kernel + 2, y + height / 2, { steps: 5 });
  await expect(page.locator('.aim')).toHaveText('1:0');
  await expect.poll(() => position(lab)).toBe(end);
  await page.mouse.up();
  await expect.poll(() => position(lab)).toBe('1:0');
  await expect.poll(() => lab.text()).toContain('kd> !tt 1:0');
  await page.mouse.click(x + 1, y + height / 2);
  await expect.poll(() => position(lab)).toBe('0:0');
});

test('a breakpoint is marked where it was hit, a right answer where it was given, a branch is offered', async ({ lab, page }) => {
  await lab.exercise('console-first-break');
  const service = /nt!(Nt\w+)/.exec((await page.locator('[data-pane="exercise"]').textContent()) ?? '')![1]!;
  await lab.line(`bp nt!${service}`);
  await lab.line('g');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Enter');
  await expect(page.locator('.verdict')).toContainText('Right');
  await expect(page.locator('.mark.answer')).toHaveCount(1);
  await page.reload();
  await lab.ready();
  await expect(page.locator('.mark.answer')).toHaveCount(1);
  await lab.line('t-');
  await lab.line('r rbx=1');
  await lab.line('t');
  await page.getByRole('button', { name: '1 other branch' }).click();
  await expect.poll(() => lab.text()).toMatch(/Branch 0: left at instruction/);
});
