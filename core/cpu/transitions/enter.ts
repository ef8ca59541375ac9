/** ENTER: a procedure's frame with its display of outer frames. Not a ring change, but a loop no program has. @source SDM Vol. 2 "ENTER" */
import { stackBits } from '../segments.ts';
import { mask } from '../program.ts';
import type { Context, Transition } from './transition.ts';

/** The decoder puts the second immediate above the first: bits 20..16 the level, 15..0 the bytes to reserve. */
const level = (c: Context): number => Number(c.i.fields.immediate >> 16n & 31n);
const reserved = (c: Context): bigint => c.i.fields.immediate & 0xffffn;
const bytes = (c: Context): number => c.i.form.width / 8;

export const ENTER: Transition = [
  { say: 'RBP is pushed; the place where it lies is the new frame',
    run: c => {
      c.push(bytes(c), ['RBP', c.get('RBP')]);
      c.v.stackPointer = c.compute('frame', c.stackOffset(0));
    } },
  { say: 'Frame pointers of the outer levels are copied from the old frame, then the new frame\'s own', when: c => level(c) > 0,
    run: c => {
      const wrap = mask(stackBits(c.state)), base = c.get('RBP');
      for (let n = 1; n < level(c); n++) {
        const at = c.linear('SS', base - BigInt(n * bytes(c)) & wrap, bytes(c), 'read');
        c.push(bytes(c), [`frame ${n}`, c.loadThrough(at, bytes(c), 'outer frame', 12)]);
      }
      c.push(bytes(c), ['new frame', c.v.stackPointer]);
    } },
  { say: 'RBP points to the new frame, and RSP moves down by the bytes asked for; that much stack must be writable',
    run: c => {
      const bits = c.i.form.width, rbp = c.state.get('RBP');
      c.set('RBP', bits === 16 ? rbp & ~0xffffn | c.v.stackPointer & 0xffffn : c.v.stackPointer & mask(bits));
      c.setStackPointer(c.stackOffset(-Number(reserved(c))));
      const last = c.linear('SS', c.stackOffset(0), bytes(c), 'write');
      c.check(last, bytes(c), 'write');
    } },
];
