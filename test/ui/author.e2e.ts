/** The preview of a pack: read anew when a file is saved, at the same step and seed; problems lead to their lines. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { previewDispatch } from '../../main/services/preview.ts';
import { startWebHost } from '../../main/web/server.ts';
import { GOOD } from '../lab/spoiled/good.ts';
import { test as labTest } from './lab.ts';

/** A machine is made in a worker of its own first. */
const SLOW = { timeout: 30_000 };

function writePack(folder: string): void {
  for (const [name, text] of Object.entries(GOOD)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}
const FIRST = 'exercises/first/';
class Preview {
  readonly page: Page;
  readonly folder: string;
  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
  }
  edit(name: string, from: string, to: string): void {
    const file = path.join(this.folder, name),
      text = readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${name} has no "${from}"`);
    writeFileSync(file, text.replace(from, to));
  }
  part(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
  get step(): Locator {
    return this.page.locator('.preview [aria-current="step"]');
  }
}
/** The same screen of the lab itself, on a folder of packs. */
const inLab = labTest.extend<{ readonly pack: string }>({
  pack: async ({ host }, use) => {
    const folder = path.join(host.data, 'packs', 'mine');
    writePack(folder);
    await use(folder);
  },
});
const test = base.extend<{ preview: Preview }>({
  preview: async ({ page }, use) => {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), 'syscall-lab-author-')), 'small'),
      errors: string[] = [];
    writePack(folder);
    const info = { version: '0', host: 'web', systemLanguage: 'en', platform: 'test', safe: false } as const,
      dispatch = previewDispatch(folder, info, (call, error) => errors.push(`${call}: ${String(error)}`)),
      host = await startWebHost({ folder: path.resolve(import.meta.dirname, '../../out/renderer'), dispatch, port: 0 });
    page.on('pageerror', error => errors.push(error.message));
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(host.url);
    await page.getByRole('combobox').selectOption('first', SLOW);
    await expect(page.locator('.preview [aria-current="step"]')).toContainText('Which address lies', SLOW);
    await use(new Preview(page, folder));
    expect(errors).toEqual([]);
    await host.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  },
});

test('a saved file is read anew, at the step and seed the author was at', async ({ preview }) => {
  const { page, step } = preview;
  await expect(preview.part('Problems')).toContainText('Nothing is wrong with the pack.');
  await page.getByRole('button', { name: 'a-2', exact: true }).click();
  await page.getByLabel('Show answers').check();
  await expect(page.getByRole('button', { name: 'a-2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('row', { name: /^a-2/ })).toContainText('down');
  await preview.part('Preview').getByRole('group', { name: 'Try' }).getByRole('button').first().click();
  await expect(step).toContainText('Which way does the stack grow?');
  preview.edit(`${FIRST}text.en.md`, 'Which way does the stack grow?', 'Where does a push go?');
  await expect(step).toContainText('Where does a push go?');
  await expect(page.getByRole('button', { name: 'a-2', exact: true })).toHaveAttribute('aria-pressed', 'true');
  // an edit that undoes the answer before: the step stays
  preview.edit(`${FIRST}exercise.yml`, `expect: "reg('rsp') + n"`, `expect: "reg('rsp') + n + 0"`);
  preview.edit(`${FIRST}text.en.md`, 'Where does a push go?', 'And now?');
  await expect(step).toContainText('And now?');
  await preview.part('Preview').getByText('中文').click();
  await expect(step).toContainText('栈往哪个方向增长？');
});

test('problems stand in the list and at their lines; the last good version is shown', async ({ preview }) => {
  const { page, step } = preview;
  preview.edit(`${FIRST}exercise.yml`, "value: reg('rsp') - n, say: down", "value: reg('rsp') - m, say: down");
  const problem = page.getByRole('button', { name: /^exercises\/first\/exercise\.yml:\d+:\d+$/ });
  await expect(problem).toBeVisible();
  await expect(preview.part('Preview')).toContainText('the last version without errors');
  await expect(step).toContainText('Which address lies');
  await problem.click();
  await expect(page.locator('li.bad.here')).toContainText("value: reg('rsp') - m, say: down }There is no parameter m here.");
  await page.getByRole('button', { name: 'pack.yml' }).click();
  await page.keyboard.press('F8');
  await expect(page.locator('li.bad.here')).toBeVisible();
  preview.edit(`${FIRST}exercise.yml`, "value: reg('rsp') - m", "value: reg('rsp') + n");
  await expect(preview.part('Problems')).toContainText('misconception-same');
});

test('the exercise is proved on 200 seeds; what does not hold leads to its line, and a saved file begins anew', async ({ preview }) => {
  const { page } = preview,
    pane = preview.part('Preview');
  await pane.getByRole('button', { name: 'Prove' }).click();
  await expect(pane).toContainText(/all 200 in \d+ s/, SLOW);
  for (const claim of ['Nothing done earns nothing', 'The golden lines solve it', 'Another seed’s answers fail'])
    await expect(pane.getByRole('listitem').filter({ hasText: claim })).toContainText('200');
  preview.edit(`${FIRST}exercise.yml`, "value: reg('rsp') - n,", "value: reg('rsp') + 48,");
  await expect(pane).toContainText('what lab pack prove does', SLOW);
  await pane.getByRole('button', { name: 'Prove' }).click();
  const replies = pane.getByRole('listitem').filter({ hasText: 'Wrong answers get their replies' });
  await expect(replies).toContainText(/not on \d+/, SLOW);
  await replies.getByRole('button').click();
  await expect(page.locator('li.bad.here')).toContainText("value: reg('rsp') + 48");
  await expect(pane).toContainText('all 200 in', SLOW);
  await pane.getByRole('button', { name: 'Prove' }).click();
  await pane.getByRole('button', { name: 'Stop' }).click();
  await expect(pane).toContainText(/stopped after \d+ of 200/);
});

test('a wrong answer gets its reply; every theme passes axe', async ({ preview }) => {
  const { page } = preview;
  await page.getByLabel('Show answers').check();
  await page.getByRole('group', { name: 'Try' }).getByRole('button', { name: '≠ down' }).click();
  await expect(page.locator('.verdict')).toContainText('below RSP');
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    await page.evaluate(t => {
      document.documentElement.dataset['theme'] = t;
    }, theme);
    expect(
      (await new AxeBuilder({ page }).analyze()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`),
    ).toEqual([]);
  }
});

