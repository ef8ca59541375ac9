/** app://lab/: the built window inside Electron, with the same headers as the web host. */
import type { Protocol } from 'electron';
import { HEADERS, typeOf } from '../files/headers.ts';
import { staticFile } from '../files/static.ts';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://lab`;
/** To be registered before the app is ready. */
export const PRIVILEGES = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: false, stream: true },
} as const;

/** Answer every request of the window from `folder`. */
export function serveWindow(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(SCHEME, request => answer(folder, request.url));
}
export function answer(folder: string, address: string): Response {
  const url = new URL(address);
  const file = url.host === 'lab' ? staticFile(folder, url.pathname) : undefined;
  if (!file) return new Response('There is no such page.\n', { status: 404, headers: { ...HEADERS, 'Content-Type': 'text/plain' } });
  return new Response(new Uint8Array(file.bytes), { headers: { ...HEADERS, 'Content-Type': typeOf(file.name) } });
}
