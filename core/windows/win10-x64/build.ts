/** The machine win10-x64: Windows 10's 19041 family as far as a system call sees it, laid out from a seed and parked at a system-call stub. */
import type { State } from '../../cpu/state.ts';
import { AddressSpace } from '../address-space.ts';
import type { Installed } from '../kind.ts';
import { layoutsOf } from '../layouts/index.ts';
import { Structures } from '../structures.ts';
import type { Module } from '../symbols.ts';
import { IMPORTS, basesOf, programOf } from './code.ts';
import { buildInterrupts } from './interrupts.ts';
import { OFFSETS, placementOf, type Placement } from './placement.ts';
import type { PlantName } from '../plants.ts';
import { plant } from './plants.ts';
import { buildProcess } from './process.ts';
import { buildServices, routinesOf, type Release } from './services.ts';
import { SHADOW_BYTES, buildShadow } from './shadow.ts';
import { startProcessor } from './start.ts';

export interface Win10Switches {
  readonly smap: boolean;
  readonly kva: boolean;
  readonly vsm: 'off' | 'on' | 'mbec';
  readonly thread: 'plain' | 'gui' | 'restricted';
  readonly plant: PlantName;
}

/** Build the machine into `state`, parked at the first instruction of the NtCreateFile stub. */
export function buildWin10(state: State, seed: string, release: Release, set: Win10Switches): Installed {
  const place = placementOf(seed),
    space = new AddressSpace(state),
    layouts = layoutsOf('win10-x64'),
    s = new Structures(space, layouts, 64),
    routines = routinesOf(place.nt, seed, release);
  space.selfMap(place.selfMap);
  mapImages(space, place, release, routines);
  const placed = programOf(release).place(space, basesOf(place, release, routines)),
    services = buildServices(space, placed, release, routines, place.win32k);
  for (const [name, on] of [
    ['KeSmapEnabled', set.smap],
    ['KiKvaShadow', set.kva],
    ['KiSystemCallSelector', set.vsm !== 'off'],
  ] as const)
    space.number(placed.address(name), 1, on ? 1n : 0n);
  const stub = (name: string): bigint => place.ntdll + OFFSETS.ntdllStubs + BigInt(services.find(x => x.name === name)!.number * 32);
  for (const name of IMPORTS) space.number(placed.address(`__imp_${name}`), 8, stub(name));
  buildProcess(s, placed, place, release, set, modulesOf(place));
  buildInterrupts(s, placed, place, set);
  const start = stub('NtCreateFile');
  const user = set.kva ? buildShadow(s, space, place, state) : space;
  startProcessor(state, s, placed, place, { ...set, root: user.root, start });
  plant(set.plant, { s, state, placed, place, services, seed });
  const { kpcr, thread, process, teb } = place,
    system = { kpcr, thread, process, teb, peb: teb - 0x1000n, root: space.root };
  return { modules: modulesOf(place), symbols: () => placed.symbols, services, layouts, system };
}
function mapImages(space: AddressSpace, p: Placement, { nt, win32k }: Release, routines: readonly bigint[]): void {
  const code = { execute: true },
    data = { write: true },
    user = { user: true };
  for (const [at, bytes, rights] of [
    [p.nt + 0xa01000n, 0x1000n, data],
    [p.nt + 0xa51000n, 0x1000n, data],
    [p.nt + OFFSETS.table, BigInt(nt.length * 5 + 16), {}],
    [p.nt + 0x402000n, 0x2000n, code],
    [p.nt + 0x40d000n, 0x2000n, code],
    [p.nt + OFFSETS.shadow, SHADOW_BYTES, code],
    [p.nt + OFFSETS.zw, BigInt(nt.length * 32), code],
    [p.win32k + OFFSETS.w32Table, 0x4000n, {}],
    [p.win32k + OFFSETS.w32Code, BigInt(win32k.length * 16), code],
    [p.ntdll + OFFSETS.ntdllStubs, BigInt(nt.length * 32), { ...user, ...code }],
    [p.win32u + OFFSETS.win32uStubs, BigInt(win32k.length * 32), { ...user, ...code }],
    [p.note + 0x1000n, 0x1000n, { ...user, ...code }],
    [p.note + OFFSETS.imports, 0x1000n, user],
    [p.note + OFFSETS.rounds, 0x1000n, { ...user, ...data }],
    [p.heap & ~0xfffn, 0x3000n, { ...user, ...data }],
    [(p.userRsp - 0x1000n) & ~0xfffn, 0x2000n, { ...user, ...data }],
    [p.teb - 0x1000n, 0x5000n, { ...user, ...data }],
  ] as const)
    space.map(at, bytes, rights);
  for (const at of routines) space.map(at, 0xc0n, code);
  space.mapTo(p.kpcr - 0x5000n, 0xfee00000n, data);
}
const modulesOf = (p: Placement): Module[] => [
  { name: 'nt', image: 'ntkrnlmp.exe', base: p.nt, end: p.nt + OFFSETS.image },
  { name: 'win32k', image: 'win32k.sys', base: p.win32k, end: p.win32k + 0x90000n },
  { name: 'note', image: 'note.exe', base: p.note, end: p.note + 0x8000n },
  { name: 'ntdll', image: 'ntdll.dll', base: p.ntdll, end: p.ntdll + 0x1f5000n },
  { name: 'win32u', image: 'win32u.dll', base: p.win32u, end: p.win32u + 0x22000n },
];
