/** What Node lends to the core's zips. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Packing } from '../../core/lab/zip-write.ts';
import type { Unpacking } from '../../core/lab/zip.ts';

export const unpacking: Unpacking = {
  inflate: (bytes, most) => {
    try {
      return inflateRawSync(bytes, { maxOutputLength: Math.max(1, most) });
    } catch {
      return undefined;
    }
  },
  crc32,
};
export const packing: Packing = { deflate: bytes => deflateRawSync(bytes, { level: 9 }), crc32 };
