/** nt: what the system-call path calls. */
export const ROUTINES = `
export proc KeBugCheckEx                            ; the code and three parameters are kept; nothing runs after it
        mov     dword ptr [KiBugCheckData],ecx
        mov     qword ptr [KiBugCheckData+8],rdx
        mov     qword ptr [KiBugCheckData+10h],r8
        mov     qword ptr [KiBugCheckData+18h],r9
        cli
.stop:  hlt
        jmp     .stop
proc KiInitiateUserApc
        mov     r11,qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     byte ptr [r11+KTHREAD.ApcState.UserApcPendingAll],0
        ret
proc KiTrackSystemCallEntry
        inc     qword ptr [KiTrackedSystemCalls]
        ret
proc KiTrackSystemCallExit
        inc     qword ptr [KiTrackedSystemCalls+8]
        ret
proc PerfInfoLogSysCallEntry
        inc     qword ptr [PerfLoggedSystemCalls]
        ret
proc PerfInfoLogSysCallExit
        inc     qword ptr [PerfLoggedSystemCalls+8]
        ret
proc PsAltSystemCallDispatch                        ; 1: go on as usual
        mov     eax,1
        ret
proc PsInvokeWin32Callout                           ; of all callouts only the one that flushes the GDI batch does anything
        mov     r11,qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     r11,qword ptr [r11+KTHREAD.Teb]
        mov     dword ptr [r11+TEB.GdiBatchCount],0
        xor     eax,eax
        ret
proc KiConvertToGuiThread                           ; not where the process has no part in win32k
        mov     r11,qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     rax,qword ptr [r11+KTHREAD.Process]
        mov     rax,qword ptr [rax+EPROCESS.Win32Process]
        test    rax,rax
        je      .denied
        lea     rax,[rax+100h]
        mov     qword ptr [r11+KTHREAD.Win32Thread],rax
        or      dword ptr [r11+KTHREAD.ThreadFlags],80h
        xor     eax,eax
        ret
.denied:
        mov     eax,0C0000022h
        ret
`;
