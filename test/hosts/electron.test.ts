/** Electron's part without its runtime: its own types, and a double that records what it is told. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IpcMain, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { CHANNEL, answerCalls } from '../../main/electron/ipc.ts';
import { answer } from '../../main/electron/protocol.ts';
import { confine, denyPermissions, windowOptions } from '../../main/electron/window.ts';
import { CONTENT_SECURITY_POLICY } from '../../main/files/headers.ts';
import { dataFolder } from './services.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

describe('the Electron shell', () => {
  test('the window has no Node, is sandboxed and isolated', () => {
    const { webPreferences } = windowOptions('/preload.cjs');
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('navigation, new windows, redirects and webviews are refused', () => {
    const handlers = new Map<string, (event: { preventDefault: () => void }) => void>();
    let open: ((details: never) => unknown) | undefined;
    confine({
      on: ((name: string, handler: never) => handlers.set(name, handler)) as unknown as WebContents['on'],
      setWindowOpenHandler: handler => {
        open = handler;
      },
    });
    expect(open!({} as never)).toEqual({ action: 'deny' });
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      handlers.get(name)!({ preventDefault });
      expect(preventDefault, name).toHaveBeenCalledOnce();
    }
  });

  test('every permission is denied', () => {
    const denied = vi.fn();
    let check: (() => boolean) | undefined;
    denyPermissions({
      setPermissionRequestHandler: ((handler: (c: never, p: string, decide: (ok: boolean) => void) => void) => {
        handler({} as never, 'geolocation', denied);
      }) as unknown as Session['setPermissionRequestHandler'],
      setPermissionCheckHandler: (handler: () => boolean) => {
        check = handler;
      },
    });
    expect(denied).toHaveBeenCalledWith(false);
    expect(check!()).toBe(false);
  });

  test('a call is answered only for the top frame of our own page', () => {
    const dispatch = vi.fn(() => ({ ok: true as const, value: 1 }));
    let handler: Handler | undefined;
    answerCalls(
      {
        handle: ((channel: string, h: Handler) => {
          expect(channel).toBe(CHANNEL);
          handler = h;
        }) as IpcMain['handle'],
      },
      dispatch,
    );
    const from = (url: string, parent: unknown = null): IpcMainInvokeEvent =>
      ({ senderFrame: { url, parent } }) as unknown as IpcMainInvokeEvent;
    expect(handler!(from('app://lab/index.html'), 'app/info', {})).toEqual({ ok: true, value: 1 });
    for (const event of [
      from('https://evil.example/'),
      from('app://lab.evil/'),
      from('app://labx/'),
      from('file:///index.html'),
      from('app://lab/', {}),
      { senderFrame: null } as unknown as IpcMainInvokeEvent,
    ])
      expect(handler!(event, 'app/info', {})).toMatchObject({ ok: false });
    expect(handler!(from('app://lab/'), 7, {})).toMatchObject({ ok: false });
    expect(handler!(from('app://lab/'), 'history/add', { line: 'x'.repeat(100_000) })).toMatchObject({ ok: false });
    expect(dispatch).toHaveBeenCalledOnce();
  });

  test('app:// serves the window with its policy and nothing outside it', async () => {
    const folder = path.join(dataFolder(), 'renderer');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'index.html'), 'window');
    writeFileSync(path.join(folder, '..', 'secret.txt'), 'secret');
    const page = answer(folder, 'app://lab/');
    expect(await page.text()).toBe('window');
    expect(page.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    for (const url of ['app://lab/..%2fsecret.txt', 'app://lab/%2e%2e/secret.txt', 'app://other/index.html', 'app://lab/missing.js']) {
      const refused = answer(folder, url);
      expect(refused.status, url).toBe(404);
      expect(await refused.text()).not.toContain('secret');
    }
  });
});
