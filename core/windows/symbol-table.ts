/** Symbols in address order, with the look-ups a debugger makes. */
import type { Module, Symbol, Symbols } from './symbols.ts';

/** @param list in any order; names need not be unique across modules */
export function createSymbols(modules: readonly Module[], list: readonly Symbol[]): Symbols {
  const sorted = [...list].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : rank(a) - rank(b)));
  const byName = new Map<string, Symbol>();
  const rankOf = new Map(modules.map((m, n) => [m.name, n]));
  for (const s of [...sorted].sort((a, b) => (rankOf.get(a.module) ?? 99) - (rankOf.get(b.module) ?? 99))) {
    const name = s.name.toLowerCase();
    if (!byName.has(name)) byName.set(name, s);
    byName.set(`${s.module.toLowerCase()}!${name}`, s);
  }
  const moduleAt = (address: bigint): Module | undefined => modules.find(m => address >= m.base && address < m.end);
  /** Index of the first symbol above `address`. */
  const after = (address: bigint): number => {
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
    find: name => byName.get(name.toLowerCase()),
    nearest: address => {
      const module = moduleAt(address);
      if (!module) return undefined;
      let n = after(address) - 1;
      const symbol = sorted[n];
      if (!symbol || symbol.address < module.base) return undefined;
      while (n > 0 && sorted[n - 1]!.address === symbol.address) n--;
      return { symbol: sorted[n]!, displacement: address - symbol.address };
    },
    following: address => {
      const symbol = sorted[after(address)];
      return symbol && moduleAt(address)?.name === symbol.module ? symbol : undefined;
    },
    matching: (modulePattern, namePattern) => {
      const module = wildcard(modulePattern),
        name = wildcard(namePattern);
      return sorted.filter(s => module.test(s.module) && name.test(s.name));
    },
    moduleAt,
  };
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
