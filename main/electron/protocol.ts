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
  protocol.handle(SCHEME, request => answer(folder, request));
}
function answer(folder: string, { url, method }: Pick<Request, 'url' | 'method'>): Response {
  if (method !== 'GET') return sentence(405, 'Only GET.');
  const { host, pathname } = new URL(url);
  const file = host === 'lab' ? staticFile(folder, pathname) : undefined;
  if (!file) return sentence(404, 'There is no such page.');
  return new Response(new Uint8Array(file.bytes), { headers: { ...HEADERS, 'Content-Type': typeOf(file.name) } });
}
const sentence = (status: number, text: string): Response =>
  new Response(`${text}\n`, { status, headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' } });
