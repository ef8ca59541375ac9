/** The web host against those who ask too much, from elsewhere, or on the network. */
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isOurRequest, LIMITS, Rate } from '../../main/web/guard.ts';
import { lanAddresses, lanExposure } from '../../main/web/lan.ts';
import { PIECE } from '../../core/host.ts';
import { ask, call, cookieOf, host, type Answer } from './asking.ts';

/** What the server says to these bytes, until it closes. */
const raw = (port: number, bytes: string | Buffer): Promise<string> =>
  new Promise((done, failed) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', b => (text += b.toString('latin1')))
      .on('error', failed)
      .on('close', () => done(text));
  });

describe('too many requests', () => {
  test('strangers get a few answers, then 429; who has the cookie is not held up by them', async () => {
    let now = 0;
    const lab = await host({ now: () => now }),
      cookie = await cookieOf(lab),
      statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await ask(lab.port, n % 2 ? '/' : `/?token=${'x'.repeat(32)}`)).status);
    expect(statuses.filter(s => s === 401)).toHaveLength(30);
    expect(statuses.filter(s => s === 429)).toHaveLength(10);
    expect((await ask(lab.port, '/', { headers: { cookie } })).status).toBe(200);
    now += 5000;
    expect((await ask(lab.port, '/')).status).toBe(401);
  });
  test('the page gets a burst, then 429 with when to come back', async () => {
    let now = 0;
    const lab = await host({ now: () => now }),
      cookie = await cookieOf(lab);
    let refused = 0;
    for (let n = 0; n < 640; n++) {
      const answer = await ask(lab.port, '/', { headers: { cookie } });
      if (answer.status === 200) continue;
      expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
      refused++;
    }
    expect(refused).toBe(40);
    now += 1000;
    expect((await call(lab.port, 'app/info', '{}', { cookie })).status).toBe(200);
  });
  test('a bucket refills by the clock and never beyond its burst', () => {
    let now = 0;
    const rate = new Rate(2, 1, () => now);
    expect([rate.take(), rate.take(), rate.take()]).toEqual([true, true, false]);
    now += 1000;
    expect([rate.take(), rate.take()]).toEqual([true, false]);
    now += 1e9;
    expect([rate.take(), rate.take(), rate.take()]).toEqual([true, true, false]);
  });
});

