/** nt: the handlers of exceptions and traps. Each makes a trap frame and goes to one routine, which parks: nobody handles exceptions here. */
import { SAVE_VOLATILE } from './frame.asm.ts';

interface Exception {
  readonly name: string;
  /** Ring 3 may call the vector. */
  readonly open?: boolean;
  readonly ist?: 1 | 2 | 3 | 4;
  /** The processor pushes an error code. */
  readonly error?: boolean;
  /** NTSTATUS. */
  readonly status: number;
}
/** By vector. */
export const EXCEPTIONS: Readonly<Record<number, Exception>> = {
  0x00: { name: 'KiDivideErrorFault', status: 0xc0000094 },
  0x01: { name: 'KiDebugTrapOrFault', ist: 4, status: 0x80000004 },
  0x02: { name: 'KiNmiInterrupt', ist: 3, status: 0x80000003 },
  0x03: { name: 'KiBreakpointTrap', open: true, status: 0x80000003 },
  0x04: { name: 'KiOverflowTrap', open: true, status: 0xc0000095 },
  0x05: { name: 'KiBoundFault', status: 0xc000008c },
  0x06: { name: 'KiInvalidOpcodeFault', status: 0xc000001d },
  0x07: { name: 'KiNpxNotAvailableFault', status: 0xc000001d },
  0x08: { name: 'KiDoubleFaultAbort', ist: 1, error: true, status: 0xc0000005 },
  0x09: { name: 'KiNpxSegmentOverrunAbort', status: 0xc000001d },
  0x0a: { name: 'KiInvalidTssFault', error: true, status: 0xc0000005 },
  0x0b: { name: 'KiSegmentNotPresentFault', error: true, status: 0xc0000005 },
  0x0c: { name: 'KiStackFault', error: true, status: 0xc0000005 },
  0x0d: { name: 'KiGeneralProtectionFault', error: true, status: 0xc0000005 },
  0x0e: { name: 'KiPageFault', error: true, status: 0xc0000005 },
  0x10: { name: 'KiFloatingErrorFault', status: 0xc0000090 },
  0x11: { name: 'KiAlignmentFault', error: true, status: 0x80000002 },
  0x12: { name: 'KiMcheckAbort', ist: 2, status: 0xc0000005 },
  0x13: { name: 'KiXmmException', status: 0xc0000090 },
  0x14: { name: 'KiVirtualizationException', status: 0xc0000005 },
  0x1f: { name: 'KiApcInterrupt', status: 0 },
  0x20: { name: 'KiSwInterrupt', status: 0 },
  0x29: { name: 'KiRaiseSecurityCheckFailure', open: true, status: 0xc0000409 },
  0x2c: { name: 'KiRaiseAssertion', open: true, status: 0xc0000420 },
  0x2d: { name: 'KiDebugServiceTrap', open: true, status: 0x80000003 },
  0x2f: { name: 'KiDpcInterrupt', status: 0 },
  0xe1: { name: 'KiIpiInterrupt', status: 0 },
};

/** An error code where the processor pushed none, RBP, and the code of the exception in the frame's room below. */
const entry = ({ name, error, status }: Exception): string => `
proc ${name}
${error ? '' : '        sub     rsp,8'}
        push    rbp
        sub     rsp,158h
        mov     dword ptr [rsp],${status.toString(16).padStart(9, '0')}h
        jmp     ${name === 'KiPageFault' ? 'KiPageFaultCommon' : 'KiExceptionEntry'}
        align   16
`;
export const HANDLERS = `
${Object.values(EXCEPTIONS).map(entry).join('')}
KiPageFaultCommon:
        mov     qword ptr [rsp+30h],rax
        mov     rax,cr2
        mov     qword ptr [rsp+0D0h],rax            ; FaultAddress
        test    byte ptr [rsp+170h],1
        jne     .raise
        cmp     rax,qword ptr [MmHighestUserAddress]
        jbe     KiUserAddressFault
.raise: mov     rax,qword ptr [rsp+30h]
KiExceptionEntry:
        lea     rbp,[rsp+80h]
        mov     byte ptr [rbp-80h+2Bh],1            ; ExceptionActive: an exception
${SAVE_VOLATILE}
        test    byte ptr [rbp-80h+170h],1
        je      .kernel
        swapgs
        lfence
.kernel:
        mov     ecx,dword ptr [rbp-80h]
        jmp     KiExceptionDispatch
proc KiExceptionDispatch                            ; ECX = NTSTATUS, RBP = frame + 80h
.stop:  hlt
        jmp     .stop
; A service, or the copying of its arguments, met a user address where nothing is: the call ends with a status, at its own frame.
KiUserAddressFault:
        mov     rcx,qword ptr [rsp+168h]
        mov     rbx,qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     rsp,qword ptr [rbx+KTHREAD.TrapFrame]
        lea     rbp,[rsp+80h]
        sti
        mov     eax,0C0000005h
        lea     rdx,[KiSystemServiceStart]
        cmp     rcx,rdx
        jb      @called                             ; the service had been called: it returns this
        lea     rdx,[KiSystemServiceCopyEnd]
        cmp     rcx,rdx
        jae     @called
        jmp     @restore
`;
