/** Far RET, to this ring or an outer one. @source SDM Vol. 2 "RET" */
import { is64BitCode, isNull, nullStack, rplOf } from '../segments.ts';
import { GP, SS, accessed, dropInnerSegments, enterCode, needReturnCode, needStack, needTarget } from './descriptors.ts';
import type { Context, Transition } from './transition.ts';

const isOuter = (c: Context): boolean => rplOf(c.v.selector) > c.v.cpl;
/** Bytes of parameters to drop: from this stack, and on a return to an outer ring from that one too. */
const dropped = (c: Context): number => c.i.form.operands.length ? Number(c.i.fields.immediate & 0xffffn) : 0;
export const RET_FAR: Transition = [
  { say: 'The return address is on the stack: RIP, then CS',
    run: c => {
      const size = c.i.form.width / 8;
      c.v.cpl = c.cpl;
      c.v.target = c.stackEntry(0, size, 'RIP');
      c.v.selector = c.stackEntry(1, size, 'CS') & 0xffffn;
    } },
  { say: 'CS must be code of the ring its RPL names, and that ring may not be an inner one',
    run: c => { c.v.code = needReturnCode(c, c.v.selector); } },
  { say: 'Beyond the parameters lies the stack of the outer ring', when: isOuter,
    run: c => {
      const size = c.i.form.width / 8, at = (n: number): bigint => c.linear('SS', c.stackOffset(n * size + dropped(c)), size, 'read');
      c.v.stackPointer = c.load(at(2), size, 'RSP', undefined, SS);
      c.v.stackSelector = c.load(at(3), size, 'SS', undefined, SS) & 0xffffn;
    } },
  { say: 'SS must be a stack of that ring; only 64-bit code outside ring 3 may have a null one', when: isOuter,
    run: c => {
      const cpl = rplOf(c.v.selector);
      if (!isNull(c.v.stackSelector)) { c.v.stack = needStack(c, c.v.stackSelector, cpl); return; }
      c.need(c.longMode && is64BitCode(c.v.code) && cpl !== 3 && rplOf(c.v.stackSelector) === cpl, GP, 0n);
      c.v.stack = nullStack(cpl);
    } },
  { say: 'RIP must be an address this code can have',
    run: c => needTarget(c, c.v.code, c.v.target) },
  { say: 'The frame and the parameters are popped', when: c => !isOuter(c),
    run: c => c.setStackPointer(c.stackOffset(2 * c.i.form.width / 8 + dropped(c))) },
  { say: 'Segments the outer ring may not use become null, and SS is its stack', when: isOuter,
    run: c => {
      dropInnerSegments(c, rplOf(c.v.selector));
      c.setSegment('SS', c.v.stackSelector, isNull(c.v.stackSelector) ? c.v.stack : accessed(c, c.v.stackSelector, c.v.stack));
    } },
  { say: 'CS:RIP is where the call came from',
    run: c => enterCode(c, c.v.selector, c.v.code, c.v.target, rplOf(c.v.selector)) },
  { say: 'RSP is the outer ring\'s, without its copy of the parameters', when: isOuter,
    run: c => c.setStackPointer(c.v.stackPointer + BigInt(dropped(c))) },
];
