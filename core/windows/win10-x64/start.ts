/** The first moment: registers and MSRs as the machine is handed over. */
import type { Cell, State } from '../../cpu/state.ts';
import type { Builder } from './builder.ts';

/** Registers and MSRs at the moment the machine is handed over: user mode, in front of a stub. */
export function startProcessor(state: State, b: Builder, smap: boolean): void {
  const { place: p, space } = b,
    tables = p.kpcr - 0x4000n,
    set = (cell: Cell, v: bigint): void => state.set(cell, v);
  const segment = (name: string, selector: bigint, base: bigint, limit: bigint, rights: bigint): void => {
    set(`${name}.selector` as Cell, selector);
    set(`${name}.base` as Cell, base);
    set(`${name}.limit` as Cell, limit);
    set(`${name}.rights` as Cell, rights);
  };
  set('CR0', 0x80050033n);
  set('CR3', space.root);
  set('CR4', smap ? 0x3506f8n : 0x1506f8n);
  set('IA32_EFER', 0xd01n);
  set('IA32_STAR', 0x0023001000000000n);
  set('IA32_LSTAR', b.names.get('KiSystemCall64')!.value);
  set('IA32_FMASK', 0x4700n);
  set('IA32_KERNEL_GS_BASE', p.kpcr);
  set('GDTR.base', tables + 0x2000n);
  set('GDTR.limit', 0x57n);
  set('IDTR.base', tables);
  set('IDTR.limit', 0xfffn);
  segment('TR', 0x40n, tables + 0x1000n, 0x67n, 0x8bn);
  segment('CS', 0x33n, 0n, 0n, 0x20fbn);
  for (const s of ['SS', 'DS', 'ES']) segment(s, 0x2bn, 0n, 0xffff_ffffn, 0xc0f3n);
  segment('FS', 0x53n, 0n, 0x3c00n, 0x40f3n);
  segment('GS', 0x2bn, p.teb, 0xffff_ffffn, 0xc0f3n);
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
    RIP: b.names.get('start')!.value,
  };
  for (const [cell, v] of Object.entries(registers)) set(cell as Cell, v);
  space.number(p.userRsp - 0x120n, 8, p.note + 0x13aen);
  space.number(p.userRsp - 8n, 8, 0n);
  space.number(p.userRsp, 8, p.note + 0x1000n + 0x2en);
}