test('nothing outside the folder is read, and nothing is written', async ({ preview }) => {
  const { page } = preview;
  await expect(preview.step).toBeVisible();
  const ask = (name: string): Promise<unknown> =>
    page.evaluate(async n => {
      const asked = await fetch('/call/author/file', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: n }),
      });
      return asked.json() as Promise<unknown>;
    }, name);
  for (const name of ['../../etc/passwd', '/etc/passwd', 'pack.yml/../../x', '.schema/pack.schema.json'])
    expect(await ask(name)).toMatchObject({ ok: false, problem: { code: 'host/no-file' } });
  expect(await ask('pack.yml')).toMatchObject({ ok: true, value: { text: GOOD['pack.yml'] } });
});

inLab('a folder is opened in the lab itself; what is tried there is nobody’s progress', async ({ lab, pack, page }) => {
  await page.getByRole('link', { name: 'Write a pack' }).click();
  await page.getByRole('button', { name: /^mine/ }).click();
  const preview = new Preview(page, pack);
  await page.getByRole('combobox').selectOption('first', SLOW);
  await expect(preview.step).toContainText('Which address lies', SLOW);
  await page.getByLabel('Show answers').check();
  await page.getByRole('group', { name: 'Try' }).getByRole('button').first().click();
  await expect(preview.step).toContainText('Which way does the stack grow?');
  expect(lab.host.dispatch('progress/get', {})).toEqual({ ok: true, value: { steps: [], exercises: [] } });
  await page.getByLabel('Another seed').fill('Mine');
  await expect(page.getByText('A seed is 1 to 32 of a-z, 0-9 and -.')).toBeVisible();
  await page.getByLabel('Another seed').fill('mine');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'mine', exact: true })).toHaveAttribute('aria-pressed', 'true');
  // it waits where it was
  await page.getByRole('link', { name: 'Catalog' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('write a pack');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'mine', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

inLab('a new pack is written and open at once; a name that is none is said', async ({ host, page, lab: _ }) => {
  await page.getByRole('link', { name: 'Author' }).click();
  await page.getByLabel('Name').fill('My Pack');
  await page.getByRole('button', { name: 'New pack' }).click();
  await expect(page.getByRole('alert')).toContainText('A pack cannot be named "My Pack".');
  await page.getByLabel('Name').fill('ours');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Problems', exact: true })).toContainText('Nothing is wrong with the pack.');
  await expect(page.locator('.preview [aria-current="step"]')).toBeVisible();
  const preview = new Preview(page, path.join(host.data, 'packs', 'ours'));
  preview.edit(`${FIRST}text.en.md`, '## ', '## # ');
  await expect(page.locator('tr .error').first()).toBeVisible();
  await page.keyboard.press('F8');
  await expect(page.locator('li.bad.here')).toBeVisible();
  await page.getByRole('button', { name: 'Other folder' }).click();
  await expect(page.getByRole('button', { name: /^ours/ })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(v => v.id)).toEqual([]);
});
