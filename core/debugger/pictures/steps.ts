/** The next instruction taken apart on a copy of the machine: named steps of a transition, or the steps of an ordinary program. */
import { fetchInstruction } from '../../cpu/fetch.ts';
import { explain } from '../../cpu/engines/explain.ts';
import { explainDelivery, explainTransition, transitionOf } from '../../cpu/transitions/explain.ts';
import type { Done } from '../../cpu/transitions/transition.ts';
import type { Fault, State } from '../../cpu/state.ts';
import type { Memory } from '../../cpu/memory.ts';
import type { Row } from '../../cpu/transitions/transition.ts';
import type { Debugger } from '../debugger.ts';
import { faultText } from '../event-text.ts';
import { addressText, hex } from '../text.ts';
import { scratchOf } from './scratch.ts';

export interface StepRow {
  readonly say: string;
  readonly values: readonly { readonly action: 'read' | 'compute' | 'write'; readonly what: string; readonly value: string }[];
  /** `#GP(0)`: here it refuses, and nothing of it has happened. */
  readonly fault?: string;
}
export interface MicroSteps {
  readonly address: string;
  readonly text: string;
  /** A transition: its steps are named. */
  readonly named: boolean;
  readonly steps: readonly StepRow[];
  /** What happens next is to be predicted. */
  readonly withheld?: true;
  /** The machine stopped at a fault: these are the steps of the instruction that failed, before it. */
  readonly failed?: true;
  /** Then: the steps through the IDT to the fault's handler. */
  readonly delivery?: readonly StepRow[];
}

export function microSteps(d: Debugger): MicroSteps {
  return d.execution.faulted ? { ...d.execution.beforeLast(() => stepsHere(d)), failed: true } : stepsHere(d);
}
function stepsHere(d: Debugger): MicroSteps {
  const { state, memory } = scratchOf(d),
    { bits, ip } = d.target,
    address = d.target.address(ip),
    i = fetchInstruction(state, memory);
  if (i === 'fault') {
    const fault = state.takeFault()!;
    return {
      ...{ address, text: '???', named: false },
      steps: [{ say: 'The instruction cannot be fetched', values: [], fault: faultText(fault) }],
      ...delivered(state, memory, fault, ip, bits),
    };
  }
  const name = transitionOf(i.form);
  if (name === undefined) {
    const steps = explain(i, state, memory)
        .slice(1)
        .map(({ step, text }): StepRow => ({ say: `${step}: ${text}`, values: [] })),
      fault = state.takeFault();
    if (!fault) return { address, text: i.text, named: false, steps };
    const last = steps.findLastIndex(({ say }) => say.startsWith('fault: '));
    return {
      ...{ address, text: i.text, named: false },
      steps: steps.map((row, n) => (n === last ? { ...row, fault: faultText(fault) } : row)),
      ...delivered(state, memory, fault, ip, bits),
    };
  }
  const done = explainTransition(name, state, memory, i),
    fault = done.at(-1)?.fault;
  if (fault) state.takeFault();
  return { address, text: i.text, named: true, steps: stepRows(done, bits), ...(fault && delivered(state, memory, fault, ip, bits)) };
}
const stepRows = (done: readonly Done[], bits: 32 | 64): StepRow[] =>
  done.map(({ say, rows, fault }) => ({
    say,
    values: rows.map(row => ({ action: row.action, what: row.what, value: valueText(row, bits) })),
    ...(fault && { fault: faultText(fault) }),
  }));
/** What the processor does next with a fault. */
function delivered(state: State, memory: Memory, { vector, error }: Fault, returnTo: bigint, bits: 32 | 64): Pick<MicroSteps, 'delivery'> {
  return { delivery: stepRows(explainDelivery(state, memory, { vector, error, source: 'exception', returnTo }), bits) };
}
/** As wide as what holds it: selectors short, addresses with their backtick. */
function valueText({ what, value, bytes }: Row, bits: 32 | 64): string {
  if (/selector|rights/.test(what)) return hex(value, 4);
  if (bytes !== undefined && bytes < 8) return hex(value, bytes * 2);
  return value < 0x1_0000_0000n ? hex(value) : addressText(value, bits);
}
const SIGN = { read: '=', compute: '=', write: '<-' } as const;
export function stepLines({ address, text, steps, delivery, withheld }: MicroSteps): readonly string[] {
  if (withheld) return [`${address} ${text}`, '?  yours to predict'];
  return [`${address} ${text}`, ...rowLines(steps), ...(delivery ? ['then, through the IDT', ...rowLines(delivery)] : [])];
}
const rowLines = (steps: readonly StepRow[]): readonly string[] =>
  steps.flatMap(({ say, values, fault }, n) => [
      `${String(n + 1).padStart(2)}  ${say}`,
      ...values.map(v => `      ${v.what} ${SIGN[v.action]} ${v.value}`),
      ...(fault === undefined ? [] : [`      ${fault}: nothing of it happens`]),
    ]);
