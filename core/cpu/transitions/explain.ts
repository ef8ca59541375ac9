/** What a transition does, step by step, with the values it touches: for the learner, and for taking a transition apart by hand. */
import type { State } from '../state.ts';
import type { Memory } from '../memory.ts';
import type { Decoded } from '../decode.ts';
import { DELIVER, nowhere } from '../deliver.ts';
import { transitions } from './index.ts';
import { microSteps, type Delivery, type Done } from './transition.ts';

/** The sentences of a transition, in order; some apply only in certain cases. `DELIVER` is the way through the IDT. */
export const sentences = (name: string): readonly string[] => (name === 'DELIVER' ? DELIVER : transitions[name] ?? []).map(step => step.say);

/** Perform the transition `name` of instruction `i` one micro-step at a time. RIP is the next instruction's, or at the end of a refusal this one's again. */
export function* stepTransition(name: string, state: State, memory: Memory, i: Decoded): Generator<Done, 'done' | 'fault'> {
  state.set('RIP', i.fields.next);
  const outcome = yield* microSteps(transitions[name]!, state, memory, i);
  if (outcome === 'fault') state.set('RIP', i.fields.here);
  return outcome;
}
/** Perform it, and tell each step with the values it read, computed and wrote. */
export function explainTransition(name: string, state: State, memory: Memory, i: Decoded): readonly Done[] { return [...stepTransition(name, state, memory, i)]; }
/** Deliver an event through the IDT, told the same way. What goes wrong on the way ends the list: the last step has the fault. */
export const explainDelivery = (state: State, memory: Memory, event: Delivery): readonly Done[] => [...microSteps(DELIVER, state, memory, nowhere(event.returnTo), event)];
