/** The service tables and the routines they point at. */
import { Random } from '../../machine/random.ts';
import type { ServiceEntry } from '../guest.ts';
import { entryOf, servicesOf, type Service } from '../service-list.ts';
import { NT_SERVICES, WIN32K_SERVICES } from '../services/win10-x64.ts';
import { NT_SERVICES as NT_SERVICES_473 } from '../services/win10-x64-473.ts';
import type { Paging } from '../address-space.ts';
import { SERVICE_BODIES } from '../images/nt-x64/services.asm.ts';
import type { Placed } from '../program.ts';
import { OFFSETS } from './placement.ts';

/** Arguments that registers carry. */
const IN_REGISTERS = 4;
/** A release of the family. */
export interface Release {
  /** KUSER_SHARED_DATA.NtBuildNumber; the kernel itself says 19041 in all of them. */
  readonly buildNumber: number;
  readonly nt: readonly Service[];
  readonly win32k: readonly Service[];
}
export const WIN10_2004: Release = {
  buildNumber: 19041,
  nt: servicesOf(NT_SERVICES, 0, IN_REGISTERS),
  win32k: servicesOf(WIN32K_SERVICES, 0x1000, IN_REGISTERS),
};
export const WIN10_22H2: Release = { buildNumber: 19045, nt: servicesOf(NT_SERVICES_473, 0, IN_REGISTERS), win32k: WIN10_2004.win32k };

/** In each page of routines: where the first slot begins, and how large a slot is. */
const FIRST_SLOT = 0x40n,
  SLOT = 0x1d0n;
/** Where the routines lie: clusters on both sides of the table, a few to a page, in an order the seed draws. */
function servicePlaces(seed: string, count: number): readonly bigint[] {
  const r = new Random(`win10-x64/${seed}/services`),
    places: bigint[] = [];
  for (let n = 0; n < count; n++) {
    const page = n % 60,
      slot = Math.floor(n / 60);
    places.push(
      (page < 24 ? 0x3d0000n + BigInt(page) * 0x1000n : 0x780000n + BigInt(page - 24) * 0x4000n) +
        FIRST_SLOT +
        BigInt(slot) * SLOT +
        (r.range(0n, 0x190n, 0x10n) % 0x190n),
    );
  }
  for (let n = places.length - 1; n > 0; n--) {
    const k = r.below(n + 1);
    [places[n], places[k]] = [places[k]!, places[n]!];
  }
  return places;
}

/** Routines that stand in the same place for every seed, from nt's base. */
const FIXED: Readonly<Record<string, bigint>> = { NtCreateFile: 0x83e2d0n, NtAccessCheck: 0x3f21c0n };
/** win32k's routines follow one another. */
export const W32_ROUTINE_BYTES = 16;

/** What a service that nobody wrote does: `mov eax,0C0000002h` / `ret`. */
export const NOT_IMPLEMENTED = Uint8Array.of(0xb8, 0x02, 0, 0, 0xc0, 0xc3);

/** A service table at `base` with the DWORD and the argument table behind it, as it is being filled. */
class Packed {
  readonly base: bigint;
  readonly #bytes: DataView;
  readonly #count: number;
  constructor(base: bigint, count: number) {
    this.base = base;
    this.#count = count;
    this.#bytes = new DataView(new ArrayBuffer(count * 5 + 4));
    this.#bytes.setUint32(count * 4, count, true);
  }
  set(number: number, address: bigint, stackArguments: number): void {
    this.#bytes.setInt32(number * 4, Number(address - this.base) * 16 + stackArguments, true);
    this.#bytes.setUint8(this.#count * 4 + 4 + number, stackArguments * 4);
  }
  get bytes(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer);
  }
}

/** Where a service's routine lies: those that do something have a slot to themselves. */
function routineAt(name: string, place: bigint): bigint {
  if (FIXED[name] !== undefined) return FIXED[name];
  return Object.hasOwn(SERVICE_BODIES, name) ? place - (((place & 0xfffn) - FIRST_SLOT) % SLOT) : place;
}
/** Address of each routine of nt's table, by number. */
export function routinesOf(nt: bigint, seed: string, { nt: list }: Release): bigint[] {
  const places = servicePlaces(seed, list.length);
  return list.map(({ name }, number) => nt + routineAt(name, places[number]!));
}
/** Fill nt's table for the drawn routines, and write those that nobody wrote; then win32k's. */
export function buildServices(
  space: Paging,
  placed: Placed,
  release: Release,
  routines: readonly bigint[],
  win32k: bigint,
): ServiceEntry[] {
  const table = new Packed(placed.address('KiServiceTable'), release.nt.length);
  const entries = release.nt.map((service, number) => {
    const address = routines[number]!;
    if (!Object.hasOwn(SERVICE_BODIES, service.name)) {
      space.write(address, NOT_IMPLEMENTED);
      placed.add('nt', service.name, address, { kind: 'function', exported: true });
    }
    table.set(number, address, service.stackArguments);
    return entryOf('nt', service, address);
  });
  space.write(table.base, table.bytes);
  return [...entries, ...fillWin32k(space, placed.address('W32pServiceTable'), release, win32k + OFFSETS.w32Code)];
}
function fillWin32k(space: Paging, base: bigint, { win32k: list }: Release, code: bigint): ServiceEntry[] {
  const table = new Packed(base, list.length),
    entries = list.map((service, n) => {
      const address = code + BigInt(n * W32_ROUTINE_BYTES);
      table.set(n, address, service.stackArguments);
      return entryOf('win32k', service, address);
    });
  space.write(table.base, table.bytes);
  return entries;
}
