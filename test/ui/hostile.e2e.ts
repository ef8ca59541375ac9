/** A real browser against the web host: what another site's page, and a script that got into ours, can do. Nothing. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test as base } from './lab.ts';

interface Hostile {
  readonly server: Server;
  readonly origin: string;
  /** Paths the hostile site was asked for. */
  readonly asked: string[];
}
const test = base.extend<{ readonly hostile: Hostile; readonly expectErrors: boolean }>({
  expectErrors: true, // what the browser refuses it also writes down
  hostile: async ({ browserName: _ }, use) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, {
        'content-type': request.url?.endsWith('.js') ? 'text/javascript' : 'text/html',
        'access-control-allow-origin': '*',
      });
      response.end(request.url?.endsWith('.js') ? 'globalThis.taken = true' : '<!doctype html><title>hostile</title>');
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    await use({ server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked });
    server.closeAllConnections();
    server.close();
  },
});
const originOf = (page: Page): string => new URL(page.url()).origin;

test("another site's page reaches nothing, though this browser has the lab's cookie", async ({ lab, page, hostile, context }) => {
  const target = originOf(page),
    stranger = await context.newPage();
  await stranger.goto(hostile.origin);
  const said = await stranger.evaluate(async to => {
    const attempt = (what: Promise<unknown>): Promise<string> => what.then(String, () => 'refused');
    const body = JSON.stringify({ line: 'stranger' });
    const element = <K extends 'img' | 'script'>(tag: K, src: string): Promise<string> =>
      new Promise(done => {
        const made = Object.assign(document.createElement(tag), { src, onload: () => done('loaded'), onerror: () => done('refused') });
        document.body.append(made);
      });
    return {
      read: await attempt(fetch(`${to}/`, { credentials: 'include' }).then(r => r.text())),
      call: await attempt(
        fetch(`${to}/call/history/add`, { method: 'POST', body, credentials: 'include', headers: { 'content-type': 'application/json' } }),
      ),
      image: await element('img', `${to}/?token=x`),
      script: await element('script', `${to}/index.html`),
      blind: await attempt(
        fetch(`${to}/call/history/add`, { method: 'POST', body, mode: 'no-cors', credentials: 'include' }).then(r => r.type),
      ),
    };
  }, target);
  expect(said).toMatchObject({ read: 'refused', call: 'refused', image: 'refused', script: 'refused' });
  await stranger.setContent(
    `<form method=post enctype=text/plain action="${target}/call/history/add"><input name='{"line":"stranger","x":"' value='"}'></form>`,
  );
  await stranger.evaluate(() => document.forms[0]!.submit());
  await expect(stranger.locator('body')).toContainText('This address is not the lab.');
  await stranger.goto(hostile.origin);
  await stranger.setContent(`<iframe src="${target}/"></iframe>`);
  await stranger.waitForTimeout(300);
  expect(stranger.frames()[1]!.url()).toBe('chrome-error://chromewebdata/');
  expect(await stranger.frames()[1]!.evaluate(() => document.title)).not.toContain('Syscall Lab');
  expect(lab.host.dispatch('history/get', {})).toEqual({ ok: true, value: [] });
});

