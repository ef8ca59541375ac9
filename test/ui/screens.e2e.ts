/** The pictures of docs/screens, one of each screen in both languages: `PICTURES=1 npx playwright test screens`. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type LabPage } from './lab.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screens');
type Size = readonly [width: number, height: number];
const SMALL: Size = [1024, 700],
  MEDIUM: Size = [1440, 900],
  LARGE: Size = [1920, 1080];
const hash = (lab: LabPage, where: string): Promise<void> =>
  lab.page.evaluate(h => {
    location.hash = h;
  }, where);
const picture = (lab: LabPage, pane: string): Promise<readonly string[]> => lab.page.locator('select.tab').selectOption(pane);

/** Where the frame is half built, as the design's own pictures have it. */
async function halfway(lab: LabPage): Promise<void> {
  await lab.exercise('trap-frame-five-pushes');
  for (const line of ['bp nt!KiSystemCall64+0x15', 'g', 'g nt!KiSystemCall64+0x27', 'p', 'dps @rsp L6']) await lab.line(line);
  await expect(lab.place).toHaveText('nt!KiSystemCall64+0x2b');
}
async function machine(lab: LabPage, path: string, ...lines: readonly string[]): Promise<void> {
  await hash(lab, `#/free/${path}`);
  await lab.ready();
  for (const line of lines) await lab.line(line);
}
const SCREENS: readonly (readonly [name: string, size: Size, show: (lab: LabPage) => Promise<void>])[] = [
  ['catalog', SMALL, lab => lab.page.locator('.track').first().waitFor()],
  [
    'lab',
    MEDIUM,
    async lab => {
      await lab.exercise('trap-frame-five-pushes');
      for (const line of ['bp nt!NtClose', 'g', '!tt 1:0', 'g nt!KiSystemCall64+0x2b']) await lab.line(line);
      await expect(lab.place).toHaveText('nt!KiSystemCall64+0x2b');
    },
  ],
  ['lab-1024', SMALL, halfway],
  ['lab-1920', LARGE, halfway],
  ['lab-int2e', LARGE, lab => machine(lab, 'win10-x64/note/vsm=on', 'g nt!KiSystemServiceCommon', 'p', 'p', 'p')],
  ['lab-sysenter', MEDIUM, lab => machine(lab, 'winxp-x86/note', 'g nt!KiFastCallEntry+0x1c')],
  [
    'lab-fault',
    MEDIUM,
    async lab => {
      await machine(lab, 'win10-x64/note', 'r rip=0', 't');
      await lab.page.locator('[data-picture="steps"] .failed').waitFor();
    },
  ],
  [
    'memory',
    MEDIUM,
    async lab => {
      await machine(lab, 'win10-x64/note', 'g nt!KiSystemCall64+0x2b', 'p');
      await lab.page.getByRole('tab', { name: /^(Memory|内存)$/ }).click();
      await lab.page.locator('[data-pane="memory"] select.unit').selectOption('p');
      await lab.page.locator('.memory .symbol, .memory .more').first().waitFor();
      await lab.line('p-');
      await lab.line('p');
    },
  ],
  [
    'registers',
    MEDIUM,
    async lab => {
      await machine(lab, 'win10-x64/note', 'g nt!KiSystemCall64+0x2b');
      await lab.page.locator('[data-pane="registers"] .more').click();
      await lab.page.locator('.details .bit').first().waitFor();
    },
  ],
  [
    'selectors',
    SMALL,
    async lab => {
      await lab.free('note');
      await picture(lab, 'selectors');
      await lab.page.locator('[data-picture] input').first().fill('0010');
      await lab.page.locator('.bad-note').waitFor();
      await lab.page.locator('.splitter.top').first().focus();
      for (let n = 0; n < 6; n++) await lab.page.keyboard.press('ArrowDown');
      await lab.page.locator('[data-picture]').evaluate(e => {
        e.scrollTop = 0;
      });
    },
  ],
  [
    'steps',
    SMALL,
    async lab => {
      await lab.free('note');
      await lab.line('g ntdll!NtCreateFile+0x12');
      await picture(lab, 'steps');
      await expect(lab.page.locator('[data-picture] li')).toHaveCount(7);
    },
  ],
  [
    'reference',
    SMALL,
    async lab => {
      await hash(lab, '#/reference/syscalls/doors');
      await lab.page.locator('article table').first().waitFor();
    },
  ],
  [
    'author',
    MEDIUM,
    async lab => {
      const folder = path.join(lab.host.data, 'packs', 'syscalls-101'),
        file = path.join(folder, 'exercises/ssdt-decode-negative/exercise.yml');
      cpSync(path.resolve(import.meta.dirname, '../../exercises/syscalls'), folder, { recursive: true });
      await hash(lab, '#/author');
      await lab.page.getByRole('button', { name: /^syscalls-101/ }).click();
      await lab.page.getByRole('button', { name: /^ssdt-decode-negative/ }).click();
      await lab.page.getByRole('row', { name: /^a-3/ }).getByRole('cell').nth(2).waitFor();
      await lab.page.getByLabel(/Show answers|显示答案/).check();
      writeFileSync(file, readFileSync(file, 'utf8').replace('>>> 4', '>>> four').replace('cleared-top }', 'cleared-tops }'));
      await lab.page.locator('tr .error').first().waitFor();
      await lab.page.keyboard.press('F8');
    },
  ],
  [
    'settings',
    SMALL,
    async lab => {
      await hash(lab, '#/settings');
      await lab.page.locator('.choices').first().waitFor();
    },
  ],
];

test.skip(process.env['PICTURES'] === undefined, 'only when pictures are asked for');

for (const language of ['en', 'zh-CN'] as const)
  for (const [name, [width, height], show] of SCREENS)
    test(`screen ${name} in ${language}`, async ({ lab, page }) => {
      await page.setViewportSize({ width, height });
      lab.set({ language, theme: 'light' });
      await page.reload();
      await show(lab);
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(folder, `${name}.${language}.png`) });
    });
