/** nt on x86: what the system-call path calls. Arguments lie on the stack and are taken off by the routine. */
export const ROUTINES = `
export proc KeBugCheckEx                            ; the code and three parameters are kept; nothing runs after it
        mov     esi,esp
        add     esi,4
        mov     edi,KiBugCheckData
        mov     ecx,4
        rep movsd
        cli
.stop:  hlt
        jmp     .stop
proc KiDeliverApc
        mov     ecx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     byte ptr [ecx+KTHREAD.ApcState.UserApcPending],0
        ret     0Ch
proc KeFlushUserBatch
        mov     ecx,dword ptr fs:[18h]
        mov     dword ptr [ecx+TEB.GdiBatchCount],0
        ret
proc PsConvertToGuiThread                           ; not where the process has no part in win32k
        mov     ecx,dword ptr fs:[KPCR.PrcbData.CurrentThread]
        mov     eax,dword ptr [ecx+KTHREAD.ApcState.Process]
        mov     eax,dword ptr [eax+EPROCESS.Win32Process]
        test    eax,eax
        je      .denied
        lea     eax,[eax+80h]
        mov     dword ptr [ecx+KTHREAD.Win32Thread],eax
        mov     dword ptr [ecx+KTHREAD.ServiceTable],KeServiceDescriptorTableShadow
        GUI_FLAG
        xor     eax,eax
        ret
.denied:
        mov     eax,0C0000022h
        ret
`;
/** 7 has a flag beside the pointer. */
export const guiFlag = (flags: boolean): string => (flags ? 'or      dword ptr [ecx+KTHREAD.ThreadFlags],80h' : '');
