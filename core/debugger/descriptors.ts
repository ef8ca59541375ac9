/** Descriptor-table entries as a debugger reads them: segments, gates, task states. */
import { RIGHTS } from '../cpu/segments.ts';
import type { Target } from './target.ts';
import { fromBytes } from './text.ts';

/**
 *  63..56    55 54 53 52  51..48     47 46 45 44  43..40   39..16    15..0
 *  base      G  D  L  AVL limit      P  DPL   S   type     base      limit
 */
export interface Segment {
  readonly base: bigint;
  /** In bytes, granularity applied. */
  readonly limit: bigint;
  /** Bits 55..52 and 47..40: flags word of `dg`. */
  readonly attributes: number;
  readonly code: boolean;
  /** A system descriptor: TSS, LDT, gate. */
  readonly system: boolean;
  readonly type: number;
  readonly dpl: number;
  readonly big: boolean;
  readonly pages: boolean;
  readonly present: boolean;
  readonly long: boolean;
}
/** Undefined where the table does not hold the selector or cannot be read. */
export function segmentAt(target: Target, selector: number): Segment | undefined {
  const base = target.register('gdtr') ?? 0n,
    limit = target.register('gdtl') ?? 0n,
    offset = BigInt(selector & 0xfff8);
  const raw = offset + 7n <= limit ? target.value(base + offset, 8) : undefined;
  if (raw === undefined) return undefined;
  const bit = (n: number): boolean => ((raw >> BigInt(n)) & 1n) !== 0n;
  const system = !bit(44),
    type = Number((raw >> 40n) & 15n),
    wide = system && target.bits === 64 && type !== 0;
  const high = wide ? (target.value(base + offset + 8n, 4) ?? 0n) << 32n : 0n,
    short = (raw & 0xffffn) | ((raw >> 32n) & 0xf0000n);
  return {
    base: ((raw >> 16n) & 0xff_ffffn) | ((raw >> 32n) & 0xff00_0000n) | high,
    limit: bit(55) ? (short << 12n) | 0xfffn : short,
    attributes: Number((raw >> 40n) & 0xffn) | (Number((raw >> 52n) & 0xfn) << 8),
    code: !system && type >= 8,
    system,
    type,
    dpl: Number((raw >> 45n) & 3n),
    big: bit(54),
    pages: bit(55),
    present: bit(47),
    long: bit(53),
  };
}

/** Does a descriptor say the kind, ring and width that the hidden part of a segment register has? */
export function agrees(s: Segment, rights: number, code: boolean): boolean {
  const same = s.present && !s.system && s.code === code && s.dpl === ((rights >> 5) & 3);
  return same && (!code || (s.long === ((rights & RIGHTS.L) !== 0) && s.big === ((rights & RIGHTS.DB) !== 0)));
}

/** `Code RE Ac`, `Data RW Ac`, `TSS32 Busy`. */
export function segmentType(s: Segment): string {
  if (s.system)
    return [
      '<Reserved>',
      'TSS16 Avl',
      'LDT',
      'TSS16 Busy',
      'Call Gate16',
      'Task Gate',
      'Int Gate16',
      'Trap Gate16',
      '<Reserved>',
      'TSS32 Avl',
      '<Reserved>',
      'TSS32 Busy',
      'Call Gate',
      '<Reserved>',
      'Int Gate',
      'Trap Gate',
    ][s.type]!.slice(0, 10);
  const accessed = s.type & 1 ? 'Ac' : '  ';
  return s.code ? `Code ${s.type & 2 ? 'RE' : 'EO'} ${accessed}` : `Data ${s.type & 2 ? 'RW' : 'RO'} ${accessed}`;
}

export interface Gate {
  readonly address: bigint;
  readonly offset: bigint;
  readonly selector: number;
  readonly ist: number;
  readonly type: number;
  readonly dpl: number;
  readonly present: boolean;
}
/** Undefined beyond the table's limit, or where it cannot be read. */
export function gateAt(target: Target, vector: number): Gate | undefined {
  const size = target.bits === 64 ? 16 : 8,
    base = target.register('idtr') ?? 0n,
    limit = target.register('idtl') ?? 0n;
  const address = base + BigInt(vector * size),
    bytes = BigInt(vector * size + size - 1) <= limit ? target.read(address, size) : undefined;
  if (!bytes) return undefined;
  const low = fromBytes(bytes.subarray(0, 8)),
    high = size === 16 ? fromBytes(bytes.subarray(8, 12)) << 32n : 0n;
  return {
    address,
    offset: (low & 0xffffn) | ((low >> 32n) & 0xffff_0000n) | high,
    selector: Number((low >> 16n) & 0xffffn),
    ist: target.bits === 64 ? Number((low >> 32n) & 7n) : 0,
    type: Number((low >> 40n) & 15n),
    dpl: Number((low >> 45n) & 3n),
    present: ((low >> 47n) & 1n) !== 0n,
  };
}
