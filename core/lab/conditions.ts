/** What a check asks of the learner's own machine: where it stands, what it holds, what happened on it, which code was written. */
import { readRegister } from '../cpu/registers.ts';
import { decodeInstruction, type Instruction } from '../debugger/instruction.ts';
import type { GuestEvent } from '../machine/machine.ts';
import type { Guest } from '../windows/guest.ts';
import type { Grader } from './grade.ts';
import { LOOKED, type ConditionFile } from './pack-schema.ts';
import { assembled } from './params.ts';
import { faultOf, momentOf } from './reference-run.ts';

/** A learner's machine, and what there is to judge it by. */
export interface Looked {
  readonly on: string | undefined;
  readonly guest: Guest;
  readonly grader: Grader;
  /** Placeholders of a text filled in. */
  readonly fill: (text: string) => string;
  /** Live through its recording up to where it stands, being told of each event with the machine as it is right after it. */
  readonly lived: (note: (event: GuestEvent) => void) => void;
}
type Of<K extends keyof ConditionFile> = NonNullable<ConditionFile[K]>;
type Kind = (typeof LOOKED)[number];

const KINDS: { readonly [K in Kind]-?: (asked: Of<K>, looked: Looked) => boolean } = {
  reached: (at, l) => readRegister(l.guest.machine.state, 'rip') === valueOf(at, l),
  cpl: (ring, { guest }) => guest.machine.state.get('CPL') === BigInt(ring),
  that: (truth, { grader, on }) => grader.holds(truth, on),
  state: (registers, l) => Object.entries(registers).every(([name, is]) => readRegister(l.guest.machine.state, name) === valueOf(is, l)),
  memory: (places, l) =>
    places.every(({ at, is, bytes }) => momentOf(l.guest).load(valueOf(at, l), bytes) === BigInt.asUintN(8 * bytes, valueOf(is, l))),
  event: happened,
  assembled: ({ at, asm }, l) => stands(l.guest, valueOf(at, l), assembled(l.fill(asm), valueOf(at, l), l.guest)),
};
const valueOf = (expression: string, { grader, on }: Looked): bigint => grader.value(expression, on);
const meetsOne = (kind: Kind, asked: unknown, looked: Looked): boolean =>
  asked === undefined || (KINDS[kind] as (asked: unknown, looked: Looked) => boolean)(asked, looked);

/** All that the condition names holds. */
export const meets = (c: ConditionFile, looked: Looked): boolean =>
  LOOKED.every(kind => meetsOne(kind, c[kind], looked)) &&
  (c.all?.every(one => meets(one, looked)) ?? true) &&
  (c.any?.some(one => meets(one, looked)) ?? true);
function happened({ kind, vector, first, where }: Of<'event'>, l: Looked): boolean {
  const wanted = vector === undefined ? undefined : Number(valueOf(vector, l));
  let met = false,
    over = false;
  l.lived(event => {
    if (met || over || event.kind !== kind) return;
    const fault = (v: number): ReturnType<typeof faultOf> | undefined => (v === event.vector ? faultOf(l.guest, event) : undefined);
    met = (wanted === undefined || event.vector === wanted) && (where === undefined || l.grader.holds(where, l.on, fault));
    over = first;
  });
  return met;
}

/** Do these instructions stand in memory? Another encoding of one is the same one; jumps among them count instructions. */
function stands({ machine, build }: Guest, at: bigint, code: readonly number[]): boolean {
  const { bits } = build,
    wanted = decodeAll(Uint8Array.from(code), at, bits),
    longest = 15 * (wanted?.length ?? 0),
    bytes = machine.memory.read(at, code.length);
  if (!bytes) return false;
  if (bytes.every((b, n) => b === code[n])) return true;
  const more = machine.memory.read(at, longest) ?? bytes,
    found = wanted && decodeAll(more, at, bits, wanted.length);
  return found !== undefined && textOf(found) === textOf(wanted!);
}
/** Undefined where something is no instruction. */
function decodeAll(bytes: Uint8Array, at: bigint, bits: 32 | 64, most = Infinity): readonly Instruction[] | undefined {
  const found: Instruction[] = [];
  for (let n = 0; n < bytes.length && found.length < most; n += found.at(-1)!.length) {
    const i = decodeInstruction(bytes.subarray(n), at + BigInt(n), bits);
    if (!i) return undefined;
    found.push(i);
  }
  return found;
}
function textOf(code: readonly Instruction[]): string {
  const starts = code.map(i => i.address);
  return code
    .map(i => `${i.mnemonic} ${i.target !== undefined && starts.includes(i.target) ? `#${starts.indexOf(i.target)}` : i.plain.join()}`)
    .join('\n');
}
