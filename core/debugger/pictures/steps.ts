/** The next instruction taken apart on a copy of the machine: named steps of a transition, or the steps of an ordinary program. */
import { fetchInstruction } from '../../cpu/fetch.ts';
import { explain } from '../../cpu/engines/explain.ts';
import { RFLAGS as NAMED_FLAGS } from '../../cpu/flags.ts';
import { readFlags } from '../../cpu/registers.ts';
import { explainDelivery, explainTransition, transitionOf } from '../../cpu/transitions/explain.ts';
import type { Done, Row } from '../../cpu/transitions/transition.ts';
import { CELLS, type Cell, type Fault, type State } from '../../cpu/state.ts';
import type { Debugger } from '../debugger.ts';
import { faultText } from '../event-text.ts';
import { addressText, hex } from '../text.ts';
import { scratchOf } from './scratch.ts';

export interface StepValue {
  readonly action: 'read' | 'compute' | 'write';
  readonly what: string;
  readonly value: string;
  /** Of a write that changes what it writes: what stood there. */
  readonly was?: string;
  /** `IF 1 → 0`: of flags, those that change. */
  readonly flags?: string;
}
export interface StepRow {
  readonly say: string;
  readonly values: readonly StepValue[];
  /** `#GP(0)`: here it refuses, and nothing of it has happened. */
  readonly fault?: string;
  /** Behind, being done, or to come. */
  readonly state: 'past' | 'now' | 'ahead';
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
  /** The step being done, of all that there are, `delivery` included; 0 before the first. */
  readonly at: number;
  readonly all: number;
  /** What is written by any step, as the steps so far leave it. */
  readonly live: readonly { readonly what: string; readonly value: string; readonly changed: boolean }[];
}
type Told = Omit<StepRow, 'state'>;
type Unmarked = Pick<MicroSteps, 'address' | 'text' | 'named' | 'failed'> & { readonly steps: readonly Told[]; readonly delivery?: readonly Told[] };

/** @param at the step being done, from 1; 0 before the first. By default the one that refused, where the machine stopped at a fault. */
export function microSteps(d: Debugger, at?: number): MicroSteps {
  const { faulted } = d.execution,
    found: Unmarked = faulted ? { ...d.execution.beforeLast(() => stepsHere(d)), failed: true } : stepsHere(d),
    all = found.steps.length + (found.delivery?.length ?? 0),
    refused = found.steps.findIndex(s => s.fault !== undefined) + 1,
    now = Math.min(Math.max(at ?? (faulted ? refused : 0), 0), all);
  const mark = (rows: readonly Told[], before: number): StepRow[] =>
    rows.map((row, n) => ({ ...row, state: before + n + 1 < now ? 'past' : before + n + 1 === now ? 'now' : 'ahead' }));
  const { delivery, ...rest } = found,
    { steps } = found;
  return {
    ...{ ...rest, at: now, all, steps: mark(steps, 0), live: liveAt(steps, delivery ?? [], now) },
    ...(delivery && { delivery: mark(delivery, steps.length) }),
  };
}
/** Registers that some step writes, in the order of their first writes, as the steps up to `now` leave them; the hidden parts of segments are left out. */
function liveAt(steps: readonly Told[], delivery: readonly Told[], now: number): MicroSteps['live'] {
  const live = new Map<string, { readonly value: string; readonly changed: boolean }>();
  for (const { what, value, was } of [...steps, ...delivery].flatMap(writes)) if (!live.has(what)) live.set(what, { value: was ?? value, changed: false });
  // A refusal takes everything back, and the delivery begins from there.
  const refused = steps[now - 1]?.fault !== undefined,
    done = now > steps.length ? delivery.slice(0, now - steps.length) : refused ? [] : steps.slice(0, now);
  done.forEach((row, n) => {
    for (const { what, value, was } of writes(row)) live.set(what, { value, changed: n === done.length - 1 && was !== undefined });
  });
  return [...live].map(([what, at]) => ({ what: what.replace('.selector', ''), ...at }));
}
const isShown = (what: string): boolean => what === FLAGS || (isCell(what) && !/^([CSDE]S|TR|LDTR)\.base$|\.(limit|rights)$|^mode$/.test(what));
const writes = ({ values }: Told): readonly StepValue[] => values.filter(v => v.action === 'write' && isShown(v.what));

