/** Service tables as a machine's memory describes them. */
import type { Guest } from '../windows/guest.ts';
import type { Moment, ServiceTable } from './expr-world.ts';

/** A descriptor has four words: table, counters, number of services, argument table. */
export const descriptorSize = ({ build }: Guest): bigint => BigInt(build.bits / 2);

export function describedTable(guest: Guest, descriptor: bigint, moment: Moment): ServiceTable | undefined {
  const word = guest.build.bits / 8,
    base = moment.load(descriptor, word),
    limit = moment.load(descriptor + BigInt(2 * word), 4);
  if (base === undefined || limit === undefined) return undefined;
  return { base, limit, entry: n => (n < limit ? moment.load(base + 4n * n, 4) : undefined) };
}
/** The array of the running thread: `base` is its address, and bit 12 of a number picks one of its two tables. */
export function tableInUse(guest: Guest, thread: bigint, moment: Moment): ServiceTable | undefined {
  const array = arrayInUse(guest, thread, moment);
  if (array === undefined) return undefined;
  const of = (n: bigint): ServiceTable | undefined => describedTable(guest, array + (n & 0x1000n ? descriptorSize(guest) : 0n), moment);
  const first = of(0n);
  return first && { base: array, limit: first.limit, entry: n => of(n)?.entry(n & 0xfffn), baseOf: n => of(n)?.base };
}
/** A thread points to its array on x86; on x64 two of its flags say which it is. */
function arrayInUse(guest: Guest, thread: bigint, moment: Moment): bigint | undefined {
  const { layouts, symbols, build } = guest,
    fields = layouts.find('KTHREAD')?.fields ?? [];
  if (thread === 0n || fields.length === 0) return undefined;
  if (fields.some(f => f.name === 'ServiceTable'))
    return moment.load(thread + BigInt(layouts.offset('KTHREAD.ServiceTable')), build.bits / 8);
  const flag = (name: string): boolean => {
    const bit = /^Pos (\d+), 1 Bit$/.exec(fields.find(f => f.name === name)?.type ?? '')?.[1],
      flags = bit === undefined ? undefined : moment.load(thread + BigInt(layouts.offset(`KTHREAD.${name}`)), 4);
    return flags !== undefined && ((flags >> BigInt(bit!)) & 1n) === 1n;
  };
  const suffix = !flag('GuiThread') ? '' : flag('RestrictedGuiThread') ? 'Filter' : 'Shadow';
  return symbols.find(`nt!KeServiceDescriptorTable${suffix}`)?.address;
}
