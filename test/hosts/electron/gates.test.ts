/** Everything a hostile page, frame, link or request could try on the desktop shell, against a double of Electron. */
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type * as E from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY, HEADERS } from '../../../main/files/headers.ts';
import { root } from '../services.ts';
import { DoubleContents, Preventable, settled } from './double.ts';
import { OUR_PAGE, from, started } from './started.ts';

const ELSEWHERE = ['https://evil.example/', 'http://127.0.0.1/', 'file:///etc/passwd', 'app://lab.evil/', 'app://labx/', 'app://other/', 'about:blank', 'data:text/html,x', 'blob:null/1', 'javascript:1', '', 'app://lab@evil.example/', 'APP://LAB/']; // prettier-ignore
/** Every permission Electron knows, read from its own declarations. */
const PERMISSIONS = [
  ...readFileSync(path.join(root, 'node_modules/electron/electron.d.ts'), 'utf8')
    .match(/setPermissionRequestHandler\(handler: .*? permission: ([^,]+), callback/)![1]!
    .matchAll(/'([\w-]+)'/g),
].map(m => m[1] as Parameters<NonNullable<Parameters<E.Session['setPermissionRequestHandler']>[0]>>[1]);
const contents = {} as E.WebContents;

describe('a page cannot leave, open or embed', () => {
  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'] as const)('%s', async event => {
    const { double } = await started(),
      details = new Preventable();
    double.contents.deliver(event, details);
    expect(details.defaultPrevented).toBe(true);
  });
  test('nor any other contents there may come to be', async () => {
    const { double } = await started(),
      other = new DoubleContents(double.told),
      details = new Preventable();
    double.app.deliver('web-contents-created', new Preventable(), other);
    other.deliver('will-navigate', details);
    expect(details.defaultPrevented).toBe(true);
    expect(other.openHandler!({ url: 'app://lab/' } as E.HandlerDetails)).toEqual({ action: 'deny' });
  });
  test('https is offered to the browser, after a question that names the host', async () => {
    const { double } = await started(),
      open = (url: string): unknown => double.contents.openHandler!({ url } as E.HandlerDetails);
    double.answers.push(0);
    expect(open('https://www.intel.com/manual?x=1#y')).toEqual({ action: 'deny' });
    await settled();
    expect(double.dialogs[0]).toMatchObject({
      message: 'Open www.intel.com in your browser?',
      buttons: ['Open in browser', 'Cancel'],
      defaultId: 1,
    });
    expect(double.dialogs[0]!.detail).toContain('https://www.intel.com/manual?x=1#y');
    expect(double.told).toContainEqual(['external', 'https://www.intel.com/manual?x=1#y']);
    open('https://www.intel.com/');
    await settled();
    expect(double.names().filter(n => n === 'external')).toHaveLength(1);
  });
  test('a look-alike host is named in ASCII', async () => {
    const { double } = await started();
    double.contents.openHandler!({ url: 'https://іntel.com/' } as E.HandlerDetails);
    await settled();
    expect(double.dialogs[0]!.message).toContain('xn--');
  });
  test.each(
    [
      ...ELSEWHERE,
      'http://example.com/',
      'https://user@example.com/',
      'https://u:p@example.com/',
      'https://example.com:8443/',
      'https://localhost/',
      'ms-msdt:/id',
      'smb://x/y',
      `https://example.com/${'x'.repeat(3000)}`,
    ].filter(a => a !== 'https://evil.example/'),
  )('nothing but https to a plain host: %s', async url => {
    const { double } = await started();
    expect(double.contents.openHandler!({ url } as E.HandlerDetails)).toEqual({ action: 'deny' });
    await settled();
    expect(double.dialogs).toEqual([]);
    expect(double.names()).not.toContain('external');
  });
  test('a hundred windows at once are one question', async () => {
    const { double } = await started();
    for (let n = 0; n < 100; n++) double.contents.openHandler!({ url: 'https://evil.example/' } as E.HandlerDetails);
    await settled();
    expect(double.dialogs).toHaveLength(1);
  });
});

