/** Where a system call is on its way. */
import type { Debugger } from '../debugger.ts';
import type { Door, Stage } from '../moment.ts';
import { trapLayout } from '../trap-frame.ts';

const DISPATCH = /^KiSystemService(Start|Repeat|Gdi\w*)$/;
const COPY = /^KiSystemServiceCopy(Start|End|Arguments)$/;
const EXIT = /^Ki(SystemServiceExit\w*|ServiceExit\w*|KernelSysretExit\w*|KernelExit\w*|SystemCallExit\w*|SystemServicePostCall)$/;
const ENTRY =
  /^(KiSystemCall(32|64)(Shadow(Common)?)?|KiSystemServiceUser\w*|KiFastCallEntry\w*|KiSystemService\w*|KiServiceInternal|Ki\w+(Fault|Trap|Abort|Interrupt)(Shadow|Common)?)$/;

export function stageOf(d: Debugger): Stage {
  const { target } = d;
  if (target.ring === 3) return 'stub';
  const at = target.symbolAt(target.ip),
    name = at?.symbol.module === 'nt' ? at.symbol.name : '';
  if (DISPATCH.test(name)) return 'dispatch';
  if (EXIT.test(name)) return 'exit';
  if (COPY.test(name)) return name.endsWith('End') && afterCall(d, at!.symbol.address) ? 'exit' : 'copy';
  return ENTRY.test(name) ? 'entry' : 'service';
}
/** Is RIP past the call of the service in the code that begins at `start`? */
function afterCall({ target }: Debugger, start: bigint): boolean {
  for (let at = start, n = 0; at < target.ip && n < 200; n++) {
    const i = target.instruction(at);
    if (!i || i === 'unreadable') return false;
    if (i.flow === 'call' && i.target === undefined) return true;
    at += BigInt(i.length);
  }
  return false;
}

export function doorOf(d: Debugger): Door {
  const event = d.execution.known.ringChange?.event;
  if (event?.kind === 'sysenter' || event?.kind === 'sysexit') return 'sysenter';
  if (event?.kind === 'fault' || event?.kind === 'interrupt') return 'trap';
  if (event?.kind === 'int') return event.vector === 0x2e ? 'int2e' : 'trap';
  if (event?.kind === 'syscall' || event?.kind === 'sysret') return 'syscall';
  return d.target.bits === 32 ? 'sysenter' : 'syscall';
}

/** `NtCreateFile (55h)` while a call of it is under way, or its stub runs. */
export function serviceOf(d: Debugger): string | undefined {
  const { target, guest } = d,
    number = target.ring === 0 ? d.execution.known.serviceNumber : undefined;
  const at = target.symbolAt(target.ip);
  const service =
    number !== undefined
      ? guest.services.find(s => BigInt(s.number) === (number & 0x1fffn))
      : target.ring === 3
        ? guest.services.find(s => s.name === at?.symbol.name)
        : undefined;
  return service && `${service.name} (${service.number.toString(16).toUpperCase()}h)`;
}

/** Base of the trap frame this call builds or stands on. */
export function frameOf(d: Debugger): bigint | undefined {
  const { target } = d,
    layout = trapLayout(target);
  if (!layout || target.ring === 3) return undefined;
  const change = d.execution.known.ringChange;
  if (!change || change.event.to.cpl !== 0) return undefined;
  const size = BigInt(layout.size);
  if (change.event.kind === 'syscall' || change.event.kind === 'sysenter') {
    const top = stackTop(d);
    return top === undefined ? undefined : top - size;
  }
  // The processor pushed SS, ESP, EFlags, CS, EIP and for some faults an error code: the frame's last words.
  const pushed = change.after.get('rsp')! + (change.event.error === undefined ? 0n : BigInt(target.bits / 8));
  const field = layout.fields.find(f => f.name === (target.bits === 64 ? 'Rip' : 'Eip'));
  return field && target.linear(pushed - BigInt(field.offset));
}
/** Top of the current thread's kernel stack, as the entry code takes it. */
function stackTop(d: Debugger): bigint | undefined {
  const { target, guest } = d,
    { kpcr } = guest.system;
  if (target.bits === 64) {
    const prcb = guest.layouts.find('_KPCR')?.fields.find(f => f.name === 'Prcb'),
      base = guest.layouts.find('_KPRCB')?.fields.find(f => f.name === 'RspBase');
    return prcb && base ? target.pointer(kpcr + BigInt(prcb.offset + base.offset)) : undefined;
  }
  const tss = guest.layouts.find('_KPCR')?.fields.find(f => f.name === 'TSS'),
    esp = guest.layouts.find('_KTSS')?.fields.find(f => f.name === 'Esp0');
  const segment = tss && target.pointer(kpcr + BigInt(tss.offset));
  const top = segment === undefined || !esp ? undefined : target.pointer(segment + BigInt(esp.offset));
  return top === undefined ? undefined : top + 0x10n;
}
