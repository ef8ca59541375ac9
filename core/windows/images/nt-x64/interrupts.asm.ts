/** nt: hardware interrupts, by way of the thunk of each vector, one common path and the processor's array of interrupt objects. */
import { SAVE_VOLATILE } from './frame.asm.ts';

export const INTERRUPTS = `
proc KxUnexpectedInterrupt0                         ; 256 thunks of 8 bytes: push the vector, push RBP, go to the common path
${Array.from({ length: 256 }, (_, v) => `        db      6Ah,${v},55h,0E9h\n        dd      KiIsrEntry-$-4\n`).join('')}
proc KxIsrLinkage
        push    rbp                                 ; the thunks have done that and enter behind it
KiIsrEntry:
        push    rsi
        sub     rsp,150h
        lea     rbp,[rsp+80h]
${SAVE_VOLATILE}
        test    byte ptr [rbp-80h+170h],1
        je      .kernel
        swapgs
.kernel:
        lfence
        mov     byte ptr [rbp-80h+2Bh],0            ; ExceptionActive: an interrupt
        movzx   eax,byte ptr [rbp-80h+160h]         ; the push extended the vector's sign
        mov     rsi,qword ptr gs:[KPCR.CurrentPrcb]
        mov     rsi,qword ptr [rsi+rax*8+KPRCB.InterruptObject]
        inc     dword ptr gs:[KPCR.Prcb.InterruptCount]
        test    byte ptr [KeSmapEnabled],0FFh
        je      .noSmap
        clac
.noSmap:
        mov     rcx,cr8
        mov     byte ptr [rbp-80h+29h],cl           ; PreviousIrql
        test    rsi,rsi
        je      KiUnexpectedInterrupt
        jmp     qword ptr [rsi+KINTERRUPT.DispatchAddress]
KiUnexpectedInterrupt:
        test    byte ptr [KiBugCheckUnexpectedInterrupts],1
        jne     .check
        shr     eax,4
        mov     cr8,rax
        jmp     KiInterruptEnd
.check: mov     edx,eax
        mov     ecx,12h
        call    KeBugCheckEx
        int3
proc KiInterruptDispatchNoLock                      ; RSI = the interrupt object
        movzx   ecx,byte ptr [rsi+KINTERRUPT.Irql]
        mov     cr8,rcx
        mov     qword ptr [rsi+KINTERRUPT.TrapFrame],rbp
        inc     dword ptr [rsi+KINTERRUPT.ServiceCount]
        mov     rcx,rsi
        mov     rdx,qword ptr [rsi+KINTERRUPT.ServiceContext]
        sub     rsp,20h
        call    qword ptr [rsi+KINTERRUPT.ServiceRoutine]
        add     rsp,20h
KiInterruptEnd:
        call    HalPerformEndOfInterrupt
        cli
        movzx   ecx,byte ptr [rbp-80h+29h]
        mov     cr8,rcx
        mov     rsi,qword ptr [rbp-80h+150h]
        mov     r11,qword ptr [rbp-80h+60h]
        mov     r10,qword ptr [rbp-80h+58h]
        mov     r9,qword ptr [rbp-80h+50h]
        mov     r8,qword ptr [rbp-80h+48h]
        mov     rdx,qword ptr [rbp-80h+40h]
        mov     rax,qword ptr [rbp-80h+30h]
        test    byte ptr [rbp-80h+170h],1
        je      .kernel
        test    byte ptr [KiKvaShadow],1
        jne     KiKernelExit
        swapgs
.kernel:
        mov     rcx,qword ptr [rbp-80h+38h]
        lea     rsp,[rbp-80h+158h]
        pop     rbp
        add     rsp,8
        iretq
proc HalPerformEndOfInterrupt
        mov     rcx,qword ptr [HalpLocalApic]
        mov     dword ptr [rcx+0B0h],0
        ret
proc HalpTimerClockInterrupt                        ; a tick is 15.625 ms of the guest's time
        mov     rax,0FFFFF78000000000h
        add     qword ptr [rax+8],2625Ah            ; InterruptTime
        add     qword ptr [rax+14h],2625Ah          ; SystemTime
        inc     qword ptr [rax+320h]                ; TickCount
        mov     eax,1
        ret
`;
