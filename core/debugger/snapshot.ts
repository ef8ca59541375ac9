/** Register values at one time, to tell what changed. */
import { readRegister } from '../cpu/registers.ts';
import type { Target } from './target.ts';

export type Snapshot = ReadonlyMap<string, bigint>;
const NAMES = [
  'rax',
  'rbx',
  'rcx',
  'rdx',
  'rsi',
  'rdi',
  'rsp',
  'rbp',
  'r8',
  'r9',
  'r10',
  'r11',
  'r12',
  'r13',
  'r14',
  'r15',
  'rip',
  'efl',
  'cs',
  'ss',
  'ds',
  'es',
  'fs',
  'gs',
  'cr0',
  'cr3',
  'cr4',
];

export function snapshot(target: Target): Snapshot {
  const values = new Map<string, bigint>();
  for (const name of NAMES) {
    const value = readRegister(target.state, name);
    if (value !== undefined) values.set(name, value);
  }
  values.set('gs.base', target.state.get('GS.base'));
  values.set('fs.base', target.state.get('FS.base'));
  return values;
}
