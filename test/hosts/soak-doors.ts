/** Both doors for long: so many random IPC messages and so many random HTTP requests on an empty data folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openServices } from '../../main/services/open.ts';
import { startWebHost } from '../../main/web/server.ts';
import { hostileMessages, hostileRequests } from './hostile.ts';

const root = path.resolve(import.meta.dirname, '../..');

export async function soakDoors(messages: number, requests: number): Promise<void> {
  const data = mkdtempSync(path.join(tmpdir(), 'syscall-lab-doors-')),
    services = openServices({ root }, data, 'web', 'en');
  const seen = hostileMessages(services.dispatch, 'soak-messages', messages);
  console.log(`${seen.sent} messages: ${seen.taken} taken, ${seen.refused} refused`);
  const mistake = services.log.lines.find(line => line.includes('a mistake in'));
  if (mistake) throw new Error(mistake);
  let now = 0;
  const lab = await startWebHost({
    folder: path.join(root, 'out', 'renderer'),
    dispatch: services.dispatch,
    port: 0,
    now: () => (now += 1000),
  });
  console.log(`${requests} requests: ${JSON.stringify(await hostileRequests(lab.port, services.dispatch, 'soak-requests', requests))}`);
  await lab.close();
  services.close();
  rmSync(data, { recursive: true, force: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await soakDoors(100_000, 10_000);
