/** What each pane beside the console does, by mouse and by keys: code, registers, breakpoints, the way of the call, faults. */
import { expect, test } from './lab.ts';

test('code: a branch and what becomes of it, the line that ran last, another place held and left again', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x50');
  await lab.key('F11', 't');
  const pane = page.getByRole('listbox', { name: 'Disassembly' }),
    now = pane.locator('[aria-current]');
  await expect(now).toContainText('will be taken');
  await expect(pane.locator('.lanes path.now')).toHaveCount(1);
  await expect(pane.getByRole('option', { name: /ran last/ })).toContainText('test');

  // G follows the branch, Backspace comes back; the place held stays when the machine moves.
  await pane.focus();
  await page.keyboard.press('g');
  await expect(page.getByText('at nt!KiSystemCall64+0x65')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('button', { name: 'follows RIP' })).toBeVisible();
  await page.keyboard.press('Shift+G');
  await page.getByRole('textbox', { name: 'Address to look at' }).fill('nt!NtClose');
  await page.keyboard.press('Enter');
  const close = pane.getByRole('option').first();
  await expect(pane.getByText('nt!NtClose:')).toBeVisible();
  await expect(now).toHaveCount(0);
  await lab.line('p');
  await expect(pane.getByText('nt!NtClose:')).toBeVisible();
  await close.click();
  await page.keyboard.press('F9');
  await expect(close).toContainText('breakpoint');
  await page.getByRole('button', { name: 'back to RIP' }).click();
  await expect(now).toHaveCount(1);
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('Shift+G');
  await page.getByRole('textbox', { name: 'Address to look at' }).fill('nt!Nothing');
  await page.keyboard.press('Enter');
  await expect(pane.getByText('nt!Nothing cannot be read here')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(now).toHaveCount(1);
});

test('registers: who wrote one is gone to; bits and hidden parts are opened, and a flag is turned', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x2b');
  await page.keyboard.press('Alt+4');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /^rcx / })).toBeFocused();
  await page.keyboard.press('w');
  await expect(lab.place, 'at mov rcx,r10').toHaveText('nt!KiSystemCall64+0x24');
  const more = page.getByRole('button', { name: 'Flags, control bits and hidden parts' });
  await more.focus();
  await page.keyboard.press('Enter');
  const pane = page.locator('[data-pane="registers"]');
  await expect(pane.getByRole('row', { name: /^cs/ })).toContainText('code 64');
  await expect(pane.getByRole('button', { name: /^SMEP/ })).toBeDisabled();
  await pane.getByRole('button', { name: /^PF/ }).click();
  await expect(pane.getByRole('button', { name: 'PF 0' })).toHaveClass(/changed/);
  await expect.poll(() => lab.text()).toMatch(/kd> r pf=0\n/);
  await expect(pane.getByRole('button', { name: 'PF 0' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(pane.getByRole('button', { name: /^AF/ })).toBeFocused();
  await page.keyboard.press('Space');
  await expect.poll(() => lab.text()).toMatch(/kd> r af=1\n/);
  // Each change is taken back by going back over it.
  await pane.getByRole('button', { name: 'undo' }).click();
  await expect(pane.getByRole('button', { name: 'AF 0' })).toBeVisible();
  await pane.getByRole('button', { name: 'undo' }).click();
  await expect(pane.getByRole('button', { name: 'PF 1' })).toBeVisible();
  await expect(pane.getByRole('button', { name: 'undo' })).toHaveCount(0);
  const rax = pane.getByRole('button', { name: /^rax / }),
    was = (await rax.textContent())!;
  await rax.click();
  await page.keyboard.type('1234');
  await page.keyboard.press('Enter');
  await expect(rax).toHaveText('0000000000001234');
  await expect(page.locator('footer.status')).toContainText('RAX changed by hand.');
  await expect(rax).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(rax).toHaveText(was);
  await expect(page.locator('footer.status')).toContainText('A change by hand was undone.');
  await expect(lab.place, 'the edit is undone, no instruction').toHaveText('nt!KiSystemCall64+0x24');
  await more.click();
  await expect(pane.getByRole('row', { name: /^cs/ })).toHaveCount(0);
});

test('breakpoints: set, given a condition, counted, switched by keys, cleared; nonsense is said', async ({ lab, page }) => {
  await lab.free('note');
  await page.getByRole('tab', { name: 'Breakpoints' }).click();
  const pane = page.locator('[data-pane="breakpoints"]'),
    where = pane.getByRole('textbox', { name: 'Address of a new breakpoint' });
  await where.fill('nt!NtClose)');
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('status')).toContainText('Numeric expression missing');
  await where.fill('nt!KiSystemCall64+0x15');
  await page.keyboard.press('Enter');
  await expect(pane.getByText('nt!KiSystemCall64+0x15')).toBeVisible();
  await expect(pane.getByText('0 hits')).toBeVisible();
  await pane.getByRole('button', { name: 'always' }).click();
  await pane.getByRole('textbox', { name: 'Condition of breakpoint 0' }).fill('@rax == 55');
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('button', { name: 'if @rax == 55' })).toBeVisible();
  await expect.poll(() => lab.text()).toContain('kd> bsc 0 "@rax == 55"');
  await lab.line('g');
  await expect(pane.getByText('1 hit', { exact: true })).toBeVisible();
  const toggle = pane.getByRole('button', { name: 'Breakpoint 0 enabled' });
  await toggle.focus();
  await page.keyboard.press('Space');
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await expect(page.locator('.bp.disabled')).toHaveCount(1);
  await page.keyboard.press('Delete');
  await expect(pane.getByText('No breakpoints.')).toBeVisible();
});

