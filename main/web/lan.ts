/** By which names the web host is reached, and what that shows to others. */
import { networkInterfaces } from 'node:os';

/** IPv4 addresses of this computer that others may reach. */
export const lanAddresses = (interfaces = networkInterfaces()): readonly string[] =>
  Object.values(interfaces).flatMap(list => (list ?? []).filter(i => i.family === 'IPv4' && !i.internal).map(i => i.address));

/** What `--lan` says before anything is served. */
export function lanExposure(addresses: readonly string[], port: number): readonly string[] {
  return [
    `--lan: everyone on this network can reach ${addresses.map(a => `http://${a}:${port}`).join(' and ') || `port ${port}`}`,
    'They see nothing without the link below. Who opens it first may read and add to the progress in this data folder: sessions, answers, settings.',
    'The link works once, for one browser. Nothing else of this computer is served: no files, no folders, no commands outside the lab.',
    'It is plain HTTP: others on the network may listen. Use it only on a network you trust, and stop it when you are done.',
  ];
}
