/** Data breakpoints: which of them the next instruction will touch, from the memory it reads and writes. */
import {
  Code,
  Decoder,
  DecoderOptions,
  InstructionInfoFactory,
  MemorySizeExt,
  OpAccess,
  Register,
  RegisterExt,
  Formatter,
  FormatterSyntax,
  type UsedMemory,
} from 'iced-x86';
import type { Breakpoint } from './breakpoints.ts';
import type { Target } from './target.ts';
import { u64 } from './text.ts';

const WRITES = new Set([OpAccess.Write, OpAccess.CondWrite, OpAccess.ReadWrite, OpAccess.ReadCondWrite]);
const TOUCHES = new Set([...WRITES, OpAccess.Read, OpAccess.CondRead]);
const factory = new InstructionInfoFactory();
const names = new Formatter(FormatterSyntax.Masm);

/** What is watched: its address, bytes, and whether reads count. */
type Watched = Pick<Breakpoint, 'type' | 'address' | 'size'>;

export class DataWatch<T extends Watched = Breakpoint> {
  readonly #target: Target;
  readonly #watched: readonly T[];
  #hit: T | undefined;

  constructor(target: Target, watched: readonly T[]) {
    this.#target = target;
    this.#watched = watched;
  }
  get empty(): boolean {
    return this.#watched.length === 0;
  }

  /** Look at the instruction at RIP before it runs. */
  prepare(): void {
    this.#hit = undefined;
    const target = this.#target,
      bytes = target.read(target.ip, 15);
    if (!bytes) return;
    const decoder = new Decoder(target.codeBits, bytes, DecoderOptions.None);
    decoder.ip = target.ip;
    const i = decoder.decode();
    if (i.code !== Code.INVALID) {
      const info = factory.info(i);
      for (const used of info.usedMemory() as UsedMemory[]) {
        if (TOUCHES.has(used.access)) {
          const value = (r: Register): bigint =>
            r === Register.None || r === Register.RIP ? 0n : (target.register(names.formatRegister(r)) ?? 0n);
          const segmented = target.bits === 32 || used.segment === Register.FS || used.segment === Register.GS;
          const base =
            segmented && RegisterExt.isSegmentRegister(used.segment) ? (target.segmentBase(names.formatRegister(used.segment)) ?? 0n) : 0n;
          const address = target.linear(u64(base + value(used.base) + value(used.index) * BigInt(used.scale || 1) + used.displacement));
          this.#touch(address, MemorySizeExt.size(used.memorySize), WRITES.has(used.access));
        }
        used.free();
      }
      info.free();
    }
    i.free();
    decoder.free();
  }
  #touch(address: bigint, size: number, writes: boolean): void {
    this.#hit ??= this.#watched.find(
      b => (writes || b.type === 'r') && address < b.address! + BigInt(b.size) && b.address! < address + BigInt(size),
    );
  }
  hit(): T | undefined {
    return this.#hit;
  }
}
