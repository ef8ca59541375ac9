/** The first moment: registers and MSRs as the machine is handed over. */
import { setHidden } from '../../cpu/segments.ts';
import type { Cell, State } from '../../cpu/state.ts';
import type { Placed } from '../program.ts';
import type { Structures } from '../structures.ts';
import { TABLES } from './interrupts.ts';
import type { Placement } from './placement.ts';

/** Registers and MSRs at the moment the machine is handed over: user mode, in front of a stub. */
export function startProcessor(
  state: State,
  { space }: Structures,
  placed: Placed,
  p: Placement,
  { smap, kva, root, start }: { smap: boolean; kva: boolean; root: bigint; start: bigint },
): void {
  const entry = (name: string): bigint => placed.address(kva ? `${name}Shadow` : name),
    set = (cell: Cell, v: bigint): void => state.set(cell, v);
  set('CR0', 0x80050033n);
  set('CR3', root);
  set('CR4', smap ? 0x3506f8n : 0x1506f8n);
  set('IA32_EFER', 0xd01n);
  set('IA32_STAR', 0x0023001000000000n);
  set('IA32_LSTAR', entry('KiSystemCall64'));
  set('IA32_CSTAR', entry('KiSystemCall32'));
  set('IA32_FMASK', 0x4700n);
  set('IA32_KERNEL_GS_BASE', p.kpcr);
  set('GDTR.base', p.kpcr + TABLES.gdt);
  set('GDTR.limit', 0x57n);
  set('IDTR.base', p.kpcr + TABLES.idt);
  set('IDTR.limit', 0xfffn);
  setHidden(state, 'TR', 0x40n, { base: p.kpcr + TABLES.tss, limit: 0x67n, rights: 0x8b });
  setHidden(state, 'CS', 0x33n, { base: 0n, limit: 0n, rights: 0x20fb });
  for (const s of ['SS', 'DS', 'ES'] as const) setHidden(state, s, 0x2bn, { base: 0n, limit: 0xffff_ffffn, rights: 0xc0f3 });
  setHidden(state, 'FS', 0x53n, { base: 0n, limit: 0x3c00n, rights: 0x40f3 });
  setHidden(state, 'GS', 0x2bn, { base: p.teb, limit: 0xffff_ffffn, rights: 0xc0f3 });
  set('CPL', 3n);
  set('mode', 64n);
  set('flags.system', 0x200n);
  set('attention', 2n);
  const rbp = p.userRsp - 8n;
  const registers: Readonly<Record<string, bigint>> = {
    RBP: rbp,
    RSP: p.userRsp - 0x120n,
    RCX: rbp - 0xc8n,
    RDX: 0x100080n,
    R8: rbp - 0x70n,
    R9: rbp - 0x88n,
    RSI: rbp - 0x90n,
    RBX: p.heap,
    RDI: p.heap + 0x1230n,
    R15: p.heap + 0x1230n,
    RIP: start,
  };
  for (const [cell, v] of Object.entries(registers)) set(cell as Cell, v);
  space.number(p.userRsp - 0x120n, 8, p.note + 0x13aen);
  space.number(p.userRsp - 8n, 8, 0n);
  space.number(p.userRsp, 8, p.note + 0x1000n + 0x2en);
}
