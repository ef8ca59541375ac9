/** The door to the machine's registers: one value per register that holds one, named as in registers.ts. */
import { GPR, type Cell, type State } from '../cpu/state.ts';
import { Context } from '../cpu/transitions/transition.ts';

const CELL: Readonly<Record<string, Cell>> = {
  ...Object.fromEntries(GPR.map(name => [name.toLowerCase(), name])),
  rip: 'RIP', cr0: 'CR0', cr2: 'CR2', cr3: 'CR3', cr4: 'CR4',
  ...Object.fromEntries(['ES', 'CS', 'SS', 'DS', 'FS', 'GS'].map(s => [s.toLowerCase(), `${s}.selector` as Cell])),
};

/** Undefined where this machine has no such register. */
export function readRegister(state: State, name: string): bigint | undefined {
  if (name === 'efl') return new Context(state, 0n, 0n).rflags;
  const cell = CELL[name];
  return cell && state.get(cell);
}
/** False where this machine has no such register. */
export function writeRegister(state: State, name: string, value: bigint): boolean {
  if (name === 'efl') { new Context(state, 0n, 0n).rflags = value; return true; }
  const cell = CELL[name];
  if (cell) state.set(cell, value);
  return cell !== undefined;
}
const MSR: Readonly<Record<number, Cell>> = {
  0xc0000080: 'IA32_EFER', 0xc0000081: 'IA32_STAR', 0xc0000082: 'IA32_LSTAR', 0xc0000083: 'IA32_CSTAR', 0xc0000084: 'IA32_FMASK',
  0x174: 'IA32_SYSENTER_CS', 0x175: 'IA32_SYSENTER_ESP', 0x176: 'IA32_SYSENTER_EIP', 0xc0000100: 'FS.base', 0xc0000101: 'GS.base',
};
export const readMsr = (state: State, number: number): bigint | undefined => MSR[number] && state.get(MSR[number]);
export function writeMsr(state: State, number: number, value: bigint): boolean {
  const cell = MSR[number];
  if (cell) state.set(cell, value);
  return cell !== undefined;
}
/** Base of a segment as the processor uses it. */
export const segmentBase = (state: State, segment: string): bigint => state.get(`${segment.toUpperCase()}.base` as Cell);
export const ringOf = (state: State): 0 | 3 => (state.get('CPL') === 3n ? 3 : 0);
/** Width of the code being run. */
export const modeOf = (state: State): 32 | 64 => (state.get('mode') === 64n ? 64 : 32);
