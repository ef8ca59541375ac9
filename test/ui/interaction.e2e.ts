/** What hands do in the lab besides typing lines: gutter, keys, palette, panes; and the same by keyboard alone. */
import { expect, test } from './lab.ts';

test('a breakpoint is set and cleared by a click in the gutter and by F9; F7 runs to a line', async ({ lab, page }) => {
  await lab.free('note');
  const row = page.getByRole('option', { name: /syscall/ });
  await row.locator('.gutter').click();
  await expect.poll(() => lab.text()).toMatch(/kd> bp 00007ffb`3c0ed5c2\nkd>$/);
  await expect(row).toContainText('breakpoint');
  await expect(page.getByText('1 breakpoint', { exact: true })).toBeVisible();
  await row.click();
  await page.keyboard.press('F9');
  await expect.poll(() => lab.text()).toMatch(/kd> bc 0\nkd>$/);
  await expect(row).not.toContainText('breakpoint');
  await row.click();
  await page.keyboard.press('F7');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ntdll!NtCreateFile+0x12');
  await page.keyboard.press('F11');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('nt!KiSystemCall64');
  await expect(page.locator('[data-live]')).toHaveText(
    // The SDM's SYSCALL: RCX takes the next RIP, R11 the flags, FMASK clears IF; RSP is not touched.
    'Ring 3→0 by syscall; RSP unchanged; RCX ← 00007ffb`3c0ed5c4; R11 ← 00000000`00000246; IF cleared.',
  );
});

test('the ▶ row stays in view; scrolling by hand stops following, and the way back is offered', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x65');
  const pane = page.getByRole('listbox', { name: 'Disassembly' }),
    now = pane.locator('[aria-current]');
  const inside = async (): Promise<boolean> => {
    const a = (await pane.boundingBox())!,
      b = (await now.boundingBox())!;
    return b.y >= a.y && b.y + b.height <= a.y + a.height - 38;
  };
  await expect.poll(inside).toBe(true);
  for (let n = 0; n < 12; n++) {
    await lab.key('F10', 'p');
    await expect.poll(inside).toBe(true);
  }
  await pane.hover();
  await page.mouse.wheel(0, 900);
  await page.getByRole('button', { name: 'back to RIP' }).click();
  await expect.poll(inside).toBe(true);
  await expect(page.getByRole('button', { name: 'back to RIP' })).toHaveCount(0);
});

test('a register is edited in its pane', async ({ lab, page }) => {
  await lab.free('note');
  await page.getByRole('button', { name: /^rbx / }).click();
  await page.getByRole('textbox', { name: 'New value of rbx' }).fill('1234');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^rbx / })).toHaveText('0000000000001234');
  await expect.poll(() => lab.text()).toContain('kd> r rbx=1234');
});

test('the palette does, looks and goes', async ({ lab, page }) => {
  await lab.free('note');
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog').getByRole('combobox');
  await expect(box).toBeFocused();
  await box.fill('step into');
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.text()).toMatch(/kd> t\n[^]*kd>$/);
  await page.keyboard.press('Control+k');
  await box.fill('@nt!KiSystemCall6');
  await expect(page.getByRole('option', { name: /u nt!KiSystemCall64/ }).first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => lab.text()).toMatch(/kd> u nt!KiSystemCall64$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await box.fill('trap');
  for (const [title, says] of [
    ['dt nt!_KTRAP_FRAME', 'structure, 190h bytes'],
    ['u nt!KiBreakpointTrap', 'function'],
    ['Trap frame: A borrowed stack', 'exercise, '],
  ] as const)
    await expect(page.getByRole('option', { name: title }).first()).toContainText(says);
  await page.keyboard.press('Escape');
  await lab.line('g nt!KiSystemCall64+0x27');
  await page.keyboard.press('Control+k');
  await box.fill('trap');
  await expect(page.getByRole('option', { name: /^Run to the next store/ })).toContainText('push rbp');
  await expect(page.getByRole('option', { name: /^Who wrote this field/ })).toContainText('Rip: goes back');
  await box.fill('Who wrote');
  await page.keyboard.press('Enter');
  await expect(lab.place, 'before push rcx').toHaveText('nt!KiSystemCall64+0x23');
  await lab.ready();
  await page.keyboard.press('Control+k');
  await box.fill('trap');
  await page.getByRole('option', { name: /^\.trap ffff/ }).click();
  await expect.poll(() => lab.text()).toMatch(/kd> \.trap ffff[0-9a-f`]+\n[^]*kd>$/);
  await lab.ready();
  await page.keyboard.press('Control+k');
  await box.fill('Five pushes');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Five pushes' })).toBeVisible();
  // No key of the window works while a dialog is open.
  await lab.ready();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('F11');
  await page.keyboard.press('Escape');
  await expect.poll(() => lab.text()).toBe('kd>');
});

test('panes are reached by digits, cycled, and one is maximised', async ({ lab, page }) => {
  await lab.free('note');
  const focused = (): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane']);
  for (const [digit, pane] of ['exercise', 'disassembly', 'console', 'registers', 'frame', 'stack', 'time'].entries()) {
    await page.keyboard.press(`Alt+${digit + 1}`);
    await expect.poll(focused).toBe(pane);
  }
  await page.keyboard.press('F6');
  await expect.poll(focused).toBe('exercise');
  await page.keyboard.press('Alt+3');
  await page.keyboard.press('Alt+m');
  await expect(page.locator('[data-pane="disassembly"]')).toHaveCount(0);
  await lab.line('? 7');
  await page.keyboard.press('Alt+m');
  await expect(page.locator('[data-pane="disassembly"]')).toBeVisible();
  await expect.poll(() => lab.text()).toContain('Evaluate expression: 7');
});

test('an exercise from the catalog to its end by keyboard alone', async ({ lab, page }) => {
  await expect(page.getByRole('button', { name: /Begin/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await lab.ready();
  await expect(page.getByRole('heading', { name: 'The first breakpoint' })).toBeVisible();
  const verdict = page.locator('.verdict');
  const service = /nt!(Nt\w+)/.exec((await page.locator('[data-pane="exercise"]').textContent()) ?? '')![1]!;
  await page.keyboard.press('Alt+3');
  await lab.line(`bp nt!${service}`);
  await lab.key('F5', 'g');
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Enter');
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');
  await expect(page.locator('[aria-current="step"]').getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(verdict).toBeVisible();
  await expect(verdict).not.toContainText('Right');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');
  await page.keyboard.type('nt!KiSystemServiceCopyEnd+25');
  await expect(page.getByText('Read as')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Every step is done' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Registers and radix', exact: true })).toBeVisible();
});

test('an exercise is started over, and Esc keeps it', async ({ lab, page }) => {
  await lab.exercise('ssdt-descriptor');
  await lab.line('? 1');
  const ask = async (): Promise<void> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('start over');
    await page.getByRole('option', { name: /Start this exercise over/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: /over\?/ })).toBeVisible();
  };
  await ask();
  await page.keyboard.press('Escape');
  await expect.poll(() => lab.text()).toContain('Evaluate expression: 1');
  await ask();
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect.poll(() => lab.text()).toBe('kd>');
});

test('a line the store refuses is shown, kept, and written when the store is back', async ({ lab, page, host }) => {
  await lab.free('note');
  host.refused.add('sessions/append');
  await lab.line('? 1');
  await lab.line('? 2');
  await expect(page.getByRole('alert')).toContainText('Not saved: 2 inputs, kept here.');
  host.refused.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Everything is saved')).toBeVisible();
  await page.reload();
  await lab.ready();
  await expect.poll(() => lab.text()).toContain('Evaluate expression: 2');
});
