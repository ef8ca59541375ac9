import { expect, onTestFinished, test } from 'vitest';
import { startWebHost } from '../../main/web/server.ts';
import { ask, cookieOf, windowFolder } from './asking.ts';
import { hostileMessages, hostileRequests } from './hostile.ts';
import { dataFolder, services } from './services.ts';

test('random messages on the IPC channel: each is answered, what is refused changes nothing', () => {
  const { dispatch, log } = services(),
    seen = hostileMessages(dispatch, 'messages', 5000);
  expect(seen.taken).toBeGreaterThan(50);
  expect(seen.refused).toBeGreaterThan(3000);
  expect(dispatch('app/info', {})).toMatchObject({ ok: true });
  expect(log.lines.filter(line => line.includes('a mistake in'))).toEqual([]);
});

test('random requests: strangers get nothing and change nothing, the lab goes on', async () => {
  const { dispatch } = services();
  let now = 0;
  const lab = await startWebHost({ folder: windowFolder(dataFolder()), dispatch, port: 0, now: () => (now += 1000) });
  onTestFinished(() => lab.close());
  const cookie = await cookieOf(lab),
    seen = await hostileRequests(lab.port, dispatch, 'requests', 800);
  for (const status of ['400', '401', '403']) expect(seen[status], status).toBeGreaterThan(20);
  const known = await hostileRequests(lab.port, dispatch, 'known', 400, cookie);
  expect(known['200']).toBeGreaterThan(10);
  expect((await ask(lab.port, '/', { headers: { cookie } })).status).toBe(200);
});
