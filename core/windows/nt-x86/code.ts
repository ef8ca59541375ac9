/** What an x86 machine runs, assembled once for each release and placed for each seed. */
import { DATA } from '../images/nt-x86/data.asm.ts';
import { ROUTINES, guiFlag } from '../images/nt-x86/routines.asm.ts';
import { SERVICE_BODIES } from '../images/nt-x86/services.asm.ts';
import { systemCall } from '../images/nt-x86/system-call.asm.ts';
import { HAL, TRAP_CODE } from '../images/nt-x86/traps.asm.ts';
import { KERNEL_STUB_BYTES_X86, STUB_BYTES_X86, kernelStubsX86, returnBytes, userStubsX86 } from '../images/stubs-x86.ts';
import { DOORS, NOTE } from '../images/user-x86/note.asm.ts';
import { Program, type Bases } from '../program.ts';
import type { Service } from '../service-list.ts';
import { OFFSETS, type Placement } from './placement.ts';
import { argumentBytes, layoutsFor, type Release } from './release.ts';

/** Any bases will do: every distance of 32-bit code fits. */
const NOMINAL: Bases = {
  nt: 0x80400000n,
  hal: 0x80800000n,
  win32k: 0xbf800000n,
  ntdll: 0x7c900000n,
  gdi32: 0x77f10000n,
  note: 0x400000n,
  heap: 0x2000000n,
};
/** A service's routine is an image of its own inside nt: the seed draws where it lies. */
const routineImage = (name: string): string => `nt:${name}`;

/** Where the images lie for a seed. */
export const basesOf = (place: Placement, { nt }: Release, routines: readonly bigint[]): Bases => ({
  ...Object.fromEntries(Object.keys(NOMINAL).map(image => [image, place[image as keyof Placement]])),
  ...Object.fromEntries(nt.map((s, n) => [routineImage(s.name), routines[n]!])),
});

/** `mov eax,0C0000002h / ret n`: what a service that nobody wrote does. */
export const notImplemented = (s: Service): Uint8Array => Uint8Array.of(0xb8, 0x02, 0, 0, 0xc0, ...returnBytes(argumentBytes(s)));
const returning = (text: string, { stackArguments }: Service): string =>
  text.replaceAll('RETURN', stackArguments ? `ret ${4 * stackArguments}` : 'ret');
export const W32_ROUTINE_BYTES = 16;

const programs = new Map<Release, Program>();
export function programOf(release: Release): Program {
  const program = programs.get(release) ?? assembled(release);
  programs.set(release, program);
  return program;
}
/** Services with a body here that this release has. */
export const written = ({ nt }: Release): readonly Service[] => nt.filter(s => Object.hasOwn(SERVICE_BODIES, s.name));

function assembled(release: Release): Program {
  const { nt, differences } = release,
    routines = Object.fromEntries(written(release).map(s => [routineImage(s.name), 0x80490000n])),
    p = new Program(32, { ...NOMINAL, ...routines }, layoutsFor(release));
  p.base('NT', 'nt').base('IMAGE', 'note').base('HEAP', 'heap');
  tables(p, release);
  p.assemble('nt', OFFSETS.traps, 'nt-x86', [
    { file: 'nt-x86/traps', text: TRAP_CODE },
    { file: 'nt-x86/system-call', text: `org NT+${OFFSETS.entry}\n${systemCall(differences)}` },
    { file: 'nt-x86/routines', text: ROUTINES.replace('GUI_FLAG', guiFlag(differences.checks)) },
    { file: 'nt-x86/data', text: `org NT+${OFFSETS.data}\n${DATA}` },
  ]);
  p.assemble('hal', OFFSETS.clock, 'hal', HAL);
  p.bytes('nt', OFFSETS.zw, kernelStubsX86(nt, NOMINAL.nt! + OFFSETS.zw, p.nominal('KiSystemService')));
  nt.forEach((s, n) =>
    p.symbol('nt', OFFSETS.zw + BigInt(n * KERNEL_STUB_BYTES_X86), s.name.replace(/^Nt/, 'Zw'), {
      kind: 'function',
      exported: true,
      size: 20,
    }),
  );
  for (const s of written(release))
    p.assemble(routineImage(s.name), 0n, `nt-x86/${s.name}`, `export proc ${s.name}\n${returning(SERVICE_BODIES[s.name]!, s)}`, {
      module: 'nt',
    });
  win32kRoutines(p, release);
  userSide(p, release);
  return p;
}
function tables(p: Program, { nt, win32k }: Release): void {
  const after = (count: number): bigint => BigInt(count * 4 + 4);
  p.constant('SERVICES', BigInt(nt.length)).constant('W32SERVICES', BigInt(win32k.length));
  p.symbol('nt', OFFSETS.table, 'KiServiceTable', { size: nt.length * 4 })
    .symbol('nt', OFFSETS.table + after(nt.length) - 4n, 'KiServiceLimit', { size: 4 })
    .symbol('nt', OFFSETS.table + after(nt.length), 'KiArgumentTable', { size: nt.length })
    .symbol('win32k', OFFSETS.w32Table, 'W32pServiceTable', { size: win32k.length * 4 })
    .symbol('win32k', OFFSETS.w32Table + after(win32k.length), 'W32pArgumentTable', { size: win32k.length });
}
function win32kRoutines(p: Program, { win32k }: Release): void {
  const bytes = new Uint8Array(win32k.length * W32_ROUTINE_BYTES);
  win32k.forEach((s, n) => {
    bytes.set(notImplemented(s), n * W32_ROUTINE_BYTES);
    p.symbol('win32k', OFFSETS.w32Code + BigInt(n * W32_ROUTINE_BYTES), s.name, { kind: 'function' });
  });
  p.bytes('win32k', OFFSETS.w32Code, bytes);
}
/** What note.exe calls. */
export const IMPORTS = ['NtQuerySystemTime', 'NtCreateFile', 'NtClose'];
function userSide(p: Program, { nt, win32k }: Release): void {
  IMPORTS.forEach((name, n) => p.symbol('note', OFFSETS.imports + BigInt(n * 4), `__imp_${name}`));
  p.symbol('note', OFFSETS.rounds, 'Rounds').assemble('note', 0x1000n, 'user-x86/note', NOTE);
  p.assemble('ntdll', OFFSETS.doors, 'user-x86/doors', DOORS);
  for (const [image, at, list] of [
    ['ntdll', OFFSETS.stubs, nt],
    ['gdi32', OFFSETS.gdiStubs, win32k],
  ] as const) {
    p.bytes(image, at, userStubsX86(list));
    list.forEach((s, n) =>
      p.symbol(image, at + BigInt(n * STUB_BYTES_X86), s.name, {
        kind: 'function',
        exported: image === 'ntdll',
        size: s.stackArguments ? 15 : 13,
      }),
    );
  }
}
