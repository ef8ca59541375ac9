/** How fast the window is under a person's hands: each promise measured in the page, on whatever machine runs this. */
import { expect, test } from './lab.ts';
import { press, type Stroke } from './press.ts';

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
/** Others use the machine too: what is promised must be seen once in so many tries. */
const TRIES = 12;
const tell = (what: string, ms: readonly number[]): void => console.log(`${what}: ${ms.map(n => Math.round(n)).join(', ')} ms`);

test('the first prompt stands 1.5 s after the page opens, with nothing cached', { tag: '@timed' }, async ({ lab, browser }) => {
  const state = await lab.page.context().storageState(),
    url = new URL('/#/free/win10-x64/note', lab.page.url()).href,
    times: number[] = [];
  for (let n = 0; n < 3 || (n < TRIES && Math.min(...times) > 1500); n++) {
    const context = await browser.newContext({ storageState: state }),
      page = await context.newPage();
    await page.addInitScript(() => {
      const timer = setInterval(() => {
        if (!window.__lab?.text().endsWith('>')) return;
        clearInterval(timer);
        document.documentElement.dataset['prompt'] = String(performance.now());
      }, 5);
    });
    await page.goto(url);
    await page.waitForFunction(() => document.documentElement.dataset['prompt']);
    times.push(Number(await page.evaluate(() => document.documentElement.dataset['prompt'])));
    await context.close();
  }
  tell('first prompt', times);
  expect(Math.min(...times)).toBeLessThan(1500);
});

const HELD: readonly Stroke[] = [['F11', 60]];
test(
  'with F11 held the window keeps up with 60 steps a second, shows each in one frame, and its memory stays flat',
  { tag: '@timed' },
  async ({ lab, page }) => {
    test.setTimeout(120_000);
    const session = await page.context().newCDPSession(page);
    // Of the window's own thread: others use the processor too.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * metrics.find(m => m.name === 'TaskDuration')!.value;
    };
    const heap = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / (1 << 20);
    };
    await lab.free('note');
    await lab.line('g nt!KiSystemCall64');
    expect(await press(page, HELD), 'panes that disagreed').toBe(0);
    const before = await heap(),
      times: number[] = [];
    for (let n = 0; n < 5 || (n < TRIES && Math.min(...times) > 1000); n++) {
      const begun = await spent();
      expect(await press(page, HELD), 'panes that disagreed').toBe(0);
      times.push((await spent()) - begun);
    }
    const after = await heap();
    tell('sixty steps', times);
    console.log(`heap of the page: ${before.toFixed(1)} MiB, after ${times.length} times sixty steps ${after.toFixed(1)} MiB`);
    expect(Math.min(...times)).toBeLessThan(1000);
    expect(after).toBeLessThan(400);
    expect(after - before).toBeLessThan(20);
  },
);

test(
  'a million lines of output: Break within 200 ms, the last 100,000 scroll smoothly, typing is not held up',
  { tag: '@timed' },
  async ({ lab, page }) => {
    await lab.free('note');
    await lab.input.focus();
    await page.keyboard.type('db nt L?F42400');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Where the machine is')).toContainText('running…');
    const waited = await page.evaluate(async () => {
      const begun = performance.now();
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Cancel', code: 'Pause', ctrlKey: true, bubbles: true, cancelable: true }),
      );
      await new Promise<void>(done => {
        const timer = setInterval(() => {
          if (document.querySelector('.place')?.textContent.includes('running…')) return;
          clearInterval(timer);
          done();
        }, 2);
      });
      return performance.now() - begun;
    });
    tell('Break', [waited]);
    expect(waited).toBeLessThan(200);
    await lab.ready();

    const begun = Date.now();
    await page.keyboard.type('db nt L?F42400');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Where the machine is')).toContainText('running…');
    await expect(page.getByLabel('Where the machine is')).not.toContainText('running…', { timeout: 30_000 });
    await lab.ready();
    tell('a million lines', [Date.now() - begun]);
    expect(await lab.line('? 1')).toContain('Evaluate expression: 1');
    let before = '';
    await expect(async () => {
      const { frames, first } = await lab.wheelUp(60);
      expect(first).not.toBe(before);
      before = first;
      tell('frames while scrolling', [median(frames), Math.max(...frames)]);
      expect(median(frames)).toBeLessThan(20);
      expect(frames.filter(ms => ms > 50).length).toBeLessThan(6);
    }).toPass({ timeout: 30_000 });
  },
);