test('a script that got into our page cannot load, send or run anything from elsewhere', async ({ lab: _, page, hostile }) => {
  const said = await page.evaluate(async elsewhere => {
    const attempt = (what: () => unknown): Promise<string> => Promise.resolve().then(what).then(String, () => 'refused'); // prettier-ignore
    const element = (tag: string, more: object): Promise<string> =>
      new Promise(done => {
        const made = Object.assign(document.createElement(tag), more, { onload: () => done('loaded'), onerror: () => done('refused') });
        document.body.append(made);
        setTimeout(() => done('nothing'), 1500);
      });
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.taken = true';
    document.body.append(inline);
    const evaluate = globalThis.eval,
      construct = Function as unknown as (code: string) => () => unknown;
    return {
      fetch: await attempt(() => fetch(`${elsewhere}/f`)),
      beacon: await attempt(() => fetch(`${elsewhere}/b`, { method: 'POST', mode: 'no-cors', keepalive: true })),
      socket: await attempt(
        () =>
          new Promise((done, failed) => Object.assign(new WebSocket(elsewhere.replace('http', 'ws')), { onopen: done, onerror: failed })),
      ),
      image: await element('img', { src: `${elsewhere}/i.png` }),
      script: await element('script', { src: `${elsewhere}/s.js` }),
      style: await element('link', { rel: 'stylesheet', href: `${elsewhere}/s.css` }),
      eval: await attempt(() => evaluate('1')),
      function: await attempt(() => construct('return 1')()),
      worker: await attempt(
        () =>
          new Promise((done, failed) =>
            Object.assign(new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))), { onmessage: done, onerror: failed }),
          ),
      ),
      permission: await attempt(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      place: await attempt(() => new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, failed))),
      taken: String((globalThis as { taken?: boolean }).taken),
    };
  }, hostile.origin);
  expect(said).toEqual({ fetch: 'refused', beacon: 'refused', socket: 'refused', image: 'refused', script: 'refused', style: 'refused', eval: 'refused', function: 'refused', worker: 'refused', permission: 'refused', place: 'refused', taken: 'undefined' }); // prettier-ignore
  await page.evaluate(to => {
    document.body.insertAdjacentHTML(
      'beforeend',
      `<iframe src="${to}/frame"></iframe><object data="${to}/object"></object><form method=post action="${to}/form"></form>`,
    );
    [...document.forms].at(-1)!.submit();
  }, hostile.origin);
  await page.waitForTimeout(500);
  expect(hostile.asked).toEqual([]);
  expect(page.url()).not.toContain(hostile.origin);
});

test('the text of a hostile pack is text: no script, picture, link or frame comes of it', async ({ lab, page, hostile }) => {
  const at = hostile.origin,
    text = [
      `<script src="${at}/s.js"></script><script>globalThis.taken = true</script>`,
      `<img src="${at}/i.png" onerror="globalThis.taken = true"><svg onload="globalThis.taken = true"></svg>`,
      `<iframe src="${at}/f"></iframe><a href="${at}/a">html link</a><form action="${at}/form"><button>go</button></form>`,
      `[a link](${at}/l) [a script](javascript:globalThis.taken=true) ![a picture](${at}/p.png) <${at}/auto>`,
      `<style>@import url("${at}/s.css");</style><meta http-equiv="refresh" content="0;url=${at}/m"><base href="${at}/">`,
      `&lt;img src=x onerror=globalThis.taken=true&gt; \\<img src=x onerror=globalThis.taken=true>`,
    ].join('\n\n');
  await page.route('**/call/packs/exercise', async route => {
    const response = await route.fetch(),
      answer = (await response.json()) as { value: { files: Record<string, string> } };
    for (const name of Object.keys(answer.value.files))
      if (/text\.en\.md$/.test(name))
        answer.value.files[name] = answer.value.files[name]!.replace('Dump the descriptor', `${text}\n\nDump the descriptor`);
    await route.fulfill({ response, json: answer });
  });
  const address = new URL(page.url());
  await lab.exercise('ssdt-descriptor');
  await expect(page.getByText('a script').first()).toBeVisible();
  const made = await page.evaluate(
    to => ({
      taken: String((globalThis as { taken?: boolean }).taken),
      elsewhere: document.querySelectorAll(`[src^="${to}"], [href^="${to}"], [action^="${to}"], [href^="javascript"]`).length,
      active: document.querySelectorAll(
        'main script, main iframe, main img, main form[action], main style:not(.xterm *), main base, main meta, main [onerror], main [onload]',
      ).length,
    }),
    at,
  );
  expect(made).toEqual({ taken: 'undefined', elsewhere: 0, active: 0 });
  await page.getByText('a link').first().click();
  await page.getByText('a script').first().click();
  expect(new URL(page.url()).origin).toBe(address.origin);
  expect(page.context().pages()).toHaveLength(1);
  expect(hostile.asked).toEqual([]);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
