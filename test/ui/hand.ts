/** A person at the mouse: what is answered is read from what a pane shows. */
import type { Locator } from '@playwright/test';
import { expect, type LabPage } from './lab.ts';

export const hex = (text: string): bigint => BigInt(`0x${text.replaceAll('`', '').replace(/h$/, '')}`);
export const plain = (value: bigint): string => value.toString(16);

export class Hand {
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
    await page
      .locator('[data-list="exercises"]')
      .filter({ has: page.getByText(title, { exact: true }) })
      .click();
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
    const before = await this.lab.text();
    await page.locator('[data-pane="breakpoints"]').getByRole('button', { name: 'Set', exact: true }).click();
    await expect.poll(() => this.lab.text()).not.toBe(before);
    await this.lab.ready();
    await this.press(/^Go g/);
  }
  /** Stopped there, however many other breakpoints are on the way. */
  async goOnTo(where: string): Promise<void> {
    await this.stopAt(where);
    for (let n = 0; n < 10 && (await this.lab.place.textContent()) !== where; n++) await this.press(/^Go g/);
    await expect(this.lab.place).toHaveText(where);
  }
  /** Memory from an expression's address on (the stack where there is none): where, and the first values. */
  async memory(at: string, unit = 'pointers'): Promise<{ readonly address: string; readonly values: readonly string[] }> {
    const { page } = this.lab,
      grid = page.getByRole('grid', { name: 'Memory' });
    await page.getByRole('tab', { name: 'Memory' }).click();
    await page.getByLabel('Shown as').selectOption(unit);
    // At the stack first, which is marked: so that what is read next is read where it was asked for.
    for (const [text, marked] of [['', 1], ...(at === '' ? [] : [[at, 0] as const])] as const) {
      await this.#type(page.locator('[data-pane="memory"]').getByRole('textbox', { name: 'address' }), text);
      await expect(grid.getByRole('row').first().locator('.sp')).toHaveCount(marked);
    }
    const address = (await grid.getByRole('rowheader').first().textContent())!.replace(/[^0-9a-f`]/g, '');
    return { address, values: await this.#cells.allTextContents() };
  }
  get #cells(): Locator {
    const grid = this.lab.page.getByRole('grid', { name: 'Memory' });
    return grid.getByRole('gridcell').and(grid.locator(':not(.more)'));
  }
  /** What the memory pane shows, printed by the command in its head. */
  async print(): Promise<void> {
    await this.press(/^d[a-z]+ [0-9a-f`]{8,17} L/);
  }
  /** Values written over what lies from an expression's address on. */
  async write(at: string, unit: 'bytes' | 'qwords', ...values: readonly bigint[]): Promise<void> {
    await this.memory(at, unit);
    for (const [n, value] of values.entries()) {
      await this.#cells.nth(n).dblclick();
      await this.lab.page.keyboard.type(plain(value));
      await this.lab.page.keyboard.press('Enter');
      await expect.poll(async () => hex((await this.#cells.nth(n).textContent())!.trim())).toBe(value);
    }
  }
  async setRegister(name: string, value: string): Promise<void> {
    const before = await this.lab.text();
    await this.lab.page.locator(`[data-register="${name}"]`).click();
    await this.#type(this.lab.page.getByRole('textbox', { name: `New value of ${name}` }), value);
    await this.lab.page.keyboard.press('Enter');
    await expect.poll(() => this.lab.text()).not.toBe(before);
    await this.lab.ready();
  }
  /** The routine of a service's number, as its way through the table is drawn. */
  async routine(number: string): Promise<string> {
    const { page } = this.lab,
      drawn = page.locator('[data-picture="service"] li .mono.what');
    await page.getByRole('combobox', { name: 'Pictures' }).selectOption({ label: 'Service entry' });
    await this.#type(page.locator('[data-pane="service"]').getByRole('textbox', { name: 'number' }), number);
    await expect(page.locator('[data-pane="service"] .cmd')).toContainText(number);
    return (await drawn.textContent())!;
  }
  /** The moment the machine is at is where it was seen. */
  async seenNow(): Promise<void> {
    await this.exercise.getByLabel('Seen at').selectOption({ index: 1 });
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
  /** The number a stub puts into EAX. */
  async loads(stub: bigint): Promise<bigint> {
    return hex(/^eax,(\w+)$/.exec((await (await this.code(plain(stub))).nth(1).locator('.operands').textContent())!.trim())![1]!);
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