describe('too large requests', () => {
  test('an address, headers, a declared and an undeclared body', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    expect((await ask(lab.port, `/${'x'.repeat(3000)}`, { headers: { cookie } })).status).toBe(414);
    expect((await ask(lab.port, '/', { headers: { cookie, x: 'x'.repeat(LIMITS.headerBytes) } })).status).toBe(431);
    const head = `POST /call/history/add HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\n`;
    expect(await raw(lab.port, `${head}Content-Length: 999999999\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    expect(await raw(lab.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`)).toMatch(/^HTTP\/1\.1 413 /);
  });
  test('a piece of a file may be larger than other calls, and no larger than a piece', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab),
      piece = (length: number): Promise<Answer> =>
        call(lab.port, 'import/piece', JSON.stringify({ ticket: '0'.repeat(32), at: 0, data: 'A'.repeat(length) }), { cookie });
    expect((await piece(Math.ceil(PIECE / 3) * 4)).body).toContain('"code":"import/gone"');
    expect((await piece(Math.ceil(PIECE / 3) * 4 + 4096)).status).toBe(413);
  });
  test('bytes are counted, not letters; a letter in two pieces is one; what is not UTF-8 is no JSON', async () => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    expect((await call(lab.port, 'history/add', JSON.stringify({ line: '中'.repeat(30_000) }), { cookie })).status).toBe(413);
    const body = Buffer.from('{"line":"中"}'),
      head = `POST /call/history/add HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const piece = (b: Buffer): Buffer => Buffer.concat([Buffer.from(`${b.length.toString(16)}\r\n`), b, Buffer.from('\r\n')]);
    expect(
      await raw(
        lab.port,
        Buffer.concat([Buffer.from(head), piece(body.subarray(0, 10)), piece(body.subarray(10)), Buffer.from('0\r\n\r\n')]),
      ),
    ).toContain('"ok":true');
    expect((await call(lab.port, 'history/get', '{}', { cookie })).body).toContain('"value":["中"]');
    const broken = await ask(lab.port, '/call/history/add', {
      method: 'POST',
      body: Buffer.from('{"line":"\xff"}', 'latin1'),
      headers: { cookie, 'content-type': 'application/json' },
    });
    expect(broken.status).toBe(400);
  });
});

describe('no listing', () => {
  test.each(['/assets', '/assets/', '/assets/.', '/assets/..', '/./', '//'])('%s', async target => {
    const lab = await host(),
      cookie = await cookieOf(lab);
    expect((await ask(lab.port, target, { headers: { cookie } })).status).toBe(404);
  });
});

describe('whose request it is', () => {
  const NAMES = ['127.0.0.1:4780', 'localhost:4780'];
  const own = { host: '127.0.0.1:4780' };
  test.each<[string, boolean, string, string, Record<string, string>]>([
    [
      'our page',
      true,
      'POST',
      '/call/x',
      { ...own, origin: 'http://127.0.0.1:4780', 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    ],
    ['a program', true, 'GET', '/', own],
    ['an opened address', true, 'GET', '/', { ...own, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
    [
      'a link in a mail page, with the token',
      true,
      'GET',
      '/?token=x',
      { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    ["another page's link", false, 'GET', '/', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    [
      "another page's picture, with a token",
      false,
      'GET',
      '/?token=x',
      { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    ],
    ["another page's fetch", false, 'POST', '/call/x', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['another port of this computer', false, 'POST', '/call/x', { ...own, 'sec-fetch-site': 'same-site' }],
    ["another page's form", false, 'POST', '/call/x', { ...own, 'sec-fetch-site': 'none' }],
    ['a name that resolves here', false, 'GET', '/', { host: 'evil.example:4780' }],
    ['another port', false, 'GET', '/', { host: '127.0.0.1:80' }],
    ['no host', false, 'GET', '/', {}],
    ['another origin', false, 'GET', '/', { ...own, origin: 'http://evil.example' }],
    ['https of ours', false, 'GET', '/', { ...own, origin: 'https://127.0.0.1:4780' }],
    ['no origin to speak of', false, 'GET', '/', { ...own, origin: 'null' }],
  ])('%s: %s', (_who, ours, method, url, headers) => {
    expect(isOurRequest({ headers, method, url }, NAMES)).toBe(ours);
  });
});

describe('the network', () => {
  const IP = { netmask: '', mac: '', cidr: null };
  test('without --lan only the loopback is listened on', async () => {
    const lab = await host();
    expect(lab.urls).toEqual([lab.url]);
    for (const address of lanAddresses())
      await expect(new Promise((done, failed) => connect(lab.port, address).on('connect', done).on('error', failed))).rejects.toThrow(
        /ECONNREFUSED/,
      );
  });
  test('with --lan the addresses of this computer are names too, others are not', async () => {
    const lab = await host({ lan: true });
    expect(lab.urls).toHaveLength(1 + lanAddresses().length);
    const cookie = await cookieOf(lab);
    for (const name of lanAddresses())
      expect((await ask(lab.port, '/', { headers: { cookie, host: `${name}:${lab.port}` } })).status).toBe(200);
    expect((await ask(lab.port, '/', { headers: { cookie, host: `192.0.2.1:${lab.port}` } })).status).toBe(403);
  });
  test('--lan says what it shows, to whom, and what it does not', () => {
    const said = lanExposure(['192.0.2.7'], 4780).join('\n');
    for (const words of ['http://192.0.2.7:4780', 'works once', 'sessions, answers, settings', 'no files', 'plain HTTP'])
      expect(said).toContain(words);
    expect(lanExposure([], 4780)[0]).toContain('port 4780');
  });
  test('only outer IPv4 addresses are names', () => {
    expect(
      lanAddresses({
        lo: [{ ...IP, address: '127.0.0.1', family: 'IPv4', internal: true }],
        eth0: [
          { ...IP, address: '192.0.2.7', family: 'IPv4', internal: false },
          { ...IP, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2 },
        ],
        none: undefined,
      }),
    ).toEqual(['192.0.2.7']);
  });
});
