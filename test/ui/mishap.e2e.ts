/** What goes wrong with the program itself: nothing a person did is lost, and the window says so. */
import { expect, test as base } from './lab.ts';

/** The crash is meant: its error may reach the page. */
const test = base.extend<{ readonly expectErrors: boolean }>({ expectErrors: true });

test('the machine’s thread dies: what happened is said, and the lab is opened again where it was', async ({ lab, page }) => {
  await lab.free('note');
  await lab.line('g nt!KiSystemCall64');
  const worker = page.workers()[0]!;
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('made to fail by a test');
    });
  });
  const sheet = page.getByRole('alertdialog', { name: 'The machine stopped working' });
  await expect(sheet).toContainText('made to fail by a test');
  await expect(sheet).toContainText('What you did is on disk');
  await page.keyboard.press('Enter');
  await lab.ready();
  await expect(lab.place).toHaveText('nt!KiSystemCall64');
  expect(await lab.text()).toContain('kd> g nt!KiSystemCall64');
});

test('a lab that cannot be opened says why, and the way back is open', async ({ lab, page, host }) => {
  host.refused.add('sessions/open');
  await page.evaluate(() => {
    location.hash = '#/free/win10-x64/note';
  });
  await expect(page.getByRole('heading', { name: 'The lab cannot be opened' })).toBeVisible();
  await expect(page.getByRole('alert')).not.toBeEmpty();
  host.refused.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await lab.ready();
  await page.evaluate(() => {
    location.hash = '#/lab/syscalls/no-such-exercise';
  });
  await expect(page.getByRole('alert')).toContainText('no-such-exercise');
  await page.getByRole('main').getByRole('button', { name: 'Catalog' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('what guest memory holds cannot steer the console', async ({ lab, page }) => {
  await lab.free('note');
  // ESC ] 0 ; x BEL, then ESC [ 2 J
  await lab.line('eb @rsp 1b 5d 30 3b 78 07 1b 5b 32 4a 00');
  const title = await page.title();
  expect(await lab.line('da @rsp')).toContain('.]0;x..[2J');
  expect(await page.title()).toBe(title);
  expect(await lab.text()).toContain('kd> eb @rsp');
});
