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
