/**
 * A whole exercise of six tracks by mouse: chosen in the catalog, done with buttons, rows, tabs and panes, every answer read from what a
 * pane shows. The keyboard only types words and numbers into fields that were clicked.
 */
import type { Locator } from '@playwright/test';
import { expect, test, type LabPage } from './lab.ts';

const hex = (text: string): bigint => BigInt(`0x${text.replaceAll('`', '').replace(/h$/, '')}`);
const plain = (value: bigint): string => value.toString(16);

class Hand {
  readonly lab: LabPage;
  readonly exercise: Locator;
  constructor(lab: LabPage) {
    this.lab = lab;
    this.exercise = lab.page.locator('[data-pane="exercise"]');
  }
  async #type(field: Locator, text: string): Promise<void> {
    await field.click();
    await field.fill(text);
  }
  async begin(track: string, title: string): Promise<void> {
    const { page } = this.lab;
    await page
      .locator('.track')
      .filter({ has: page.getByText(track, { exact: true }) })
      .click();
    await page.locator('[data-list="exercises"]').filter({ hasText: title }).click();
    await expect(this.exercise.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await this.lab.ready();
  }
  /** A word of the exercise's own text. */
  async told(pattern: RegExp): Promise<string> {
    return pattern.exec((await this.exercise.textContent()) ?? '')![1]!;
  }
  async choose(option: string): Promise<void> {
    await this.exercise.locator('[aria-current="step"]').getByText(option, { exact: true }).click();
    await this.answer();
  }
  async give(...texts: readonly string[]): Promise<void> {
    const fields = this.exercise.locator('[aria-current="step"] input.field');
    await expect(fields).toHaveCount(texts.length);
    for (const [n, text] of texts.entries()) await this.#type(fields.nth(n), text);
    await this.answer();
  }
  /** Answered, told that it is right, and on to the next step. */
  async answer(): Promise<void> {
    await this.exercise.getByRole('button', { name: /^(Answer|Check the machine)/ }).click();
    await expect(this.exercise.locator('.verdict')).toContainText('Right');
    await this.exercise.getByRole('button', { name: /^(Next step|Go on)/ }).click();
    await expect(this.exercise.locator('.verdict')).toHaveCount(0);
  }
  async end(): Promise<void> {
    await expect(this.exercise.getByRole('heading', { name: 'Every step is done' })).toBeVisible();
    await this.exercise.getByRole('button', { name: 'Catalog' }).click();
    await this.lab.page.locator('.track').first().waitFor();
  }
  async press(button: RegExp, times = 1): Promise<void> {
    for (let n = 0; n < times; n++) {
      const before = await this.lab.text();
      await this.lab.page.getByRole('button', { name: button }).click();
      await expect.poll(() => this.lab.text()).not.toBe(before);
      await this.lab.ready();
    }
  }
  async stopAt(where: string): Promise<void> {
    const { page } = this.lab;
    await page.getByRole('tab', { name: 'Breakpoints' }).click();
    await this.#type(page.getByRole('textbox', { name: 'Address of a new breakpoint' }), where);
    await page.locator('[data-pane="breakpoints"]').getByRole('button', { name: 'Set', exact: true }).click();
    await this.press(/^Go g/);
  }
  /** Memory from an expression's address on (the stack where there is none), as pointers: where, and the first values. */
  async memory(at: string): Promise<{ readonly address: string; readonly values: readonly string[] }> {
    const { page } = this.lab,
      grid = page.getByRole('grid', { name: 'Memory' });
    await page.getByRole('tab', { name: 'Memory' }).click();
    await page.getByLabel('Shown as').selectOption('pointers');
    // At the stack first, which is marked: so that what is read next is read where it was asked for.
    for (const [text, marked] of [['', 1], ...(at === '' ? [] : [[at, 0] as const])] as const) {
      await this.#type(page.locator('[data-pane="memory"]').getByRole('textbox', { name: 'address' }), text);
      await expect(grid.getByRole('row').first().locator('.sp')).toHaveCount(marked);
    }
    const address = (await grid.getByRole('rowheader').first().textContent())!.replace(/[^0-9a-f`]/g, '');
    const cells = grid.getByRole('gridcell').and(grid.locator(':not(.more)'));
    return { address, values: await cells.allTextContents() };
  }
  /** The code from an address on. */
  async code(at: string): Promise<Locator> {
    const pane = this.lab.page.locator('[data-pane="disassembly"]');
    await pane.getByRole('button', { name: 'Address to look at' }).click();
    await pane.getByRole('textbox', { name: 'Address to look at' }).fill(at);
    await this.lab.page.keyboard.press('Enter');
    await expect(pane.locator('[data-held]')).toHaveCount(1);
    return pane.locator('[data-held], [data-held] ~ .row');
  }
  /** As the selector board has it. */
  async sysenterCs(): Promise<string> {
    const { page } = this.lab;
    await page.getByRole('combobox', { name: 'Pictures' }).selectOption({ label: 'Selectors' });
    return page.locator('[data-picture="selectors"] .fields input').first().inputValue();
  }
  /** Of the instruction that comes next. */
  async address(): Promise<string> {
    return /[0-9a-f]{8}`[0-9a-f]{8}/.exec((await this.lab.page.locator('[data-pane="disassembly"] [aria-current]').textContent())!)![0];
  }
  async register(name: string): Promise<string> {
    return (await this.lab.page.locator(`[data-register="${name}"]`).textContent())!;
  }
}

const TRACKS: readonly (readonly [track: string, exercise: string, work: (hand: Hand) => Promise<void>])[] = [
  [
    'Console',
    'The first breakpoint',
    async hand => {
      await hand.stopAt(await hand.told(/first instruction of (nt!Nt\w+)/));
      await hand.answer();
      await hand.choose('The two lowest bits of CS are 0');
      await hand.give((await hand.memory('')).values[0]!);
    },
  ],
  [
    'int 2Eh',
    'The arithmetic of stubs',
    async hand => {
      const vector = hex(await hand.told(/of vector (\w+)\./)),
        code = await hand.code(`nt!KxUnexpectedInterrupt0+${plain(8n * vector)}`),
        [push, save, jump] = await code.all();
      await hand.give((await push!.locator('.address').innerText()).trim());
      const bytes = (await Promise.all([push, save, jump].map(row => row!.locator('.bytes').textContent()))).join('');
      expect(bytes).toHaveLength(16);
      await hand.give(bytes.slice(0, 8));
      await hand.give(/[0-9a-f`]{17}/.exec((await jump!.locator('.operands').textContent())!)![0]);
      await hand.give(plain(hex(await hand.told(/stub lies (\w+) bytes/)) / 8n));
    },
  ],
  [
    'SYSENTER and SYSEXIT',
    'The selectors of ring 0',
    async hand => {
      const value = await hand.sysenterCs(),
        cs = hex(value) & 0xfffcn;
      await hand.give(value);
      await hand.give(plain(cs));
      await hand.give(plain(cs + 8n));
      await hand.choose('Fixed flat values; the GDT is not read');
    },
  ],
  [
    'SYSCALL and SYSRET',
    "The entry's address",
    async hand => {
      await hand.press(/^Step into t/, 5);
      const place = (await hand.lab.place.textContent())!;
      await hand.give(place);
      if (place.includes('Shadow')) await hand.choose('No: with KVA shadow this is the entry Windows installs');
      await hand.give(await hand.address());
      await hand.choose('SYSCALL from compatibility mode, on AMD processors');
      await hand.choose('Yes: between its start and its end');
    },
  ],
  [
    'Trap frame',
    'A borrowed stack',
    async hand => {
      await hand.give(await hand.register('rsp'));
      await hand.give((await hand.memory('@$pcr+10')).address);
      await hand.press(/^Step into t/, 8);
      const stack = await hand.register('rsp');
      await hand.give(stack);
      await hand.give('28h');
      await hand.give(plain(hex(stack) - 0x190n));
    },
  ],
  [
    'Service tables',
    'Four fields',
    async hand => {
      const { values } = await hand.memory('nt!KeServiceDescriptorTable');
      await hand.give(...values.slice(0, 4));
      await hand.give(String(hex(values[2]!)));
      await hand.give('20h');
      const second = await hand.memory('nt!KeServiceDescriptorTableShadow+20');
      await hand.give(second.address, second.values[2]!);
      await hand.choose('The argument table');
    },
  ],
];

test('a whole exercise of six tracks by mouse', async ({ lab, page }) => {
  test.setTimeout(180_000);
  page.setDefaultTimeout(15_000);
  for (const [track, exercise, work] of TRACKS)
    await test.step(`${track}: ${exercise}`, async () => {
      const hand = new Hand(lab);
      await hand.begin(track, exercise);
      await work(hand);
      await hand.end();
    });
});
