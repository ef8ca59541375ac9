/** A copy of the machine to try things on: what happens to it, the learner's machine never sees. */
import { decode } from '../../cpu/decode.ts';
import { Memory } from '../../cpu/memory.ts';
import { State, type Fault } from '../../cpu/state.ts';
import { explainTransition, transitionOf } from '../../cpu/transitions/explain.ts';
import type { Debugger } from '../debugger.ts';

export interface Scratch {
  readonly state: State;
  readonly memory: Memory;
}
const copies = new WeakMap<Debugger, State>();

/** The machine as it stands, copied; the copy of before is overwritten. */
export function scratchOf(d: Debugger): Scratch {
  const { state } = d.target,
    copy = copies.get(d) ?? new State(state.ramBytes);
  copies.set(d, copy);
  copy.bytes.set(state.bytes);
  const memory = new Memory(copy);
  copy.takeFault();
  return { state: copy, memory };
}

/** A fast way into the kernel or out of it. */
export interface Door {
  readonly bytes: readonly number[];
  /** Where it leads. */
  readonly ring: 0 | 3;
}
const CANONICAL = 0x1000n;
/** Go through a door from its other side, return addresses being such that it does not refuse for them. Gives the fault if it refuses all the same. */
export function goThrough({ state, memory }: Scratch, bits: 32 | 64, { bytes, ring }: Door): Fault | undefined {
  state.set('CPL', ring === 0 ? 3n : 0n);
  state.set('mode', BigInt(bits));
  for (const cell of ['RIP', 'RCX', 'RDX'] as const) state.set(cell, CANONICAL);
  memory.flush();
  const i = decode(Uint8Array.from(bytes), CANONICAL, bits),
    name = typeof i === 'string' ? undefined : transitionOf(i.form);
  return typeof i === 'string' || name === undefined ? { vector: 6 } : explainTransition(name, state, memory, i).at(-1)?.fault;
}
