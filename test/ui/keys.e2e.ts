/** Keys: one table, every key changeable, conflicts told, none that types a character. */
import { expect, test } from './lab.ts';

const kept = (result: { readonly ok: boolean; readonly value?: unknown }): unknown => (result.value as { keys?: unknown }).keys;

test('a key is changed, a conflict is told and settled, one and all are given back', async ({ lab, page, host }) => {
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  const button = (action: string) => page.getByRole('button', { name: new RegExp(`^${action}: .*Change the key$`) });
  const keys = (): unknown => kept(host.dispatch('settings/get', {}));
  const into = button('Step into');
  await expect(into).toHaveText(/F11/);

  await into.click();
  await expect(into).toHaveText('press a key');
  await page.keyboard.press('Escape');
  await expect(into).toHaveText(/F11/);

  // A letter types, AltGr types too, Ctrl+T is the browser's: each is refused with its reason, and nothing changes.
  for (const [key, why] of [
    ['s', 'S types or moves in text.'],
    ['Control+Alt+e', 'Ctrl Alt E types a character on many keyboards'],
    ['Control+v', 'Ctrl V edits text everywhere.'],
    ['Control+Shift+n', 'Ctrl Shift N is kept by the browser'],
  ] as const) {
    await into.click();
    await page.keyboard.press(key);
    await expect(page.getByText(why)).toBeVisible();
  }
  expect(keys()).toBeUndefined();

  await into.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('F10');
  await expect(page.getByText('F10 belongs to “Step over”. Nothing is changed yet.')).toBeVisible();
  expect(keys()).toBeUndefined();
  await page.getByRole('button', { name: 'Give it to “Step into”' }).click();
  await expect(page.getByText('Step into now has F10.')).toBeVisible();
  await expect(button('Step over')).toHaveText('none');
  await expect.poll(keys).toEqual({ 'step-into': ['F10'], 'step-over': [] });

  // The new key works, the transport and the palette show it.
  await lab.free('note');
  await expect(page.getByRole('button', { name: 'Step into t' })).toHaveAttribute('title', 'Step into (F10)');
  await lab.key('F10', 't');
  await page.reload();
  await lab.ready();
  await lab.key('F10', 't');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('step into');
  await expect(page.getByRole('option', { name: /Step into t/ }).locator('kbd')).toHaveText('F10');
  await page.keyboard.press('Escape');

  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.getByRole('button', { name: 'Back to F11, Alt I' }).click();
  await expect.poll(keys).toEqual({ 'step-over': [] });
  await page.getByRole('button', { name: 'All keys as designed' }).click();
  await expect(button('Step over')).toHaveText(/F10/);
  await expect.poll(keys).toEqual({});
  await button('Go').click();
  await page.keyboard.press('Backspace');
  await expect(button('Go')).toHaveText('none');
});

test('the palette goes to moments after #', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64');
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog').getByRole('combobox');
  await box.fill('#');
  await expect(page.getByRole('option', { name: /^start/ })).toBeVisible();
  await box.fill('#0:2');
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.text()).toContain('kd> !tt 0:2');
  await expect(page.locator('.position .mono').first()).toHaveText('0:2');
  await page.keyboard.press('Control+k');
  await box.fill('# syscall');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => lab.text()).toMatch(/kd> !tt [\dA-F]+:0$/);
});

test('Ctrl F10 runs to the next store into the trap frame', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x15');
  await page.keyboard.press('Control+F10');
  // push 2Bh stores SegSs; the next that stores is push qword ptr gs:[10h].
  await expect(lab.place).toHaveText('nt!KiSystemCall64+0x17');
  await lab.line('g nt!KiSystemCall64+0x23');
  await page.keyboard.press('Control+F10');
  // sub rsp,8 between leaves room for ErrorCode and stores nothing: push rbp is the next.
  await expect(lab.place).toHaveText('nt!KiSystemCall64+0x2b');
});
