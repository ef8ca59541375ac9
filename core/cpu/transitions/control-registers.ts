/**
 * CR0, CR2, CR3, CR4, CR8 and the debug registers.
 * @source SDM Vol. 2 "MOV—Move to/from Control Registers", "MOV—Move to/from Debug Registers"; Vol. 3 "Control Registers"
 */
import { CR0, CR4, EFER, PDPTE_RESERVED, PHYSICAL_BITS, PTE, canonical, pagingMode } from '../paging.ts';
import { GP, UD } from './descriptors.ts';
import { ringZero } from './system-registers.ts';
import { type Context, type MicroStep, type Transition } from './transition.ts';

const CONTROL = ['CR0', 'CR2', 'CR3', 'CR4', 'CR8'] as const, DEBUG = ['DR0', 'DR1', 'DR2', 'DR3', 'DR6', 'DR7'] as const;
/** The decoder leaves the register's number in the immediate field. */
const control = (c: Context): typeof CONTROL[number] => {
  const cell = CONTROL.find(name => name === `CR${c.i.fields.immediate}`);
  return cell ?? c.refuse({ vector: UD });
};
/** DR4 and DR5 are other names of DR6 and DR7, unless CR4.DE makes them undefined. */
const debug = (c: Context): typeof DEBUG[number] => {
  const n = Number(c.i.fields.immediate);
  c.need(n < 8 && (n < 4 || n > 5 || !(c.get('CR4') & CR4.DE)), UD);
  return DEBUG[n > 3 ? 4 + (n & 1) : n]!;
};

/** Bits of CR0 that exist; ET is always 1. Of CR4: those this processor lets a kernel set. */
const CR0_BITS = CR0.PE | CR0.MP | CR0.EM | CR0.TS | CR0.NE | CR0.WP | CR0.AM | CR0.NW | CR0.CD | CR0.PG;
const CR4_BITS = CR4.VME | CR4.PVI | CR4.TSD | CR4.DE | CR4.PSE | CR4.PAE | CR4.MCE | CR4.PGE | CR4.PCE | CR4.OSFXSR | CR4.OSXMMEXCPT | CR4.UMIP
  | CR4.FSGSBASE | CR4.PCIDE | CR4.OSXSAVE | CR4.SMEP | CR4.SMAP;
const on = (v: bigint, bit: bigint): boolean => (v & bit) !== 0n;

/** May CR0 become `v`? Turning paging on with EFER.LME set is how long mode starts; it needs CR4.PAE and code that is not 64-bit yet. */
function cr0Allowed(c: Context, v: bigint): boolean {
  if (v >> 32n || (on(v, CR0.PG) && !on(v, CR0.PE)) || (on(v, CR0.NW) && !on(v, CR0.CD))) return false;
  if (!on(v, CR0.PG) && (c.bits === 64 || on(c.state.get('CR4'), CR4.PCIDE))) return false;
  const starts = on(v, CR0.PG) && !on(c.state.get('CR0'), CR0.PG) && on(c.state.get('IA32_EFER'), EFER.LME);
  return !starts || (on(c.state.get('CR4'), CR4.PAE) && !on(c.state.get('CS.rights'), 0x2000n));
}
/** Process-context identifiers come and go only in long mode, and from identifier 0. */
function cr4Allowed(c: Context, v: bigint): boolean {
  const starts = on(v, CR4.PCIDE) && !on(c.state.get('CR4'), CR4.PCIDE);
  return !(v & ~CR4_BITS) && (on(v, CR4.PAE) || !c.longMode) && (!starts || (c.longMode && !(c.state.get('CR3') & 0xfffn)));
}
/** Bits 62..39 are reserved. Bit 63 means "keep the TLB" while CR4.PCIDE is on, and is not stored. */
const KEEP_TLB = 1n << 63n;
const cr3Allowed = (c: Context, v: bigint): boolean => (on(c.state.get('CR4'), CR4.PCIDE) ? v & ~KEEP_TLB : v) >> PHYSICAL_BITS === 0n;

