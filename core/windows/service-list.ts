/** A build's list of services, read once. */
import type { ServiceEntry } from './guest.ts';

export interface Service {
  readonly name: string;
  /** As the stub loads it into EAX. */
  readonly number: number;
  /** The published count; unknown where none is published. */
  readonly args: number | undefined;
  /** How many of them are on the stack: 0 where the count is unknown. */
  readonly stackArguments: number;
}
/** Names in number order from `first`, each `name` or `name:arguments`. @param inRegisters how many arguments registers carry */
export const servicesOf = (text: string, first: number, inRegisters: number): readonly Service[] =>
  text
    .trim()
    .split(/\s+/)
    .map((entry, n) => {
      const [name, count] = entry.split(':') as [string, string?],
        args = count === undefined ? undefined : Number(count);
      return { name, number: first + n, args, stackArguments: Math.max(0, (args ?? 0) - inRegisters) };
    });
/** A service whose routine lies at an address. */
export const entryOf = (table: ServiceEntry['table'], { name, number, args, stackArguments }: Service, address: bigint): ServiceEntry => {
  const entry = { table, name, number, stackArguments, address };
  return args === undefined ? entry : { ...entry, args };
};
