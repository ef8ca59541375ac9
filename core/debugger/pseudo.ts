/** Pseudo-registers: what a session knows by a name with `$`. */
import type { Debugger } from './debugger.ts';
import { walkStack } from './stack-walk.ts';
import { u64 } from './text.ts';

type Getter = (d: Debugger) => bigint | undefined;
const whole = (d: Debugger, wide: string, narrow: string): bigint | undefined => d.target.register(d.target.bits === 64 ? wide : narrow);

const GETTERS: Readonly<Record<string, Getter>> = {
  $ip: d => whole(d, 'rip', 'eip'),
  $eventip: d => whole(d, 'rip', 'eip'),
  $scopeip: d => whole(d, 'rip', 'eip'),
  $previp: d => d.execution.previousIp,
  $relip: d => whole(d, 'rip', 'eip'),
  $ra: d => walkStack(d.target, 2)[0]?.returnTo,
  $csp: d => whole(d, 'rsp', 'esp'),
  $retreg: d => whole(d, 'rax', 'eax'),
  $retreg64: d => (d.target.bits === 64 ? d.target.register('rax') : (d.target.register('edx')! << 32n) | d.target.register('eax')!),
  $proc: d => d.target.process,
  $thread: d => d.target.thread,
  $teb: d => d.guest.system.teb,
  $peb: d => d.guest.system.peb,
  $pcr: d => d.guest.system.kpcr,
  $prcb: d => prcb(d),
  $pcrb: d => prcb(d),
  $ptrsize: d => BigInt(d.target.bits / 8),
  $pagesize: () => 0x1000n,
  $frame: () => 0n,
  $dbgtime: () => 0n,
  $callret: () => 0n,
  $extret: () => 0n,
  $exentry: d => d.guest.symbols.modules.find(m => /\.exe$/i.test(m.image) && m.base < 0x8000_0000_0000n)?.base,
  $tid: d => field(d, d.guest.system.thread, 'ETHREAD.Cid', d.target.bits / 8),
  $tpid: d => field(d, d.guest.system.process, 'EPROCESS.UniqueProcessId'),
};
/** Of the processor control block inside the control region. */
export function prcb(d: Debugger): bigint | undefined {
  const offset = offsetOf(d, d.target.bits === 64 ? 'KPCR.Prcb' : 'KPCR.PrcbData');
  return offset === undefined || d.guest.system.kpcr === 0n ? undefined : u64(d.guest.system.kpcr + BigInt(offset));
}
/** Offset of a field on this build; undefined on machines without it. */
export function offsetOf(d: Debugger, path: string): number | undefined {
  try {
    return d.guest.layouts.offset(path);
  } catch {
    return undefined;
  }
}
function field(d: Debugger, base: bigint, path: string, further = 0): bigint | undefined {
  const offset = offsetOf(d, path);
  return offset === undefined ? undefined : d.target.pointer(base + BigInt(offset + further));
}

export class PseudoRegisters {
  readonly #debugger: Debugger;
  readonly t: bigint[] = Array<bigint>(20).fill(0n);
  /** Last evaluated expression, last value shown by `d*`. */
  exp = 0n;
  shown = 0n;
  /** Effective addresses of the instruction just executed. */
  effective: readonly bigint[] = [];

  constructor(d: Debugger) {
    this.#debugger = d;
  }

  /** By name with `$`, in lower case. */
  get(name: string): bigint | undefined {
    const d = this.#debugger,
      user = /^\$t(\d+)$/.exec(name),
      breakpoint = /^\$bp(\d+)$/.exec(name);
    if (user) return this.t[Number(user[1])];
    if (breakpoint) return d.breakpoints.get(Number(breakpoint[1]))?.address;
    if (name === '$exp') return this.exp;
    if (name === '$p') return this.shown;
    if (name === '$ea') return this.effective[0];
    if (name === '$ea2') return this.effective[1];
    return GETTERS[name]?.(d);
  }
  /** False where it cannot be assigned. */
  set(name: string, value: bigint): boolean {
    const user = /^\$t(\d+)$/.exec(name);
    if (user && Number(user[1]) < this.t.length) {
      this.t[Number(user[1])] = u64(value);
      return true;
    }
    if (name === '$ip') return this.#debugger.target.setRegister(this.#debugger.target.bits === 64 ? 'rip' : 'eip', value);
    return false;
  }
  get names(): readonly string[] {
    return [...Object.keys(GETTERS), '$exp', '$p', '$ea', '$ea2', ...this.t.map((_, n) => `$t${n}`)];
  }
}
