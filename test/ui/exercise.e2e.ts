/** The promise of the lab: real commands, an answer not understood, one misunderstood, the right one, and everything there after a reload. */
import { expect, test } from './lab.ts';

test('an exercise is answered and is still there after a reload', async ({ lab, page, host }) => {
  await page.getByRole('button', { name: /Service tables|SSDT/ }).click();
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /^(another exercise first )?Four fields/ })
    .click();
  await lab.ready();

  const dump = await lab.line('dps nt!KeServiceDescriptorTable L4');
  const rows = dump.split('\n'),
    addresses = rows.map(row => row.slice(0, 17)),
    values = rows.map(row => row.slice(19, 36));
  expect(rows).toHaveLength(4);
  expect(dump).toContain('nt!KiServiceTable');
  expect(values[1]).toBe('00000000`00000000');
  // 471 services, or 473 of the later build.
  expect(values[2]).toMatch(/^0{8}`0{5}1d[79]$/);

  const fill = async (...texts: readonly string[]): Promise<void> => {
    for (const [n, name] of ['table', 'counters', 'limit', 'arguments'].entries())
      await page.getByRole('textbox', { name, exact: false }).fill(texts[n]!);
    await page.getByRole('button', { name: 'Answer' }).click();
  };
  const verdict = page.locator('.verdict'),
    attempts = (): unknown => host.dispatch('progress/get', {});

  // g is no hex digit: said so, and not counted.
  await fill(values[0]!, values[1]!, '1d7g', values[3]!);
  await expect(verdict).toContainText('limit: “g” is not a hex digit. Not counted.');
  expect(attempts()).toMatchObject({ value: { steps: [{ step: 'fields', attempts: 0 }] } });

  // The descriptor's own address for the table's: a misconception the exercise knows.
  await fill(addresses[0]!, values[1]!, values[2]!, values[3]!);
  await expect(verdict).toContainText('That is where the descriptor itself lies');
  await expect(verdict).not.toContainText(values[0]!);

  await fill(values[0]!, values[1]!, values[2]!, values[3]!);
  await expect(verdict).toContainText('Right');
  await expect(page.getByRole('button', { name: /Next step/ })).toBeFocused();
  expect(attempts()).toMatchObject({
    value: { steps: [{ exercise: 'ssdt-descriptor', step: 'fields', result: 'right', attempts: 2, points: 0.9 }] },
  });

  await page.keyboard.press('Enter');
  await expect(page.getByText('Step 2 of 5')).toBeVisible();

  await page.reload();
  await lab.ready();
  await expect(page.getByText('Step 2 of 5')).toBeVisible();
  await expect(page.getByRole('button', { name: /Read the four fields/ })).toContainText('try 2');
  await expect.poll(() => lab.text()).toContain(dump);
  await lab.input.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => lab.text()).toMatch(/kd> dps nt!KeServiceDescriptorTable L4$/);
  await page.keyboard.press('Escape');

  // The catalog says where the machine waits, and after another start too.
  await lab.line('t');
  const place = (await lab.place.textContent())!;
  await page.getByRole('link', { name: 'Catalog' }).click();
  for (const again of [false, true]) {
    if (again) await page.reload();
    await expect(page.locator('.resume')).toContainText(`Step 2 of 5. The machine waits at ${place}, next mov eax,`);
  }
  await page.locator('.resume .btn.go').click();
  await expect(lab.place).toHaveText(place);
});

test('one system call from ring 3 to the service and back, by the keys of WinDbg', async ({ lab, page }) => {
  await lab.free('note');
  await expect(lab.place).toHaveText('ntdll!NtCreateFile');
  expect(await lab.line('dq nt!KeServiceDescriptorTable L4')).toBe(
    'fffff806`734018c0  fffff806`730dbf90 00000000`00000000\nfffff806`734018d0  00000000`000001d7 fffff806`730dc6f0',
  );
  await lab.line('bp nt!KiSystemCall64+0x15');
  expect(await lab.key('F5', 'g')).toBe('Breakpoint 0 hit\nnt!KiSystemCall64+0x15:\nfffff806`72e0d355 6a2b            push    2Bh');
  await expect(lab.place).toHaveText('nt!KiSystemCall64+0x15');
  await expect(page.getByLabel('Where the machine is')).toContainText('kernel stack');
  expect(await lab.key('F10', 'p')).toContain('nt!KiSystemCall64+0x17:');
  await expect(page.locator('[data-live]')).toHaveText('push 2Bh. SegSs stored at +188h. RSP minus 8.');
  await expect(page.getByRole('table', { name: 'Trap frame' })).toContainText('SegSs stored');
  await lab.line('g nt!NtCreateFile');
  await expect(lab.place).toHaveText('nt!NtCreateFile');
  await expect(page.getByRole('group', { name: /Now: service/ })).toBeVisible();
  await lab.line('g ntdll!NtCreateFile+0x14');
  await expect(page.getByLabel('Where the machine is')).toContainText('user stack');
});

