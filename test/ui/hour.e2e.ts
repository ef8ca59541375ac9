/** An hour of steps in a real window, whose memory stays flat: `npm run soak` asks for it with SOAK_MINUTES. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { expect, test, type LabPage } from './lab.ts';
import { press, type Stroke } from './press.ts';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 0);

/** From the kernel's entry: into, over, back and on again, out, and back to where it began. */
const STROKES: readonly Stroke[] = [
  ['F11', 60],
  ['F10', 20],
  ['F11', 30, { altKey: true }],
  ['F10', 15, { altKey: true }],
  ['F11', 40],
  ['F11', 1, { shiftKey: true }],
  ['F5', 1, { altKey: true }],
  ['F10', 30],
  ['F5', 1, { altKey: true }],
];
const KEYS = STROKES.reduce((sum, [, times]) => sum + times, 0);

/** MiB of the page with its workers and machines, as the platform measures it: what waits to be collected is not counted. */
async function ofPage(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const measured = performance as Performance & { measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }> };
    return (await measured.measureUserAgentSpecificMemory()).bytes / (1 << 20);
  });
}
/**
 * MiB of the largest process of a page; undefined where that cannot be read. It grows by some 2 KiB a key, which is no memory of the page:
 * Chromium remembers each call to the host for the test, and does not where no test listens to the network.
 */
async function ofProcess(browser: Browser): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const session = await browser.newBrowserCDPSession(),
    { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const own = (pid: number): number => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
  return Math.max(...processInfo.filter(p => p.type === 'renderer').map(p => own(p.id)));
}
/** Another machine, whose console is filled with all the lines it keeps. */
async function begin(lab: LabPage, seed: string): Promise<void> {
  await lab.free(seed);
  for (const line of ['bp nt!KiSystemCall64', 'g', 'bc *']) await lab.line(line);
  for (let n = 0; n < 3; n++) {
    await lab.input.focus();
    await lab.page.keyboard.type('db nt L?F4240');
    await lab.page.keyboard.press('Enter');
    await lab.ready();
  }
}

test.skip(MINUTES === 0, 'only when minutes are asked for');

test('an hour of steps into, over and back leaves the memory of the window flat, below 400 MiB', async ({ lab, page, browser }) => {
  test.setTimeout((MINUTES + 5) * 60_000);
  const session = await page.context().newCDPSession(page),
    begun = Date.now(),
    live: number[] = [];
  let keys = 0;
  for (let minute = 0; minute < MINUTES; minute++) {
    // Another machine, with a console of its own, when half of the time is over: that must come back to what the first came to.
    if (minute % Math.ceil(MINUTES / 2) === 0) await begin(lab, `hour-${minute}`);
    for (; Date.now() < begun + (minute + 1) * 60_000; keys += KEYS) await press(page, STROKES);
    const whole = await ofProcess(browser);
    await session.send('Memory.simulatePressureNotification', { level: 'critical' });
    await session.send('HeapProfiler.collectGarbage');
    live.push(await ofPage(page));
    const collected = await ofProcess(browser);
    console.log(
      `minute ${minute + 1}: ${keys} keys, page ${live.at(-1)!.toFixed(1)} MiB; process ${whole?.toFixed(0)} MiB, collected ${collected?.toFixed(0)} MiB`,
    );
  }
  expect(Math.max(...live)).toBeLessThan(400);
  const half = live.slice(0, Math.ceil(MINUTES / 2));
  expect(Math.max(...live) - Math.max(...half)).toBeLessThan(20);
});
