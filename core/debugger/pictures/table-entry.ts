/** An entry of the IDT or the GDT as its bytes lie in memory: the fields they are cut into, the bits of its rights, and what its pieces make together. */
import type { Debugger } from '../debugger.ts';
import { gateAt, segmentAt, segmentType, type Gate, type Segment } from '../descriptors.ts';
import type { Half } from '../moment.ts';
import { halfOf } from '../moment/values.ts';
import { fromBytes, hex } from '../text.ts';

/** What a part means here: its words, and an id with values for a window that has words of its own. */
export interface Remark {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
  readonly text: string;
  /** It refuses. */
  readonly bad?: true;
}
/** `DPL`, bits 46..45 of the entry, in binary. */
export interface BitPart {
  readonly name: string;
  readonly bits: string;
  readonly value: string;
  readonly says?: Remark;
}
export interface ByteField {
  readonly name: string;
  readonly at: number;
  /** From the lowest address up. */
  readonly bytes: readonly string[];
  readonly value: string;
  /** A piece of what `wholes` puts together, rights, nothing at all, or a value of its own. */
  readonly role: 'piece' | 'rights' | 'reserved' | 'value';
  /** Highest first. */
  readonly parts?: readonly BitPart[];
}
export interface EntryPicture {
  readonly id: 'gate' | 'descriptor';
  readonly title: string;
  readonly command: string;
  readonly fields: readonly ByteField[];
  /** `target`: the pieces put together. */
  readonly wholes: readonly { readonly name: 'target' | 'base' | 'limit'; readonly value: string; readonly half?: Half; readonly says?: Remark }[];
}
export const remark = (id: string, text: string, values: Remark['values'] = {}): Remark => ({ id, text, values });

/** Fields as they lie: name, bytes, role; a value of its own where none is said. */
type Shape = readonly (readonly [name: string, length: number, role?: ByteField['role']])[];
/** @source SDM Vol. 3 "64-Bit Mode IDT", "IDT Descriptors"; names as in _KIDTENTRY64 and _KIDTENTRY */
const GATE_64: Shape = [
  ['OffsetLow', 2, 'piece'],
  ['Selector', 2],
  ['IstIndex', 1],
  ['attr', 1, 'rights'],
  ['OffsetMiddle', 2, 'piece'],
  ['OffsetHigh', 4, 'piece'],
  ['Reserved1', 4, 'reserved'],
];
const GATE_32: Shape = [
  ['Offset', 2, 'piece'],
  ['Selector', 2],
  ['', 1, 'reserved'],
  ['attr', 1, 'rights'],
  ['ExtendedOffset', 2, 'piece'],
];
/** @source SDM Vol. 3 "Segment Descriptors"; names as in _KGDTENTRY64 */
const DESCRIPTOR: Shape = [
  ['LimitLow', 2],
  ['BaseLow', 2, 'piece'],
  ['BaseMiddle', 1, 'piece'],
  ['Flags1', 1, 'rights'],
  ['Flags2', 1, 'rights'],
  ['BaseHigh', 1, 'piece'],
];
/** What a system descriptor of 64-bit mode has more. */
const WIDE: Shape = [
  ['BaseUpper', 4, 'piece'],
  ['MustBeZero', 4, 'reserved'],
];
function cut(bytes: Uint8Array, shape: Shape, parts: Readonly<Record<string, readonly BitPart[]>>): ByteField[] {
  let at = 0;
  return shape.map(([name, length, role = 'value']) => {
    const own = bytes.subarray(at, at + length);
    at += length;
    return {
      ...{ name, at: at - length, role, value: hex(fromBytes(own), length * 2), bytes: [...own].map(b => hex(b, 2)) },
      ...(parts[name] && { parts: parts[name] }),
    };
  });
}
/** Bits of an entry's first eight bytes, in binary. */
function bitsOf(low: bigint): (name: string, high: number, bottom?: number, says?: Remark) => BitPart {
  return (name, high, bottom = high, says) => ({
    name,
    bits: high === bottom ? String(high) : `${high}..${bottom}`,
    value: ((low >> BigInt(bottom)) & ((1n << BigInt(high - bottom + 1)) - 1n)).toString(2).padStart(high - bottom + 1, '0'),
    ...(says && { says }),
  });
}
const GATES: Readonly<Record<number, Remark>> = {
  5: remark('task-gate', 'task gate'),
  14: remark('interrupt-gate', 'interrupt gate: clears IF'),
  15: remark('trap-gate', 'trap gate: leaves IF'),
};
/** What INT n of ring 3 meets: first the gate's DPL, then whether it is there. */
function knock(vector: number, { dpl, present }: Gate): Remark {
  const values = { vector: `${hex(vector, 2)}h`, error: hex(vector * 8 + 2), dpl: String(dpl) },
    int = `int ${values.vector} from ring 3: `;
  if (dpl < 3) return { ...remark('gate-shut', `${int}CPL 3 > DPL ${dpl}, #GP(${values.error})`, values), bad: true };
  if (!present) return { ...remark('gate-absent', `${int}not present, #NP(${values.error})`, values), bad: true };
  return remark('gate-open', `${int}allowed`, values);
}
export function gatePicture({ target }: Debugger, vector: number): EntryPicture | undefined {
  const gate = gateAt(target, vector),
    wide = target.bits === 64,
    size = wide ? 16 : 8,
    bytes = gate && target.read(gate.address, size);
  if (!gate || !bytes) return undefined;
  const part = bitsOf(fromBytes(bytes.subarray(0, 8))),
    symbol = target.symbolText(gate.offset),
    half = halfOf(target, gate.offset);
  const rights = [part('P', 47), part('DPL', 46, 45, knock(vector, gate)), part('0', 44), part('Type', 43, 40, GATES[gate.type])];
  return {
    id: 'gate',
    title: `IDT[${hex(vector, 2)}h]`,
    command: `db @idtr+${hex(vector * size)} L${hex(size)}`,
    fields: cut(bytes, wide ? GATE_64 : GATE_32, { attr: rights }),
    wholes: [
      {
        ...{ name: 'target', value: target.address(gate.offset) },
        ...(half && { half }),
        ...(symbol !== undefined && { says: remark('symbol', symbol) }),
      },
    ],
  };
}

