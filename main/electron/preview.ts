/** What a .labpack or .labrun file is, without opening it up: a name, a size, a hash. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { ShellMessage } from './messages.ts';

export interface Preview {
  readonly name: string;
  readonly kind: 'file.pack' | 'file.run';
  readonly size: number;
  /** SHA-256 in hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
}
export type PreviewResult = { readonly ok: true; readonly value: Preview } | { readonly ok: false; readonly why: ShellMessage };

/** Largest file that is looked at, in MB. */
export const MOST_MEGABYTES = 64;
const ZIP = Buffer.from('PK\x03\x04', 'latin1'),
  JSON_LINE = Buffer.from('{');
const starts = (bytes: Buffer, magic: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

/** Reads the file once; writes, unpacks and runs nothing. */
export async function previewFile(file: string): Promise<PreviewResult> {
  const kind = /\.labpack$/i.test(file) ? 'file.pack' : 'file.run';
  let handle;
  try {
    handle = await open(file, 'r');
    const { size } = await handle.stat().then(s => (s.isFile() ? s : { size: undefined }));
    if (size === undefined) return { ok: false, why: 'file.not-a-file' };
    if (size > MOST_MEGABYTES * 2 ** 20) return { ok: false, why: 'file.large' };
    const bytes = await handle.readFile();
    if (kind === 'file.pack' && !starts(bytes, ZIP)) return { ok: false, why: 'file.not-a-pack' };
    if (kind === 'file.run' && !starts(bytes, JSON_LINE)) return { ok: false, why: 'file.not-a-run' };
    return {
      ok: true,
      value: { name: path.basename(file), kind, size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex'), bytes },
    };
  } catch {
    return { ok: false, why: 'file.missing' };
  } finally {
    await handle?.close();
  }
}
