/** What a transition does, step by step, with the values it touches: for the learner, and for taking a transition apart by hand. */
import { at, type Cell, type State } from '../state.ts';
import type { Memory } from '../memory.ts';
import type { Decoded } from '../decode.ts';
import type { Form, Step } from '../program.ts';
import { Spec } from '../spec.ts';
import { DELIVER, nowhere } from '../deliver.ts';
import { readFlags } from '../registers.ts';
import { runProgram } from '../engines/evaluator.ts';
import { specTransitions, transitions } from './index.ts';
import { RFLAGS, SET_RFLAGS, type SpecTransition } from './in-spec.ts';
import { microSteps, type Delivery, type Done, type Row } from './transition.ts';

/** Name of the transition that carries out an instruction; undefined for ordinary ones. */
export function transitionOf({ mnemonic, mode }: Form): string | undefined {
  const legacy = `${mnemonic}_LEGACY`, name = mode === 32 && legacy in transitions ? legacy : mnemonic;
  return name in transitions || name in specTransitions ? name : undefined;
}
/** The sentences of a transition, in order; some apply only in certain cases. `DELIVER` is the way through the IDT. */
export const sentences = (name: string): readonly string[] =>
  (name === 'DELIVER' ? DELIVER : specTransitions[name] ?? transitions[name] ?? []).map(step => step.say);

/**
 * Perform the transition `name` of instruction `i` one micro-step at a time. Between two of them the registers are as the steps so far
 * have left them (stores come with the last); after a refusal everything is as before.
 */
export function* stepTransition(name: string, state: State, memory: Memory, i: Decoded): Generator<Done, 'done' | 'fault'> {
  state.set('RIP', i.fields.next);
  const inSpec = specTransitions[name], outcome = yield* inSpec ? specSteps(inSpec, state, memory, i) : microSteps(transitions[name]!, state, memory, i);
  if (outcome === 'fault') state.set('RIP', i.fields.here);
  return outcome;
}
/** Perform it, and tell each step with the values it read, computed and wrote. */
export const explainTransition = (name: string, state: State, memory: Memory, i: Decoded): readonly Done[] => [...stepTransition(name, state, memory, i)];
/** Deliver an event through the IDT, told the same way. What goes wrong on the way ends the list: the last step has the fault. */
export const explainDelivery = (state: State, memory: Memory, event: Delivery): readonly Done[] =>
  [...microSteps(DELIVER, state, memory, nowhere(event.returnTo), event)];

/** Steps in the spec language: each is run as a program of its own. */
function* specSteps(steps: SpecTransition, state: State, memory: Memory, i: Decoded): Generator<Done, 'done' | 'fault'> {
  for (const { say, run } of steps) {
    const rows: Row[] = [], program = Spec.program(i.form, run);
    if (runProgram(program, i, state, memory, (step, value) => note(rows, state, step, value)) === 'done') { yield { say, rows }; continue; }
    const fault = state.takeFault()!;
    state.raise(fault);
    yield { say, rows, fault };
    return 'fault';
  }
  return 'done';
}
/** A row for what a reader wants to see; scratch of ours and single flags stay out. */
function note(rows: Row[], state: State, step: Step, value: bigint): void {
  if (step.kind === 'group' && step.title === RFLAGS) rows.push({ action: 'read', what: RFLAGS, value });
  else if (step.kind === 'group' && step.title === SET_RFLAGS) rows.push({ action: 'write', what: RFLAGS, value: readFlags(state) });
  else if ((step.kind === 'read' || step.kind === 'write') && 'cell' in step.place && isShown(step.place.cell)) {
    rows.push({ action: step.kind, what: step.place.cell, value });
  }
}
const isShown = (cell: Cell): boolean => at(cell) < at('activity') && !cell.startsWith('flags.');
