/** The machines winxp-x86 and win7-x86, as far as a system call sees them, laid out from a seed and parked at a system-call stub. */
import type { State } from '../../cpu/state.ts';
import { LegacyAddressSpace } from '../address-space.ts';
import type { Installed } from '../kind.ts';
import { KERNEL_STUB_BYTES_X86, STUB_BYTES_X86 } from '../images/stubs-x86.ts';
import { Structures } from '../structures.ts';
import type { Module } from '../symbols.ts';
import { IMPORTS, W32_ROUTINE_BYTES, basesOf, programOf } from './code.ts';
import { OFFSETS, placementOf, type Placement } from './placement.ts';
import type { PlantName } from '../plants.ts';
import { plant } from './plants.ts';
import { buildProcess } from './process.ts';
import { layoutsFor, type Release } from './release.ts';
import { buildServices, routineBytes, routinesOf } from './services.ts';
import { startProcessor } from './start.ts';
import { buildTables } from './tables.ts';

export interface NtX86Switches {
  readonly clock: boolean;
  readonly thread: 'plain' | 'gui';
  readonly plant: PlantName;
}

/** Build the machine into `state`, parked at the first instruction of the NtCreateFile stub. */
export function buildNtX86(state: State, seed: string, release: Release, set: NtX86Switches): Installed {
  const place = placementOf(seed, release),
    space = new LegacyAddressSpace(state),
    layouts = layoutsFor(release),
    s = new Structures(space, layouts, 32),
    routines = routinesOf(place.nt, seed, release);
  mapImages(space, place, release);
  const placed = programOf(release).place(space, basesOf(place, release, routines)),
    services = buildServices(space, placed, release, routines, place.win32k),
    stub = (name: string): bigint => place.ntdll + OFFSETS.stubs + BigInt(services.find(x => x.name === name)!.number * STUB_BYTES_X86);
  for (const name of IMPORTS) s.pointer(placed.address(`__imp_${name}`), stub(name));
  buildProcess(s, placed, place, release, set, modulesOf(place));
  buildTables(s, placed, place, set.clock);
  startProcessor(state, s, placed, place, stub('NtCreateFile'));
  plant(set.plant, { s, state, placed, place, services, release, seed });
  const { kpcr, thread, process, teb, peb } = place,
    system = { kpcr, thread, process, teb, peb, root: space.root };
  return { modules: modulesOf(place), symbols: () => placed.symbols, services, layouts, system };
}
function mapImages(space: LegacyAddressSpace, p: Placement, release: Release): void {
  const { nt, win32k } = release,
    data = { write: true },
    user = { user: true };
  for (const [at, bytes, rights] of [
    [p.nt + OFFSETS.table, BigInt(nt.length * 5 + 16), {}],
    [p.nt + OFFSETS.zw, BigInt(nt.length * KERNEL_STUB_BYTES_X86), {}],
    [p.nt + OFFSETS.traps, 0x5000n, {}],
    [p.nt + OFFSETS.data, 0x1000n, data],
    [p.nt + OFFSETS.routines, routineBytes(release), {}],
    [p.hal + OFFSETS.clock, 0x1000n, {}],
    [p.win32k + OFFSETS.w32Table, BigInt(win32k.length * 5 + 16), {}],
    [p.win32k + OFFSETS.w32Code, BigInt(win32k.length * W32_ROUTINE_BYTES), {}],
    [p.sysenterStack - 0x1000n, 0x1000n, data],
    [p.ntdll + OFFSETS.doors, 0x1000n, user],
    [p.ntdll + OFFSETS.stubs, BigInt(nt.length * STUB_BYTES_X86), user],
    [p.gdi32 + OFFSETS.gdiStubs, BigInt(win32k.length * STUB_BYTES_X86), user],
    [p.note + 0x1000n, 0x1000n, user],
    [p.note + OFFSETS.imports, 0x1000n, user],
    [p.note + OFFSETS.rounds, 0x1000n, { ...user, ...data }],
    [p.heap & ~0xfffn, 0x2000n, { ...user, ...data }],
    [(p.userEsp & ~0xfffn) - 0x1000n, 0x2000n, { ...user, ...data }],
  ] as const)
    space.map(at, bytes, rights);
}
const modulesOf = (p: Placement): Module[] => [
  { name: 'nt', image: 'ntoskrnl.exe', base: p.nt, end: p.nt + OFFSETS.image },
  { name: 'hal', image: 'hal.dll', base: p.hal, end: p.hal + 0x20000n },
  { name: 'win32k', image: 'win32k.sys', base: p.win32k, end: p.win32k + 0x1c0000n },
  { name: 'note', image: 'note.exe', base: p.note, end: p.note + 0x8000n },
  { name: 'ntdll', image: 'ntdll.dll', base: p.ntdll, end: p.ntdll + 0xb0000n },
  { name: 'gdi32', image: 'gdi32.dll', base: p.gdi32, end: p.gdi32 + 0x49000n },
  { name: 'SharedUserData', image: '', base: 0x7ffe0000n, end: 0x7ffe1000n },
];