/** PAE paging keeps the four top entries in the processor: they are read when CR3, or a bit that decides on paging, is written. @faults #GP(0) reserved bits */
export function loadPdptes(c: Context): void {
  if (pagingMode(c.state) !== 'PAE') return;
  const table = c.state.get('CR3') & 0xffff_ffe0n;
  for (const n of [0, 1, 2, 3] as const) {
    const bytes = c.memory.readPhysical(table + BigInt(n * 8), 8), value = bytes ? new DataView(bytes.buffer).getBigUint64(0, true) : 0n;
    c.need(!on(value, PTE.P) || !(value & PDPTE_RESERVED), GP, 0n);
    c.set(`PDPTE${n}`, value);
  }
}
function writeControl(c: Context, cell: typeof CONTROL[number], v: bigint): void {
  const old = c.state.get(cell);
  if (cell === 'CR0') {
    c.need(cr0Allowed(c, v), GP, 0n);
    c.set('CR0', v & CR0_BITS | CR0.ET);
    const efer = c.state.get('IA32_EFER'), active = on(efer, EFER.LME) && on(v, CR0.PG);
    if (active !== on(efer, EFER.LMA)) c.set('IA32_EFER', efer ^ EFER.LMA);
  } else if (cell === 'CR4') {
    c.need(cr4Allowed(c, v), GP, 0n);
    c.set('CR4', v);
  } else if (cell === 'CR3') {
    c.need(!c.longMode || cr3Allowed(c, v), GP, 0n);
    c.set('CR3', v & ~KEEP_TLB);
  } else {
    c.need(cell !== 'CR8' || v <= 15n, GP, 0n);
    c.set(cell, v);
  }
  const decides = cell === 'CR3' ? -1n : cell === 'CR0' ? CR0.PG | CR0.CD | CR0.NW : cell === 'CR4' ? CR4.PAE | CR4.PGE | CR4.PSE | CR4.SMEP : 0n;
  if (cell === 'CR3' || (old ^ v) & decides) loadPdptes(c);
  if (cell === 'CR8') c.attention = true;
  else if (cell === 'CR3') c.changedRoot = true;
  else if (cell !== 'CR2') c.flushTlb = true;
}
const exists: MicroStep = { say: 'CR1, CR5, CR6 and CR7 do not exist', run: c => { control(c); } };
export const MOV_TO_CR: Transition = [exists, ringZero,
  { say: 'Combinations the processor does not know are refused; then the register changes, and translations made under the old value are forgotten',
    run: c => writeControl(c, control(c), c.operand(1)) },
];
export const MOV_FROM_CR: Transition = [exists, ringZero,
  { say: 'The register is copied', run: c => c.setOperand(0, c.get(control(c))) },
];
/** LMSW can set PE but never clear it. */
export const LMSW: Transition = [ringZero,
  { say: 'The low four bits of CR0 are replaced; PE cannot be cleared this way',
    run: c => { const old = c.get('CR0'); writeControl(c, 'CR0', old & ~0xen | c.operand(0, 16) & 0xfn); } },
];
export const SMSW: Transition = [
  { say: 'With CR4.UMIP set, other rings may not even look', run: c => c.need(c.cpl === 0 || !(c.get('CR4') & CR4.UMIP), GP, 0n) },
  { say: 'CR0 is copied: 16 bits into memory, as wide as the operand into a register',
    run: c => c.setOperand(0, c.get('CR0'), c.isMemory(0) ? 16 : c.operandWidth(0)) },
];
export const CLTS: Transition = [ringZero,
  { say: 'CR0.TS says that the floating-point registers are another task\'s; they are not any more', run: c => c.set('CR0', c.get('CR0') & ~CR0.TS) },
];

const debugRegister: MicroStep = { say: 'The register must exist, the ring must be 0, and DR7.GD guards them all',
  run: c => {
    debug(c);
    c.need(c.cpl === 0, GP, 0n);
    if (c.get('DR7') & 1n << 13n) c.refuse({ vector: 1, dr6: 1n << 13n });
  } };
const DR6_FIXED = { ones: 0xffff_0ff0n, writable: 0xe00fn }, DR7_FIXED = { ones: 0x400n, writable: 0xffff_2bffn };
export const MOV_TO_DR: Transition = [debugRegister,
  { say: 'Bits 63..32 of DR6 and DR7 must be 0; of the others some are fixed',
    run: c => {
      const cell = debug(c), v = c.operand(1);
      c.need((cell !== 'DR6' && cell !== 'DR7') || !(v >> 32n), GP, 0n);
      c.set(cell, cell === 'DR6' ? v & DR6_FIXED.writable | DR6_FIXED.ones : cell === 'DR7' ? v & DR7_FIXED.writable | DR7_FIXED.ones : v);
      c.flushTlb = true;
    } },
];
export const MOV_FROM_DR: Transition = [debugRegister,
  { say: 'The register is copied', run: c => c.setOperand(0, c.get(debug(c))) },
];

/** TLB maintenance. @source SDM Vol. 2 "INVLPG", "INVPCID", "INVD", "WBINVD" */
export const INVLPG: Transition = [ringZero,
  { say: 'The translation of the operand\'s page is forgotten', run: c => { c.compute('linear address', c.offset); c.flushTlb = true; } },
];
export const INVPCID: Transition = [ringZero,
  { say: 'The descriptor in memory names an identifier and an address; the register says how much to forget',
    run: c => {
      const kind = c.operand(0), linear = c.operandLinear(16, 'read'), vector = c.i.addressVector;
      const low = c.load(linear, 8, 'identifier', undefined, vector), address = c.load(linear + 8n, 8, 'linear address', undefined, vector);
      c.need(kind < 4n && (kind > 1n || low >> 12n === 0n) && (kind !== 0n || canonical(address)), GP, 0n);
      c.need(on(c.state.get('CR4'), CR4.PCIDE) || kind > 1n || !(low & 0xfffn), GP, 0n);
      c.flushTlb = true;
    } },
];
export const INVD: Transition = [ringZero, { say: 'The caches are emptied; this machine has none', run: () => undefined }], WBINVD = INVD;
