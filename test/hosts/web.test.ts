import { describe, expect, test } from 'vitest';
import { startWebHost } from '../../main/web/server.ts';
import { ask, call, cookieOf, host } from './asking.ts';
import { services } from './services.ts';

describe('the web host', () => {
  test('gives the cookie for the token once, and nothing without it', async () => {
    const lab = await host(),
      url = new URL(lab.url);
    expect((await ask(lab.port, '/')).status).toBe(401);
    const entered = await ask(lab.port, url.pathname + url.search);
    expect(entered.headers['set-cookie']![0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await ask(lab.port, url.pathname + url.search)).status).toBe(401);
    const cookie = entered.headers['set-cookie']![0]!.split(';')[0]!;
    expect((await ask(lab.port, '/', { headers: { cookie } })).body).toContain('<title>lab</title>');
    expect((await ask(lab.port, '/', { headers: { cookie: 'syscall-lab=guess' } })).status).toBe(401);
    expect((await call(lab.port, 'app/info', '{}', {})).status).toBe(401);
  });

  test('sends the security headers with every answer', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    for (const answer of [
      await ask(lab.port, '/', { headers: { cookie } }),
      await ask(lab.port, '/nothing', { headers: { cookie } }),
      await ask(lab.port, '/'),
      await call(lab.port, 'app/info', '{}', { cookie }),
    ]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(answer.headers['cross-origin-embedder-policy']).toBe('require-corp');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/.hidden',
    '/%00',
    '/%',
    '/assets/',
  ])('serves nothing for %s', async target => {
    const lab = await host(),
      cookie = await cookieOf(lab),
      answer = await ask(lab.port, target, { headers: { cookie } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('secret');
  });

  test.each<[string, Record<string, string>]>([
    ['another Host', { host: 'evil.example' }],
    ['another Origin', { origin: 'http://evil.example' }],
    ['a null Origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses a call from %s', async (_what, headers) => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    expect((await call(lab.port, 'app/info', '{}', { cookie, ...headers })).status).toBe(403);
  });

  test('refuses what is not JSON, too large, or another method', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    expect((await call(lab.port, 'app/info', '{', { cookie })).status).toBe(400);
    expect((await call(lab.port, 'app/info', '{}', { cookie, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call(lab.port, 'history/add', JSON.stringify({ line: 'x'.repeat(80_000) }), { cookie })).status).toBe(413);
    expect((await ask(lab.port, '/', { method: 'DELETE', headers: { cookie } })).status).toBe(405);
  });

  test('answers calls through the one door', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    const info = JSON.parse((await call(lab.port, 'app/info', '{}', { cookie })).body) as {
      ok: boolean;
      value: { host: string; systemLanguage: string; learnerSeed: string };
    };
    expect(info).toMatchObject({ ok: true, value: { host: 'web', systemLanguage: 'zh-CN' } });
    expect(info.value.learnerSeed).toMatch(/^l-[0-9a-f]{16}$/);
  });

  test("a port in use is the system's error, not a hang", async () => {
    const lab = await host();
    await expect(startWebHost({ folder: '.', dispatch: services().dispatch, port: lab.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
