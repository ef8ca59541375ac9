/** What registers hold beside their values: flags and control bits by name, and the hidden parts of segments. */
import { RFLAGS } from '../../cpu/flags.ts';
import { CR0, CR4, EFER } from '../../cpu/paging.ts';
import { RIGHTS } from '../../cpu/segments.ts';
import { agrees, segmentAt } from '../descriptors.ts';
import type { Debugger } from '../debugger.ts';
import { SEGMENT_ORDER } from '../registers.ts';
import { hex } from '../text.ts';

export interface NamedBit {
  readonly name: string;
  readonly bit: number;
  readonly set: boolean;
  /** By the last step. */
  readonly changed: boolean;
  /** The line that turns it over; absent where it is no learner's to turn. */
  readonly turn?: string;
}
export interface BitRegister {
  readonly name: string;
  readonly value: string;
  readonly bits: readonly NamedBit[];
}
export interface HiddenSegment {
  readonly name: string;
  readonly selector: string;
  /** `code 64`, `data`, `null`. */
  readonly kind: string;
  readonly dpl: number;
  readonly base: string;
  readonly limit: string;
  /** Does the descriptor the selector names say something else? */
  readonly differs: boolean;
}
export interface RegistersPicture {
  readonly segments: readonly HiddenSegment[];
  readonly registers: readonly BitRegister[];
  /** `cr2`, `gdtr`: values without bits. */
  readonly plain: readonly { readonly name: string; readonly value: string }[];
}
type Bits = readonly (readonly [name: string, bit: number])[];
const positions = (masks: Readonly<Record<string, bigint>>): Bits =>
  Object.entries(masks).map(([name, mask]) => [name, mask.toString(2).length - 1] as const);
const FLAG_BITS: Bits = Object.entries(RFLAGS).map(([name, bit]) => [name, bit] as const);
/** Flags a debugger can set by name. */
const TURNED = new Set(['CF', 'PF', 'AF', 'ZF', 'SF', 'TF', 'IF', 'DF', 'OF']);

export function registersPicture(d: Debugger): RegistersPicture {
  const { target } = d,
    wide = target.bits === 64;
  const bits = (name: string, register: string, table: Bits, value = target.register(register) ?? 0n): BitRegister => {
    const was = d.execution.before.get(register) ?? value;
    return {
      name,
      value: hex(value, name === 'efer' ? 3 : 8),
      bits: [...table]
        .sort((a, b) => b[1] - a[1])
        .map(([flag, bit]) => {
          const now = (value >> BigInt(bit)) & 1n;
          return {
            ...{ name: flag, bit, set: now === 1n, changed: now !== ((was >> BigInt(bit)) & 1n) },
            ...(register === 'efl' && TURNED.has(flag) && { turn: `r ${flag.toLowerCase()}=${1n - now}` }),
          };
        }),
    };
  };
  return {
    segments: SEGMENT_ORDER.map(name => hidden(d, name)),
    registers: [
      bits(wide ? 'rflags' : 'efl', 'efl', FLAG_BITS),
      bits('cr0', 'cr0', positions(CR0)),
      bits('cr4', 'cr4', positions(CR4)),
      ...(wide ? [bits('efer', 'efer', positions(EFER), target.state.get('IA32_EFER'))] : []),
    ],
    plain: ['cr2', 'cr3', ...(wide ? ['cr8'] : []), 'gdtr', 'idtr', 'tr'].map(name => ({
      name,
      value: /^(cr8|tr)$/.test(name) ? hex(target.register(name) ?? 0n, name === 'tr' ? 4 : 1) : target.address(target.register(name) ?? 0n),
    })),
  };
}
function hidden({ target }: Debugger, name: (typeof SEGMENT_ORDER)[number]): HiddenSegment {
  const cell = name.toUpperCase() as Uppercase<typeof name>,
    { state } = target,
    selector = Number(target.register(name) ?? 0n),
    rights = Number(state.get(`${cell}.rights`));
  const unusable = (rights & RIGHTS.unusable) !== 0,
    code = (rights & RIGHTS.code) !== 0,
    found = selector < 4 ? undefined : segmentAt(target, selector);
  return {
    name,
    selector: hex(selector, 4),
    kind: unusable ? 'null' : code ? `code ${rights & RIGHTS.L ? 64 : rights & RIGHTS.DB ? 32 : 16}` : 'data',
    dpl: (rights >> 5) & 3,
    base: target.address(state.get(`${cell}.base`)),
    limit: hex(state.get(`${cell}.limit`), 8),
    differs: !unusable && !(found && agrees(found, rights, code)),
  };
}

export function registersLines({ segments, registers, plain }: RegistersPicture): readonly string[] {
  return [
    ...segments.map(
      s => `${s.name} ${s.selector}  ${s.kind.padEnd(8)} DPL ${s.dpl}  base ${s.base}  limit ${s.limit}${s.differs ? '  the descriptor says something else' : ''}`,
    ),
    ...registers.map(r =>
      `${r.name.padEnd(6)} ${r.value.padStart(8)}  ${r.bits
        .filter(b => b.set)
        .map(b => b.name)
        .join(' ')}`.trimEnd(),
    ),
    ...plain.map(p => `${p.name.padEnd(6)} ${p.value}`),
  ];
}
