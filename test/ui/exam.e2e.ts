/** An exam in the window: begun, worked on, found again after a reload and a restart, ended by the clock or handed in. */
import type { ExamState } from '../../core/host.ts';
import { expect, test } from './lab.ts';

test('an exam is drawn, its time is seen and survives a restart, and what comes later is not counted', async ({ lab, page, host }) => {
  await page.getByRole('link', { name: 'Exam', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Exam:');
  await page.getByRole('button', { name: /Begin/ }).click();
  const left = page.getByRole('timer');
  await expect(left).toHaveText(/^(1:00:00|59:\d\d) left$/);
  const state = (): ExamState => (host.dispatch('exams/get', { pack: 'syscalls' }) as { value: ExamState }).value,
    { exercises } = state();
  await expect(page.locator('.page li')).toHaveCount(exercises.length);
  await page.locator('.page li a').first().click();
  await lab.ready();
  await expect(page).toHaveURL(new RegExp(`#/exam/syscalls/${exercises[0]!.id}$`));
  const pane = page.locator('[data-pane="exercise"]');
  await expect(pane.getByText('Practice', { exact: true })).toHaveCount(0);
  await expect(pane.getByRole('button', { name: 'Show the answer' })).toHaveCount(0);
  await lab.line('r rax = 5');
  await expect(page.locator('header .exam')).toContainText('left');

  host.later(52);
  await host.stop();
  await page.goto(await host.start());
  await expect(page.locator('header .exam')).toContainText(/ [0-7]:\d\d left/);
  await expect(page.locator('[data-live]')).toContainText('left in the exam');
  // It is to be read, too, until it is closed.
  const notice = page.locator('[data-notice="exam"]');
  await expect(notice).toContainText(/^\d minutes left in the exam\. What is answered later is kept and not counted\./);
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
  await page.locator('header .exam').click();
  await page.locator('.page li a').first().click();
  await lab.ready();
  expect(await lab.text()).toContain('r rax = 5');

  host.later(10);
  await page.reload();
  await lab.ready();
  await expect(pane.getByRole('status').first()).toContainText('The time is over');
  await expect(page.locator('header .exam')).toHaveCount(0);
  await lab.line('r rax = 6');
  await page.getByRole('link', { name: 'Catalog', exact: true }).click();
  await page.getByRole('link', { name: 'Exam', exact: true }).click();
  await expect(page.locator('.result')).toHaveText('Result: 0 / 100');
  expect(state()).toMatchObject({ over: true, submitted: false });

  await page.getByRole('button', { name: /Begin another/ }).click();
  await expect(left).toBeVisible();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hand in' }).click();
  await expect(page.locator('.page')).toContainText('Handed in');
  expect(state()).toMatchObject({ over: true, submitted: true });
});