describe('nothing is given to a page', () => {
  test('no permission but copying text, and that only to our own page', async () => {
    const { session } = (await started()).double;
    expect(PERMISSIONS.length).toBeGreaterThan(30);
    const asked = (permission: (typeof PERMISSIONS)[number], requestingUrl: string, isMainFrame = true): boolean => {
      const decide = vi.fn<(ok: boolean) => void>();
      session.request!(contents, permission, decide, { requestingUrl, isMainFrame });
      const checked = session.check!(contents, permission, requestingUrl, {
        isMainFrame,
        requestingUrl,
      });
      expect(decide).toHaveBeenCalledExactlyOnceWith(checked);
      return checked;
    };
    for (const permission of PERMISSIONS) expect(asked(permission, OUR_PAGE), permission).toBe(permission === 'clipboard-sanitized-write');
    for (const page of ELSEWHERE) expect(asked('clipboard-sanitized-write', page), page).toBe(false);
    expect(asked('clipboard-sanitized-write', OUR_PAGE, false)).toBe(false);
  });
  test('no device, no screen, no download but of what our page made', async () => {
    const { session } = (await started()).double,
      decide = vi.fn();
    expect(session.device!({} as E.DevicePermissionHandlerHandlerDetails)).toBe(false);
    session.display!({} as E.DisplayMediaRequestHandlerHandlerRequest, decide);
    expect(decide).toHaveBeenCalledExactlyOnceWith(null);
    const prevented = (url: string): boolean => {
      const event = new Preventable();
      session.emit('will-download', event, { getURL: () => url });
      return event.defaultPrevented;
    };
    for (const url of [
      'https://evil.example/x.exe',
      'data:text/plain,x',
      'blob:https://evil.example/1',
      'app://lab/index.html',
      'blob:app://labx/1',
    ])
      expect(prevented(url), url).toBe(true);
    expect(prevented('blob:app://lab/1')).toBe(false);
  });
  test('no network and no file: the session answers only for app://lab', async () => {
    const { session } = (await started()).double;
    const cancelled = (url: string): boolean | undefined => {
      let decided: E.CallbackResponse | undefined;
      session.before!({ url } as E.OnBeforeRequestListenerDetails, response => (decided = response));
      return decided!.cancel;
    };
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:80/',
      'ws://x/',
      'wss://x/',
      'file:///etc/passwd',
      'ftp://x/',
      'app://other/',
      'chrome://gpu/',
      'chrome-extension://x/',
    ])
      expect(cancelled(url), url).toBe(true);
    for (const url of ['app://lab/', 'app://lab/assets/x.wasm', 'data:image/png;base64,AA', 'blob:app://lab/1'])
      expect(cancelled(url), url).toBe(false);
  });
});

describe('the IPC door', () => {
  test('hears the top frame of our own page', async () => {
    const { double, call } = await started();
    expect(double.told).toContainEqual(['ipc', 'lab']);
    expect(call('app/info')).toMatchObject({ ok: true, value: { host: 'electron' } });
  });
  test.each(ELSEWHERE)('does not hear %s', async url => {
    const { double } = await started();
    expect(double.ipc!(from(url), 'app/info', {})).toMatchObject({ ok: false, problem: { code: 'host/unknown-call' } });
  });
  test('nor a frame within our page, a frame that has gone, or one that goes while it is looked at', async () => {
    const { double } = await started(),
      going = {
        senderFrame: {
          get parent(): never {
            throw new Error('Render frame was disposed');
          },
        },
      };
    for (const event of [from(OUR_PAGE, {}), { senderFrame: null }, going])
      expect(double.ipc!(event as unknown as E.IpcMainInvokeEvent, 'app/info', {})).toMatchObject({ ok: false });
  });
  test('a name that is none, a message too large, or one that JSON cannot say is a problem, not a crash', async () => {
    const { call } = await started(),
      cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    for (const name of [7, null, {}, ['app/info']]) expect(call(name as string)).toMatchObject({ ok: false });
    expect(call('history/add', { line: 'x'.repeat(100_000) })).toMatchObject({ ok: false, problem: { values: { why: 'too large' } } });
    expect(call('history/add', { line: '中'.repeat(30_000) })).toMatchObject({ ok: false, problem: { values: { why: 'too large' } } });
    expect(call('history/add', cycle)).toMatchObject({ ok: false });
    expect(call('history/add', { line: 1n })).toMatchObject({ ok: false });
    expect(call('x'.repeat(1e6), 'x'.repeat(1e6))).toMatchObject({ ok: false });
    expect(call('history/get')).toEqual({ ok: true, value: [] });
  });
  test('the bridge is frozen and has two functions', async () => {
    const exposed = vi.fn(),
      ipc = { invoke: vi.fn(), on: vi.fn(), removeAllListeners: vi.fn() };
    vi.doMock('electron', () => ({ contextBridge: { exposeInMainWorld: exposed }, ipcRenderer: ipc }));
    await import('../../../main/electron/preload.ts');
    vi.doUnmock('electron');
    const [name, bridge] = exposed.mock.calls[0] as [
      string,
      { call: (...got: unknown[]) => unknown; listen: (hear: (got: unknown) => void) => void },
    ];
    expect(name).toBe('lab');
    expect(Object.keys(bridge)).toEqual(['call', 'listen']);
    expect(Object.isFrozen(bridge)).toBe(true);
    bridge.call('app/info', { a: 1 }, 'more');
    expect(ipc.invoke).toHaveBeenCalledExactlyOnceWith('lab', 'app/info', { a: 1 });
    const hear = vi.fn();
    bridge.listen(hear);
    expect(ipc.on.mock.calls[0]![0]).toBe('lab-notice');
    (ipc.on.mock.calls[0]![1] as (event: unknown, notice: unknown) => void)({ sender: 'never handed on' }, { kind: 'recovered' });
    expect(hear).toHaveBeenCalledExactlyOnceWith({ kind: 'recovered' });
  });
});