function descriptorRights(low: bigint, s: Segment): Readonly<Record<string, readonly BitPart[]>> {
  const part = bitsOf(low),
    width = s.long ? 64 : s.big ? 32 : 16;
  const kind = remark('type', segmentType(s).trim()),
    sort = s.system ? remark('system', 'system') : remark('code-or-data', 'code or data'),
    code = s.code ? remark('code', `${width}-bit code`, { bits: String(width) }) : undefined,
    unit = s.pages ? remark('pages', 'limit in pages') : remark('bytes', 'limit in bytes');
  return {
    Flags1: [part('P', 47), part('DPL', 46, 45), part('S', 44, 44, sort), part('Type', 43, 40, kind)],
    Flags2: [part('G', 55, 55, unit), part('D/B', 54), part('L', 53, 53, code), part('AVL', 52), part('Limit', 51, 48)],
  };
}
export function descriptorPicture({ target }: Debugger, selector: number): EntryPicture | undefined {
  const s = segmentAt(target, selector),
    wide = s?.system === true && s.type !== 0 && target.bits === 64,
    bytes = s && target.read((target.register('gdtr') ?? 0n) + BigInt(selector & 0xfff8), wide ? 16 : 8);
  if (!s || !bytes) return undefined;
  const half = halfOf(target, s.base);
  return {
    id: 'descriptor',
    title: `GDT[${hex(selector & 0xfff8, 2)}h]`,
    command: `dg ${hex(selector & 0xfff8)}`,
    fields: cut(bytes, wide ? [...DESCRIPTOR, ...WIDE] : DESCRIPTOR, descriptorRights(fromBytes(bytes.subarray(0, 8)), s)),
    wholes: [
      { name: 'base', value: target.address(s.base), ...(half && { half }) },
      { name: 'limit', value: hex(s.limit, 8) },
    ],
  };
}
const told = (says: Remark | undefined): string => (says === undefined ? '' : `  ${says.text}`);
export function entryLines({ title, fields, wholes }: EntryPicture): readonly string[] {
  return [
    `${title}  ${fields.flatMap(f => f.bytes).join(' ')}`,
    ...fields.flatMap(({ name, at, value, parts = [] }) => [
      `  +${hex(at)}  ${(name || '-').padEnd(14)}  ${value}`,
      ...parts.map(p => `        ${p.name.padEnd(5)} ${p.bits.padEnd(6)}  ${p.value.padEnd(4)}${told(p.says)}`.trimEnd()),
    ]),
    ...wholes.map(w => `  =   ${w.name.padEnd(14)}  ${w.value}${told(w.says)}`),
  ];
}
