/**
 * nt on x86: from SYSENTER or int 2Eh to SYSEXIT or IRETD. Our own code, in the order of effects that Windows XP SP2 and 7 have. EBP is the trap
 * frame from `sub ebp,29Ch` to the exit, so [ebp+x] is field x of it. XP and 7 differ in few places, which are told in `Differences`.
 */
import { PUSH_REGISTERS } from './frame.asm.ts';

export interface Differences {
  /** Bits 12 and 13 of a number pick the slot (XP), or bit 12 alone (7): after the shift by 8. */
  readonly slots: 0x30 | 0x10;
  /** KTHREAD's byte that says debug registers are in use, and which of its bits. */
  readonly debugActive: string;
  readonly debugMask: 0xff | 0xdf;
  /** 7 keeps the number and the first argument in the thread, and checks IRQL and APC state before it leaves. */
  readonly checks: boolean;
}

/** Into the frame what a stack walk needs, and interrupts on. EDX points to the arguments. */
const DEBUG_FIELDS = `        mov     ebx,dword ptr [ebp+60h]
        mov     edi,dword ptr [ebp+68h]
        mov     dword ptr [ebp+0Ch],edx             ; DbgArgPointer
        mov     dword ptr [ebp+8],0BADB0D00h        ; DbgArgMark
        mov     dword ptr [ebp],ebx                 ; DbgEbp
        mov     dword ptr [ebp+4],edi               ; DbgEip
        sti`;
/** The frame becomes the thread's; the frame before it is kept where EDX would be. */
const TRAP_FRAME = `        mov     ebx,dword ptr [esi+KTHREAD.TrapFrame]
        mov     dword ptr [ebp+3Ch],ebx
        mov     dword ptr [esi+KTHREAD.TrapFrame],ebp`;

const entries = ({ debugActive, debugMask }: Differences): string => `
export proc KiSystemService                         ; the processor has pushed SS, ESP, EFLAGS, CS, EIP; a Zw stub only the last three
        push    0                                   ; ErrCode
${PUSH_REGISTERS}
        mov     esi,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        movzx   ebx,byte ptr [esi+KTHREAD.PreviousMode]
        push    ebx                                 ; PreviousPreviousMode
        sub     esp,48h
        mov     ebx,dword ptr [esp+6Ch]
        and     ebx,1
        mov     byte ptr [esi+KTHREAD.PreviousMode],bl
        mov     ebp,esp
        and     dword ptr [ebp+2Ch],0
${TRAP_FRAME}
        cld
${DEBUG_FIELDS}
        jmp     KiSystemServiceRepeat

export proc KiFastCallEntry
        mov     ecx,23h
        push    30h
        pop     fs
        mov     ds,cx
        mov     es,cx
        mov     ecx,dword ptr fs:[KPCR.TSS]
        mov     esp,dword ptr [ecx+4]               ; Esp0: the stack of MSR 175h is left at once
        push    23h                                 ; HardwareSegSs
        push    edx                                 ; HardwareEsp
        pushfd
KiFastCallEntry2:
        push    2
        add     edx,8                               ; over two return addresses, to the arguments
        popfd
        or      byte ptr [esp+1],2                  ; SYSENTER cleared IF: the caller had it set
        push    1Bh                                 ; SegCs
        push    dword ptr [0FFDF0304h]              ; Eip: SYSENTER keeps none, so it is always the same
        push    0                                   ; ErrCode
        push    ebp
        push    ebx
        push    esi
        push    edi
        mov     ebx,dword ptr fs:[KPCR.SelfPcr]
        push    3Bh                                 ; SegFs
        mov     esi,dword ptr [ebx+KPCR.PrcbData.CurrentThread]
        push    dword ptr [ebx]                     ; ExceptionList
        mov     dword ptr [ebx],0FFFFFFFFh
        mov     ebp,dword ptr [esi+KTHREAD.InitialStack]
        push    1                                   ; PreviousPreviousMode
        sub     esp,48h
        sub     ebp,29Ch
        mov     byte ptr [esi+KTHREAD.PreviousMode],1
        cmp     ebp,esp
        jne     @badStack
        and     dword ptr [ebp+2Ch],0               ; Dr7
${TRAP_FRAME}
        test    byte ptr [esi+${debugActive}],0${debugMask.toString(16)}h
        jne     @saveDebug
@fastDebugSaved:
${DEBUG_FIELDS}
        jmp     KiSystemServiceRepeat
@badStack:
        mov     ecx,0C000001Dh
        jmp     KiExceptionDispatch
@saveDebug:
        mov     ebx,dr7
        mov     dword ptr [ebp+2Ch],ebx
        mov     ebx,dr6
        mov     dword ptr [ebp+28h],ebx
        jmp     @fastDebugSaved
`;
const dispatch = ({ slots, checks }: Differences): string => `
KiSystemServiceRepeat:
        mov     edi,eax
        shr     edi,8
        and     edi,${slots.toString(16)}h
        mov     ecx,edi
        add     edi,dword ptr [esi+KTHREAD.ServiceTable]
        mov     ebx,eax
        and     eax,0FFFh
        cmp     eax,dword ptr [edi+8]
        jae     KiBBTUnexpectedRange
        cmp     ecx,10h
        jne     @count
        mov     ecx,dword ptr fs:[18h]              ; the TEB
        xor     ebx,ebx
KiSystemServiceAccessTeb:
        or      ebx,dword ptr [ecx+TEB.GdiBatchCount]
        je      @count
        push    edx
        push    eax
        call    dword ptr [KeGdiFlushUserBatch]
        pop     eax
        pop     edx
@count: inc     dword ptr fs:[KPCR.PrcbData.KeSystemCalls]
        mov     esi,edx
        mov     ebx,dword ptr [edi+0Ch]
        xor     ecx,ecx
        mov     cl,byte ptr [eax+ebx]               ; bytes of arguments
        mov     edi,dword ptr [edi]
        mov     ebx,dword ptr [edi+eax*4]           ; the routine
        sub     esp,ecx
        shr     ecx,2
        mov     edi,esp
        cmp     esi,dword ptr [MmUserProbeAddress]
        jae     @probe
KiSystemServiceCopyArguments:
        rep movsd
${
  checks
    ? `        test    byte ptr [ebp+6Ch],1
        je      @call
        mov     ecx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     edi,dword ptr [esp]
        mov     dword ptr [ecx+KTHREAD.SystemCallNumber],eax
        mov     dword ptr [ecx+KTHREAD.FirstArgument],edi
