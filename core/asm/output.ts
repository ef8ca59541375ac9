/** Where assembled bytes go: runs of bytes, each at its own address. */

export interface Chunk {
  readonly address: bigint;
  readonly bytes: Uint8Array;
}
interface Open {
  readonly address: bigint;
  /** Line that began it, for problems. */
  readonly line: number;
  readonly file: string;
  bytes: Uint8Array;
  length: number;
}

export class Output {
  readonly #chunks: Open[] = [];
  #total = 0;

  /** Begin a run of bytes at an address. */
  begin(address: bigint, file: string, line: number): void {
    this.#chunks.push({ address, file, line, bytes: new Uint8Array(256), length: 0 });
  }
  get here(): bigint {
    const c = this.#chunks.at(-1)!;
    return c.address + BigInt(c.length);
  }
  /** Bytes so far, in all runs. */
  get total(): number {
    return this.#total;
  }
  append(bytes: Uint8Array): void {
    const c = this.#chunks.at(-1)!,
      length = c.length + bytes.length;
    if (length > c.bytes.length) {
      const larger = new Uint8Array(Math.max(length, c.bytes.length * 2));
      larger.set(c.bytes);
      c.bytes = larger;
    }
    c.bytes.set(bytes, c.length);
    c.length = length;
    this.#total += bytes.length;
  }
  /** Runs that hold something, in the order they were begun. */
  get chunks(): Chunk[] {
    return this.#chunks.filter(c => c.length > 0).map(c => ({ address: c.address, bytes: c.bytes.slice(0, c.length) }));
  }
  /** Two runs that share an address: the later one in memory, and the line that began the other. */
  overlap(): { file: string; line: number; other: number } | undefined {
    const sorted = this.#chunks.filter(c => c.length > 0).sort((a, b) => (a.address < b.address ? -1 : 1));
    for (let n = 1; n < sorted.length; n++) {
      const before = sorted[n - 1]!,
        c = sorted[n]!;
      if (c.address < before.address + BigInt(before.length)) return { file: c.file, line: c.line, other: before.line };
    }
    return undefined;
  }
}
