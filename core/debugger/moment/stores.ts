/** What the kernel's entry code stores into the trap frame, instruction by instruction. */
import { EXCEPTIONS } from '../../cpu/faults.ts';
import { gateAt } from '../descriptors.ts';
import { depths } from '../stack-depth.ts';
import type { Target } from '../target.ts';
import { trapLayout } from '../trap-frame.ts';
import type { CodeRow } from '../moment.ts';
import { fieldAt } from './frame-fields.ts';

export type Store = NonNullable<CodeRow['stores']> & { readonly offset: number };

/** Where the processor arrives: the start of the entry routine an address belongs to. */
const ENTRIES = /^(KiSystemCall(32|64)(Shadow)?|KiFastCallEntry|KiSystemService|Ki\w+(Fault|Trap|Abort|Interrupt|OrFault)(Shadow)?)$/;
export function entryOf(target: Target, address: bigint): bigint | undefined {
  const found = target.functionAt(address);
  return found && ENTRIES.test(found.name) ? found.address : undefined;
}

/** Does the processor push an error code before this handler runs? */
function hasErrorCode(target: Target, handler: bigint): boolean {
  return EXCEPTIONS.some(e => e.errorCode && gateAt(target, e.vector)?.offset === handler);
}
/** Stores of the entry routine that begins at `start`, up to `end`; by address. */
export function storesFrom(target: Target, start: bigint, end: bigint): ReadonlyMap<bigint, Store> {
  const layout = trapLayout(target),
    found = new Map<bigint, Store>();
  if (!layout) return found;
  const size = BigInt(layout.size),
    word = BigInt(target.bits / 8),
    wide = target.bits === 64;
  const put = (address: bigint, offset: bigint, skipped: boolean): void => {
    if (offset >= 0n && offset < size)
      found.set(address, { offset: Number(offset), field: fieldAt(target, Number(offset)) ?? '', skipped });
  };
  // A stack the code chose itself is empty at its top; one the processor chose already holds what it pushed.
  const field = (name: string): bigint => BigInt(layout.fields.find(f => f.name === name)?.offset ?? 0),
    empty = wide ? size : field('HardwareSegSs') + word,
    pushed = field(hasErrorCode(target, start) ? (wide ? 'ErrorCode' : 'ErrCode') : wide ? 'Rip' : 'Eip');
  const arrived = (switched: boolean): bigint => (switched ? empty : pushed);
  for (const { instruction: i, depth } of depths(target, start, end)) {
    const top = arrived(depth.switched);
    if (/^KiSystemCall|^KiFastCallEntry/.test(target.symbolAt(start)?.symbol.name ?? '') && !depth.switched) continue;
    if (/^push/.test(i.mnemonic)) put(i.address, top - depth.bytes - word, false);
    else if (i.mnemonic === 'sub' && i.plain[0] === (wide ? 'rsp' : 'esp') && i.plain[1] === String(word))
      put(i.address, top - depth.bytes - word, true);
    else if (/^(mov|movaps|movups|stmxcsr|and|or)$/.test(i.mnemonic) && i.memory[0]?.accessed && /\[/.test(i.plain[0] ?? '')) {
      const m = i.memory[0],
        displacement = BigInt.asIntN(wide ? 64 : 32, m.displacement);
      if (m.index !== undefined) continue;
      if (/^[re]bp$/.test(m.base ?? '') && depth.frame !== undefined) put(i.address, top + depth.frame + displacement, false);
      else if (/^[re]sp$/.test(m.base ?? '')) put(i.address, top - depth.bytes + displacement, false);
    }
  }
  return found;
}