function stepsHere(d: Debugger): Unmarked {
  const { state, memory } = scratchOf(d),
    { bits, ip } = d.target,
    address = d.target.address(ip),
    i = fetchInstruction(state, memory);
  const delivered = (fault: Fault): Pick<Unmarked, 'delivery'> => ({
    delivery: told(explainDelivery(state, memory, { ...fault, error: fault.error, source: 'exception', returnTo: ip }), d.target.state, bits),
  });
  if (i === 'fault') {
    const fault = state.takeFault()!;
    return {
      ...{ address, text: '???', named: false },
      steps: [{ say: 'The instruction cannot be fetched', values: [], fault: faultText(fault) }],
      ...delivered(fault),
    };
  }
  const name = transitionOf(i.form);
  if (name === undefined) {
    const steps = explain(i, state, memory)
        .slice(1)
        .map(({ step, text }): Told => ({ say: `${step}: ${text}`, values: [] })),
      fault = state.takeFault();
    if (!fault) return { address, text: i.text, named: false, steps };
    const last = steps.findLastIndex(({ say }) => say.startsWith('fault: '));
    return {
      ...{ address, text: i.text, named: false },
      steps: steps.map((row, n) => (n === last ? { ...row, fault: faultText(fault) } : row)),
      ...delivered(fault),
    };
  }
  const done = explainTransition(name, state, memory, i),
    fault = done.at(-1)?.fault;
  if (fault) state.takeFault();
  return { address, text: i.text, named: true, steps: told(done, d.target.state, bits), ...(fault && delivered(fault)) };
}
const FLAGS = 'RFLAGS';
const NAMES: ReadonlySet<string> = new Set(CELLS);
const isCell = (what: string): what is Cell => NAMES.has(what);
/** Steps as rows. @param before the registers before the first of them */
function told(done: readonly Done[], before: State, bits: 32 | 64): Told[] {
  const stands = new Map<string, bigint>();
  const wasIn = (what: string): bigint | undefined => stands.get(what) ?? (what === FLAGS ? readFlags(before) : isCell(what) ? before.get(what) : undefined);
  const toldOf = (row: Row): StepValue => {
    const { action, what, value } = row,
      was = action === 'write' ? wasIn(what) : undefined;
    if (action === 'write') stands.set(what, value);
    return {
      ...{ action, what, value: valueText(row, bits) },
      ...(was !== undefined && was !== value && { was: valueText({ ...row, value: was }, bits), ...(what === FLAGS && { flags: turned(was, value) }) }),
    };
  };
  return done.map(({ say, rows, fault }) => ({ say, values: rows.map(toldOf), ...(fault && { fault: faultText(fault) }) }));
}
/** `IF 1 → 0, TF 1 → 0`. */
const turned = (was: bigint, now: bigint): string =>
  Object.entries(NAMED_FLAGS)
    .filter(([, bit]) => ((was ^ now) >> BigInt(bit)) & 1n)
    .map(([name, bit]) => `${name} ${(was >> BigInt(bit)) & 1n} → ${(now >> BigInt(bit)) & 1n}`)
    .join(', ');
/** As wide as what holds it: selectors short, addresses with their backtick. */
function valueText({ what, value, bytes }: Row, bits: 32 | 64): string {
  if (/selector|rights/.test(what)) return hex(value, 4);
  if (bytes !== undefined && bytes < 8) return hex(value, bytes * 2);
  return value < 0x1_0000_0000n ? hex(value) : addressText(value, bits);
}
const SIGN = { read: '=', compute: '=', write: '<-' } as const,
  MARK = { past: '*', now: '>', ahead: ' ' } as const;
export function stepLines({ address, text, steps, delivery, withheld, at, live }: MicroSteps): readonly string[] {
  if (withheld) return [`${address} ${text}`, '?  yours to predict'];
  return [
    `${address} ${text}`,
    ...rowLines(steps, 1),
    ...(delivery ? ['then, through the IDT', ...rowLines(delivery, steps.length + 1)] : []),
    ...(at > 0 && live.length > 0 ? [`then  ${live.map(l => `${l.what}=${l.value}${l.changed ? '*' : ''}`).join(' ')}`] : []),
  ];
}
const rowLines = (steps: readonly StepRow[], first: number): readonly string[] =>
  steps.flatMap(({ say, values, fault, state }, n) => [
      `${MARK[state]}${String(n + first).padStart(2)}  ${say}`,
      ...values.map(v => `       ${v.what} ${SIGN[v.action]} ${v.value}${v.was === undefined ? '' : `   was ${v.was}`}${v.flags ? `   ${v.flags}` : ''}`),
      ...(fault === undefined ? [] : [`       ${fault}: nothing of it happens`]),
    ]);
