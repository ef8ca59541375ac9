/** A web host over a small window, and raw HTTP to it: the path and the headers go as written. */
import { request, type IncomingHttpHeaders } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { startWebHost, type WebHost } from '../../main/web/server.ts';
import { dataFolder, services } from './services.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}
/** A folder with a window in it, and a secret beside it. */
export function windowFolder(parent: string): string {
  const folder = path.join(parent, 'renderer');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>lab</title>');
  writeFileSync(path.join(folder, '..', 'secret.txt'), 'secret');
  return folder;
}
export async function host(options: { readonly now?: () => number; readonly lan?: boolean } = {}): Promise<WebHost> {
  const started = await startWebHost({ folder: windowFolder(dataFolder()), dispatch: services().dispatch, port: 0, ...options });
  onTestFinished(() => started.close());
  return started;
}
export function ask(port: number, target: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const sent = request({ host: '127.0.0.1', port, path: target, method, headers }, response => {
      let text = '';
      response.on('data', (b: Buffer) => (text += b.toString()));
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', failed);
    sent.end(body);
  });
}
export async function cookieOf(lab: WebHost): Promise<string> {
  const entered = await ask(lab.port, new URL(lab.url).pathname + new URL(lab.url).search);
  expect(entered.status).toBe(303);
  return entered.headers['set-cookie']![0]!.split(';')[0]!;
}
export const call = (port: number, name: string, body: string, headers: Record<string, string>): Promise<Answer> =>
  ask(port, `/call/${name}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers },
  });
