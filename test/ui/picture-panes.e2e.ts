/** Pictures of the machine: drawn from what core reads, the same as text, values that may be changed to see what would come. */
import type { Locator } from '@playwright/test';
import { expect, test, type LabPage } from './lab.ts';

async function show(lab: LabPage, name: string): Promise<Locator> {
  await lab.page.getByRole('combobox', { name: 'Pictures' }).selectOption({ label: name });
  const pane = lab.page.locator(`section[aria-label="${name}"]`);
  await expect(pane.locator('[data-picture]')).toBeVisible();
  return pane;
}
/** The text twin of a pane, and what its command prints in the console. */
async function twins(lab: LabPage, pane: Locator): Promise<readonly [twin: string, printed: string]> {
  await pane.getByRole('button', { name: 'as text' }).click();
  const twin = (await pane.locator('.twin pre').textContent())!,
    command = pane.getByRole('button', { name: /^!/ }),
    line = (await command.textContent())!.trim(),
    before = await lab.text();
  await command.click();
  await expect.poll(() => lab.text()).not.toBe(before);
  await lab.ready();
  const printed = (await lab.text()).slice(before.length + line.length + 2).replace(/\nkd>$/, '');
  await pane.getByRole('button', { name: 'as picture' }).click();
  return [twin, printed];
}
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('the selector board: as booted, then what if, then as booted again', async ({ lab, page }) => {
  await lab.free('note');
  const pane = await show(lab, 'Selectors'),
    board = pane.getByRole('group', { name: /sysret 64 CS|sysenter CS/ });
  await expect(board).toHaveAccessibleName(/sysret 64 CS 0033/);
  await expect(board).not.toHaveAccessibleName(/something else/);
  const field = pane.getByRole('textbox', { name: 'Value of STAR[63:48]' });
  await expect(field).toHaveValue('0023');
  await field.fill('0010');
  await expect(board).toHaveAccessibleName(/sysret 64 CS: 0023 names something else/);
  await expect(pane).toContainText('What if. The machine has 00230010`00000000.');
  await expect(pane.getByText('✕ 32-bit code of ring 3')).toBeVisible();
  await pane.getByRole('button', { name: /sysret 64 CS: dg 0023/ }).click();
  await expect.poll(() => lab.text()).toContain('kd> dg 0023');
  const [twin, printed] = await twins(lab, pane);
  expect(twin).toContain('WRONG');
  expect(flat(printed)).toBe(flat(twin));
  expect(await lab.line('rdmsr c0000081'), 'the machine keeps its own').toContain('00230010`00000000');
  await field.fill('zz');
  await expect(pane.getByText('cannot be read here')).toBeVisible();
  await field.press('Escape');
  await expect(field).toHaveValue('0023');
  await expect(pane.getByText('What if')).toHaveCount(0);
  await pane.getByRole('button', { name: 'SYSENTER_CS' }).click();
  await expect(board).toHaveAccessibleName(/sysenter CS #GP\(0\)/);
  await page.keyboard.press('F6');
});

test('flags through the door, a gate and a descriptor: bits are turned over by mouse and by keys', async ({ lab, page }) => {
  await lab.free('note');
  const pane = await show(lab, 'Bits'),
    row = (name: string): Locator => pane.getByRole('row', { name: new RegExp(`^${name} `) }),
    bit = (name: string): Locator => pane.getByRole('button', { name: new RegExp(`^${name}: [01]$`) });
  await expect(row('FMASK').locator('.value')).toHaveText('4700');
  await expect(row('FMASK').locator('.marked')).toHaveCount(4);
  await bit('FMASK IF 9').click();
  await expect(row('FMASK').locator('.value')).toHaveText('4500');
  await expect(row('after syscall').locator('.marked')).toHaveCount(0);
  await expect(pane.getByRole('status')).toContainText('The machine has FMASK 4700.');
  await expect(bit('FMASK IF 9')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(bit('RFLAGS IF 9')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(bit('RFLAGS DF 10')).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Space');
  await expect(bit('RFLAGS DF 10')).toHaveAttribute('aria-pressed', 'true');
  await expect(bit('RFLAGS DF 10')).toBeFocused();
  await expect(row('after syscall').locator('.marked')).toHaveText(['0']);
  const [twin, printed] = await twins(lab, pane);
  expect(flat(printed)).toBe(flat(twin));
  expect(twin).toContain('(the machine has 4700)');
  await bit('EFER SCE 0').click();
  await expect(pane).toContainText('syscall refuses: #UD');
  await page.keyboard.press('Escape');
  await expect(row('FMASK').locator('.value')).toHaveText('4700');
  await expect(row('sysret keeps').locator('.value')).toHaveText('3c7fd7');
  const gate = pane.getByRole('img', { name: /OffsetLow/ });
  await expect(gate.locator('.byte')).toHaveCount(16);
  await expect(gate.locator('.piece.kernel')).toHaveCount(8);
  await expect(pane.getByText('✕ int 2eh from ring 3: CPL 3 > DPL 0, so #GP(172)')).toBeVisible();
  await pane.getByRole('textbox', { name: 'gate' }).fill('3');
  await expect(pane.getByText('int 03h from ring 3: allowed')).toBeVisible();
  await pane.getByRole('textbox', { name: 'selector' }).fill('40');
  await expect(pane.getByRole('img', { name: /LimitLow/ }).locator('.byte')).toHaveCount(16);
  await pane.getByRole('button', { name: 'GDT[40h]' }).click();
  await expect.poll(() => lab.text()).toContain('kd> dg 40');
});

test('a service number is followed to its routine, the sign kept', async ({ lab }) => {
  await lab.free('note');
  const pane = await show(lab, 'Service entry');
  await expect(pane).toContainText('nt!NtCreateFile');
  await pane.getByRole('textbox', { name: 'number' }).fill('0');
  await expect(pane).toContainText('nt!NtAccessCheck');
  await expect(pane).toContainText('without the sign: fffff806`82df21c0');
  const [twin, printed] = await twins(lab, pane);
  expect(flat(printed)).toBe(flat(twin));
  await pane.getByRole('button', { name: 'fffff806`72df21c0' }).click();
  await expect.poll(() => lab.text()).toContain('nt!NtAccessCheck:');
  await pane.getByRole('textbox', { name: 'number' }).fill('fff');
  await expect(pane).toContainText('The table has 1d7 entries; there is none for fff.');
});

test('a page walk follows the stack pointer, or an address', async ({ lab, page }) => {
  await lab.free('note');
  const pane = await show(lab, 'Page walk');
  await expect(pane.getByRole('row')).toHaveCount(5);
  const before = await pane.locator('.result').textContent();
  await lab.line('g nt!NtCreateFile');
  await expect(pane.locator('.result')).not.toHaveText(before!);
  const physical = (await pane.locator('.result button').last().textContent())!;
  await pane.locator('.result button').last().focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.text()).toContain(`kd> db /p ${physical} L10`);
  await pane.getByRole('textbox', { name: 'address' }).fill('0');
  await expect(pane).toContainText('not present');
  await expect(pane.locator('.result')).toContainText('no page');
  const [twin, printed] = await twins(lab, pane);
  expect(flat(printed)).toBe(flat(twin));
});

test('the steps of what comes next, step after step, in both languages', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g ntdll!NtCreateFile+0x12');
  await page.keyboard.press('Control+F11');
  const pane = page.locator('section[aria-label="Micro-steps"]');
  await expect(pane.locator('li')).toHaveCount(7);
  await expect(pane.locator('li').nth(1)).toContainText('RCX takes the address of the next instruction');
  await expect(pane.locator('li').nth(1)).toContainText('00007ffb`3c0ed5c4');
  const [twin, printed] = await twins(lab, pane);
  expect(flat(printed)).toBe(flat(twin));
  await expect(pane.locator('li.ahead')).toHaveCount(7);
  await page.keyboard.press('Control+F11');
  await expect(pane.locator('li.now')).toContainText('The kernel must have switched SYSCALL on');
  for (let n = 0; n < 2; n++) await pane.getByRole('button', { name: 'Next step' }).click();
  await expect(pane.getByText('Step 3 of 7')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(pane.locator('li.past')).toHaveCount(3);
  await expect(pane.locator('[aria-current="step"]')).toContainText('◆ IF 1 → 0');
  await expect(pane.getByRole('group', { name: 'Registers at this step' })).toContainText(/RFLAGS 46 ?CS 0033/);
  await expect(pane.getByRole('status').last()).toContainText('RFLAGS ← 46');
  const [marked, markedPrint] = await twins(lab, pane);
  expect(marked).toContain('> 4  Each flag');
  expect(flat(markedPrint)).toBe(flat(marked));
  await expect(lab.place, 'nothing has run').toHaveText('ntdll!NtCreateFile+0x12');
  await lab.key('F11', 't');
  await expect(pane).toContainText('swapgs');
  await expect(pane.locator('li')).toHaveCount(2);
  await expect(pane.locator('li.ahead'), 'another instruction, from its beginning').toHaveCount(2);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('section[aria-label="微步骤"] li').first()).toContainText('只有 ring 0 可以这样做');
});
