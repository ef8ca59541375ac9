/** Whole frames at once: ENTER, LEAVE, PUSHA, POPA. Everything is checked before anything is stored. @source SDM Vol. 2 */
import type { Gpr } from '../state.ts';
import type { Width } from '../program.ts';
import type { Meaning, Semantics, Spec, Value } from '../spec.ts';

const ORDER: readonly Gpr[] = ['RAX', 'RCX', 'RDX', 'RBX', 'RSP', 'RBP', 'RSI', 'RDI'];
const POPPED = ORDER.toReversed();
/** Linear address `bytes` below (or, negative, above) the stack pointer. */
const stackAt = (s: Spec, pointer: Value, width: Width, access: 'read' | 'write'): Value => s.linear(pointer, width, access, s.implied('SS'));

/** Eight registers, RAX highest; the RSP stored is the one before. */
const pushAll: Meaning = s => {
  const width = s.form.width, size = width / 8, top = s.read('RSP', s.form.stackWidth);
  const places = ORDER.map((_, n) => s.check(stackAt(s, top.sub(size * (n + 1)), width, 'write'), width, 'write', 12));
  const values = ORDER.map(name => s.read(name, width));
  places.forEach((place, n) => s.put(place, values[n]!));
  s.write('RSP', top.sub(size * 8));
};
/** The RSP on the stack is skipped. */
const popAll: Meaning = s => {
  const width = s.form.width, size = width / 8, top = s.read('RSP', s.form.stackWidth);
  const values = POPPED.map((_, n) => s.load(stackAt(s, top.add(size * n), width, 'read'), width, 12));
  POPPED.forEach((name, n) => { if (name !== 'RSP') s.write(name, values[n]!); });
  s.write('RSP', top.add(size * 8));
};
export const stackFrame: Semantics = {
  PUSHA: pushAll, PUSHAD: pushAll, POPA: popAll, POPAD: popAll,
  /** RSP := RBP, then POP RBP. */
  LEAVE: s => {
    const width = s.form.width, frame = s.read('RBP', s.form.stackWidth), old = s.load(stackAt(s, frame, width, 'read'), width, 12);
    s.write('RSP', frame.add(width / 8));
    s.write('RBP', old);
  },
};
