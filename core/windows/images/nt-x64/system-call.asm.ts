/**
 * nt: from SYSCALL or int 2Eh to SYSRET. Our own code, in the order of effects that Windows 10 19041 has; the work against speculation is left out.
 * RBP is the trap frame + 80h from `lea rbp` to the exit, so a frame offset in the text is written TF+offset-80h.
 */
import { SAVE, handMade } from './frame.asm.ts';

export const SYSTEM_CALL = `
TF equ -80h                                         ; [rbp+TF+x] is field x of the trap frame

export proc KiSystemCall64
        swapgs
        mov     qword ptr gs:[KPCR.UserRsp],rsp
        mov     rsp,qword ptr gs:[KPCR.Prcb.RspBase]
${handMade('KPCR.UserRsp', 0x33)}
        jmp     KiSystemServiceUser
        pad     NT+40D420h

KiSystemServiceUser:
        mov     byte ptr [rbp+TF+2Bh],2             ; ExceptionActive: a service frame
        mov     rbx,qword ptr gs:[KPCR.Prcb.CurrentThread]
        prefetchw byte ptr [rbx+KTHREAD.TrapFrame]
        stmxcsr dword ptr [rbp+TF+2Ch]
        ldmxcsr dword ptr gs:[KPCR.Prcb.MxCsr]
        mov     word ptr [rbp+TF+100h],0            ; Dr7
        test    byte ptr [rbx+KTHREAD.Header.DebugActive],0FFh
        je      .noDebug
        test    byte ptr [rbx+KTHREAD.Header.DebugActive],24h
        jne     @alternate
@debugRegisters:
        test    byte ptr [rbx+KTHREAD.Header.DebugActive],3
        je      .noDebugRegisters
        mov     rax,dr7
        mov     qword ptr [rbp+TF+100h],rax
        mov     rax,dr6
        mov     qword ptr [rbp+TF+0F8h],rax
.noDebugRegisters:
        mov     rax,qword ptr [rbp+TF+30h]
        mov     rcx,qword ptr [rbp+TF+38h]
        mov     rdx,qword ptr [rbp+TF+40h]
.noDebug:
        sti
        mov     qword ptr [rbx+KTHREAD.FirstArgument],rcx
        mov     dword ptr [rbx+KTHREAD.SystemCallNumber],eax
        jmp     KiSystemServiceStart
        pad     NT+40D5A4h

KiSystemServiceStart:
        mov     qword ptr [rbx+KTHREAD.TrapFrame],rsp
        mov     edi,eax
        shr     edi,7
        and     edi,20h                             ; bit 12 of the number picks the slot
        and     eax,0FFFh
KiSystemServiceRepeat:
        lea     r10,[KeServiceDescriptorTable]
        lea     r11,[KeServiceDescriptorTableShadow]
        test    dword ptr [rbx+KTHREAD.ThreadFlags],80h
        je      .table
        test    dword ptr [rbx+KTHREAD.ThreadFlags],200000h
        je      .gui
        lea     r11,[KeServiceDescriptorTableFilter]
.gui:   mov     r10,r11
.table: cmp     eax,dword ptr [r10+rdi+10h]
        jae     @limit
        mov     r10,qword ptr [r10+rdi]
        movsxd  r11,dword ptr [r10+rax*4]
        mov     rax,r11
        sar     r11,4
        add     r10,r11                             ; the routine
        cmp     edi,20h
        jne     KiSystemServiceGdiTebAccess.count
        mov     r11,qword ptr [rbx+KTHREAD.Teb]
KiSystemServiceGdiTebAccess:
        cmp     dword ptr [r11+TEB.GdiBatchCount],0
        jne     @gdiBatch
.count: and     eax,0Fh                             ; stack arguments
        je      KiSystemServiceCopyEnd
        shl     eax,3
        lea     rsp,[rsp-70h]
        lea     rdi,[rsp+18h]
        mov     rsi,qword ptr [rbp+TF+180h]
        lea     rsi,[rsi+20h]
        test    byte ptr [rbp+TF+170h],1
        je      .kernel
        cmp     rsi,qword ptr [MmUserProbeAddress]
        jb      .kernel
        mov     rsi,qword ptr [MmUserProbeAddress]
.kernel:
        lea     r11,[KiSystemServiceCopyEnd]
        sub     r11,rax
        jmp     r11
        pad     NT+40D670h

KiSystemServiceCopyStart:
${Array.from({ length: 14 }, (_, n) => `        mov     rax,qword ptr [rsi+${0x70 - n * 8}]\n        mov     qword ptr [rdi+${0x70 - n * 8}],rax\n`).join('')}
KiSystemServiceCopyEnd:
        test    dword ptr [KiDynamicTraceMask],1
        jne     @trace
        test    dword ptr [PerfGlobalGroupMask+8],40h
        jne     @trace
        mov     rax,r10
        call    rax
@called:
        inc     dword ptr gs:[KPCR.Prcb.KeSystemCalls]
        mov     rbx,qword ptr [rbp+TF+140h]
        mov     rdi,qword ptr [rbp+TF+148h]
        mov     rsi,qword ptr [rbp+TF+150h]
KiSystemServiceExit:
        mov     r11,qword ptr gs:[KPCR.Prcb.CurrentThread]
        test    byte ptr [rbp+TF+170h],1
        je      @exitKernel
        mov     rcx,cr8
        or      cl,byte ptr [r11+KTHREAD.ApcStateIndex]
        or      ecx,dword ptr [r11+KTHREAD.CombinedApcDisable]
        jne     @exitCheck
        cli
@apc:   test    byte ptr [r11+KTHREAD.ApcState.UserApcPendingAll],3
        jne     @userApc
        ldmxcsr dword ptr [rbp+TF+2Ch]
        cmp     word ptr [rbp+TF+100h],0
        jne     @restoreDebug
@scrub:
        xor     r10d,r10d
@leave: mov     rcx,qword ptr [rbp+TF+168h]
        mov     r11,qword ptr [rbp+TF+178h]
LabReturnPatch:
        times   32 nop
        mov     r8,qword ptr [rbp+TF+180h]
        mov     r9,qword ptr [rbp+TF+158h]
        xor     edx,edx
${[0, 1, 2, 3, 4, 5].map(n => `        movq    xmm${n},rdx\n`).join('')}
        test    byte ptr [KiKvaShadow],1
        jne     KiKernelSysretExit
        cmp     word ptr [rbp+TF+170h],23h
        mov     rbp,r9
        mov     rsp,r8
        je      .compat
        swapgs
        sysretq
.compat:
        swapgs
        sysret

@exitCheck:                           ; 4Ah: IRQL not 0; 1: APC state mismatch
        mov     rdx,qword ptr [rbp+TF+168h]
        mov     r8,cr8
        movzx   r9d,byte ptr [r11+KTHREAD.ApcStateIndex]
        mov     ecx,1
        test    r8d,r8d
        je      @check
        mov     ecx,4Ah
@check: call    KeBugCheckEx
        int3
@userApc:
        mov     qword ptr [rbp+TF+30h],rax
        xor     eax,eax
        mov     qword ptr [rbp+TF+38h],rax
        mov     qword ptr [rbp+TF+40h],rax
        mov     qword ptr [rbp+TF+48h],rax
        mov     qword ptr [rbp+TF+50h],rax
        mov     qword ptr [rbp+TF+58h],rax
        mov     qword ptr [rbp+TF+60h],rax
        mov     ecx,1
        mov     cr8,rcx
        sti
        call    KiInitiateUserApc
        cli
        xor     ecx,ecx
        mov     cr8,rcx
        mov     r11,qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     rax,qword ptr [rbp+TF+30h]
        jmp     @apc
@restoreDebug:
        mov     r10,qword ptr [rbp+TF+100h]
        mov     dr7,r10
        mov     rcx,qword ptr [r11+KTHREAD.Process]
        mov     rcx,qword ptr [rcx+KPROCESS.InstrumentationCallback]
        test    rcx,rcx
        je      @scrub
        cmp     word ptr [rbp+TF+170h],33h
        jne     @scrub
        mov     r10,qword ptr [rbp+TF+168h]         ; the callback is told where the call would have returned to
        mov     qword ptr [rbp+TF+168h],rcx
        jmp     @leave
@gdiBatch:
        mov     qword ptr [rbp+TF+30h],rax
        mov     qword ptr [rbp+TF+58h],r10
        mov     ecx,7
        call    PsInvokeWin32Callout
        mov     rax,qword ptr [rbp+TF+30h]
        mov     r10,qword ptr [rbp+TF+58h]
        mov     rcx,qword ptr [rbp+TF+38h]
        mov     rdx,qword ptr [rbp+TF+40h]
        jmp     KiSystemServiceGdiTebAccess.count
@trace: mov     qword ptr [rbp+TF+58h],r10
        mov     qword ptr [rbp+TF+48h],r8
        mov     qword ptr [rbp+TF+50h],r9
        test    dword ptr [KiDynamicTraceMask],1
        je      @perfEntry
        mov     rcx,r10
        call    KiTrackSystemCallEntry
@perfEntry:
        test    dword ptr [PerfGlobalGroupMask+8],40h
        je      @traced
        mov     rcx,qword ptr [rbp+TF+58h]
        call    PerfInfoLogSysCallEntry
@traced:
        mov     rcx,qword ptr [rbp+TF+38h]
        mov     rdx,qword ptr [rbp+TF+40h]
        mov     r8,qword ptr [rbp+TF+48h]
        mov     r9,qword ptr [rbp+TF+50h]
        call    qword ptr [rbp+TF+58h]
        mov     qword ptr [rbp+TF+30h],rax
        test    dword ptr [KiDynamicTraceMask],1
        je      @perfExit
        mov     rcx,rax
        call    KiTrackSystemCallExit
@perfExit:
        test    dword ptr [PerfGlobalGroupMask+8],40h
        je      @untraced
        mov     rcx,qword ptr [rbp+TF+30h]
        call    PerfInfoLogSysCallExit
@untraced:
        mov     rax,qword ptr [rbp+TF+30h]
        jmp     @called
@alternate:                           ; somebody else dispatches this thread's calls
        sti
        lea     rcx,[rbp+TF]
        call    PsAltSystemCallDispatch
        cmp     eax,1
        je      @debugRegisters
        jl      KiSystemServiceExit
        jmp     @invalid
@limit:
        cmp     edi,20h
        jne     @invalid
        mov     qword ptr [rbp+TF],rcx
        mov     qword ptr [rbp+TF+8],rdx
        mov     qword ptr [rbp+TF+10h],r8
        mov     qword ptr [rbp+TF+18h],r9
        mov     dword ptr [rbp+TF+20h],eax
        call    KiConvertToGuiThread
        mov     rcx,qword ptr [rbp+TF]
        mov     rdx,qword ptr [rbp+TF+8]
        mov     r8,qword ptr [rbp+TF+10h]
        mov     r9,qword ptr [rbp+TF+18h]
        test    eax,eax
        mov     eax,dword ptr [rbp+TF+20h]
        mov     edi,20h
        je      @again
        lea     r10,[KeServiceDescriptorTableShadow]
        mov     ecx,dword ptr [r10+30h]
        cmp     eax,ecx
        jae     @invalid
        mov     r10,qword ptr [r10+20h]
        lea     r10,[r10+rcx*4]
        movsx   eax,byte ptr [r10+rax]              ; what the call returns to a thread that cannot be a GUI thread
        test    eax,eax
        jle     @restore
@invalid:
        mov     eax,0C000001Ch
@restore:
        mov     rbx,qword ptr [rbp+TF+140h]
        mov     rdi,qword ptr [rbp+TF+148h]
        mov     rsi,qword ptr [rbp+TF+150h]
        jmp     KiSystemServiceExit
@again: mov     qword ptr [rbx+KTHREAD.TrapFrame],rsp
        jmp     KiSystemServiceRepeat

@exitKernel:                          ; back to a Zw stub, on its own stack
        mov     rdx,qword ptr [rbp+TF+138h]
        mov     qword ptr [r11+KTHREAD.TrapFrame],rdx
        mov     dl,byte ptr [rbp+TF+28h]
        mov     byte ptr [r11+KTHREAD.PreviousMode],dl
        cli
        mov     rsp,rbp
        mov     rbp,qword ptr [rbp+TF+158h]
        mov     rsp,qword ptr [rsp+100h]
        sti
        ret

proc KiServiceInternal
        sub     rsp,8
        push    rbp
        sub     rsp,158h
        lea     rbp,[rsp+80h]
        mov     qword ptr [rbp+TF+140h],rbx
        mov     qword ptr [rbp+TF+148h],rdi
        mov     qword ptr [rbp+TF+150h],rsi
        sti
        mov     rbx,qword ptr gs:[KPCR.Prcb.CurrentThread]
        prefetchw byte ptr [rbx+KTHREAD.TrapFrame]
        mov     dil,byte ptr [rbx+KTHREAD.PreviousMode]
        mov     byte ptr [rbp+TF+28h],dil
        mov     byte ptr [rbx+KTHREAD.PreviousMode],0
        mov     rdi,qword ptr [rbx+KTHREAD.TrapFrame]
        mov     qword ptr [rbp+TF+138h],rdi
        jmp     KiSystemServiceStart
proc KiServiceLinkage
        ret

proc KiSystemService                                ; int 2Eh, where VSM is configured: the processor has pushed the frame
        cmp     word ptr [rsp+8],23h
        je      KiSystemService32User
        swapgs
        lfence
KiSystemServiceCommon:
        mov     rcx,r10
${SAVE}
        jmp     KiSystemServiceUser
KiSystemService32User:                              ; 32-bit code has no R10: its argument is in ECX
        swapgs
        lfence
${SAVE}
        jmp     KiSystemServiceUser
proc KiSystemCall32                                 ; SYSCALL from compatibility mode, which only AMD's processors have
        swapgs
        mov     qword ptr gs:[KPCR.UserRsp],rsp
        mov     rsp,qword ptr gs:[KPCR.Prcb.RspBase]
${handMade('KPCR.UserRsp', 0x23)}
        jmp     KiSystemServiceUser
`;
