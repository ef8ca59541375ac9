/** Memory somebody looks at, as it was when the machine was last resumed: to tell what changed since. */
import type { Target } from './target.ts';

const PAGE = 4096n;
/** Pages kept; those looked at last count. */
const KEPT = 16;

export class WatchedPages {
  readonly #target: Target;
  readonly #looked = new Set<bigint>();
  #before: ReadonlyMap<bigint, Int16Array> = new Map();

  constructor(target: Target) {
    this.#target = target;
  }
  /** Called before the machine runs or is moved in time. */
  keep(): void {
    this.#before = new Map([...this.#looked].map(page => [page, this.#target.readSparse(page, Number(PAGE))]));
  }
  /** `length` bytes as they were, undefined where one of them is not known; from now on they are watched. */
  before(address: bigint, length: number): Uint8Array | undefined {
    const out = new Int16Array(length).fill(-1);
    for (let done = 0; done < length;) {
      const at = this.#target.linear(address + BigInt(done)),
        offset = Number(at & (PAGE - 1n)),
        size = Math.min(length - done, Number(PAGE) - offset),
        page = at - BigInt(offset);
      this.#look(page);
      const known = this.#before.get(page);
      if (known) out.set(known.subarray(offset, offset + size), done);
      done += size;
    }
    return out.some(byte => byte < 0) ? undefined : Uint8Array.from(out);
  }
  #look(page: bigint): void {
    this.#looked.delete(page);
    this.#looked.add(page);
    if (this.#looked.size > KEPT) this.#looked.delete(this.#looked.values().next().value!);
  }
}
