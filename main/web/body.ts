/** A request's JSON, or the status that says why not: it is never read beyond what a call may bring. */
import type { IncomingMessage } from 'node:http';

export type Body = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly status: number; readonly why: string };
const refuse = (status: number, why: string): Body => ({ ok: false, status, why });

/** @param most bytes */
export async function readJson(request: IncomingMessage, most: number): Promise<Body> {
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) return refuse(415, 'Only JSON.');
  if (Number(request.headers['content-length'] ?? 0) > most) return refuse(413, 'Too large.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) return refuse(413, 'Too large.');
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return refuse(400, 'Not JSON.');
  }
}
