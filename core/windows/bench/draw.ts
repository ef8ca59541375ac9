/** What a seed decides on a machine without an OS: model-specific registers, places, and the descriptors nobody uses. */
import { Random } from '../../machine/random.ts';

/** Names of the entries a processor register points at, and where in the kernel's code page each lies. */
export interface Draw {
  /** Low half of every kernel address; the same on both benches, so that they can be compared. */
  readonly low: bigint;
  /** Upper half on bench-x64. */
  readonly high: bigint;
  readonly entries: Readonly<Record<'SyscallEntry' | 'CompatEntry' | 'SysenterEntry', bigint>>;
  readonly sysenterCs: bigint;
  readonly sysenterStack: bigint;
  readonly syscallSelector: bigint;
  readonly sysretSelector: bigint;
  readonly fmask: bigint;
  readonly flags: bigint;
  /** What R11 holds: the flags a SYSRET would load; and how far into `Landing` RCX points. */
  readonly returnFlags: bigint;
  readonly landing: bigint;
  /** Registers nobody asks for. */
  readonly registers: readonly bigint[];
  /** Is filler descriptor n 64-bit code? */
  readonly long: readonly boolean[];
}
/** RFLAGS bits a start may have, and those R11 may ask for: none that traps, or that emulators disagree about. */
const START_FLAGS = [0, 2, 4, 6, 7, 11],
  RETURN_FLAGS = [0, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 21];
/** GDT indexes SYSENTER_CS may name: the TSS descriptors are left out. */
const INDEXES = [1, 2, 3, 4, 6, 7, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf, 0x10, 0x12, 0x14, 0x16, 0x18];
const LINUX_LIKE = 0x47700n,
  WINDOWS = 0x4700n;
export const FILLERS = 64;

export function drawOf(seed: string): Draw {
  const r = new Random(`bench/${seed}`),
    note = seed === 'note',
    places = [0x100n, 0x300n, 0x500n].map(at => at + r.range(0n, 0x100n, 0x10n)),
    selector = (): bigint => BigInt(1 + r.below(0x20)) * 8n,
    lo = selector();
  let hi = selector();
  while ([0n, 8n, 16n].includes(hi > lo ? hi - lo : lo - hi)) hi = selector();
  const rpl = r.pick([0n, 3n]),
    some = (bits: readonly number[]): bigint => bits.reduce((all, bit) => (r.below(2) ? all | (1n << BigInt(bit)) : all), 0n),
    bits = some(START_FLAGS);
  return {
    low: note ? 0x8000_0000n : 0x8000_0000n + (r.range(1n, 0x1ffn) << 21n),
    high: note ? 0xffff_f800n : 0xffff_f800n + r.range(1n, 0x7fn),
    entries: { SyscallEntry: places[0]!, CompatEntry: places[1]!, SysenterEntry: places[2]! },
    sysenterCs: note ? 8n : BigInt(r.pick(INDEXES)) * 8n + BigInt(r.below(2) ? 1 + r.below(3) : 0),
    sysenterStack: 0x7000n + r.range(0x100n, 0xf00n, 0x10n),
    syscallSelector: note ? 0x10n : lo,
    sysretSelector: note ? 0x23n : hi | rpl,
    fmask: note ? WINDOWS : r.pick([WINDOWS, LINUX_LIKE, 0n, r.next() & 0x24_4fd5n & ~0x100n]),
    flags: 0x202n | (note ? 0x44n : bits),
    returnFlags: some(RETURN_FLAGS),
    landing: r.range(0n, 0x1f0n),
    registers: Array.from({ length: 16 }, () => r.next()),
    long: Array.from({ length: FILLERS }, () => r.below(2) === 1),
  };
}