test('an answer is not ticked before it is on disk, and is not lost when the disk is full', async ({ lab, page, host }) => {
  await lab.exercise('ssdt-descriptor');
  const values = (await lab.line('dps nt!KeServiceDescriptorTable L4')).split('\n').map(row => row.slice(19, 36));
  for (const [n, name] of ['table', 'counters', 'limit', 'arguments'].entries()) await page.getByRole('textbox', { name }).fill(values[n]!);
  host.refused.add('attempts/record');
  await page.getByRole('button', { name: 'Answer' }).click();
  await expect(page.getByText('This answer is not on disk yet')).toBeVisible();
  await expect(page.locator('.verdict')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'limit' })).toHaveValue(values[2]!);
  expect(await lab.line('? 1')).toContain('Evaluate expression: 1');
  host.refused.clear();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(page.locator('.verdict')).toContainText('Right');
  await expect(page.getByText('Everything is saved')).toBeVisible();
  await page.reload();
  await lab.ready();
  await expect(page.getByText('Step 2 of 5')).toBeVisible();
  await expect.poll(() => lab.text()).toContain('Evaluate expression: 1');
});

test('an answer given while the machine runs waits for it and counts once; the path that is walked says what is next', async ({
  lab,
  page,
}) => {
  await page.getByRole('link', { name: 'One hour' }).click();
  await page.locator('.next .btn.go').click();
  await lab.ready();
  const verdict = page.locator('.verdict'),
    options = page.getByRole('radiogroup', { name: 'Your answer' }).getByRole('radio'),
    check = page.getByRole('button', { name: 'Check the machine' });
  await check.click();
  await expect(verdict).toHaveText(/^\s*The machine is not in that state\s*Not counted\.\s*$/);
  const service = (await page.locator('h3 code').textContent())!;
  await lab.line(`bp ${service}`);
  await lab.line('g');
  await check.click();
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');

  await lab.line('eb @rip eb fe');
  await lab.line('bc *');
  await lab.input.focus();
  await page.keyboard.type('g');
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.text()).toMatch(/\*BUSY\*$/);
  const answer = page.getByRole('button', { name: 'Answer', exact: true });
  await options.nth(1).check();
  await answer.click();
  await expect(page.getByRole('status').filter({ hasText: 'The machine is running.' })).toBeVisible();
  await answer.click({ force: true });
  await page.keyboard.press('Control+Pause');
  await expect(verdict).toContainText('The address says where the code lies');
  await options.nth(0).check();
  await answer.click();
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /What tells you/ })).toContainText('try 2');

  await page.getByRole('textbox', { name: 'Your answer' }).fill('nt!KiSystemServiceCopyEnd+25');
  await answer.click();
  await expect(verdict).toContainText('Right');
  await page.keyboard.press('Enter');
  await expect(page.locator('.finished .btn.go')).toHaveText(/^Next on “One hour”: Breakpoints and steps/);
  await page.keyboard.press('Enter');
  await lab.ready();
  await expect(page.getByRole('heading', { name: 'Breakpoints and steps' })).toBeVisible();
});

test('after a wrong answer its place is shown, and the moment that decides it is gone back to, by keys and in both languages', async ({
  lab,
  page,
}) => {
  await lab.exercise('trap-frame-borrowed-stack');
  await lab.line('g nt!KiSystemCall64+0x1f');
  const verdict = page.locator('.verdict'),
    field = page.getByRole('textbox', { name: /Your answer|你的答案/ }),
    pushed = /rsp=([0-9a-f]+)/.exec(await lab.line('r rsp'))![1]!;
  await field.fill(pushed);
  await field.press('Enter');
  await expect(verdict).toContainText('Not the value asked for');
  // That is the address of a field of the frame.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(verdict.getByRole('button', { name: 'Show the field' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-pane="frame"] [data-pane-focus]')).toBeFocused();
  await expect(page.locator('[data-frame-cursor]')).toContainText('Rsp');
  const back = verdict.getByRole('button', { name: 'Back to syscall !tt 0:4' });
  await back.focus();
  await page.keyboard.press('Enter');
  await expect(lab.place).toHaveText('ntdll!NtCreateFile+0x12');
  await expect(back, 'it is there').toHaveCount(0);
  await lab.ready();

  // Before it, and where nothing of the frame was answered.
  await lab.line('!tt 0:0');
  lab.set({ language: 'zh-CN' });
  await page.reload();
  await lab.ready();
  await field.fill('1234');
  await field.press('Enter');
  await verdict.getByRole('button', { name: '看走过的路' }).click();
  await expect(page.locator('[data-pane="time"]').locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('陷阱帧');
  await expect(page.getByRole('option', { name: 'dt nt!_KTRAP_FRAME 结构，190h 字节' })).toBeVisible();
  await page.keyboard.press('Escape');
  await verdict.getByRole('button', { name: '转到 syscall' }).click();
  await expect(lab.place).toHaveText('ntdll!NtCreateFile+0x12');
});
