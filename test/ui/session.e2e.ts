/** A session as a whole: notes at moments, another variant, and what can be taken away: transcripts and the recording. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parseRun } from '../../core/lab/labrun.ts';
import { replay } from '../../core/lab/replay.ts';
import { expect, test, type LabPage } from './lab.ts';

const NOTE = 'RCX is <b>where</b> to return';
const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: /^(What to do with this session|会话操作)$/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
async function saved(page: Page, item: string): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), menu(page, item)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}
async function mark(lab: LabPage, text: string): Promise<void> {
  const { page } = lab;
  await page.keyboard.press('Control+F2');
  await expect(page.locator('[data-pane="notes"] input:focus')).toBeVisible();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

test('a moment is marked, written at, found again after a reload, gone to by key, list and palette, and taken away', async ({
  lab,
  page,
}) => {
  await lab.free('note');
  const list = page.locator('[data-pane="notes"] li');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await expect(page.getByText('No notes yet.')).toBeVisible();
  await lab.line('g nt!KiSystemCall64');
  await expect(lab.place).toHaveText('nt!KiSystemCall64');
  const there = (await page.locator('.position .mono').first().textContent())!;
  await mark(lab, NOTE);
  await lab.line('p');
  await page.keyboard.press('Control+F2');
  await expect(list).toHaveCount(2);
  await expect(page.locator('#time-twin')).toContainText(`Note at ${there}. ${NOTE}`);
  await expect(page.locator('.pennant')).toHaveCount(2);

  await expect(page.getByText('Everything is saved')).toBeVisible();
  await page.reload();
  await lab.ready();
  await page.getByRole('tab', { name: 'Notes' }).click();
  await expect(list.first().getByRole('textbox')).toHaveValue(NOTE);
  await lab.key('Shift+F2', `!tt ${there}`);
  await expect(lab.place).toHaveText('nt!KiSystemCall64');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('# where');
  await expect(page.getByRole('option', { name: new RegExp(there) })).toBeVisible();
  await page.keyboard.press('Escape');

  await list
    .first()
    .getByRole('button', { name: /Remove the note/ })
    .click();
  await expect(list).toHaveCount(1);
  // A bookmark without words goes by its key, too.
  await lab.line('p');
  await page.keyboard.press('Control+F2');
  await expect(list).toHaveCount(0);
});

test('another variant has other numbers, is there after a reload, and what was done stays done', async ({ lab, page, host }) => {
  await lab.exercise('ssdt-descriptor');
  const before = await lab.line('dps nt!KeServiceDescriptorTable L4');
  await menu(page, 'Another variant');
  await expect(page.getByRole('dialog')).toContainText('kept as an earlier session');
  await page.keyboard.press('Escape');
  await expect.poll(() => lab.text()).toContain(before);
  await menu(page, 'Another variant');
  await page.getByRole('button', { name: 'Begin the variant' }).click();
  await expect(page.locator('header .chip')).toContainText(/seed \S+-2/);
  await expect.poll(() => lab.text()).toBe('kd>');
  const after = await lab.line('dps nt!KeServiceDescriptorTable L4');
  expect(after.split('\n')[0]).not.toBe(before.split('\n')[0]);
  await page.reload();
  await lab.ready();
  await expect.poll(() => lab.text()).toContain(after);
  await menu(page, 'Start this exercise over');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect.poll(() => lab.text()).toBe('kd>');
  expect(await lab.line('dps nt!KeServiceDescriptorTable L4'), 'started over on the same machine').toBe(after);
  expect(host.dispatch('attempts/seeds', { pack: 'syscalls', id: 'ssdt-descriptor' })).toMatchObject({ value: { variants: 2 } });
});

test('the transcript is a text, and a page without scripts, in the language of the window', async ({ lab, page, context }) => {
  await lab.exercise('ssdt-descriptor');
  const dump = await lab.line('dps nt!KeServiceDescriptorTable L4');
  await mark(lab, NOTE);
  for (const field of await page.locator('[data-pane="exercise"]').getByRole('textbox').all()) await field.fill('1d7g');
  await page.getByRole('button', { name: /^Answer/ }).click();
  const said = (await page.locator('.verdict b').textContent())!;

  const plain = await saved(page, 'Save the transcript as text');
  expect(plain.name).toMatch(/^ssdt-descriptor-.*\.txt$/);
  expect(plain.text).toContain(`kd> dps nt!KeServiceDescriptorTable L4\n${dump}\n`);
  for (const part of [NOTE, '1d7g', 'Score 0 / 100', said]) expect(plain.text).toContain(part);

  // Read as a browser reads it: alone, offline, nothing asked for.
  const reader = await context.newPage(),
    asked: string[] = [];
  reader.on('request', request => asked.push(request.url()));
  for (const [language, item, score] of [
    ['en', 'Save the transcript as a page', 'Score'],
    ['zh-CN', '把记录存为网页', '得分'],
  ] as const) {
    await page.bringToFront();
    if (language === 'zh-CN') await page.getByRole('button', { name: '中文' }).click();
    const { name, text } = await saved(page, item);
    expect(name).toMatch(/\.html$/);
    expect(text).not.toMatch(/<script|\son\w+=|https?:|src=|href=/i);
    await reader.setContent(text);
    await expect(reader.locator('html')).toHaveAttribute('lang', language);
    await expect(reader.locator('header')).toContainText(score);
    await expect(reader.locator('main')).toContainText(dump.split('\n')[0]!);
    await expect(reader.locator('aside.note')).toContainText(NOTE);
    await expect(reader.locator('aside.note b')).toHaveCount(0);
    await expect(reader.locator('.kernel').first()).toBeVisible();
  }
  expect(asked).toEqual([]);
});

test('a bug report replays to the same state', async ({ lab, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.free('note');
  for (const line of ['bp nt!NtClose', 'g', 't-']) await lab.line(line);
  await menu(page, 'Copy as bug report');
  await expect(page.locator('[data-live]')).toContainText('on the clipboard');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const { name, text } = await saved(page, 'Save the recording');
  expect(text).toBe(copied);
  const run = parseRun(text, name);
  if (!run.ok) throw new Error(run.problem.message);
  const running = replay(run.value, {});
  let step = running.next({ budget: 1_000_000n, stop: false });
  while (!step.done) step = running.next({ budget: 1_000_000n, stop: false });
  expect(step.value).toEqual({ ok: true, value: { inputs: 3, exercise: 'none' } });
});

test('a long transcript shows how far it is, and is given up', async ({ lab, page }) => {
  await lab.free('note');
  // About a second's work each time it is done.
  await lab.line('.for (r $t0=0; @$t0<0n60000; r $t0=@$t0+1) { r $t1=@$t0 }');
  await menu(page, 'Save the transcript as text');
  const sheet = page.getByRole('dialog', { name: 'Writing the transcript' });
  await expect(sheet.getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(sheet).toBeHidden();
  expect(await lab.line('? 1')).toContain('Evaluate expression: 1');
});
