/** The first moment of an x86 machine: in ring 3, in front of the NtCreateFile stub, its arguments pushed. */
import { NULL_SEGMENT, setHidden } from '../../cpu/segments.ts';
import type { Cell, State } from '../../cpu/state.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import type { Placement } from './placement.ts';
import { GDT_LIMIT, IDT_LIMIT, SELECTORS, TSS_LIMIT } from './tables.ts';

const FLAT = 0xffff_ffffn;

export function startProcessor(state: State, s: Structures, placed: Placed, p: Placement, start: bigint): void {
  const set = (cell: Cell, v: bigint): void => state.set(cell, v);
  set('CR0', 0x8001003bn);
  set('CR3', s.space.root);
  set('CR4', 0x6d9n);
  set('IA32_SYSENTER_CS', 8n);
  set('IA32_SYSENTER_ESP', p.sysenterStack);
  set('IA32_SYSENTER_EIP', placed.address('KiFastCallEntry'));
  set('GDTR.base', p.gdt);
  set('GDTR.limit', GDT_LIMIT);
  set('IDTR.base', p.idt);
  set('IDTR.limit', IDT_LIMIT);
  setHidden(state, 'TR', SELECTORS.tss, { base: p.tss, limit: TSS_LIMIT, rights: 0x8b });
  setHidden(state, 'CS', SELECTORS.code, { base: 0n, limit: FLAT, rights: 0xc0fb });
  for (const name of ['SS', 'DS', 'ES'] as const) setHidden(state, name, SELECTORS.data, { base: 0n, limit: FLAT, rights: 0xc0f3 });
  setHidden(state, 'FS', SELECTORS.teb, { base: p.teb, limit: 0xfffn, rights: 0x40f3 });
  setHidden(state, 'GS', 0n, NULL_SEGMENT);
  set('CPL', 3n);
  set('mode', 32n);
  set('flags.system', 0x200n);
  set('attention', 2n);
  pushArguments(s, placed, p);
  for (const [cell, v] of Object.entries(registersAt(p))) set(cell as Cell, v);
  set('RIP', start);
}
/** Frames of main and of WriteLine below ESP as it was before main, and the call's eleven arguments. */
const MAIN = 4n,
  WRITE_LINE = 0x3cn,
  ARGUMENTS = 0xa8n;
/** Where those calls return to, from the beginning of their routines. */
const CALL_END = { createFile: 0x2en, writeLine: 0x1an } as const;
const registersAt = (p: Placement): Readonly<Record<string, bigint>> => ({
  RAX: p.userEsp - WRITE_LINE - 4n,
  RBX: p.heap,
  RDI: p.heap + 0x230n,
  RBP: p.userEsp - WRITE_LINE,
  RSP: p.userEsp - ARGUMENTS - 4n,
});
function pushArguments(s: Structures, placed: Placed, p: Placement): void {
  const frame = p.userEsp - WRITE_LINE,
    words = [frame - 4n, 0x100080n, frame - 0x28n, frame - 0x10n, 0n, 0x80n, 3n, 1n, 0x60n, 0n, 0n];
  words.forEach((w, n) => s.pointer(p.userEsp - ARGUMENTS + BigInt(4 * n), w));
  s.pointer(p.userEsp - ARGUMENTS - 4n, placed.address('WriteLine') + CALL_END.createFile);
  s.pointer(frame, p.userEsp - MAIN);
  s.pointer(frame + 4n, placed.address('main') + CALL_END.writeLine);
}
