/** The window with a desktop shell around it: a bridge like the preload script's, over the real services. */
import type { Notice } from '../../core/host.ts';
import { labpack } from '../hosts/pack-bytes.ts';
import { expect, test } from './lab.ts';

interface Menu {
  readonly sections: readonly {
    readonly title: string;
    readonly items: readonly { readonly id: string; readonly title: string; readonly key?: string }[];
  }[];
}
interface Bridged {
  lab: { call: (name: string, argument: unknown) => Promise<unknown>; listen: (hear: (notice: Notice) => void) => void };
  hear: (notice: Notice) => void;
  readonly menus: Menu[];
}

test.beforeEach(async ({ page, lab }) => {
  await page.addInitScript(() => {
    const bridged = Object.assign(globalThis, { menus: [] as Menu[] }) as unknown as Bridged;
    bridged.lab = {
      call: async (name, argument) => {
        if (name === 'window/menu') bridged.menus.push(argument as Menu);
        const response = await fetch(`/call/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(argument),
        });
        return (await response.json()) as unknown;
      },
      listen: hear => {
        bridged.hear = hear;
      },
    };
  });
  await page.goto(lab.host.url);
  await page.waitForFunction(() => (globalThis as unknown as Bridged).menus.length > 0);
});

test('the native menu gets every action once, in the language of the window', async ({ page }) => {
  const last = (): Promise<Menu> => page.evaluate(() => (globalThis as unknown as Bridged).menus.at(-1)!);
  const english = await last(),
    ids = english.sections.flatMap(s => s.items.map(i => i.id));
  expect(english.sections.map(s => s.title)).toEqual(['Machine', 'Session', 'View', 'Author', 'Help']);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(['step-into', 'break', 'palette', 'focus-console', 'language', 'help']));
  await page.evaluate(() => (globalThis as unknown as Bridged).hear({ kind: 'action', id: 'language' }));
  await expect.poll(async () => (await last()).sections.map(s => s.title)).toEqual(['机器', '会话', '视图', '编写', '帮助']);
  expect((await last()).sections.flatMap(s => s.items.map(i => i.id))).toEqual(ids);
  // A changed key is in the menu at once.
  await page.evaluate(() => {
    location.hash = '#/settings';
  });
  await page.getByRole('button', { name: /^运行到返回：/ }).click();
  await page.keyboard.press('Control+F8');
  const key = async (): Promise<string | undefined> => (await last()).sections.flatMap(s => s.items).find(i => i.id === 'step-out')!.key;
  await expect.poll(key).toBe('Ctrl+F8');
});

test('what the shell tells is done: an action, an exercise, and a banner after a crash', async ({ page, lab }) => {
  const tell = (notice: Notice): Promise<void> => page.evaluate(n => (globalThis as unknown as Bridged).hear(n), notice);
  await tell({ kind: 'action', id: 'palette' });
  await expect(page.getByRole('dialog')).toBeVisible();
  // As with keys: nothing behind an open dialog is done.
  const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-theme'),
    before = await theme();
  await tell({ kind: 'action', id: 'theme' });
  await tell({ kind: 'action', id: 'settings' });
  await expect(page.getByRole('dialog')).toBeVisible();
  expect([await theme(), page.url().includes('settings')]).toEqual([before, false]);
  await page.keyboard.press('Escape');
  await tell({ kind: 'action', id: 'theme' });
  await expect.poll(theme, 'once it is closed').not.toBe(before);
  await tell({ kind: 'action', id: 'no-such-action' });
  await tell({ kind: 'open', pack: 'syscalls', id: 'ssdt-descriptor' });
  await lab.ready();
  expect(page.url()).toContain('#/lab/syscalls/ssdt-descriptor');
  await tell({ kind: 'recovered' });
  const banner = page.getByText('The window stopped and was opened again.');
  await expect(banner).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(banner).toBeHidden();
});

test('a pack that was double-clicked is looked into in the window', async ({ page, host }) => {
  const file = Buffer.from(labpack({ key: 'one' })),
    begun = host.dispatch('import/begin', { name: 'small.labpack', size: file.length }) as { value: { ticket: string } },
    { ticket } = begun.value;
  host.dispatch('import/piece', { ticket, at: 0, data: file.toString('base64') });
  await page.evaluate(n => (globalThis as unknown as Bridged).hear(n), { kind: 'import', ticket, name: 'small.labpack' } as const);
  const sheet = page.getByRole('dialog', { name: 'Import A small pack 1.0.0?' });
  await expect(sheet).toContainText('Signed by a key seen for the first time', { timeout: 60_000 });
  await page.keyboard.press('Enter'); // the safe button has the focus
  await expect(sheet).toHaveCount(0);
  await expect.poll(() => host.dispatch('import/state', { ticket })).toMatchObject({ problem: { code: 'import/gone' } });
});