describe('app://', () => {
  const TRAVERSALS = ['..%2fsecret.txt', '%2e%2e/secret.txt', '%2e%2e%2fsecret.txt', '..%5csecret.txt', '%5c..%5csecret.txt', '%252e%252e%252fsecret.txt', 'assets/..%2f..%2fsecret.txt', '%00', 'index.html%00.js', '%', '%ff', '%c0%ae%c0%ae/secret.txt', '.hidden', 'assets', 'assets/', 'assets//main-abcdefgh.js', 'link.txt', 'C:%5csecret.txt', '~', 'x'.repeat(5000)]; // prettier-ignore
  test('serves the window', async () => {
    const { double } = await started(),
      page = await double.serve!(new Request('app://lab/'));
    expect(await page.text()).toBe('<!doctype html>window');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await (await double.serve!(new Request('app://lab/assets/main-abcdefgh.js?x#y'))).text()).toBe('code');
  });
  test.each([...TRAVERSALS.map(t => `app://lab/${t}`), 'app://other/index.html', 'app://lab:8080/', 'app://lab@evil/'])(
    'serves nothing of the disk for %s',
    async url => {
      const { double, data } = await started();
      symlinkSync(path.join(data, 'secret.txt'), path.join(data, 'renderer', 'link.txt'));
      const answer = await double.serve!({ url, method: 'GET' } as Request);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('secret');
    },
  );
  test('every answer carries the policy and the other headers', async () => {
    const { double } = await started();
    for (const target of ['', 'index.html', 'assets/main-abcdefgh.js', 'nothing', ...TRAVERSALS]) {
      const { headers } = await double.serve!({ url: `app://lab/${target}`, method: 'GET' } as Request);
      expect(headers.get('content-security-policy'), target).toBe(CONTENT_SECURITY_POLICY);
      for (const [name, value] of Object.entries(HEADERS)) expect(headers.get(name), `${target} ${name}`).toBe(value);
    }
  });
  test('only GET is answered', async () => {
    const { double } = await started();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await double.serve!(new Request('app://lab/', { method }))).status, method).toBe(405);
  });
  test('the policy lets nothing in from outside, evaluates nothing and frames nothing', () => {
    const rules = new Map(CONTENT_SECURITY_POLICY.split('; ').map(rule => [rule.split(' ')[0], rule.split(' ').slice(1)]));
    expect(rules.get('default-src')).toEqual(["'self'"]);
    expect(rules.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    for (const none of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) expect(rules.get(none), none).toEqual(["'none'"]);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/'unsafe-eval'|https?:|\*|blob:/);
  });
});
