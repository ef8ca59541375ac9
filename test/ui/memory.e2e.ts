/** The memory pane: raw values that are followed, written and taken back, a structure laid over them, by mouse and by keys. */
import type { Locator } from '@playwright/test';
import { expect, test } from './lab.ts';

test('memory follows an expression, marks what a step stored, is written and taken back', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x2b');
  await page.getByRole('tab', { name: 'Memory' }).click();
  const grid = page.getByRole('grid', { name: 'Memory' }),
    cell = (row: number, column = 0): Locator => grid.getByRole('row').nth(row).getByRole('gridcell').nth(column);
  await page.getByLabel('Shown as').selectOption('pointers');
  await expect(grid.getByRole('row').first()).toContainText('◂');
  await expect(grid).toContainText('ntdll!NtCreateFile+0x14');
  await page.getByRole('textbox', { name: 'address' }).fill('@rsp-8');
  await expect(grid.getByRole('row').first()).toContainText('stale');
  await lab.line('p');
  await page.getByRole('textbox', { name: 'address' }).fill('');
  await expect(cell(0), 'RBP was stored here').toHaveClass(/changed/);
  await expect(cell(0)).toHaveAccessibleName(/changed, was 00000000`00000000/);

  // By mouse.
  const before = (await cell(2).textContent())!;
  await cell(2).dblclick();
  await page.keyboard.type('1234');
  await page.keyboard.press('Enter');
  await expect(cell(2)).toHaveText('00000000`00001234');
  await expect.poll(() => lab.text()).toMatch(/kd> eq ffffc28f`5b6b7c68 1234\n/);
  await page.getByRole('button', { name: 'undo' }).click();
  await expect(cell(2)).toHaveText(before);
  await expect.poll(() => lab.text(), 'nothing has happened since: it is gone back over').toMatch(/kd> t-\n/);
  await expect(page.getByRole('button', { name: 'undo' })).toHaveCount(0);

  // By keys: the cursor went one on; a digit begins, Escape leaves it, nonsense is refused and said.
  const pane = page.locator('[data-picture="memory"]');
  await expect(pane).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('7');
  await page.keyboard.press('Escape');
  await expect(pane).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('zz');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not written, memory is as it was.')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await expect(grid).toContainText('00000000`00000077');
  await page.keyboard.press('Control+z');
  await expect(grid).not.toContainText('00000000`00000077');

  // Where code has run since, the old value is written; not where the code has written there itself.
  await page.keyboard.press('Enter');
  await page.keyboard.type('99');
  await page.keyboard.press('Enter');
  await expect(grid).toContainText('00000000`00000099');
  await lab.line('r rax');
  await pane.focus();
  await page.keyboard.press('Control+z');
  await expect(grid).not.toContainText('00000000`00000099');
  await expect.poll(() => lab.text()).toMatch(/kd> eq ffffc28f`5b6b7c70 00000000`00000033\n/);
  await page.getByRole('textbox', { name: 'address' }).fill('@rsp-8');
  await cell(0).dblclick();
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await expect(cell(0)).toHaveText('00000000`00000005');
  await lab.line('eq @rsp-8 6');
  await pane.focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Not taken back: the machine has written there since')).toBeVisible();
  await expect(page.getByRole('button', { name: 'undo' })).toHaveCount(0);
  await expect(cell(0)).toHaveText('00000000`00000006');
  await page.getByRole('textbox', { name: 'address' }).fill('');
  await expect(grid.getByRole('row').first().locator('.sp')).toHaveCount(1);

  // Held fast, it stays when the stack pointer moves.
  const first = grid.getByRole('rowheader').first(),
    there = (await first.textContent())!.slice(0, 17);
  await page.getByRole('button', { name: 'lock' }).click();
  await lab.line('p');
  await expect(first).toContainText(there);
  await page.getByRole('button', { name: 'lock' }).click();
  await expect(first).not.toContainText(there);
  await page.keyboard.press('F6');
});

test('a structure lies over memory; its text is what dt prints; who wrote a value is gone to', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x2b');
  await page.getByRole('tab', { name: 'Memory' }).click();
  await page.getByRole('textbox', { name: 'address' }).fill('@rsp-160');
  await page.getByRole('textbox', { name: 'type' }).fill('_KTRAP_FRAM');
  await expect(page.getByText('cannot be read here')).toBeVisible();
  await page.getByRole('textbox', { name: 'type' }).fill('_KTRAP_FRAME');
  const grid = page.getByRole('grid', { name: '_KTRAP_FRAME' });
  await expect(grid.getByRole('row', { name: /\+168/ })).toContainText('ntdll!NtCreateFile+0x14');
  await page.getByRole('button', { name: 'as text' }).click();
  await expect(page.locator('.twin pre')).toContainText(
    (await lab.line('dt nt!_KTRAP_FRAME @rsp-160 Rip')).trim().split('\n').at(-1)!.trim().split(/\s+/).at(-1)!,
  );
  await page.getByRole('button', { name: 'as picture' }).click();
  await grid.getByRole('row', { name: /\+188/ }).getByRole('gridcell').first().click();
  await page.locator('[data-picture="memory"]').focus();
  await page.keyboard.press('w');
  await expect(lab.place, 'before push 2Bh').toHaveText('nt!KiSystemCall64+0x15');
});

test('bytes are written as text where they stand, by keys and by mouse, and taken back', async ({ lab, page }) => {
  await lab.free('note');
  await page.getByRole('tab', { name: 'Memory' }).click();
  await page.getByRole('textbox', { name: 'address' }).fill('@rsp-40');
  const grid = page.getByRole('grid', { name: 'Memory' }),
    text = (row: number): Locator => grid.getByRole('row').nth(row).locator('.text'),
    byte = (n: number): Locator => grid.getByRole('gridcell').nth(n);
  await expect(text(0)).toHaveText('........');
  await page.locator('[data-picture="memory"]').focus();
  await page.keyboard.press('t');
  await page.keyboard.press('H');
  await page.keyboard.type('i "x";');
  await page.keyboard.press('Enter');
  await expect(text(0)).toHaveText('Hi "x";.');
  await expect.poll(() => lab.text()).toMatch(/kd> eb \S+ 48 69 20 22 78 22 3b\n/);
  await expect(byte(0)).toHaveText('48');
  await page.keyboard.press('Control+z');
  await expect(text(0)).toHaveText('........');

  // Over the end of a row, by mouse; what no byte stands for is refused.
  await text(0).locator('.letter').nth(6).dblclick();
  await page.keyboard.type('abcd');
  await page.keyboard.press('Enter');
  await expect(text(0)).toHaveText('......ab');
  await expect(text(1)).toHaveText('cd......');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('é');
  await page.keyboard.press('Enter');
  await expect(page.getByText('é is not an ASCII character')).toBeVisible();
  await expect(text(1)).toHaveText('cd......');
  await page.keyboard.press('Escape');
  await page.keyboard.press('4');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(text(1), 'after Escape the keys are digits again').toHaveText('cdA.....');
});
