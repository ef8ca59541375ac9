/** Symbols in address order, with the look-ups a debugger makes. */
import type { Module, Symbol, Symbols } from './symbols.ts';

/** Made and sorted when first asked: a reference run may never ask. @param list in any order; names need not be unique across modules */
export function createSymbols(modules: readonly Module[], list: () => readonly Symbol[]): Symbols {
  const inOrder = once(() => list().toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : rank(a) - rank(b)))),
    names = once(() => byName(modules, inOrder()));
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
    find: name => names().first.get(name.toLowerCase()),
    several: ({ module, name }) => names().several.get(`${module}!${name}`.toLowerCase()) ?? [],
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
interface Names {
  /** By name alone, of the first module that has it, and as `module!name`. */
  readonly first: ReadonlyMap<string, Symbol>;
  /** As `module!name`, where that stands for more than one address. */
  readonly several: ReadonlyMap<string, readonly Symbol[]>;
}
function byName(modules: readonly Module[], sorted: readonly Symbol[]): Names {
  const first = new Map<string, Symbol>(),
    several = new Map<string, readonly Symbol[]>(),
    ofModule = new Map<string, Symbol[]>(modules.map(m => [m.name, []]));
  for (const s of sorted) {
    const own = ofModule.get(s.module);
    if (own) own.push(s);
    else ofModule.set(s.module, [s]);
  }
  for (const [module, own] of ofModule)
    for (const s of own) {
      const name = s.name.toLowerCase(),
        full = `${module.toLowerCase()}!${name}`,
        before = first.get(full);
      if (before && before.address !== s.address) several.set(full, [...(several.get(full) ?? [before]), s]);
      if (!first.has(name)) first.set(name, s);
      first.set(full, s);
    }
  return { first, several };
}
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
