/** The web host: the built window and the dispatch over HTTP, for this computer and one browser that has the token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MOST_BYTES, type Dispatch } from '../dispatch.ts';
import { HEADERS, typeOf } from '../files/headers.ts';
import { staticFile } from '../files/static.ts';

export interface WebHost {
  readonly port: number;
  /** Address with a token that works once; the browser that opens it gets the cookie. */
  readonly url: string;
  readonly close: () => Promise<void>;
}
const COOKIE = 'syscall-lab';
const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** @param port 0 for any. Rejects with the system's error (EADDRINUSE, EACCES). */
export async function startWebHost(options: {
  readonly folder: string;
  readonly dispatch: Dispatch;
  readonly port: number;
}): Promise<WebHost> {
  const host = new Host(options.folder, options.dispatch);
  const port = await host.listen(options.port);
  return { port, url: `http://127.0.0.1:${port}/?token=${host.token}`, close: () => host.close() };
}

class Host {
  readonly #folder: string;
  readonly #dispatch: Dispatch;
  readonly #server: Server;
  readonly #secret = randomBytes(32).toString('base64url');
  /** Empty once used. */
  token = randomBytes(24).toString('base64url');
  #port = 0;

  constructor(folder: string, dispatch: Dispatch) {
    this.#folder = folder;
    this.#dispatch = dispatch;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => this.#end(response, 500, 'The lab made a mistake.'));
    });
    this.#server.requestTimeout = 10_000;
  }
  async listen(port: number): Promise<number> {
    await new Promise<void>((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(port, '127.0.0.1', done);
    });
    return (this.#port = (this.#server.address() as AddressInfo).port);
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#isLocal(request)) return this.#end(response, 403, 'This address is not the lab.');
    const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const offered = new URLSearchParams(query).get('token');
    if (request.method === 'GET' && pathname === '/' && offered !== null) return this.#enter(request, response, offered);
    if (!this.#hasCookie(request))
      return this.#end(response, 401, 'Open the lab with the link that npm start printed; each start prints a new one.');
    if (request.method === 'POST' && pathname.startsWith('/call/')) return this.#call(request, response, pathname.slice(6));
    if (request.method !== 'GET') return this.#end(response, 405, 'Only GET.');
    const file = staticFile(this.#folder, pathname);
    if (!file) return this.#end(response, 404, 'There is no such page.');
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': typeOf(file.name),
      'Cache-Control': /-[\w-]{8}\./.test(file.name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(file.bytes);
  }

  /** A name that resolves here, another site's page, or a form elsewhere must not reach the lab. */
  #isLocal(request: IncomingMessage): boolean {
    const names = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`],
      { host, origin } = request.headers,
      site = request.headers['sec-fetch-site'];
    if (host === undefined || !names.includes(host)) return false;
    if (origin !== undefined && !names.some(n => origin === `http://${n}`)) return false;
    return (
      site === undefined ||
      site === 'same-origin' ||
      (site === 'none' && request.method === 'GET') ||
      (request.method === 'GET' && (request.url ?? '').startsWith('/?token='))
    );
  }
  #hasCookie(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    return cookies.some(c => c.startsWith(`${COOKIE}=`) && equal(c.slice(COOKIE.length + 1), this.#secret));
  }
  #enter(request: IncomingMessage, response: ServerResponse, offered: string): void {
    const fresh = this.token !== '' && equal(offered, this.token);
    if (!fresh && !this.#hasCookie(request)) return this.#end(response, 401, 'This link has been used. Start the lab again for a new one.');
    if (fresh) this.token = '';
    response.writeHead(303, {
      ...HEADERS,
      Location: '/',
      ...(fresh && { 'Set-Cookie': `${COOKIE}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/` }),
    });
    response.end();
  }
  async #call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return this.#end(response, 415, 'Only JSON.');
    let body = '';
    for await (const chunk of request) {
      body += (chunk as Buffer).toString('utf8');
      if (body.length > MOST_BYTES) return this.#end(response, 413, 'Too large.');
    }
    let argument: unknown;
    try {
      argument = JSON.parse(body);
    } catch {
      return this.#end(response, 400, 'Not JSON.');
    }
    response.writeHead(200, { ...HEADERS, 'Content-Type': typeOf('.json'), 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(this.#dispatch(name, argument)));
  }
  #end(response: ServerResponse, status: number, text: string): void {
    if (!response.headersSent)
      response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(text + '\n');
  }
}
