/** Free play: any machine, its switches and a seed, from the catalog and from the lab. */
import { expect, test } from './lab.ts';

test('a machine is chosen in the catalog with its switches and a seed, and is found again by its address', async ({ lab, page }) => {
  const machine = page.getByLabel('machine', { exact: true });
  await expect
    .poll(() => machine.locator('option').allTextContents())
    .toEqual(expect.arrayContaining(['win10-x64', 'win10-x64-473', 'bench-x64', 'bench-x86']));
  await machine.selectOption('win10-x64-473');
  await page.getByLabel('SMAP', { exact: true }).selectOption('on');
  await page.getByLabel('processor', { exact: true }).selectOption('amd');
  await page.getByLabel('seed', { exact: true }).fill('No!');
  await expect(page.getByText('A seed is 1 to 32 of a-z, 0-9 and -.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open', exact: true })).toBeDisabled();
  await page.getByLabel('seed', { exact: true }).fill('monday');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await lab.ready();
  expect(page.url()).toMatch(/#\/free\/win10-x64-473\/monday\/smap=on\/vendor=amd$/);
  await expect(page.locator('header .chip')).toHaveText('win10-x64-473 · seed monday · smap=on · vendor=amd');
  expect(await lab.line('db nt!KeSmapEnabled L1')).toMatch(/ 01 /);
  await page.reload();
  await lab.ready();
  await expect.poll(() => lab.text()).toContain('kd> db nt!KeSmapEnabled L1');
});

test('every machine opens, shows where it is, steps, and offers lines that work on it', async ({ lab, page }) => {
  const listed = lab.host.dispatch('machines/list', {}) as { readonly value: readonly { readonly id: string; readonly bits: number }[] };
  for (const { id, bits } of listed.value) {
    await page.goto(page.url().replace(/#.*/, '') + `#/free/${id}/note`);
    await lab.ready();
    await expect(page.locator('header .chip')).toContainText(id);
    await expect(page.locator('[data-pane="registers"]')).toContainText(bits === 64 ? 'rax' : 'eax');
    const ways = page.locator('[data-pane="exercise"] li button');
    await expect(ways).not.toHaveCount(0);
    for (const way of await ways.allTextContents()) {
      const printed = await lab.line(way);
      expect(printed, `${id}: ${way}`).not.toMatch(/error|Couldn't resolve|\?\?\?\?/);
    }
    await lab.line('t');
    await expect(page.locator('.time .position .mono').first()).not.toHaveText('0:0');
  }
});

test('from the lab another seed, the same machine; a switch back to its default leaves the address', async ({ lab, page }) => {
  await page.evaluate(() => {
    location.hash = '#/free/win10-x64/note/smap=on';
  });
  await lab.ready();
  await expect(page.getByLabel('SMAP', { exact: true })).toHaveValue('on');
  await page.getByLabel('SMAP', { exact: true }).selectOption('off');
  await page.getByLabel('seed', { exact: true }).fill('other');
  await page.keyboard.press('Enter');
  await expect(page.locator('header .chip')).toHaveText('win10-x64 · seed other');
  await lab.ready();
  expect(page.url()).toMatch(/#\/free\/win10-x64\/other$/);
});

test('a machine that is not there is said, with the ones that are', async ({ lab: _lab, page }) => {
  await page.evaluate(() => {
    location.hash = '#/free/win95/note';
  });
  await expect(page.getByRole('alert')).toContainText('win95');
  await expect(page.getByRole('button', { name: 'Catalog' })).toBeVisible();
});
