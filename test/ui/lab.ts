/** A lab for a browser test: the web host on an empty data folder, and what a person does in its window. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { CallName, Settings } from '../../core/host.ts';
import { Store } from '../../main/store/store.ts';
import { openServices, type Opened } from '../../main/services/open.ts';
import { startWebHost, type WebHost } from '../../main/web/server.ts';
import type { Dispatch } from '../../main/dispatch.ts';
import '../../renderer/panes/console/test-hook.ts';

/** Everybody's seed here: what a test meets is the same each time it runs. */
const LEARNER = 'l-test';
function drawLearner(data: string): void {
  new Store(data).close();
  const db = new Database(path.join(data, 'lab.db'));
  db.prepare("INSERT INTO learner (id, seed, created) VALUES (1, ?, '2026')").run(LEARNER);
  db.close();
}

const root = path.resolve(import.meta.dirname, '../..');

export interface Host {
  /** Opens the lab in a page; the first page takes the token. */
  readonly url: string;
  readonly dispatch: Dispatch;
  /** The data folder. */
  readonly data: string;
  /** Calls that are refused from now on, as if the disk were full. */
  readonly refused: Set<CallName>;
  /** Ends the host; what is asked of it finds nobody. */
  stop(): Promise<void>;
  /** The host's clock goes on by so many minutes. */
  later(minutes: number): void;
  /** The host on the same data folder and port. @returns the link that opens it */
  start(): Promise<string>;
}
export class LabPage {
  readonly page: Page;
  readonly host: Host;
  constructor(page: Page, host: Host) {
    this.page = page;
    this.host = host;
  }
  get input(): Locator {
    return this.page.getByRole('textbox', { name: /Terminal input|终端输入/ });
  }
  get place(): Locator {
    return this.page.getByRole('heading', { level: 1 }).first();
  }

  set(settings: Settings): void {
    this.host.dispatch('settings/set', settings);
  }
  async exercise(id: string): Promise<void> {
    await this.#go(`#/lab/syscalls/${id}`);
  }
  async free(seed: string): Promise<void> {
    await this.#go(`#/free/win10-x64/${seed}`);
  }
  async #go(hash: string): Promise<void> {
    await this.page.evaluate(h => {
      location.hash = h;
    }, hash);
    await this.ready();
  }
  /** The prompt is there. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => window.__lab?.text().endsWith('>'));
  }
  text(): Promise<string> {
    return this.page.evaluate(() => window.__lab?.text() ?? '');
  }
  /** Type a line into the console and wait for its prompt; returns what it printed. */
  async line(text: string): Promise<string> {
    const before = await this.text();
    await this.input.focus();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    return this.#printed(before, text);
  }
  /** Press a key that runs a line; returns what that printed. */
  async key(key: string, line: string): Promise<string> {
    const before = await this.text();
    await this.page.keyboard.press(key);
    return this.#printed(before, line);
  }
  /** Turn the wheel upwards over the console, one notch of two each frame. @returns milliseconds between the frames, and the first row then */
  async wheelUp(frames: number): Promise<{ readonly frames: readonly number[]; readonly first: string }> {
    return this.page.evaluate(async times => {
      const screen = document.querySelector('.xterm-screen')!,
        // xterm reads what the mouse turned, not how far the page would move
        turn = { deltaY: -240, wheelDeltaY: 240, bubbles: true, cancelable: true },
        frames: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let n = 0; n < times; n++) {
        screen.dispatchEvent(new WheelEvent('wheel', turn));
        const now = await new Promise<number>(requestAnimationFrame);
        frames.push(now - last);
        last = now;
      }
      return { frames, first: document.querySelector('.xterm-rows')!.firstElementChild!.textContent };
    }, frames);
  }
  async #printed(before: string, line: string): Promise<string> {
    const head = `${before} ${line}`;
    await this.page.waitForFunction(h => {
      const now = window.__lab?.text() ?? '';
      return now.startsWith(h) && now.length > h.length && /\n\S*kd>$/.test(now);
    }, head);
    return (await this.text()).slice(head.length + 1).replace(/\n?\S*kd>$/, '');
  }
}
interface Fixtures {
  /** The test makes the page report errors. */
  readonly expectErrors: boolean;
  /** Nobody was here before: the tour is due. */
  readonly firstRun: boolean;
  readonly host: Host;
  readonly lab: LabPage;
}
export const test = base.extend<Fixtures>({
  expectErrors: false,
  firstRun: false,
  host: async ({ browserName: _ }, use) => {
    const data = mkdtempSync(path.join(tmpdir(), 'syscall-lab-ui-')),
      refused = new Set<CallName>();
    drawLearner(data);
    let ahead = 0;
    const now = (): string => new Date(Date.now() + ahead).toISOString();
    const open = (): Opened => openServices({ root }, data, 'web', 'en', { now });
    let services = open();
    const dispatch: Dispatch = (call, argument) =>
      refused.has(call as CallName)
        ? { ok: false, problem: { code: 'host/store', message: 'The store could not write.', values: { why: 'SQLITE_FULL' } } }
        : services.dispatch(call, argument);
    const listen = (port: number): Promise<WebHost> => startWebHost({ folder: path.join(root, 'out', 'renderer'), dispatch, port });
    let server = await listen(0);
    const stop = async (): Promise<void> => {
      await server.close();
      services.close();
    };
    await use({
      url: server.url,
      data,
      dispatch: (call, argument) => services.dispatch(call, argument),
      refused,
      later: minutes => {
        ahead += minutes * 60_000;
      },
      stop,
      start: async () => {
        services = open();
        server = await listen(server.port);
        return server.url;
      },
    });
    await stop();
    rmSync(data, { recursive: true, force: true });
  },
  lab: async ({ page, host, expectErrors, firstRun }, use) => {
    if (!firstRun) host.dispatch('settings/set', { toured: true });
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(host.url);
    await use(new LabPage(page, host));
    if (!expectErrors) expect(errors, 'errors of the page').toEqual([]);
  },
});
export { expect };
