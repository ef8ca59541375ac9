/** IRET: from a frame back to the interrupted code, in this ring or an outer one. @source SDM Vol. 2 "IRET/IRETD/IRETQ" */
import { codeBits, isNull, nullStack, rplOf } from '../segments.ts';
import { GP, accessed, dropInnerSegments, enterCode, needReturnCode, needStack, needTarget, refuseTaskSwitch } from './descriptors.ts';
import type { Context, Transition } from './transition.ts';

const FLAGS = { IF: 1n << 9n, IOPL: 3n << 12n, NT: 1n << 14n, VM: 1n << 17n, VIF: 3n << 19n } as const;
const bytes = (c: Context): 2 | 4 | 8 => c.i.form.width / 8 as 2 | 4 | 8;
const isOuter = (c: Context): boolean => rplOf(c.v.selector) > c.cpl;
/** 64-bit code always gets SS:RSP back; other code only when it returns to an outer ring. */
const popsStack = (c: Context): boolean => c.bits === 64 || isOuter(c);

/** Bits of RFLAGS the frame may change: the more trusted the ring, the more. VM only ends up set in legacy mode at ring 0. */
function loadable(c: Context): bigint {
  const iopl = Number(c.state.get('flags.system') >> 12n & 3n);
  let bits = 0x254dd5n | (c.cpl <= iopl ? FLAGS.IF : 0n) | (c.cpl === 0 ? FLAGS.IOPL | FLAGS.VIF : 0n);
  if (c.i.form.width === 16) bits &= 0xffffn;
  return bits;
}

export const IRET: Transition = [
  { say: 'NT would mean a return from a nested task: long mode has none', when: c => (c.rflags & FLAGS.NT) !== 0n,
    run: c => { if (!c.longMode) refuseTaskSwitch(c, 0n); c.need(false, GP, 0n); } },
  { say: 'The frame holds RIP, CS and the flags',
    run: c => {
      c.v.target = c.stackEntry(0, bytes(c), 'RIP');
      c.v.selector = c.stackEntry(1, bytes(c), 'CS') & 0xffffn;
      c.v.flags = c.stackEntry(2, bytes(c), 'RFLAGS');
      if (!c.longMode && c.cpl === 0 && c.v.flags & FLAGS.VM && bytes(c) === 4) {
        c.memory.onNotice?.('virtual-8086', c.here);
        c.refuse({ vector: GP, error: 0n });
      }
    } },
  { say: 'CS must be code of the ring its RPL names, and that ring may not be an inner one',
    run: c => { c.v.code = needReturnCode(c, c.v.selector); c.v.cpl = rplOf(c.v.selector); } },
  { say: 'The frame also holds the stack to go back to', when: popsStack,
    run: c => { c.v.stackPointer = c.stackEntry(3, bytes(c), 'RSP'); c.v.stackSelector = c.stackEntry(4, bytes(c), 'SS') & 0xffffn; } },
  { say: 'SS must be a stack of that ring; only 64-bit code outside ring 3 may have a null one', when: popsStack,
    run: c => {
      if (!isNull(c.v.stackSelector)) { c.v.stack = needStack(c, c.v.stackSelector, c.v.cpl); return; }
      c.need(codeBits(c.v.code, c.longMode) === 64 && c.v.cpl !== 3 && rplOf(c.v.stackSelector) === c.v.cpl, GP, 0n);
      c.v.stack = nullStack(c.v.cpl);
    } },
  { say: 'RIP must be an address this code can have',
    run: c => needTarget(c, c.v.code, c.v.target) },
  { say: 'The flags come back, as far as the current ring may change them: IOPL only in ring 0, IF only if the ring is within IOPL',
    run: c => { const bits = loadable(c); c.rflags = c.rflags & ~bits & ~(1n << 16n) | c.v.flags & bits; } },
  { say: 'The frame is popped', when: c => !popsStack(c),
    run: c => c.setStackPointer(c.stackOffset(3 * bytes(c))) },
  { say: 'Segments the outer ring may not use become null', when: isOuter,
    run: c => dropInnerSegments(c, c.v.cpl) },
  { say: 'SS:RSP is the interrupted code\'s stack again', when: popsStack,
    run: c => {
      c.setSegment('SS', c.v.stackSelector, isNull(c.v.stackSelector) ? c.v.stack : accessed(c, c.v.stackSelector, c.v.stack));
      c.v.path = 'load RSP';
    } },
  { say: 'CS:RIP is the interrupted code, in its ring',
    run: c => enterCode(c, c.v.selector, c.v.code, c.v.target, c.v.cpl) },
  { say: 'RSP is loaded as wide as the new stack is', when: c => c.v.path === 'load RSP',
    run: c => c.setStackPointer(c.v.stackPointer) },
];
