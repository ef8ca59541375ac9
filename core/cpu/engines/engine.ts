/** What a machine asks of an engine, and the oracle as one. */
import type { State } from '../state.ts';
import type { Memory } from '../memory.ts';
import type { Form } from '../program.ts';
import { createFetcher } from '../fetch.ts';
import { evaluate } from './evaluator.ts';
import { WasmInterpreter } from './wasm-interpreter.ts';

/** `attention`: the last instruction left something for the machine to look at (cell `attention`). `fault`: recorded in the state, RIP at the instruction. */
export type EngineStop = 'budget' | 'fault' | 'attention' | 'breakpoint';
/**
 * An engine that keeps decoded blocks and runs several instructions between two looks at the state must still be exact:
 *  - blocks depend on linear address and `engine.context`; `Memory.flush` (through `onFlush`) says that addresses may mean something else,
 *    `markCode` and `onCodeWrite` that bytes have changed;
 *  - `attention` not 0 after an instruction ends the run there; transitions and devices set it;
 *  - the time (`clock.end` - `engine.budget`) must be right when a transition or a device reads it. With `Memory.deferIrregular` an access
 *    to a device, or a write to code or page tables, is answered by the pseudo-fault RETRY: run that instruction on the oracle.
 */
export interface Engine {
  /**
   * Execute until cell `engine.budget` is 0; each instruction retired (or REP iteration) takes one from it.
   * @param breakpoints values of RIP to stop before, but not before the first instruction
   */
  run(breakpoints: ReadonlySet<bigint>): EngineStop;
  /** Did the last run end between two iterations of one REP? Its address is no place to stop at then. */
  readonly iterating: boolean;
  /** Forget everything decoded: memory or modes were changed behind the engine's back. */
  forget(): void;
  /** Generate code for these forms, and no others yet. An engine that generates nothing has nothing to learn. */
  learn?(forms: readonly Form[]): void;
}
export type EngineName = 'evaluator' | 'wasm';
export function createEngine(name: EngineName, state: State, memory: Memory): Engine {
  if (name === 'evaluator') return createEvaluator(state, memory);
  return new WasmInterpreter(state, memory);
}

/** The oracle: one instruction at a time. */
export function createEvaluator(state: State, memory: Memory): Engine {
  const { fetch, forget } = createFetcher(state, memory);
  const charge = (n: bigint): void => state.set('engine.budget', state.get('engine.budget') - n);
  let iterating = false;
  return {
    forget,
    get iterating() { return iterating; },
    run(breakpoints) {
      let passed: bigint | undefined = state.get('RIP');
      iterating = false;
      while (state.get('engine.budget') > 0n) {
        const rip = state.get('RIP');
        if (rip !== passed && breakpoints.has(rip)) return 'breakpoint';
        const i = fetch();
        if (i === 'fault') return 'fault';
        charge(1n);
        if (evaluate(i, state, memory) === 'fault') { charge(-1n); return 'fault'; }
        iterating = i.form.repeat !== undefined && state.get('RIP') === rip;
        if (state.get('attention') !== 0n) return 'attention';
        passed = iterating ? rip : undefined;
      }
      return 'budget';
    },
  };
}
