/** Trap frames: where the current one is, and what its fields are. */
import type { Layout } from '../windows/layout.ts';
import type { Target } from './target.ts';

export const trapLayout = (target: Target): Layout | undefined => target.guest.layouts.find('_KTRAP_FRAME');
const offset = (target: Target, field: string): bigint => BigInt(trapLayout(target)?.fields.find(f => f.name === field)?.offset ?? 0);
const ip = (target: Target): string => (target.bits === 64 ? 'Rip' : 'Eip');
const sp = (target: Target): string => (target.bits === 64 ? 'Rsp' : 'HardwareEsp');

/** Where the frame says the interrupted code stands. */
export interface Interrupted {
  readonly ip: bigint;
  readonly sp: bigint;
  readonly frame: bigint;
  readonly user: boolean;
}
export function readTrapFrame(target: Target, base: bigint): Interrupted | undefined {
  if (!trapLayout(target)) return undefined;
  const to = target.pointer(base + offset(target, ip(target))),
    cs = target.value(base + offset(target, 'SegCs'), 2);
  if (to === undefined || cs === undefined) return undefined;
  const user = (cs & 3n) === 3n;
  const stacked = target.pointer(base + offset(target, sp(target)));
  if (stacked === undefined) return undefined;
  const frame = target.pointer(base + offset(target, target.bits === 64 ? 'Rbp' : 'Ebp')) ?? 0n;
  // A 32-bit trap from the kernel pushes no stack pointer: the stack simply goes on after EFlags.
  return { ip: to, sp: target.bits === 32 && !user ? base + offset(target, 'HardwareEsp') : stacked, frame, user };
}
const CODE_SELECTORS = { 64: [0x33n, 0x23n, 0x10n], 32: [0x1bn, 0x8n] } as const;
/** Does a finished trap frame stand at `base`? */
export function isTrapFrame(target: Target, base: bigint): boolean {
  if (!trapLayout(target)) return false;
  const cs = target.value(base + offset(target, 'SegCs'), 2),
    efl = target.value(base + offset(target, 'EFlags'), 4),
    to = readTrapFrame(target, base);
  return (
    cs !== undefined &&
    efl !== undefined &&
    to !== undefined &&
    (CODE_SELECTORS[target.bits] as readonly bigint[]).includes(cs) &&
    (efl & 2n) !== 0n &&
    efl < 0x400000n &&
    target.guest.symbols.moduleAt(target.linear(to.ip)) !== undefined
  );
}

/** The frame of the current thread's system call or trap, as the thread records it. */
export function recordedTrapFrame(target: Target): bigint | undefined {
  const { thread } = target.guest.system,
    field = target.guest.layouts.find('_KTHREAD')?.fields.find(f => f.name === 'TrapFrame');
  const base = field && thread !== 0n ? target.pointer(thread + BigInt(field.offset)) : undefined;
  return base !== undefined && base !== 0n && isTrapFrame(target, base) ? base : undefined;
}
/** Base of the finished trap frame at or above `from`, searched upwards. */
export function searchTrapFrame(target: Target, from: bigint, span = 0x600n): bigint | undefined {
  const word = BigInt(target.bits / 8);
  for (let base = from; base < from + span; base += word) if (isTrapFrame(target, base)) return base;
  return undefined;
}
/** Code that stands on a trap frame instead of a call's return address. */
const HANDLERS =
  /^(Ki(SystemCall|SystemService|FastCallEntry|ServiceInternal|ServiceExit|Interrupt|Trap[0-9A-F]{2}|Exception|\w+(Fault|Trap|Abort|Interrupt|FaultShadow|OrFault)$)|Kx|KiIsr|KiServiceLinkage)/;
export function standsOnTrapFrame(target: Target, address: bigint): boolean {
  const found = target.functionAt(address);
  return found !== undefined && found.module === 'nt' && HANDLERS.test(found.name);
}
/** Address after the last byte of a trap frame at `base`. */
export const trapFrameEnd = (target: Target, base: bigint): bigint => base + BigInt(trapLayout(target)?.size ?? 0);
