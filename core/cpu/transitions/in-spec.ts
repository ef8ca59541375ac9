/**
 * Micro-steps written in the spec language: for the transitions every system call makes, which therefore have to be fast. The engines run
 * them as one program; the explanation runs each step as a program of its own.
 */
import { SPACE_SHIFT, TLB, type SegmentName, type State } from '../state.ts';
import type { Memory } from '../memory.ts';
import type { Decoded } from '../decode.ts';
import type { Meaning, Spec, Value } from '../spec.ts';
import { STATUS, compose, scatter } from '../flags.ts';
import type { Descriptor } from '../segments.ts';
import { needsAttention } from './transition.ts';

export interface SpecStep { readonly say: string; readonly run: (s: Spec) => void }
export type SpecTransition = readonly SpecStep[];

/** The meaning of an instruction whose micro-steps these are. */
export const inOneProgram = (steps: SpecTransition): Meaning => s => {
  for (const { say, run } of steps.slice(0, -1)) s.group(say, () => run(s));
  steps.at(-1)!.run(s);                                           // it may end with `arrive`, which must be seen
};

// ---- words the steps are written in -----------------------------------------------------------------------------------

export const need = (s: Spec, condition: Value, vector: number, error?: bigint): void => s.if(condition.not(), () => s.raise(vector, error));
/** Titles of the groups that read and write the flags whole. */
export const RFLAGS = 'RFLAGS', SET_RFLAGS = 'RFLAGS :=';
export const flags = (s: Spec): Value => s.group(RFLAGS, () => compose(s));
export const setFlags = (s: Spec, word: Value): void => s.group(SET_RFLAGS, () => {
  scatter(s, word);
  s.write('flags.system', word.and(~STATUS).or(2));
});
export function setSegment(s: Spec, name: SegmentName, selector: Value, { base, limit, rights }: Descriptor): void {
  s.write(`${name}.selector`, selector);
  s.write(`${name}.base`, s.constant(base));
  s.write(`${name}.limit`, s.constant(limit));
  s.write(`${name}.rights`, s.constant(rights));
}
const SINGLE_STEP = 1n << 14n;
/** SYSCALL and SYSRET trap by the TF they leave, not by the one they found. */
export function trapByNewFlags(s: Spec): void {
  const due = s.read('pending.debug');
  s.write('pending.debug', s.read('flags.system').bit(8).choose(due.or(SINGLE_STEP), due.and(~SINGLE_STEP)));
}
/** Go on at `target` in ring `cpl`, in code of `bits`. The host need not hear of it where there is nothing for it to do. */
export function arrive(s: Spec, target: Value, cpl: 0 | 3, bits: 32 | 64): void {
  const alike = bits === s.form.mode, quiet = nothingToSee(s);
  s.write('crossing.from', s.read('CPL'));
  s.write('CPL', s.constant(cpl));
  if (!alike) s.write('mode', s.constant(bits));
  s.write('RIP', target);
  s.write('event.count', s.read('event.count').add(1));
  s.write('event.at', s.read('clock.end').sub(s.read('engine.budget')));
  s.write('event.delivered', s.constant(0));
  if (!alike) return s.transition('ARRIVE');
  s.if(quiet, () => {
    const space = s.read('engine.space');
    s.write('engine.context', space.shr(SPACE_SHIFT).or(bits | (cpl === 3 ? 1 : 0)));
    s.write('engine.tlb', space.add(cpl === 3 ? TLB.user : TLB.supervisor));
    s.jump(target);
  }, () => s.transition('ARRIVE'));
}
const TF = 1n << 8n, RF = 1n << 16n, AC = 1n << 18n;
/** Nobody listens, no access is checked beyond paging (TLB.empty), and nothing may come before the next instruction: see `needsAttention`. */
function nothingToSee(s: Spec): Value {
  const due = s.read('pending.debug').or(s.read('shadow')).or(s.read('activity')).or(s.read('interrupt')).or(s.read('engine.listening'));
  return due.or(s.read('flags.system').and(TF | RF | AC)).eq(0).and(s.read('engine.tlb').ne(TLB.empty));
}
/** What the host does otherwise: choose the TLB of the new ring, and tell who listens. */
export function arrived(state: State, memory: Memory, i: Decoded): 'done' {
  memory.refresh();
  if (needsAttention(state)) state.set('attention', 1n);
  memory.onTransition?.(i.form.mnemonic, { rip: i.fields.here, cpl: Number(state.get('crossing.from')) }, undefined);
  return 'done';
}
/** Go on at the next instruction, after the machine has looked around. */
export function attend(s: Spec): void {
  s.write('RIP', s.field('next'));
  s.transition('ATTEND');
}
/** What the host does then. */
export function attended(state: State): 'done' {
  if (needsAttention(state)) state.set('attention', 1n);
  return 'done';
}
