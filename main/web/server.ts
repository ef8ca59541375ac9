/** The web host: the built window and the dispatch over HTTP, for this computer and one browser that has the token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mostBytes, type Dispatch } from '../dispatch.ts';
import { HEADERS, typeOf } from '../files/headers.ts';
import { staticFile } from '../files/static.ts';
import { readJson } from './body.ts';
import { isOurRequest, LIMITS, Rate } from './guard.ts';
import { lanAddresses } from './lan.ts';

export interface WebHost {
  readonly port: number;
  /** Address with a token that works once; the browser that opens it gets the cookie. */
  readonly url: string;
  /** The same by every address that the host is reached by: this one, then those of the network. */
  readonly urls: readonly string[];
  readonly close: () => Promise<void>;
}
const COOKIE = 'syscall-lab';
const equal = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** @param port 0 for any. Rejects with the system's error (EADDRINUSE, EACCES). */
export async function startWebHost(options: {
  readonly folder: string;
  readonly dispatch: Dispatch;
  readonly port: number;
  /** Reached by the addresses of this computer too, not by the loopback alone. */
  readonly lan?: boolean;
  /** Milliseconds for the rate limits, never going back. */
  readonly now?: () => number;
}): Promise<WebHost> {
  const host = new Host(options.folder, options.dispatch, options.now ?? (() => performance.now()));
  const port = await host.listen(options.port, options.lan ? lanAddresses() : []);
  const urls = host.names.filter(name => !name.startsWith('localhost')).map(name => `http://${name}/?token=${host.token}`);
  return { port, url: urls[0]!, urls, close: () => host.close() };
}

class Host {
  readonly #folder: string;
  readonly #dispatch: Dispatch;
  readonly #server: Server;
  readonly #secret = randomBytes(32).toString('base64url');
  /** Empty once used. */
  token = randomBytes(24).toString('base64url');
  /** Opening the window takes about forty requests; a burst of typing a few a second. */
  readonly #requests: Rate;
  /** Wrong tokens and cookies. */
  readonly #strangers: Rate;
  /** `host:port`, the loopback first. */
  names: readonly string[] = [];

  constructor(folder: string, dispatch: Dispatch, now: () => number) {
    this.#folder = folder;
    this.#dispatch = dispatch;
    this.#requests = new Rate(600, 200, now);
    this.#strangers = new Rate(30, 1, now);
    this.#server = createServer({ maxHeaderSize: LIMITS.headerBytes }, (request, response) => {
      this.#answer(request, response).catch(() => this.#end(response, 500, 'The lab made a mistake.'));
    });
    this.#server.requestTimeout = LIMITS.requestMs;
    this.#server.headersTimeout = LIMITS.headersMs;
    this.#server.maxConnections = LIMITS.connections;
  }
  /** @param lan addresses besides the loopback; none: only this computer can connect at all */
  async listen(port: number, lan: readonly string[]): Promise<number> {
    await new Promise<void>((done, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(port, lan.length > 0 ? '0.0.0.0' : '127.0.0.1', done);
    });
    const actual = (this.#server.address() as AddressInfo).port;
    this.names = ['127.0.0.1', 'localhost', ...lan].map(name => `${name}:${actual}`);
    return actual;
  }
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    if (target.length > LIMITS.urlBytes) return this.#end(response, 414, 'The address is too long.');
    if (!isOurRequest(request, this.names)) return this.#end(response, 403, 'This address is not the lab.');
    const [pathname = '/', query = ''] = target.split('?', 2);
    const offered = new URLSearchParams(query).get('token');
    if (request.method === 'GET' && pathname === '/' && offered !== null) return this.#enter(request, response, offered);
    if (!this.#hasCookie(request))
      return this.#refuseStranger(response, 'Open the lab with the link that npm start printed; each start prints a new one.');
    if (!this.#requests.take()) return this.#end(response, 429, 'Too many requests; wait a second.');
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

  #hasCookie(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    return cookies.some(c => c.startsWith(`${COOKIE}=`) && equal(c.slice(COOKIE.length + 1), this.#secret));
  }
  #enter(request: IncomingMessage, response: ServerResponse, offered: string): void {
    const fresh = this.token !== '' && equal(offered, this.token);
    if (!fresh && !this.#hasCookie(request))
      return this.#refuseStranger(response, 'This link has been used. Start the lab again for a new one.');
    if (fresh) this.token = '';
    response.writeHead(303, {
      ...HEADERS,
      Location: '/',
      ...(fresh && { 'Set-Cookie': `${COOKIE}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/` }),
    });
    response.end();
  }
  /** No cookie, or a wrong one: a few are answered with what to do, then only that there are too many. */
  #refuseStranger(response: ServerResponse, text: string): void {
    if (this.#strangers.take()) this.#end(response, 401, text);
    else this.#end(response, 429, 'Too many requests without the link of the lab; wait a minute.');
  }
  async #call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const body = await readJson(request, mostBytes(name));
    if (!body.ok) return this.#end(response, body.status, body.why);
    response.writeHead(200, { ...HEADERS, 'Content-Type': typeOf('.json'), 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(this.#dispatch(name, body.value)));
  }
  #end(response: ServerResponse, status: number, text: string): void {
    if (!response.headersSent)
      response.writeHead(status, {
        ...HEADERS,
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-store',
        ...(status === 429 && { 'Retry-After': '1' }),
        // What is left of a body that was refused is not waited for.
        ...(status === 413 && { Connection: 'close' }),
      });
    response.end(text + '\n');
  }
}
