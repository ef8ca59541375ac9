/** The service tables and the routines they point at. */
import { Random } from '../../machine/random.ts';
import type { ServiceEntry } from '../guest.ts';
import { NT_SERVICES, WIN32K_SERVICES } from '../services/win10-x64.ts';
import type { Builder } from './builder.ts';
import { OFFSETS } from './placement.ts';

export const SERVICES = 471n,
  W32SERVICES = 1316n;
const NAMES = (text: string): readonly string[] => text.trim().split(/\s+/);

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

/** Where the 471 routines lie: clusters on both sides of the table, a few to a page, in an order the seed draws. */
function servicePlaces(seed: string): readonly bigint[] {
  const r = new Random(`win10-x64/${seed}/services`),
    places: bigint[] = [];
  for (let n = 0; n < Number(SERVICES); n++) {
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
): { entries: ServiceEntry[]; bodies: { file: string; address: bigint; text: string }[] } {
  const { space, place: p } = b,
    places = servicePlaces(seed),
    entries: ServiceEntry[] = [],
    bodies: { file: string; address: bigint; text: string }[] = [];
  const table = p.nt + OFFSETS.table,
    argumentTable = table + SERVICES * 4n + 4n;
  space.map(table, SERVICES * 5n + 16n, {});
  NAMES(NT_SERVICES).forEach((text, number) => {
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
  space.number(table + SERVICES * 4n, 4, SERVICES);
  b.symbol('nt', 'KiServiceTable', table, 'data', false, { size: Number(SERVICES * 4n) });
  b.symbol('nt', 'KiServiceLimit', table + SERVICES * 4n, 'data', false, { size: 4 });
  b.symbol('nt', 'KiArgumentTable', argumentTable, 'data', false, { size: Number(SERVICES) });
  const w32 = p.win32k + 0x4000n,
    w32Arguments = w32 + W32SERVICES * 4n + 4n,
    code = p.win32k + 0x10000n;
  space.map(w32, 0x4000n, {});
  space.map(code, W32SERVICES * 16n, { execute: true });
  NAMES(WIN32K_SERVICES).forEach((text, n) => {
    const [name, count] = text.split(':') as [string, string?],
      args = count === undefined ? undefined : Number(count),
      address = code + BigInt(n) * 16n,
      stackArguments = Math.max(0, (args ?? 0) - 4);
    space.write(address, Uint8Array.of(0xb8, 0x02, 0, 0, 0xc0, 0xc3));
    space.number(w32 + BigInt(n) * 4n, 4, ((address - w32) << 4n) | BigInt(stackArguments));
    b.symbol('win32k', name, address, 'function', false);
    entries.push({ table: 'win32k', number: 0x1000 + n, name, address, stackArguments, ...(args !== undefined && { args }) });
  });
  space.number(w32 + W32SERVICES * 4n, 4, W32SERVICES);
  b.symbol('win32k', 'W32pServiceTable', w32, 'data', false);
  b.symbol('win32k', 'W32pArgumentTable', w32Arguments, 'data', false);
  return { entries, bodies };
}