@call:`
    : ''
}
        call    ebx
KiSystemServicePostCall:
${
  checks
    ? `        test    byte ptr [ebp+6Ch],1
        je      @done
        mov     ecx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        movzx   edx,byte ptr fs:[KPCR.Irql]
        test    edx,edx
        jne     @irql
        movzx   edx,byte ptr [ecx+KTHREAD.ApcStateIndex]
        or      edx,dword ptr [ecx+KTHREAD.CombinedApcDisable]
        jne     @apcState`
    : ''
}
@done:  mov     esp,ebp
        mov     ecx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     edx,dword ptr [ebp+3Ch]
        mov     dword ptr [ecx+KTHREAD.TrapFrame],edx
`;
const exits = ({ checks }: Differences): string => `
KiServiceExit:
        cli
        test    byte ptr [ebp+6Ch],1
        je      @noApc
@apc:   mov     ebx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        cmp     byte ptr [ebx+KTHREAD.ApcState.UserApcPending],0
        je      @noApc
        mov     dword ptr [ebp+44h],eax
        mov     dword ptr [ebp+50h],3Bh             ; SegFs, SegDs, SegEs, SegGs: a full frame, since the APC changes what is returned to
        mov     dword ptr [ebp+38h],23h
        mov     dword ptr [ebp+34h],23h
        mov     dword ptr [ebp+30h],0
        mov     byte ptr fs:[KPCR.Irql],1
        sti
        push    ebp
        push    0
        push    1
        call    KiDeliverApc
        cli
        mov     byte ptr fs:[KPCR.Irql],0
        mov     eax,dword ptr [ebp+44h]
        jmp     @apc
@noApc:
        mov     edx,dword ptr [esp+4Ch]
        mov     dword ptr fs:[0],edx
        mov     ecx,dword ptr [esp+48h]
        mov     esi,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     byte ptr [esi+KTHREAD.PreviousMode],cl
        test    dword ptr [esp+2Ch],0FFFF23FFh
        jne     @restoreDebug
@debugRestored:
        lea     esp,[ebp+54h]
        cmp     word ptr [ebp+6Ch],8
        je      .noFs
        lea     esp,[ebp+50h]
        pop     fs
.noFs:  pop     edi
        pop     esi
        pop     ebx
        pop     ebp
        add     esp,4                               ; ErrCode
        test    dword ptr [esp+4],1
KiSystemCallExitBranch:                             ; which of the two exits it takes is decided at boot
        jne     KiSystemCallExit2
        pop     edx
        pop     ecx
        popfd
        jmp     edx
KiSystemCallExit:
        iretd
KiSystemCallExit2:
        test    byte ptr [esp+9],1                  ; TF
        jne     KiSystemCallExit
        pop     edx                                 ; Eip
        add     esp,4
        and     byte ptr [esp+1],0FDh               ; IF stays clear until STI
        popfd
        pop     ecx                                 ; Esp
        sti                                         ; no interrupt comes before the next instruction is done
        sysexit
@restoreDebug:
        mov     edx,dword ptr [esp+2Ch]
        mov     dr7,edx
        jmp     @debugRestored
@probe: test    byte ptr [ebp+6Ch],1
        je      KiSystemServiceCopyArguments
@accessViolation:
        mov     eax,0C0000005h
        jmp     @done

KiBBTUnexpectedRange:
        cmp     ecx,10h
        jne     @invalid
        push    edx
        push    ebx
        call    PsConvertToGuiThread
        test    eax,eax
        pop     eax
        pop     edx
        mov     ebp,esp
        mov     dword ptr [esi+KTHREAD.TrapFrame],ebp
        je      KiSystemServiceRepeat
        lea     edx,[KeServiceDescriptorTableShadow+10h]
        mov     ecx,dword ptr [edx+8]
        mov     edx,dword ptr [edx]
        lea     edx,[edx+ecx*4]
        and     eax,0FFFh
        add     edx,eax
        movsx   eax,byte ptr [edx]                  ; what the call returns to a thread that cannot be a GUI thread
        test    eax,eax
        jle     @done
@invalid:
        mov     eax,0C000001Ch
        jmp     @done
${
  checks
    ? `@irql:  push    0
        push    edx
        push    dword ptr [ebp+68h]
        push    4Ah
        call    KeBugCheckEx
@apcState:
        push    0
        push    edx
        push    dword ptr [ebp+68h]
        push    1
        call    KeBugCheckEx`
    : ''
}
`;
export const systemCall = (d: Differences): string => `${entries(d)}${dispatch(d)}${exits(d)}`;
