/** nt on x86: the handlers of exceptions and the clock. Each exception makes a trap frame and goes to one routine, which parks. */
import { PUSH_REGISTERS } from './frame.asm.ts';

interface Trap {
  readonly name: string;
  /** Ring 3 may call the vector. */
  readonly open?: boolean;
  /** The processor pushes an error code. */
  readonly error?: boolean;
  /** Selector of a task gate, where the vector has one. */
  readonly task?: number;
  /** NTSTATUS. */
  readonly status?: number;
}
/** By vector; KiSystemService has 2Eh. */
export const TRAPS: Readonly<Record<number, Trap>> = {
  0x00: { name: 'KiTrap00', status: 0xc0000094 },
  0x01: { name: 'KiTrap01', status: 0x80000004 },
  0x02: { name: 'KiTrap02', task: 0x58 },
  0x03: { name: 'KiTrap03', open: true, status: 0x80000003 },
  0x04: { name: 'KiTrap04', open: true, status: 0xc0000095 },
  0x05: { name: 'KiTrap05', status: 0xc000008c },
  0x06: { name: 'KiTrap06', status: 0xc000001d },
  0x07: { name: 'KiTrap07', status: 0xc000001d },
  0x08: { name: 'KiTrap08', task: 0x50 },
  0x09: { name: 'KiTrap09', status: 0xc000001d },
  0x0a: { name: 'KiTrap0A', error: true, status: 0xc0000005 },
  0x0b: { name: 'KiTrap0B', error: true, status: 0xc0000005 },
  0x0c: { name: 'KiTrap0C', error: true, status: 0xc0000005 },
  0x0d: { name: 'KiTrap0D', error: true, status: 0xc0000005 },
  0x0e: { name: 'KiTrap0E', error: true, status: 0xc0000005 },
  0x0f: { name: 'KiTrap0F', status: 0xc000001d },
  0x10: { name: 'KiTrap10', status: 0xc0000090 },
  0x11: { name: 'KiTrap11', error: true, status: 0x80000002 },
  0x12: { name: 'KiTrap12', task: 0xa0 },
  0x13: { name: 'KiTrap13', status: 0xc0000090 },
  0x2a: { name: 'KiGetTickCount', open: true, status: 0 },
  0x2b: { name: 'KiCallbackReturn', open: true, status: 0xc0000258 },
  0x2c: { name: 'KiRaiseAssertion', open: true, status: 0xc0000420 },
  0x2d: { name: 'KiDebugService', open: true, status: 0x80000003 },
};
/** Vectors without a name of their own: reserved ones lead to KiTrap0F, those from 30h on to stubs of 10 bytes. */
export const FIRST_STUB = 0x30;
export const STUB_BYTES = 10;
export const CLOCK_VECTOR = 0x30;
export const SYSTEM_CALL_VECTOR = 0x2e;

/** From where the processor (or a push) left an error code to a whole frame, with EBP on it and the kernel's segments loaded. */
const FRAME = `${PUSH_REGISTERS}
        push    0FFFFFFFFh                          ; PreviousPreviousMode: not a service
        push    eax
        push    ecx
        push    edx
        push    ds
        push    es
        push    gs
        sub     esp,30h
        mov     ebp,esp
        mov     eax,23h
        mov     ds,ax
        mov     es,ax
        cld`;
const handler = ({ name, error, status = 0 }: Trap): string => `
proc ${name}
${error ? '' : '        push    0'}
${FRAME}
${name === 'KiTrap0E' ? USER_ADDRESS : ''}
        mov     ecx,0${status.toString(16)}h
        jmp     KiExceptionDispatch
`;
/** A service, or the copying of its arguments, met a user address where nothing is: the call ends with a status, at its own frame. */
const USER_ADDRESS = `        test    byte ptr [ebp+6Ch],1
        jne     .raise
        mov     eax,cr2
        cmp     eax,dword ptr [MmHighestUserAddress]
        ja      .raise
        mov     esi,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     ebp,dword ptr [esi+KTHREAD.TrapFrame]
        sti
        jmp     @accessViolation
.raise:`;
export const TRAP_CODE = `
${Object.values(TRAPS).map(handler).join('')}
proc KiExceptionDispatch                            ; ECX = NTSTATUS, EBP = frame
.stop:  hlt
        jmp     .stop
proc KiUnexpectedInterrupt0                         ; a stub for each vector from 30h on
${Array.from({ length: 256 - FIRST_STUB }, (_, n) => `        db      68h\n        dd      ${n + FIRST_STUB}\n        db      0E9h\n        dd      KiUnexpectedInterruptTail-$-4\n`).join('')}
KiUnexpectedInterruptTail:                          ; the vector is in the place of the error code
${FRAME}
${restore()}
`;
/** Everything a frame holds, and back to what was interrupted. EBP is the frame. */
function restore(): string {
  return `        mov     edx,dword ptr [ebp+4Ch]
        mov     dword ptr fs:[0],edx
        lea     esp,[ebp+30h]
        pop     gs
        pop     es
        pop     ds
        pop     edx
        pop     ecx
        pop     eax
        add     esp,8                               ; PreviousPreviousMode, ExceptionList
        pop     fs
        pop     edi
        pop     esi
        pop     ebx
        pop     ebp
        add     esp,4                               ; ErrCode
        iretd`;
}
/** hal: the clock's interrupt, from the 8254 by way of the 8259. A tick is 15.625 ms of the guest's time. */
export const HAL = `
proc Halp8254ClockInterrupt
        push    0
${FRAME}
        movzx   ebx,byte ptr fs:[KPCR.Irql]
        mov     byte ptr fs:[KPCR.Irql],1Ch
        add     dword ptr [0FFDF0008h],2625Ah       ; InterruptTime
        adc     dword ptr [0FFDF000Ch],0
        add     dword ptr [0FFDF0014h],2625Ah       ; SystemTime
        adc     dword ptr [0FFDF0018h],0
        inc     dword ptr [0FFDF0320h]              ; TickCount
        mov     al,20h
        out     20h,al
        mov     byte ptr fs:[KPCR.Irql],bl
${restore()}
`;
