/** Chance for core: everything drawn comes from a seed's name, so the same name always draws the same machine. */

/** A stream of numbers fixed by its name. @source D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators" (splitmix64 as the generator) */
export class Random {
  #state: bigint;

  /** @param name any text; different names give unrelated streams */
  constructor(name: string) {
    let hash = 0xcbf29ce484222325n; // FNV-1a
    for (let i = 0; i < name.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n);
    this.#state = hash;
  }

  /** 64 random bits. */
  next(): bigint {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let z = this.#state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  }
  /** An integer from 0 to count - 1; count is 1 to 2**32. */
  below(count: number): number {
    return Number(((this.next() >> 32n) * BigInt(count)) >> 32n);
  }
  /** low, low + step, ... up to at most high. */
  range(low: bigint, high: bigint, step = 1n): bigint {
    return low + step * (this.next() % ((high - low) / step + 1n));
  }
  /** One of a non-empty list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}
