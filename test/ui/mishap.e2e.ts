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
  await expect.poll(() => lab.text()).toContain('kd> g nt!KiSystemCall64');
});

test('the host is started again during an exercise: what was typed and answered meanwhile is kept, and written then', async ({
  lab,
  page,
  host,
  context,
}) => {
  await lab.exercise('ssdt-descriptor');
  const values = (await lab.line('dps nt!KeServiceDescriptorTable L4')).split('\n').map(row => row.slice(19, 36));
  await expect(page.getByText('Everything is saved')).toBeVisible();
  await host.stop();
  await lab.line('? 2');
  for (const [n, name] of ['table', 'counters', 'limit', 'arguments'].entries()) await page.getByRole('textbox', { name }).fill(values[n]!);
  await page.getByRole('button', { name: 'Answer' }).click();
  await expect(page.getByText('Not saved: 2 inputs, kept here.')).toBeVisible();
  await expect(page.locator('.verdict'), 'no tick before it is on disk').toHaveCount(0);

  const link = await host.start(),
    other = await context.newPage();
  await other.goto(link);
  await other.close();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(page.locator('.verdict')).toContainText('Right');
  await page.reload();
  await lab.ready();
  await expect(page.getByText('Step 2 of 5')).toBeVisible();
  await expect.poll(() => lab.text()).toContain('Evaluate expression: 2');
});

test('the window’s process dies during an exercise: another window goes on where it was', async ({ lab, page, context }) => {
  await lab.exercise('ssdt-descriptor');
  await lab.line('g nt!KiSystemCall64');
  await page.keyboard.press('Control+F2');
  await page.keyboard.type('entered');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everything is saved')).toBeVisible();
  const address = page.url(),
    died = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await died;
  const again = await context.newPage();
  await again.goto(address);
  await again.waitForFunction(() => window.__lab?.text().endsWith('>'));
  await expect(again.getByRole('heading', { level: 1 })).toHaveText('nt!KiSystemCall64');
  await expect.poll(() => again.evaluate(() => window.__lab!.text())).toContain('kd> g nt!KiSystemCall64');
  await again.getByRole('tab', { name: 'Notes' }).click();
  await expect(again.locator('[data-pane="notes"] input')).toHaveValue('entered');
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
  await expect.poll(() => lab.text()).toContain('kd> eb @rsp');
});
