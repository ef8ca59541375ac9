/** The pictures of docs/screens, one of each screen in both languages: `PICTURES=1 npx playwright test screens`. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../core/host.ts';
import { labpack } from '../hosts/pack-bytes.ts';
import { expect, test, type LabPage } from './lab.ts';
import { builtIn, solve } from './walked.ts';

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
/** A step about RSP answered where the frame has just been begun: rightly, with what RSP is by then, or with what is no number. */
async function asked(lab: LabPage, as: 'right' | 'wrong' | 'malformed'): Promise<void> {
  await lab.exercise('trap-frame-borrowed-stack');
  const rsp = async (): Promise<string> => /rsp=([0-9a-f]+)/.exec(await lab.line('r rsp'))![1]!,
    user = await rsp();
  await lab.line('g nt!KiSystemCall64+0x15');
  const kernel = await rsp(),
    field = lab.page.locator('[data-pane="exercise"] input.field').first();
  await field.fill({ right: user, wrong: kernel, malformed: `${user.slice(0, -1)}g` }[as]);
  await field.press('Enter');
  await lab.page.locator('.verdict').waitFor();
  if (as === 'wrong') await lab.page.locator('.verdict .actions .btn').nth(1).waitFor();
}
/** Half of the way is walked. */
async function walked(lab: LabPage): Promise<void> {
  const pack = builtIn(lab.host);
  for (const [track, done] of Object.entries({ console: 7, int2e: 5, sysenter: 6, syscall: 4, 'trap-frame': 2 }))
    for (const { id } of pack.exercises.filter(e => e.id.startsWith(`${track}-`)).slice(0, done)) solve(lab.host, pack, id);
  await lab.page.reload();
}
const WAY = 'hour';
async function wayTo(lab: LabPage, end: boolean): Promise<void> {
  const pack = builtIn(lab.host),
    { exercises } = pack.ways.find(w => w.id === WAY)!;
  for (const id of exercises.slice(0, end ? undefined : 5)) solve(lab.host, pack, id);
  await lab.page.reload();
  await hash(lab, `#/way/syscalls/${WAY}`);
  await lab.page.locator('svg[role="img"]').first().waitFor();
}
async function imported(lab: LabPage): Promise<void> {
  await lab.page.locator('.track').first().waitFor();
  const chooser = lab.page.waitForEvent('filechooser');
  await lab.page.keyboard.press('Control+o');
  await (
    await chooser
  ).setFiles({ name: 'small.labpack', mimeType: 'application/octet-stream', buffer: Buffer.from(labpack({ key: 'one' })) });
  await lab.page
    .getByRole('dialog')
    .getByRole('heading', { name: /^(Import |导入)/ })
    .waitFor({ timeout: 60_000 });
}
interface Screen {
  readonly theme?: NonNullable<Settings['theme']>;
  /** Nobody was here before. */
  readonly first?: boolean;
}
const SCREENS: readonly (readonly [name: string, size: Size, show: (lab: LabPage) => Promise<void>, how?: Screen])[] = [
  ['catalog-1024', SMALL, lab => lab.page.locator('.track').first().waitFor()],
  [
    'catalog',
    MEDIUM,
    async lab => {
      await walked(lab);
      await halfway(lab);
      await hash(lab, '#/');
      await lab.page.locator('.track').nth(4).click();
      await expect(lab.page.locator('.resume')).toContainText('nt!KiSystemCall64+0x2b');
    },
  ],
  ['import', MEDIUM, imported],
  ['way', MEDIUM, lab => wayTo(lab, false)],
  ['way-end', MEDIUM, lab => wayTo(lab, true)],
  [
    'ways',
    MEDIUM,
    async lab => {
      await hash(lab, '#/reference/syscalls/ways/exam');
      await lab.page.locator('#part-exam').waitFor();
    },
  ],
  [
    'exam',
    MEDIUM,
    async lab => {
      await hash(lab, '#/exam/syscalls');
      await lab.page.getByRole('heading', { level: 1 }).waitFor();
    },
  ],
  [
    'glossary',
    MEDIUM,
    async lab => {
      await hash(lab, '#/reference/syscalls/glossary');
      await lab.page.locator('dl > div').first().waitFor();
    },
  ],
  [
    'pictures',
    MEDIUM,
    async lab => {
      await halfway(lab);
      await hash(lab, '#/reference/syscalls/pictures');
      await lab.page.locator('#part-selectors svg').first().waitFor();
    },
  ],
  ['tour', MEDIUM, lab => lab.page.getByRole('dialog').waitFor(), { first: true }],
  [
    'palette',
    MEDIUM,
    async lab => {
      await halfway(lab);
      await lab.page.keyboard.press('Control+k');
      await lab.page.keyboard.type((await lab.page.locator('html').getAttribute('lang')) === 'en' ? 'trap' : '帧');
      await lab.page.getByRole('option').nth(3).waitFor();
    },
    { theme: 'dark' },
  ],
  ['right', MEDIUM, lab => asked(lab, 'right')],
  ['wrong', MEDIUM, lab => asked(lab, 'wrong')],
  ['malformed', MEDIUM, lab => asked(lab, 'malformed')],
  ['lab-dark', MEDIUM, halfway, { theme: 'dark' }],
  ['lab-contrast', MEDIUM, halfway, { theme: 'contrast' }],
  [
    'free',
    MEDIUM,
    async lab => {
      await machine(lab, 'bench-x64/note');
      await lab.page.getByRole('tab', { name: /^(Breakpoints|断点)$/ }).click();
      await lab.page.getByRole('tab', { name: /^(Notes|笔记)$/ }).click();
    },
  ],
  [
    'running',
    MEDIUM,
    async lab => {
      await machine(lab, 'win10-x64/note', 'g nt!KiSystemCall64+0x2b', 'eb @rip eb fe');
      await lab.input.focus();
      await lab.page.keyboard.type('g');
      await lab.page.keyboard.press('Enter');
      await expect(lab.page.locator('section.place')).toContainText(/running…|运行中…/);
    },
  ],
  [
    'nowhere',
    SMALL,
    async lab => {
      await hash(lab, '#/lab/syscalls/no-such-exercise');
      await lab.page.getByRole('alert').waitFor();
    },
  ],
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
  for (const [name, [width, height], show, { theme = 'light', first = false } = {}] of SCREENS)
    test(`screen ${name} in ${language}`, async ({ lab, page }) => {
      await page.setViewportSize({ width, height });
      lab.set({ language, theme, toured: !first });
      await page.reload();
      await show(lab);
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(folder, `${name}.${language}.png`) });
    });
