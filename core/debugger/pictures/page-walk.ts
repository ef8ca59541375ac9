/** An address on its way through the paging structures: index, entry, frame, level by level. */
import { PTE } from '../../cpu/paging.ts';
import type { Debugger } from '../debugger.ts';
import { hex } from '../text.ts';

export interface WalkLevel {
  readonly name: string;
  /** `47..39`, and what the address has there. */
  readonly bits: string;
  readonly index: string;
  /** Of the entry, physical. */
  readonly at: string;
  readonly value: string;
  /** Physical page the entry names. */
  readonly frame: string;
  /** `V W U NX`: what it allows. */
  readonly flags: string;
  readonly verdict: 'table' | 'page' | 'not present' | 'reserved bit';
  /** How far into its table the entry lies, 0 to 1. */
  readonly depth: number;
}
export interface PageWalk {
  readonly address: string;
  readonly levels: readonly WalkLevel[];
  /** Bits above the indexes: all equal to the highest index bit, or the address is not canonical. */
  readonly extension?: string;
  readonly offset: string;
  readonly physical?: string;
  readonly pageBytes?: string;
}
/** Lowest bit each level's index begins at, by mode. */
const SHIFTS: Readonly<Record<string, readonly (readonly [low: bigint, bits: bigint])[]>> = {
  '4': [
    [39n, 9n],
    [30n, 9n],
    [21n, 9n],
    [12n, 9n],
  ],
  pae: [
    [30n, 2n],
    [21n, 9n],
    [12n, 9n],
  ],
  '32': [
    [22n, 10n],
    [12n, 10n],
  ],
};
export function pageWalk(d: Debugger, address: bigint): PageWalk {
  const { target } = d,
    { rows, mapping } = target.walk(address),
    linear = target.linear(address);
  const mode = target.bits === 64 ? '4' : rows[0]?.bytes === 8 ? 'pae' : '32';
  const levels = rows.map(({ name, address: at, value, verdict, bytes }, n): WalkLevel => {
    const [low, size] = SHIFTS[mode]![n]!,
      index = (linear >> low) & ((1n << size) - 1n);
    return {
      name,
      bits: `${low + size - 1n}..${low}`,
      index: hex(index),
      at: hex(at),
      value: hex(value, bytes * 2),
      frame: hex((value & 0xf_ffff_ffff_f000n) >> 12n),
      flags: flags(value, bytes),
      verdict,
      depth: Number(index) / Number(1n << size),
    };
  });
  const last = mapping && BigInt(mapping.pageBytes);
  return {
    address: target.address(linear),
    levels,
    ...(target.bits === 64 && { extension: hex(linear >> 48n, 4) }),
    offset: hex(linear & ((last ?? 4096n) - 1n), 3),
    ...(mapping && { physical: hex(mapping.physical), pageBytes: hex(mapping.pageBytes) }),
  };
}
const flags = (value: bigint, bytes: number): string =>
  [
    value & PTE.P ? 'V' : '-',
    value & PTE.RW ? 'W' : 'R',
    value & PTE.US ? 'U' : 'K',
    value & PTE.A ? 'A' : '-',
    value & PTE.D ? 'D' : '-',
    value & PTE.G ? 'G' : '-',
    bytes === 8 && value & PTE.NX ? 'NX' : 'E',
  ].join(' ');

export function walkLines({ address, levels, offset, physical, pageBytes }: PageWalk): readonly string[] {
  return [
    `linear ${address}`,
    ...levels.map(l => `${l.name.padEnd(5)} [${l.bits}] ${l.index.padStart(3)}  at ${l.at} contains ${l.value}  ${l.verdict === 'table' || l.verdict === 'page' ? `pfn ${l.frame}  ${l.flags}` : l.verdict}`),
    physical === undefined ? 'no page' : `physical ${physical} (offset ${offset} in a page of ${pageBytes} bytes)`,
  ];
}