test('the way of the call: arrows choose a stage, Enter goes there in time; by int 2Eh and on x86 its doors have their names', async ({
  lab,
  page,
}) => {
  await lab.free('note');
  await lab.line('g nt!NtCreateFile');
  const stage = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) });
  await expect(stage('service')).toHaveAccessibleName('service now');
  await stage('service').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(stage('dispatch')).toBeFocused();
  await lab.key('Enter', 'g- nt!KiSystemServiceStart');
  await expect(lab.place).toHaveText('nt!KiSystemServiceStart');
  await stage('stub').click();
  await expect(lab.place).toHaveText('ntdll!NtCreateFile+0x12');
  for (const [machine, entry, doors] of [
    ['win10-x64/note/vsm=on', 'nt!KiSystemService', /int 2Eh.*iret/],
    ['winxp-x86/note', 'nt!KiFastCallEntry', /sysenter.*sysexit/],
  ] as const) {
    await page.evaluate(m => {
      location.hash = `#/free/${m}`;
    }, machine);
    await lab.ready();
    await lab.line(`g ${entry}`);
    await expect(lab.place).toHaveText(entry);
    await expect(page.locator('.descent')).toHaveText(doors);
    await expect(stage('entry')).toHaveAccessibleName('entry now');
  }
});

test('a fault: the octagon, the micro-steps at the check that failed and the way to the handler; then the frame again', async ({
  lab,
  page,
}) => {
  await lab.free('note');
  await lab.line('r rip=0');
  await lab.line('t');
  await expect(page.locator('.place .octagon')).toBeVisible();
  await expect(page.getByLabel('Where the machine is')).toContainText('#PF(14) was raised');
  const steps = page.locator('[data-picture="steps"]');
  await expect(steps.locator('.failed')).toContainText('#PF(14): nothing of it happens');
  await expect(steps).toContainText('Then the fault is delivered through the IDT');
  await lab.line('t');
  await expect(page.locator('.place .octagon')).toHaveCount(0);
  await expect(page.locator('[data-pane="frame"]')).toBeVisible();
});

test('a machine that goes no further says so, and can be gone back in', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('eb nt!KiSystemCall64 90 90 90');
  await lab.line('g');
  await expect(page.getByLabel('Where the machine is')).toContainText('The processor is halted.');
  await lab.free('other');
  await lab.line('t');
  await lab.line('r idtl=0');
  await lab.line('r rip=0');
  await lab.line('g');
  await expect(page.getByLabel('Where the machine is')).toContainText('has shut down');
  await expect(page.locator('.place .octagon')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Step into/ })).toBeDisabled();
  await page.getByRole('button', { name: /^Step back t-/ }).click();
  await expect(page.getByRole('button', { name: /^Step into/ })).toBeEnabled();
});

test('the trap frame by keys: a field is shown and who wrote it is gone to; the strip opens what shows more', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64+0x2b');
  await page.keyboard.press('Alt+5');
  const frame = page.locator('[data-pane="frame"]');
  for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  expect(await lab.key('Enter', 'dps ffffc28f`5b6b7c68 L1')).toContain('ntdll!NtCreateFile+0x14');
  await expect(frame.getByRole('table')).toBeVisible();
  await page.keyboard.press('w');
  await expect(lab.place, 'before push rcx').toHaveText('nt!KiSystemCall64+0x23');
  await page.getByRole('button', { name: /^IF: 0/ }).click();
  await expect(page.locator('[data-picture="bits"]')).toBeFocused();
  await page.getByRole('button', { name: /^CS: 0010/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-picture="selectors"]')).toBeFocused();
});
