/** The reference shows what `lab page` prints, in both languages, with the numbers of a machine. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './lab.ts';

const root = path.resolve(import.meta.dirname, '../..');
const printed = (page: string, language: string, seed = 'note'): string =>
  execFileSync(process.execPath, ['main/cli/main.ts', 'page', page, '--language', language, '--seed', seed], {
    cwd: root,
    encoding: 'utf8',
  });
/** Letters and digits of a text, without what Markdown marks them with. */
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

for (const language of ['en', 'zh-CN'] as const)
  test(`every page in ${language} is what lab page prints`, async ({ lab, page }) => {
    lab.set({ language });
    await page.reload();
    await page.evaluate(() => {
      location.hash = '#/reference';
    });
    const nav = page.getByRole('navigation', { name: language === 'en' ? 'Pages' : '页面' });
    const links = nav.locator('> ul > li > a');
    await expect(links).toHaveCount(10);
    for (const id of ['doors', 'frames', 'selectors', 'msrs', 'gates', 'tables', 'commands']) {
      await nav.locator(`a[href$="/${id}"]`).click();
      const expected = printed(id, language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^# (.+)$/m.exec(expected)![1]!);
      const article = page.getByRole('article');
      const shown = await article.evaluate(a =>
        [...a.querySelectorAll('h1, h2, .lead, section .prose')]
          .map(e => (e.querySelector('.prose') && e.tagName !== 'DIV' ? '' : e.textContent))
          .join(' '),
      );
      for (const line of expected.split('\n').filter(l => !/^\|[-|]+\|$/.test(l)))
        for (const cell of line.split('|')) expect(bare(shown), `${id}: ${cell}`).toContain(bare(cell));
    }
  });

test('a part is reached by its address, by a step, and a page by the palette', async ({ lab, page }) => {
  await lab.exercise('trap-frame-five-pushes');
  await page
    .getByRole('link', { name: /^Reference: / })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/reference\/syscalls\/frames\/x64$/);
  await expect(page.locator('#part-x64')).toBeInViewport();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('the msrs');
  await page.getByRole('option', { name: /MSRs of the fast ways/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The MSRs of the fast ways in');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'GS' }).click();
  await expect(page.locator('#part-gs')).toBeInViewport();
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await lab.ready();
});

test('every picture of the open machine stands on one page; without a machine it says how to come by one', async ({ lab, page }) => {
  await page.evaluate(() => {
    location.hash = '#/reference/syscalls/pictures';
  });
  await expect(page.getByRole('article')).toContainText('No machine is open.');
  await lab.exercise('trap-frame-five-pushes');
  await lab.line('g nt!KiSystemCall64+2b');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('pictures of');
  await page.getByRole('option', { name: 'Pictures of this machine' }).click();
  await expect(page.getByRole('article')).toContainText('win10-x64, seed l-test');
  const pictures = page.locator('article section');
  await expect(pictures).toHaveCount(7);
  await expect(page.locator('#part-frame')).toContainText('SegSs');
  for (const [id, text] of [
    ['selectors', /STAR\[63:48\]/],
    ['bits', /RFLAGS/],
    ['service', /base of the table/],
    ['walk', /PML4E|PXE/],
    ['steps', /push rbp/],
  ] as const)
    await expect(page.locator(`#part-${id}`)).toContainText(text);
  // what is tried here is the machine's own picture, as text too
  await page.locator('#part-selectors').getByRole('button', { name: 'as text' }).click();
  await expect(page.locator('#part-selectors pre')).toContainText('sysret');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(v => v.id)).toEqual([]);
});

test('in free play the numbers are those of its seed; in an exercise they are the note’s', async ({ lab, page }) => {
  await lab.free('monday');
  await page.getByRole('link', { name: 'Reference', exact: true }).click();
  await page.locator('nav a[href$="/msrs"]').click();
  const lstar = page.locator('tr', { hasText: 'LSTAR' }).locator('td').nth(2);
  const of = (seed: string): string => /LSTAR \| (\S+)/.exec(printed('msrs', 'en', seed))![1]!;
  await expect(lstar).toHaveText(of('monday'));
  expect(of('monday')).not.toBe(of('note'));
  await lab.exercise('ssdt-descriptor');
  await page.getByRole('link', { name: 'Reference', exact: true }).click();
  await page.locator('nav a[href$="/msrs"]').click();
  await expect(lstar).toHaveText(of('note'));
  await expect(page.getByText('The numbers are those of win10-x64, seed note.')).toBeVisible();
});

test('a page that is not there is said', async ({ lab: _lab, page }) => {
  await page.evaluate(() => {
    location.hash = '#/reference/syscalls/nothing';
  });
  await expect(page.getByRole('alert')).toContainText('There is no page syscalls/nothing.');
});
