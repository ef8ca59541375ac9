/** The desktop shell for real: runs where an Electron runtime and a display are, and says so where they are not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { electronRuntime, hasDisplay, root } from '../../build/env.mjs';

const runtime = electronRuntime();
test.skip(runtime === undefined || !hasDisplay(), 'no Electron runtime or no display here');

test('the window opens in Electron, sandboxed, with two functions of the host', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'syscall-lab-electron-'));
  const app = await _electron.launch({
    executablePath: runtime!,
    args: [root],
    cwd: root,
    env: { ...(process.env as Record<string, string>), SYSCALL_LAB_DATA: data },
  });
  try {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle(/Syscall Lab/);
    expect(page.url()).toMatch(/^app:\/\/lab\//);
    expect(
      await page.evaluate(() => [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
        Object.keys((globalThis as unknown as { lab: object }).lab),
      ]),
    ).toEqual(['undefined', 'undefined', ['call', 'listen']]);
  } finally {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  }
});
