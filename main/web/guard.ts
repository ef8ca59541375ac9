/** Whose request it is, and whether there have been too many: what is decided before a request is looked into. */
import type { IncomingMessage } from 'node:http';

type Headers = Pick<IncomingMessage, 'headers' | 'method' | 'url'>;

/** What a request may be at most. */
export const LIMITS = { headerBytes: 8 * 1024, urlBytes: 2048, connections: 64, headersMs: 5000, requestMs: 10_000 };

/**
 * A name that resolves here, another site's page, or a form elsewhere must not reach the lab: the Host must be one of ours, an Origin too,
 * and a browser that says where a request comes from must say our own page, or the person (a link that was opened).
 * @param names `host:port` the lab is reached by
 */
export function isOurRequest({ headers, method, url = '' }: Headers, names: readonly string[]): boolean {
  const { host, origin } = headers,
    site = headers['sec-fetch-site'],
    mode = headers['sec-fetch-mode'];
  if (host === undefined || !names.includes(host)) return false;
  if (origin !== undefined && !names.some(n => origin === `http://${n}`)) return false;
  if (site === undefined || site === 'same-origin') return true;
  const opened = method === 'GET' && (mode === undefined || mode === 'navigate');
  return opened && (site === 'none' || url.startsWith('/?token='));
}

/** A bucket of requests that refills by the clock: a page needs a burst of files, and no one needs thousands a second. */
export class Rate {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /** @param now milliseconds, never going back */
  constructor(burst: number, perSecond: number, now: () => number) {
    this.#burst = this.#left = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#at = now();
  }
  /** Whether one more may be answered now. */
  take(): boolean {
    const now = this.#now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
