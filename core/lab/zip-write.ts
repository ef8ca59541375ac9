/** Writing a zip that is the same bytes for the same files, anywhere and at any time. */
import { encodeUtf8 } from './utf8.ts';

export interface Packing {
  readonly deflate: (bytes: Uint8Array) => Uint8Array;
  readonly crc32: (bytes: Uint8Array) => number;
}
/** 1980-01-01 00:00, the first moment a zip can name: files of a pack have no time. */
const DATE = 0x0021;
const UTF8_NAMES = 0x0800;
const u16 = (...values: readonly number[]): number[] => values.flatMap(v => [v & 0xff, (v >> 8) & 0xff]);
const u32 = (...values: readonly number[]): number[] => values.flatMap(v => [v & 0xff, (v >> 8) & 0xff, (v >> 16) & 0xff, v >>> 24]);

/** @param files written in the order of their names; deflated where that makes them smaller */
export function writeZip(files: ReadonlyMap<string, Uint8Array>, { deflate, crc32 }: Packing): Uint8Array {
  const parts: Uint8Array[] = [],
    directory: number[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [name, data] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const deflated = deflate(data),
      stored = deflated.length >= data.length,
      packed = stored ? data : deflated,
      named = encodeUtf8(name);
    const common = [
      ...u16(20, UTF8_NAMES, stored ? 0 : 8, 0, DATE),
      ...u32(crc32(data), packed.length, data.length),
      ...u16(named.length, 0),
    ];
    directory.push(...u32(0x02014b50), ...u16(20), ...common, ...u16(0, 0, 0), ...u32(0, at), ...named);
    put(Uint8Array.from([...u32(0x04034b50), ...common, ...named]));
    put(packed);
  }
  const count = files.size,
    from = at;
  put(Uint8Array.from(directory));
  put(Uint8Array.from([...u32(0x06054b50), ...u16(0, 0, count, count), ...u32(directory.length, from), ...u16(0)]));
  const whole = new Uint8Array(at);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
