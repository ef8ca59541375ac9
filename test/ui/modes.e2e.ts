/** Practice beside official: it shows answers, and nothing of it counts. */
import { expect, test } from './lab.ts';

test('an exercise is practised without being counted, and official goes on where it was', async ({ lab, host }) => {
  await lab.exercise('ssdt-descriptor');
  const pane = lab.page.locator('[data-pane="exercise"]');
  await expect(pane.getByRole('button', { name: 'Show the answer' })).toHaveCount(0);
  await lab.line('r rax = 5');
  await pane.getByText('Practice', { exact: true }).click();
  await expect(lab.page).toHaveURL(/#\/practice\/syscalls\/ssdt-descriptor$/);
  await lab.ready();
  await expect(pane).toContainText('Practice: not counted');
  await pane.getByRole('button', { name: 'Show the answer' }).click();
  await expect(pane.locator('li.done')).toHaveCount(1);
  await expect(pane.locator('[aria-current="step"]')).toContainText('Step 2');
  await pane.getByText('Official', { exact: true }).click();
  await lab.ready();
  await expect.poll(() => lab.text()).toContain('r rax = 5');
  await expect(pane.locator('[aria-current="step"]')).toContainText('Step 1');
  expect(host.dispatch('progress/get', {})).toMatchObject({ ok: true, value: { steps: [] } });
  // what was practised is still there
  await pane.getByText('Practice', { exact: true }).click();
  await lab.ready();
  await expect(pane.locator('[aria-current="step"]')).toContainText('Step 2');
});

test('what was seen happening is labelled as observed; evidence names its moment, at hand or marked', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await lab.exercise('console-break-and-step');
  const pane = page.locator('[data-pane="exercise"]'),
    fits = (): Promise<boolean> => pane.evaluate(e => [...e.querySelectorAll('*')].every(x => x.scrollWidth <= e.clientWidth));
  // It happened before it was predicted.
  const entry = /([0-9a-f`]{17})/.exec(await lab.line('g nt!KiSystemCall64'))![1]!;
  await lab.line('!tt 0:4');
  await pane.getByRole('button', { name: 'Check the machine' }).click();
  await pane.getByRole('button', { name: /Next step/ }).click();
  await pane.getByRole('textbox').fill(entry.replace('`', ''));
  await pane.getByRole('button', { name: 'Answer' }).click();
  await expect(pane.locator('.verdict')).toContainText('You had already seen it happen.');
  await pane.getByRole('button', { name: /Next step/ }).click();
  await expect(pane.locator('li.done').nth(1)).toContainText('observed');
  expect(await fits()).toBe(true);

  await lab.exercise('note-flow');
  await lab.line('g nt!KiSystemCall64');
  await page.keyboard.press('Control+F2');
  await lab.line('g nt!KiSystemServiceRepeat');
  const seen = pane.getByLabel('Seen at');
  await expect(seen.getByRole('option')).toHaveText(['choose the moment', '1:0 · bookmark', /^1:\w+ · now$/]);
  const answer = pane.getByRole('button', { name: 'Answer', exact: true });
  await pane.locator('.current').getByRole('radio').nth(1).check();
  // At the entry there is no frame yet.
  await seen.selectOption({ index: 1 });
  await answer.click();
  await expect(pane.locator('.verdict')).toContainText('Not at that moment');
  await seen.selectOption({ index: 2 });
  await answer.click();
  await expect(pane.locator('.seen')).toHaveText(/^Seen at 1:\w+$/);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(pane.locator('.seen')).toHaveText(/^看到它的时刻：1:\w+$/);
  expect(await fits()).toBe(true);
});
