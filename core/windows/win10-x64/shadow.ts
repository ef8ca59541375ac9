/** KVA shadow: a second root for ring 3, which maps the user half and of the kernel only what an entry or an exit touches. */
import { AddressSpace } from '../address-space.ts';
import type { Structures } from '../structures.ts';
import { IST, TABLES, TRANSITION } from './interrupts.ts';
import { OFFSETS, type Placement } from './placement.ts';

/** KPRCB.ShadowFlags: without PCIDs, every load of CR3 flushes. */
const FLUSH = 1n;
/** Pages of the shadow entries and exits. */
export const SHADOW_BYTES = 0x3000n;

/** The user's root, told to the process and the processor. */
export function buildShadow(
  s: Structures,
  kernel: AddressSpace,
  p: Placement,
  beside: ConstructorParameters<typeof AddressSpace>[0],
): AddressSpace {
  const user = new AddressSpace(beside, kernel);
  user.shareUserHalf(kernel);
  user.selfMap(p.selfMap);
  const data = (at: bigint, bytes: bigint): void => user.mirror(kernel, at, bytes, { write: true });
  user.mirror(kernel, p.nt + OFFSETS.shadow, SHADOW_BYTES, { execute: true });
  data(p.kpcr + TABLES.idt, TABLES.bytes);
  data(s.at(p.kpcr, 'KPCR.Prcb.KernelDirectoryTableBase'), 0x20n);
  data(p.kpcr + TRANSITION.top - TRANSITION.bytes, TRANSITION.bytes);
  for (let n = 1; n <= IST.count; n++) data(p.kpcr + IST.top(n) - IST.bytes, IST.bytes);
  s.set(p.process, 'KPROCESS.UserDirectoryTableBase', user.root);
  s.fill(p.kpcr, 'KPCR.Prcb', { KernelDirectoryTableBase: kernel.root, RspBaseShadow: p.rspBase, ShadowFlags: FLUSH });
  return user;
}
