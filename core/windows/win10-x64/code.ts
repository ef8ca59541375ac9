/** What the machine runs, assembled once for each release and placed for each seed. */
import { GLOBALS, TABLES } from '../images/nt-x64/data.asm.ts';
import { HANDLERS } from '../images/nt-x64/exceptions.asm.ts';
import { INTERRUPTS } from '../images/nt-x64/interrupts.asm.ts';
import { ROUTINES } from '../images/nt-x64/routines.asm.ts';
import { SERVICE_BODIES } from '../images/nt-x64/services.asm.ts';
import { SHADOW } from '../images/nt-x64/shadow.asm.ts';
import { SYSTEM_CALL } from '../images/nt-x64/system-call.asm.ts';
import { KERNEL_STUB_BYTES, STUB_BYTES, USER_STUB_BYTES, kernelStubs, userStubs } from '../images/stubs-x64.ts';
import { NOTE } from '../images/user-x64/note.asm.ts';
import { layoutsOf } from '../layouts/index.ts';
import { Program, type Bases } from '../program.ts';
import { OFFSETS, type Placement } from './placement.ts';
import { NOT_IMPLEMENTED, W32_ROUTINE_BYTES, type Release } from './services.ts';

/** Nominal bases: as far from one another as the drawn ones. The local APIC's page has no code and needs no distance. */
const NT = 0xfffff80000000000n,
  NOMINAL: Bases = {
    nt: NT,
    apic: 0xfffff90000000000n,
    win32k: 0xffff900000000000n,
    ntdll: 0x7ffb00000000n,
    win32u: 0x7ffa00000000n,
    note: 0x7ff600000000n,
    heap: 0x100_0000_0000n,
  };
/** A service's routine is an image of its own beside nt: the seed draws where it lies. */
const routineImage = (name: string): string => `nt:${name}`;
const NOMINAL_ROUTINES: Bases = Object.fromEntries(Object.keys(SERVICE_BODIES).map(name => [routineImage(name), NT + 0x200_0000n]));

/** Where the images lie for a seed. */
export const basesOf = (place: Placement, { nt }: Release, routines: readonly bigint[]): Bases => ({
  nt: place.nt,
  apic: place.kpcr - 0x5000n,
  win32k: place.win32k,
  ntdll: place.ntdll,
  win32u: place.win32u,
  note: place.note,
  heap: place.heap,
  ...Object.fromEntries(
    nt.flatMap(({ name }, number) => (Object.hasOwn(SERVICE_BODIES, name) ? [[routineImage(name), routines[number]!]] : [])),
  ),
});

const programs = new Map<Release, Program>();
export function programOf(release: Release): Program {
  const program = programs.get(release) ?? assembled(release);
  programs.set(release, program);
  return program;
}
function assembled(release: Release): Program {
  const p = new Program(64, { ...NOMINAL, ...NOMINAL_ROUTINES }, layoutsOf('win10-x64'));
  kernelData(p, release);
  p.assemble('nt', OFFSETS.handlers, 'nt-x64', [
    { file: 'nt-x64/interrupts', text: INTERRUPTS },
    { file: 'nt-x64/exceptions', text: HANDLERS },
    { file: 'nt-x64/system-call', text: `org NT+${OFFSETS.entry}\n${SYSTEM_CALL}` },
    { file: 'nt-x64/routines', text: ROUTINES },
    { file: 'nt-x64/shadow', text: `org NT+${OFFSETS.shadow}\n${SHADOW}` },
  ]);
  zwStubs(p, release);
  for (const [name, text] of Object.entries(SERVICE_BODIES))
    p.assemble(routineImage(name), 0n, `nt-x64/${name}`, `export proc ${name}\n${text}`, { module: 'nt' });
  win32kRoutines(p, release);
  userSide(p, release);
  return p;
}
function kernelData(p: Program, { nt, win32k }: Release): void {
  const arguments_ = (count: number): bigint => BigInt(count * 4 + 4);
  p.base('NT', 'nt').base('APIC', 'apic').constant('SERVICES', BigInt(nt.length)).constant('W32SERVICES', BigInt(win32k.length));
  p.symbol('nt', OFFSETS.table, 'KiServiceTable', { size: nt.length * 4 })
    .symbol('nt', OFFSETS.table + arguments_(nt.length) - 4n, 'KiServiceLimit', { size: 4 })
    .symbol('nt', OFFSETS.table + arguments_(nt.length), 'KiArgumentTable', { size: nt.length })
    .symbol('win32k', OFFSETS.w32Table, 'W32pServiceTable')
    .symbol('win32k', OFFSETS.w32Table + arguments_(win32k.length), 'W32pArgumentTable');
  p.assemble('nt', OFFSETS.globals, 'nt-x64/globals', GLOBALS).assemble('nt', OFFSETS.tables, 'nt-x64/tables', TABLES);
}
function zwStubs(p: Program, { nt }: Release): void {
  const at = NT + OFFSETS.zw;
  p.bytes('nt', OFFSETS.zw, kernelStubs(nt.length, at, p.nominal('KiServiceInternal'), p.nominal('KiServiceLinkage')));
  nt.forEach(({ name }, n) => {
    p.symbol('nt', OFFSETS.zw + BigInt(n * STUB_BYTES), name.replace(/^Nt/, 'Zw'), {
      kind: 'function',
      exported: true,
      size: KERNEL_STUB_BYTES,
    });
  });
}
function win32kRoutines(p: Program, { win32k }: Release): void {
  const bytes = new Uint8Array(win32k.length * W32_ROUTINE_BYTES);
  win32k.forEach(({ name }, n) => {
    bytes.set(NOT_IMPLEMENTED, n * W32_ROUTINE_BYTES);
    p.symbol('win32k', OFFSETS.w32Code + BigInt(n * W32_ROUTINE_BYTES), name, { kind: 'function' });
  });
  p.bytes('win32k', OFFSETS.w32Code, bytes);
}
/** What note.exe calls. */
export const IMPORTS = ['NtQuerySystemTime', 'NtCreateFile', 'NtClose'];
function userSide(p: Program, { nt, win32k }: Release): void {
  IMPORTS.forEach((name, n) => p.symbol('note', OFFSETS.imports + BigInt(n * 8), `__imp_${name}`));
  p.base('IMAGE', 'note').base('HEAP', 'heap').symbol('note', OFFSETS.rounds, 'Rounds');
  p.assemble('note', 0x1000n, 'user-x64/note', NOTE);
  for (const [image, at, list, first] of [
    ['ntdll', OFFSETS.ntdllStubs, nt, 0],
    ['win32u', OFFSETS.win32uStubs, win32k, 0x1000],
  ] as const) {
    p.bytes(image, at, userStubs(first, list.length));
    list.forEach(({ name }, n) =>
      p.symbol(image, at + BigInt(n * STUB_BYTES), name, { kind: 'function', exported: true, size: USER_STUB_BYTES }),
    );
  }
}
