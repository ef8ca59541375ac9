/** The desktop shell for real: runs where an Electron runtime and a display are, and says so where they are not. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronRuntime, hasDisplay, root } from '../../build/env.mjs';
import { CONTENT_SECURITY_POLICY } from '../../main/files/headers.ts';

const runtime = electronRuntime();

interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly env: Record<string, string>;
}
const test = base.extend<{ readonly desktop: Desktop }>({
  desktop: async ({ browserName: _ }, use) => {
    const data = mkdtempSync(path.join(tmpdir(), 'syscall-lab-electron-')),
      env = { ...(process.env as Record<string, string>), SYSCALL_LAB_DATA: data },
      app = await _electron.launch({ executablePath: runtime!, args: [root], cwd: root, env });
    await use({ app, page: await app.firstWindow(), env });
    await app.close();
    rmSync(data, { recursive: true, force: true });
  },
});
test.skip(runtime === undefined || !hasDisplay(), 'no Electron runtime or no display here');

test('the window opens in Electron, sandboxed, with two functions of the host', async ({ desktop: { page } }) => {
  await expect(page).toHaveTitle(/Syscall Lab/);
  expect(page.url()).toMatch(/^app:\/\/lab\//);
  expect(
    await page.evaluate(() => [
      typeof (globalThis as { require?: unknown }).require,
      typeof (globalThis as { process?: unknown }).process,
      Object.keys((globalThis as unknown as { lab: object }).lab),
    ]),
  ).toEqual(['undefined', 'undefined', ['call', 'listen']]);
});

test('the page cannot leave, open a window, be given anything, or read the disk', async ({ desktop: { app, page } }) => {
  await expect(page).toHaveTitle(/Syscall Lab/);
  const said = await page.evaluate(async () => {
    const asked = async (target: string): Promise<[number, string | null]> => {
      const response = await fetch(target);
      return [response.status, response.headers.get('content-security-policy')];
    };
    const place = new Promise<string>(done => navigator.geolocation.getCurrentPosition(() => done('given'), () => done('denied'))); // prettier-ignore
    location.href = 'http://127.0.0.1:9/';
    return {
      opened: window.open('http://127.0.0.1:9/') === null,
      place: await place,
      outside: await fetch('https://example.com/').then(() => 'loaded', () => 'refused'), // prettier-ignore
      page: await asked('app://lab/index.html'),
      traversal: await asked('app://lab/..%2f..%2fpackage.json'),
    };
  });
  expect(said).toEqual({
    opened: true,
    place: 'denied',
    outside: 'refused',
    page: [200, CONTENT_SECURITY_POLICY],
    traversal: [404, CONTENT_SECURITY_POLICY],
  });
  expect(page.url()).toMatch(/^app:\/\/lab\//);
  expect(app.windows()).toHaveLength(1);
});

test('the menu of the system has the actions, and a second start on the same data folder ends', async ({ desktop: { app, page, env } }) => {
  await expect(page).toHaveTitle(/Syscall Lab/);
  const labels = (): Promise<number> => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.length ?? 0);
  await expect.poll(labels).toBeGreaterThanOrEqual(6);
  const second = spawn(runtime!, [root, '--no-sandbox'], { cwd: root, env, stdio: 'ignore' });
  expect(await new Promise(done => second.on('exit', done))).toBe(0);
  expect(app.windows()).toHaveLength(1);
});

test('a window whose process dies is loaded again and says so', async ({ desktop: { app, page } }) => {
  await expect(page).toHaveTitle(/Syscall Lab/);
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
  });
  const said = (): Promise<string> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!
        .webContents.executeJavaScript('document.body.innerText')
        .then(String, () => ''),
    );
  await expect.poll(said, { timeout: 20_000 }).toMatch(/opened again|重新打开/);
});
