/** A service number followed through the table: entry, shift, base, routine. */
import type { Debugger } from '../debugger.ts';
import { addressText, fromBytes, hex } from '../text.ts';

export interface ServiceEntryPicture {
  readonly bits: 32 | 64;
  readonly number: string;
  /** Services in the table. */
  readonly limit: string;
  /** Absent beyond the limit, or without a table. */
  readonly entry?: {
    readonly address: string;
    readonly raw: string;
    /** Bytes (x86) or the count of the low digit (x64) of stack arguments. */
    readonly stack: string;
    /** x64: the entry shifted right by 4 with its sign, and how far that is. */
    readonly shifted?: string;
    readonly distance?: string;
    readonly base: string;
    readonly routine: string;
    readonly symbol: string;
    /** Where a shift without the sign would lead, if elsewhere. */
    readonly unsigned?: string;
  };
}
/** Service bits of EAX; bit 12 chooses the table. */
const INDEX = 0xfffn,
  TABLE = 0x1000n;

/** @param number as a stub loads it; by default that of the call under way, or of the stub */
export function serviceEntry(d: Debugger, number?: bigint): ServiceEntryPicture {
  const { target, execution } = d,
    wanted = number ?? current(d, execution.known.serviceNumber),
    shadow = (wanted & TABLE) !== 0n;
  const descriptor = target.guest.symbols.find(`nt!KeServiceDescriptorTable${shadow ? 'Shadow' : ''}`)?.address,
    word = BigInt(target.bits / 8),
    at = descriptor === undefined ? undefined : descriptor + (shadow ? 4n * word : 0n);
  const base = at === undefined ? undefined : target.pointer(at),
    limit = at === undefined ? undefined : target.value(at + 2n * word, 4),
    index = wanted & INDEX;
  const picture = { bits: target.bits, number: hex(wanted), limit: hex(limit ?? 0n) };
  if (at === undefined || base === undefined || limit === undefined || index >= limit) return picture;
  const entry = target.bits === 64 ? encoded(d, base, index) : pointer(d, at, base, index);
  return { ...picture, ...(entry && { entry }) };
}
function current(d: Debugger, called: bigint | undefined): bigint {
  if (called !== undefined) return called & 0x1fffn;
  const name = d.target.symbolAt(d.target.ip)?.symbol.name;
  return BigInt(d.guest.services.find(s => s.name === name)?.number ?? d.guest.services[0]?.number ?? 0);
}
function encoded({ target }: Debugger, base: bigint, index: bigint): ServiceEntryPicture['entry'] {
  const address = base + 4n * index,
    bytes = target.read(address, 4);
  if (!bytes) return undefined;
  const raw = fromBytes(bytes),
    distance = BigInt.asIntN(32, raw) >> 4n,
    routine = BigInt.asUintN(64, base + distance),
    unsigned = base + (raw >> 4n);
  return {
    address: target.address(address),
    raw: hex(raw, 8),
    stack: hex(raw & 0xfn),
    shifted: addressText(BigInt.asUintN(64, distance), 64),
    distance: `${distance < 0n ? '-' : '+'}${hex(distance < 0n ? -distance : distance)}h`,
    base: target.address(base),
    routine: target.address(routine),
    symbol: target.symbolText(routine) ?? '',
    ...(unsigned !== routine && { unsigned: target.address(unsigned) }),
  };
}
function pointer({ target }: Debugger, descriptor: bigint, base: bigint, index: bigint): ServiceEntryPicture['entry'] {
  const address = base + 4n * index,
    routine = target.pointer(address),
    table = target.pointer(descriptor + 12n),
    stack = table === undefined ? undefined : target.value(table + index, 1);
  if (routine === undefined) return undefined;
  return {
    address: target.address(address),
    raw: hex(routine & 0xffff_ffffn, 8),
    stack: hex(stack ?? 0n, 2),
    base: target.address(base),
    routine: target.address(routine),
    symbol: target.symbolText(routine) ?? '',
  };
}

export function serviceLines({ bits, number, limit, entry }: ServiceEntryPicture): readonly string[] {
  if (!entry) return [`service ${number}: the table has ${limit} entries, none for it`];
  const { address, raw, stack, shifted, distance, base, routine, symbol, unsigned } = entry;
  return [
    `service ${number} of ${limit}: entry ${raw} at ${address}`,
    bits === 64 ? `low digit ${stack}: ${stack} arguments on the stack` : `argument table: ${stack} bytes`,
    ...(shifted === undefined ? [] : [`${raw} >>> 4 = ${shifted} (${distance})`, `${base} ${distance!.startsWith('-') ? '-' : '+'} ${distance!.slice(1)} = ${routine}`]),
    `routine ${routine} ${symbol}`.trimEnd(),
    ...(unsigned === undefined ? [] : [`without the sign it would be ${unsigned}: WRONG`]),
  ];
}
