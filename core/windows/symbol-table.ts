/** Symbols in address order, with the look-ups a debugger makes. */
import type { Module, Symbol, Symbols } from './symbols.ts';

/** Made and sorted when first asked: a reference run may never ask. @param list in any order; names need not be unique across modules */
export function createSymbols(modules: readonly Module[], list: () => readonly Symbol[]): Symbols {
  const inOrder = once(() => list().toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : rank(a) - rank(b)))),
    ofModules = once(() => byModule(modules, inOrder())),
    names = new Map<string, Names>();
  const namesOf = (module: string): Names | undefined => {
    const own = ofModules().get(module);
    if (own && !names.has(module)) names.set(module, byName(own));
    return names.get(module);
  };
  const find = (name: string): Symbol | undefined => {
    const mark = name.indexOf('!');
    if (mark >= 0)
      return namesOf(name.slice(0, mark))
        ?.get(name.slice(mark + 1))
        ?.at(-1);
    for (const known of ofModules().keys()) {
      const found = namesOf(known)!.get(name);
      if (found) return found[0];
    }
    return undefined;
  };
  const moduleAt = (address: bigint): Module | undefined => modules.find(m => address >= m.base && address < m.end);
  /** Index of the first symbol above `address`. */
  const after = (address: bigint): number => {
    const sorted = inOrder();
    let low = 0,
      high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.address <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    modules,
    find: name => find(name.toLowerCase()),
    several: ({ module, name }) => {
      const all = namesOf(module.toLowerCase())?.get(name.toLowerCase()) ?? [],
        different = all.filter((s, n) => s.address !== all[n - 1]?.address);
      return different.length > 1 ? different : [];
    },
    nearest: address => {
      const module = moduleAt(address);
      if (!module) return undefined;
      const sorted = inOrder();
      let n = after(address) - 1;
      const symbol = sorted[n];
      if (!symbol || symbol.address < module.base) return undefined;
      while (n > 0 && sorted[n - 1]!.address === symbol.address) n--;
      return { symbol: sorted[n]!, displacement: address - symbol.address };
    },
    following: address => {
      const symbol = inOrder()[after(address)];
      return symbol && moduleAt(address)?.name === symbol.module ? symbol : undefined;
    },
    matching: (modulePattern, namePattern) => {
      const module = wildcard(modulePattern),
        name = wildcard(namePattern);
      return inOrder().filter(s => module.test(s.module) && name.test(s.name));
    },
    moduleAt,
  };
}
/** Symbols of one module by their names in lower case; more than one of a name in the order of their addresses. */
type Names = ReadonlyMap<string, readonly Symbol[]>;
const byName = (own: readonly Symbol[]): Names => Map.groupBy(own, s => s.name.toLowerCase());
/** By the names of the modules in lower case, in their order; symbols that belong to none of them come last. */
const byModule = (modules: readonly Module[], sorted: readonly Symbol[]): ReadonlyMap<string, readonly Symbol[]> =>
  new Map<string, readonly Symbol[]>([
    ...modules.map(m => [m.name.toLowerCase(), []] as const),
    ...Map.groupBy(sorted, s => s.module.toLowerCase()),
  ]);
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
/** Where two names share an address, a function's comes before a label's. */
const rank = (s: Symbol): number => (s.kind === 'label' ? 1 : 0);
const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  );
