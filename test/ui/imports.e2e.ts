/** A pack comes in, is worked on like any other, is updated under an attempt, goes out and is removed; in both languages. */
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { ListedPack } from '../../core/host.ts';
import { LANGUAGES, type Language } from '../../core/problem.ts';
import { MESSAGES } from '../../renderer/i18n/messages.ts';
import { labpack, type Edition } from '../hosts/pack-bytes.ts';
import { expect, test, type LabPage } from './lab.ts';

const PATIENT = { timeout: 60_000 };
const TEXT = { en: 'exercises/first/text.en.md', 'zh-CN': 'exercises/first/text.zh-CN.md' };
const FIRST: Readonly<Record<Language, string>> = { en: 'The stack pointer', 'zh-CN': '栈指针' };
const PACK: Readonly<Record<Language, string>> = { en: 'A small pack', 'zh-CN': '小包' };
/** The newer version words the first exercise otherwise. */
const NEWER: Edition = {
  version: '1.0.1',
  edit: [
    [TEXT.en, 'RSP holds an address.', 'RSP holds one address.'],
    [TEXT['zh-CN'], 'RSP 里是一个地址。', 'RSP 里放着一个地址。'],
  ],
};
const sayIn =
  (language: Language) =>
  (id: keyof typeof MESSAGES, values: Readonly<Record<string, string>> = {}): string =>
    MESSAGES[id][LANGUAGES.indexOf(language) as 0 | 1].replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');

/** @param button to click; without one, the key */
async function choose(page: Page, button: string | undefined, name: string, bytes: Uint8Array): Promise<void> {
  // a key that comes while the sheet is still being taken away means nothing: it is pressed again
  await expect(async () => {
    const chooser = page.waitForEvent('filechooser', { timeout: 5000 });
    if (button === undefined) await page.keyboard.press('Control+o');
    else await page.getByRole('button', { name: button }).first().click();
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  }).toPass({ timeout: 30_000 });
}
/** A file is held over the window and let go. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([file, text]) => {
      const held = new DataTransfer();
      held.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], file));
      return held;
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  await expect(page.locator('.drop')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await expect(page.locator('.drop')).toHaveCount(0);
}
const packs = ({ host }: LabPage): readonly ListedPack[] => (host.dispatch('packs/list', {}) as { value: readonly ListedPack[] }).value;

for (const language of LANGUAGES)
  test(`import, work, update, export, remove: ${language}`, async ({ lab, page }) => {
    const say = sayIn(language),
      row = page.locator('.pack', { hasText: PACK[language] }),
      // others name it as what they need
      first = page
        .locator('.catalog section')
        .last()
        .getByRole('button', { name: new RegExp(FIRST[language]) })
        .first(),
      dialog = page.getByRole('dialog');
    lab.set({ language });
    await page.reload();
    await choose(page, say('action.import-pack'), 'small.labpack', labpack());
    const ask = say('import.ask', { title: PACK[language], version: '1.0.0' });
    await expect(dialog.getByRole('heading', { name: ask })).toBeVisible(PATIENT);
    await expect(dialog.getByRole('button', { name: say('import.not') })).toBeFocused();
    await expect(dialog).toContainText(say('signer.unsigned'));
    expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
    expect(packs(lab)).toHaveLength(1);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    expect(packs(lab)).toHaveLength(1);

    await choose(page, undefined, 'small.labpack', labpack());
    await dialog.getByRole('button', { name: say('import.do'), exact: true }).click(PATIENT);
    await expect(row).toContainText('1.0.0');
    await expect(page.locator('[data-live]')).toHaveText(say('import.done', { title: PACK[language], version: '1.0.0' }));

    await first.click();
    await lab.ready();
    const rsp = /rsp=([0-9a-f`]+)/.exec(await lab.line('r rsp'))![1]!.replace('`', ''),
      asked = /([0-9A-F]+)h/.exec(await page.locator('[aria-current="step"]').innerText())![1]!;
    await page
      .locator('[data-pane="exercise"]')
      .getByRole('textbox')
      .first()
      .fill(`0x${(BigInt(`0x${rsp}`) + BigInt(`0x${asked}`)).toString(16)}`);
    await page.keyboard.press('Enter');
    await expect(page.locator('.verdict')).toContainText(say('verdict.saved'));

    await drop(page, 'small-1.0.1.labpack', labpack({ ...NEWER, key: 'one' }));
    await expect(dialog).toContainText(say('update.title', { from: '1.0.0', to: '1.0.1' }), PATIENT);
    await expect(dialog.getByRole('row', { name: new RegExp(FIRST[language]) })).toContainText(say('update.keeps', { version: '1.0.0' }));
    await dialog.getByRole('button', { name: say('import.do-update') }).click(PATIENT);
    await expect(row).toContainText('1.0.1');

    await first.click();
    await lab.ready();
    await expect(page.locator('[data-pane="exercise"]')).toContainText(say('versions.says', { begun: '1.0.0', installed: '1.0.1' }));
    await expect(page.locator('[data-pane="exercise"]')).toContainText(language === 'en' ? 'RSP holds an address.' : 'RSP 里是一个地址。');
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('start-over');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: say('start-over.do') }).click();
    await expect(page.locator('[data-pane="exercise"]')).toContainText(
      language === 'en' ? 'RSP holds one address.' : 'RSP 里放着一个地址。',
      PATIENT,
    );

    await page.evaluate(() => {
      location.hash = '#/';
    });
    await row.click();
    // Slow, it shows how far it is and can be given up; then nothing is written.
    const held = Promise.withResolvers<undefined>(),
      written: string[] = [];
    page.on('download', d => written.push(d.suggestedFilename()));
    await page.route('**/call/packs/export', async route => {
      await held.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: say('packs.export') }).click();
    await expect(dialog).toContainText(say('work.export-says'));
    await expect(dialog.getByRole('progressbar', { name: say('work.export') })).toBeVisible();
    await dialog.getByRole('button', { name: say('action.cancel') }).click();
    held.resolve(undefined);
    await expect(dialog).toHaveCount(0);
    await page.unroute('**/call/packs/export');
    expect(written).toEqual([]);

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: say('packs.export') }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('small-1.0.1.labpack');
    expect(readFileSync(await file.path()).equals(labpack({ ...NEWER, key: 'one' }))).toBe(true);

    await page.getByRole('button', { name: say('packs.remove') }).click();
    await expect(dialog.getByRole('button', { name: say('action.cancel') })).toBeFocused();
    await dialog.getByRole('button', { name: say('packs.remove') }).click();
    await expect(row).toHaveCount(0);
    expect(packs(lab)).toHaveLength(1);
  });

