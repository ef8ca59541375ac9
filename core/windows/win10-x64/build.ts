/** The machine win10-x64: Windows 10's 19041 family as far as a system call sees it, laid out from a seed and parked at a system-call stub. */
import type { State } from '../../cpu/state.ts';
import { AddressSpace } from '../address-space.ts';
import type { ServiceEntry } from '../guest.ts';
import { GLOBALS, TABLES } from '../images/nt-x64/data.asm.ts';
import { SYSTEM_CALL } from '../images/nt-x64/system-call.asm.ts';
import type { Module, Symbol } from '../symbols.ts';
import { Builder } from './builder.ts';
import { buildInterrupts } from './interrupts.ts';
import { OFFSETS, placementOf, type Placement } from './placement.ts';
import { buildProcess } from './process.ts';
import { buildServices, type Release } from './services.ts';
import { startProcessor } from './start.ts';
import { buildUser } from './user.ts';

export interface Win10 {
  readonly state: State;
  readonly space: AddressSpace;
  readonly place: Placement;
  readonly modules: readonly Module[];
  readonly symbols: readonly Symbol[];
  readonly services: readonly ServiceEntry[];
}

/** Build the machine into `state`, parked at the first instruction of the NtCreateFile stub. */
export function buildWin10(state: State, seed: string, release: Release, set: { smap: boolean }): Win10 {
  const place = placementOf(seed),
    space = new AddressSpace(state),
    b = new Builder(space, place),
    at = (offset: bigint): bigint => place.nt + offset;
  space.selfMap(place.selfMap);
  b.constant('NT', place.nt);
  b.constant('SMAP', set.smap ? 1n : 0n);
  b.constant('SERVICES', BigInt(release.nt.length));
  b.constant('W32SERVICES', BigInt(release.win32k.length));
  b.constant('IMAGE', place.note);
  b.constant('HEAP', place.heap);
  const services = buildServices(b, seed, release);
  for (const [offset, bytes] of [
    [0xa01000n, 0x1000n],
    [0xa51000n, 0x1000n],
  ] as const)
    space.map(at(offset), bytes, { write: true });
  b.label('KiServiceTable', at(OFFSETS.table));
  b.image('nt', 'nt-x64/globals', at(OFFSETS.globals), GLOBALS);
  b.image('nt', 'nt-x64/tables', at(OFFSETS.tables), TABLES);
  for (const s of services.bodies) b.image('nt', s.file, s.address, s.text);
  space.map(at(0x40d000n), 0x2000n, { execute: true });
  b.image('nt', 'nt-x64/system-call', at(OFFSETS.entry), SYSTEM_CALL);
  buildInterrupts(b);
  buildUser(b, services.entries);
  buildProcess(b, release);
  const modules: Module[] = [
    { name: 'nt', image: 'ntkrnlmp.exe', base: place.nt, end: at(OFFSETS.image) },
    { name: 'win32k', image: 'win32k.sys', base: place.win32k, end: place.win32k + 0x90000n },
    { name: 'note', image: 'note.exe', base: place.note, end: place.note + 0x8000n },
    { name: 'ntdll', image: 'ntdll.dll', base: place.ntdll, end: place.ntdll + 0x1f5000n },
  ];
  startProcessor(state, b, set.smap);
  return { state, space, place, modules, symbols: b.symbols, services: services.entries };
}
