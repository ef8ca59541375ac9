/** The service tables and the routines they point at. */
import { Random } from '../../machine/random.ts';
import type { ServiceEntry } from '../guest.ts';
import { NT_SERVICES, WIN32K_SERVICES } from '../services/win10-x64.ts';
import { NT_SERVICES as NT_SERVICES_473 } from '../services/win10-x64-473.ts';
import type { Builder } from './builder.ts';
import { OFFSETS } from './placement.ts';

const listOf = (text: string): readonly string[] => text.trim().split(/\s+/);
/** A release of the family: its services in number order, each `name` or `name:arguments`. */
export interface Release {
  /** KUSER_SHARED_DATA.NtBuildNumber; the kernel itself says 19041 in all of them. */
  readonly buildNumber: number;
  readonly nt: readonly string[];
  readonly win32k: readonly string[];
}
export const WIN10_2004: Release = { buildNumber: 19041, nt: listOf(NT_SERVICES), win32k: listOf(WIN32K_SERVICES) };
export const WIN10_22H2: Release = { buildNumber: 19045, nt: listOf(NT_SERVICES_473), win32k: WIN10_2004.win32k };

/** What the exceptions, traps and services of our kernel do when nobody wrote more: services return STATUS_NOT_IMPLEMENTED. */
const BODIES: Readonly<Record<string, string>> = {
  NtClose: 'xor eax,eax\nret',
  NtYieldExecution: 'mov eax,40000024h\nret',
  NtTestAlert: 'xor eax,eax\nret',
  NtQuerySystemTime:
    'mov rax,qword ptr [MmUserProbeAddress]\ncmp rcx,rax\njae .bad\nmov rax,0FFFFF78000000014h\nmov rax,qword ptr [rax]\nmov qword ptr [rcx],rax\nxor eax,eax\nret\n.bad: mov eax,0C0000005h\nret',
  NtCreateFile:
    'mov rax,qword ptr [MmUserProbeAddress]\ncmp rcx,rax\njae .bad\ncmp r9,rax\njae .bad\nmov rax,qword ptr [rsp+58h]\nmov qword ptr [rcx],0ACh\nand qword ptr [r9],0\nmov qword ptr [r9+8],1\nxor eax,eax\nret\n.bad: mov eax,0C0000005h\nret',
};

/** Where the routines lie: clusters on both sides of the table, a few to a page, in an order the seed draws. */
function servicePlaces(seed: string, count: number): readonly bigint[] {
  const r = new Random(`win10-x64/${seed}/services`),
    places: bigint[] = [];
  for (let n = 0; n < count; n++) {
    const page = n % 60,
      slot = Math.floor(n / 60);
    places.push(
      (page < 24 ? 0x3d0000n + BigInt(page) * 0x1000n : 0x780000n + BigInt(page - 24) * 0x4000n) +
        0x40n +
        BigInt(slot) * 0x1d0n +
        (r.range(0n, 0x190n, 0x10n) % 0x190n),
    );
  }
  for (let n = places.length - 1; n > 0; n--) {
    const k = r.below(n + 1);
    [places[n], places[k]] = [places[k]!, places[n]!];
  }
  return places;
}

/** The two tables, their argument tables, and the routines they point at. */
export function buildServices(
  b: Builder,
  seed: string,
  release: Release,
): { entries: ServiceEntry[]; bodies: { file: string; address: bigint; text: string }[] } {
  const { space, place: p } = b,
    services = BigInt(release.nt.length),
    w32Services = BigInt(release.win32k.length),
    places = servicePlaces(seed, release.nt.length),
    entries: ServiceEntry[] = [],
    bodies: { file: string; address: bigint; text: string }[] = [];
  const table = p.nt + OFFSETS.table,
    argumentTable = table + services * 4n + 4n;
  space.map(table, services * 5n + 16n, {});
  release.nt.forEach((text, number) => {
    const [name, count] = text.split(':') as [string, string?],
      args = count === undefined ? undefined : Number(count);
    const address = p.nt + (name === 'NtCreateFile' ? 0x83e2d0n : name === 'NtAccessCheck' ? 0x3f21c0n : places[number]!),
      stackArguments = Math.max(0, (args ?? 0) - 4);
    space.map(address, 0x60n, { execute: true });
    bodies.push({ file: `nt-x64/${name}`, address, text: `export proc ${name}\n${BODIES[name] ?? 'mov eax,0C0000002h\nret'}` });
    space.number(table + BigInt(number) * 4n, 4, ((address - table) << 4n) | BigInt(stackArguments));
    space.number(argumentTable + BigInt(number), 1, BigInt(stackArguments * 4));
    entries.push({ table: 'nt', number, name, address, stackArguments, ...(args !== undefined && { args }) });
  });
  space.number(table + services * 4n, 4, services);
  b.symbol('nt', 'KiServiceTable', table, 'data', false, { size: Number(services * 4n) });
  b.symbol('nt', 'KiServiceLimit', table + services * 4n, 'data', false, { size: 4 });
  b.symbol('nt', 'KiArgumentTable', argumentTable, 'data', false, { size: Number(services) });
  const w32 = p.win32k + 0x4000n,
    w32Arguments = w32 + w32Services * 4n + 4n,
    code = p.win32k + 0x10000n;
  space.map(w32, 0x4000n, {});
  space.map(code, w32Services * 16n, { execute: true });
  release.win32k.forEach((text, n) => {
    const [name, count] = text.split(':') as [string, string?],
      args = count === undefined ? undefined : Number(count),
      address = code + BigInt(n) * 16n,
      stackArguments = Math.max(0, (args ?? 0) - 4);
    space.write(address, Uint8Array.of(0xb8, 0x02, 0, 0, 0xc0, 0xc3));
    space.number(w32 + BigInt(n) * 4n, 4, ((address - w32) << 4n) | BigInt(stackArguments));
    b.symbol('win32k', name, address, 'function', false);
    entries.push({ table: 'win32k', number: 0x1000 + n, name, address, stackArguments, ...(args !== undefined && { args }) });
  });
  space.number(w32 + w32Services * 4n, 4, w32Services);
  b.symbol('win32k', 'W32pServiceTable', w32, 'data', false);
  b.symbol('win32k', 'W32pArgumentTable', w32Arguments, 'data', false);
  return { entries, bodies };
}