test('what is wrong with a pack is told with its place, in the background too, and nothing is kept', async ({ lab, page }) => {
  const say = sayIn('en'),
    dialog = page.getByRole('dialog');
  const slow = page.route('**/call/import/state', async route => {
    await new Promise(done => setTimeout(done, 300));
    await route.continue();
  });
  await slow;
  await choose(page, say('action.import-pack'), 'spoiled.labpack', labpack({ edit: [['exercises/second/exercise.yml', "expect: reg('efl')", "expect: regs('efl')"]] })); // prettier-ignore
  await dialog.getByRole('button', { name: say('import.aside') }).click();
  await expect(dialog).toHaveCount(0);
  const status = page.getByRole('button', { name: /spoiled\.labpack/ });
  await expect(status).toHaveText(say('import.status-end', { name: 'spoiled.labpack' }), PATIENT);
  await expect(page.locator('[data-live]')).toHaveText(say('import.say-refused', { name: 'spoiled.labpack' }));
  await status.click();
  await expect(dialog.getByRole('heading', { name: say('import.refused', { name: 'spoiled.labpack' }) })).toBeVisible();
  await expect(dialog).toContainText(/exercises\/second\/exercise\.yml:\d+:\d+ expr-accessor/);
  await expect(dialog.getByRole('button', { name: say('action.close') })).toBeFocused();
  expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await choose(page, say('action.import-pack'), 'empty.labpack', new Uint8Array(0));
  await expect(dialog).toContainText('The file is empty.');
  expect(packs(lab)).toHaveLength(1);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('what is not translated yet is marked wherever it is shown', async ({ lab, page }) => {
  const say = sayIn('zh-CN'),
    only = say('untranslated.only', { language: say('language.en') }),
    dialog = page.getByRole('dialog');
  lab.set({ language: 'zh-CN' });
  await page.reload();
  await choose(page, say('action.import-pack'), 'small.labpack', labpack({ without: [TEXT['zh-CN'], 'reference/stack.zh-CN.md'] }));
  await dialog.getByText(say('import.contents')).click(PATIENT);
  await expect(dialog.getByRole('listitem').filter({ hasText: FIRST.en })).toContainText(only);
  await expect(dialog.getByRole('listitem').filter({ hasText: 'words' })).not.toContainText(only);
  await dialog.getByRole('button', { name: say('import.do'), exact: true }).click();
  const card = page.locator('[data-list="exercises"]').filter({ has: page.getByText(FIRST.en, { exact: true }) });
  await expect(card).toContainText(only);
  await card.click();
  await lab.ready();
  const exercise = page.locator('[data-pane="exercise"]');
  await expect(exercise.locator('header')).toContainText(only);
  await exercise.getByRole('button', { name: /提示/ }).click();
  await expect(exercise.locator('.hint')).toContainText(only);
  await page.evaluate(() => {
    location.hash = '#/reference/small/stack';
  });
  await expect(page.getByRole('heading', { level: 1 })).toContainText(only);
});
