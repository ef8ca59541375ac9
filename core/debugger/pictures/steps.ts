/** The next instruction taken apart on a copy of the machine: named steps of a transition, or the steps of an ordinary program. */
import { fetchInstruction } from '../../cpu/fetch.ts';
import { explain } from '../../cpu/engines/explain.ts';
import { explainTransition, transitionOf } from '../../cpu/transitions/explain.ts';
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
}

export function microSteps(d: Debugger): MicroSteps {
  const { state, memory } = scratchOf(d),
    address = d.target.address(d.target.ip),
    i = fetchInstruction(state, memory);
  if (i === 'fault') return { address, text: '???', named: false, steps: [{ say: 'The instruction cannot be fetched', values: [], fault: faultText(state.takeFault()!) }] };
  const name = transitionOf(i.form);
  if (name === undefined)
    return { address, text: i.text, named: false, steps: explain(i, state, memory).slice(1).map(({ step, text }) => ({ say: `${step}: ${text}`, values: [] })) };
  const steps = explainTransition(name, state, memory, i).map(({ say, rows, fault }) => ({
    say,
    values: rows.map(row => ({ action: row.action, what: row.what, value: valueText(row, d.target.bits) })),
    ...(fault && { fault: faultText(fault) }),
  }));
  return { address, text: i.text, named: true, steps };
}
/** As wide as what holds it: selectors short, addresses with their backtick. */
function valueText({ what, value, bytes }: Row, bits: 32 | 64): string {
  if (/selector|rights/.test(what)) return hex(value, 4);
  if (bytes !== undefined && bytes < 8) return hex(value, bytes * 2);
  return value < 0x1_0000_0000n ? hex(value) : addressText(value, bits);
}
const SIGN = { read: '=', compute: '=', write: '<-' } as const;
export function stepLines({ address, text, steps }: MicroSteps): readonly string[] {
  return [
    `${address} ${text}`,
    ...steps.flatMap(({ say, values, fault }, n) => [
      `${String(n + 1).padStart(2)}  ${say}`,
      ...values.map(v => `      ${v.what} ${SIGN[v.action]} ${v.value}`),
      ...(fault === undefined ? [] : [`      ${fault}: nothing of it happens`]),
    ]),
  ];
}
