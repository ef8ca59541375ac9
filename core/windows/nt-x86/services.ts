/** The service tables of an x86 kernel and the routines they point at. */
import { Random } from '../../machine/random.ts';
import type { Paging } from '../address-space.ts';
import type { ServiceEntry } from '../guest.ts';
import type { Placed } from '../program.ts';
import { entryOf, type Service } from '../service-list.ts';
import { W32_ROUTINE_BYTES, notImplemented, written } from './code.ts';
import { OFFSETS } from './placement.ts';
import { argumentBytes, type Release } from './release.ts';

/** Each routine has a slot of its own, and begins somewhere in its first bytes. */
const SLOT = 0x100n,
  JITTER = 0x30n;

/** Address of each routine of nt's table, by number: slots in an order the seed draws. */
export function routinesOf(nt: bigint, seed: string, release: Release): bigint[] {
  const r = new Random(`${release.layouts}/${seed}/services`),
    places = release.nt.map((_, n) => nt + OFFSETS.routines + BigInt(n) * SLOT + r.range(0n, JITTER, 0x10n));
  for (let n = places.length - 1; n > 0; n--) {
    const k = r.below(n + 1);
    [places[n], places[k]] = [places[k]!, places[n]!];
  }
  return places;
}
export const routineBytes = (release: Release): bigint => BigInt(release.nt.length) * SLOT;

/** A table of addresses, its limit behind it, and bytes of arguments behind that. */
function packed(list: readonly Service[], addresses: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(list.length * 5 + 4),
    view = new DataView(bytes.buffer);
  list.forEach((s, n) => {
    view.setUint32(n * 4, Number(addresses[n]), true);
    bytes[list.length * 4 + 4 + n] = argumentBytes(s);
  });
  view.setUint32(list.length * 4, list.length, true);
  return bytes;
}
/** Fill both tables, and write nt's routines that nobody wrote. */
export function buildServices(
  space: Paging,
  placed: Placed,
  release: Release,
  routines: readonly bigint[],
  win32k: bigint,
): ServiceEntry[] {
  const done = new Set(written(release));
  release.nt.forEach((s, n) => {
    if (done.has(s)) return;
    space.write(routines[n]!, notImplemented(s));
    placed.add('nt', s.name, routines[n]!, { kind: 'function', exported: true });
  });
  const graphics = release.win32k.map((_, n) => win32k + OFFSETS.w32Code + BigInt(n * W32_ROUTINE_BYTES));
  space.write(placed.address('KiServiceTable'), packed(release.nt, routines));
  space.write(placed.address('W32pServiceTable'), packed(release.win32k, graphics));
  return [...release.nt.map((s, n) => entryOf('nt', s, routines[n]!)), ...release.win32k.map((s, n) => entryOf('win32k', s, graphics[n]!))];
}
