/** Call frames of the current context: from the code of each function, through trap frames, by search where nothing else is left. */
import { depthAt } from './stack-depth.ts';
import type { Instruction } from './instruction.ts';
import type { Target } from './target.ts';
import { isTrapFrame, readTrapFrame, recordedTrapFrame, searchTrapFrame, standsOnTrapFrame, trapLayout } from './trap-frame.ts';

export interface Frame {
  readonly ip: bigint;
  readonly sp: bigint;
  /** Where the return address lies. */
  readonly slot: bigint;
  /** Where it returns to, and the stack pointer after that. */
  readonly returnTo: bigint;
  readonly callerSp: bigint;
  /** Base of the trap frame it stands on. */
  readonly trap?: bigint;
  /** Found by searching the stack, not from the code. */
  readonly guessed: boolean;
}
interface Here {
  readonly ip: bigint;
  readonly sp: bigint;
  readonly bp: bigint;
  readonly top: boolean;
}

/** At most `limit` frames, innermost first. */
export function walkStack(target: Target, limit: number, from?: { readonly ip: bigint; readonly sp: bigint }): readonly Frame[] {
  const wide = target.bits === 64,
    frames: Frame[] = [];
  const ip = target.register(wide ? 'rip' : 'eip')!,
    sp = target.register(wide ? 'rsp' : 'esp')!,
    bp = target.register(wide ? 'rbp' : 'ebp')!;
  let here: Here | undefined = from ? { ...from, bp, top: true } : { ip, sp, bp, top: true };
  while (here && frames.length < limit) {
    const found = unwind(target, here);
    if (!found) {
      frames.push({ ip: here.ip, sp: here.sp, slot: here.sp, returnTo: 0n, callerSp: here.sp, guessed: false });
      break;
    }
    frames.push(found.frame);
    const { returnTo, callerSp, trap } = found.frame;
    const goesOn: boolean =
      returnTo !== 0n &&
      target.guest.symbols.moduleAt(target.linear(returnTo)) !== undefined &&
      (callerSp > here.sp || trap !== undefined || returnTo !== here.ip);
    here = goesOn ? { ip: returnTo, sp: callerSp, bp: found.bp, top: false } : undefined;
  }
  return frames;
}

function unwind(target: Target, here: Here): { frame: Frame; bp: bigint } | undefined {
  if (standsOnTrapFrame(target, here.ip)) {
    const found = fromTrapFrame(target, here);
    if (found) return found;
  }
  return fromCode(target, here) ?? bySearch(target, here);
}

function fromTrapFrame(target: Target, here: Here): { frame: Frame; bp: bigint } | undefined {
  const building = here.top ? underConstruction(target, here) : undefined;
  if (building)
    return {
      frame: { ip: here.ip, sp: here.sp, slot: here.sp, returnTo: building.ip, callerSp: building.sp, guessed: false },
      bp: building.frame,
    };
  const pointed = target.bits === 64 ? here.bp - 0x80n : here.bp,
    recorded = recordedTrapFrame(target);
  const base =
    here.top && isTrapFrame(target, pointed)
      ? pointed
      : recorded !== undefined && recorded >= here.sp && recorded - here.sp < 0x1000n
        ? recorded
        : searchTrapFrame(target, here.sp);
  const to = base === undefined ? undefined : readTrapFrame(target, base);
  if (!to) return undefined;
  const slot = base! + BigInt(target.guest.layouts.offset(target.bits === 64 ? 'KTRAP_FRAME.Rip' : 'KTRAP_FRAME.Eip'));
  return { frame: { ip: here.ip, sp: here.sp, slot, returnTo: to.ip, callerSp: to.sp, trap: base!, guessed: false }, bp: to.frame };
}
/** Right after SYSCALL or SYSENTER, and right before the way back, the user's place is in registers and a frame not yet or no more whole. */
function underConstruction(target: Target, here: Here): { ip: bigint; sp: bigint; frame: bigint } | undefined {
  const entry = target.functionAt(here.ip);
  if (!entry) return undefined;
  if (target.bits === 64 && here.sp >> 63n === 0n) return { ip: target.register('rcx')!, sp: here.sp, frame: here.bp };
  const depth = depthAt(target, entry.address, here.ip),
    size = BigInt(trapLayout(target)?.size ?? 0);
  if (target.bits === 64 && /^KiSystemCall(32|64)/.test(entry.name) && depth?.switched && depth.bytes < size) {
    const parked = target.guest.layouts.find('_KPCR')?.fields.find(f => f.name === 'UserRsp');
    const user = parked ? target.pointer(target.guest.system.kpcr + BigInt(parked.offset)) : undefined;
    const rip = depth.bytes >= 0x28n ? target.pointer(here.sp + depth.bytes - 0x28n) : target.register('rcx');
    return { ip: rip ?? 0n, sp: user ?? here.sp, frame: here.bp };
  }
  if (target.bits === 32 && entry.name === 'KiFastCallEntry' && depth && !depth.switched) {
    const back = target.symbol('ntdll!KiFastSystemCallRet');
    return back === undefined ? undefined : { ip: back, sp: target.register('edx')!, frame: here.bp };
  }
  return undefined;
}

function fromCode(target: Target, here: Here): { frame: Frame; bp: bigint } | undefined {
  const owner = target.functionAt(here.ip);
  if (!owner || owner.kind === 'data') return undefined;
  const depth = depthAt(target, owner.address, here.ip),
    word = BigInt(target.bits / 8);
  if (!depth || depth.switched) return undefined;
  const entry = here.sp + depth.bytes,
    returnTo = target.pointer(entry);
  if (returnTo === undefined || !isReturnAddress(target, returnTo)) return undefined;
  const bp = depth.savedFrame === undefined ? here.bp : (target.pointer(entry - depth.savedFrame) ?? here.bp);
  return { frame: { ip: here.ip, sp: here.sp, slot: entry, returnTo, callerSp: entry + word, guessed: false }, bp };
}
function bySearch(target: Target, here: Here): { frame: Frame; bp: bigint } | undefined {
  const word = BigInt(target.bits / 8);
  for (let slot = here.sp; slot < here.sp + 0x400n; slot += word) {
    const value = target.pointer(slot);
    if (value === undefined) return undefined;
    if (value !== 0n && isReturnAddress(target, value))
      return { frame: { ip: here.ip, sp: here.sp, slot, returnTo: value, callerSp: slot + word, guessed: true }, bp: here.bp };
  }
  return undefined;
}
/** Instructions of the lengths calls have that end right before `address`, shortest first. */
export function* endingAt(target: Target, address: bigint): Generator<Instruction> {
  for (let length = 2; length <= 7; length++) {
    const i = target.instruction(target.linear(address - BigInt(length)));
    if (i && i !== 'unreadable' && i.length === length) yield i;
  }
}
/** Does a call end right before `address`? Zero ends a stack and counts. */
export function isReturnAddress(target: Target, address: bigint): boolean {
  if (address === 0n) return true;
  if (!target.guest.symbols.moduleAt(target.linear(address))) return false;
  for (const i of endingAt(target, address)) if (i.flow === 'call' || i.flow === 'system-call') return true;
  return target.exactSymbol(address) !== undefined;
}
