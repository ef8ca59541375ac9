/** A path: how far it is walked, and at its end a page to keep. */
import { expect, test } from './lab.ts';
import { builtIn, solve } from './walked.ts';

test('a path is drawn as it is walked, ends in a page that can be printed, and says what is next', async ({ lab, page, host }) => {
  const pack = builtIn(host),
    way = pack.ways.find(w => w.id === 'hour')!,
    [last] = way.exercises.slice(-1);
  for (const id of way.exercises.slice(0, -1)) solve(host, pack, id);
  await page.getByRole('link', { name: 'One hour' }).click();
  const title = page.getByRole('heading', { level: 1 }),
    drawing = page.getByRole('img');
  await expect(title).toHaveText('Path: One hour');
  await expect(page.getByText(`${way.exercises.length - 1} of ${way.exercises.length} exercises · score 90 / 100`)).toBeVisible();
  const name = (id: string): string => pack.exercises.find(e => e.id === id)!.title['en']!;
  await expect(drawing).toHaveAccessibleName(
    new RegExp(`${name(way.exercises[0]!)}: done, .*${name(last!)}: (open|another exercise first)`),
  );
  await expect(page.locator('.next .btn.go')).toHaveText(name(last!));

  solve(host, pack, last!);
  await page.reload();
  await expect(title).toHaveText('Walked to its end: One hour');
  await expect(page.getByText('Name', { exact: true })).toBeVisible();
  await expect(page.locator('.next .btn.go')).not.toHaveText(name(last!));
  // Printed: the page alone.
  await page.emulateMedia({ media: 'print' });
  await expect(title).toBeVisible();
  await expect(page.locator('header.top')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print this page' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => {
    location.hash = '#/way/syscalls/nowhere';
  });
  await expect(page.getByRole('alert')).toContainText('no such path');
  await lab.exercise(last!);
});
