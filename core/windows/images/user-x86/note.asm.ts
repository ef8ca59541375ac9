/** note.exe on x86: a program that calls services in a loop. Arguments are pushed from the last to the first; the callee takes them off. */
export const NOTE = `
        pad     IMAGE+1000h
proc main
        push    ebp
        mov     ebp,esp
        sub     esp,30h
        mov     ebx,HEAP
        mov     edi,HEAP+230h
@loop:  call    ReadClock
        call    WriteLine
        inc     dword ptr [Rounds]
        jmp     @loop
        pad     IMAGE+1100h
proc ReadClock
        push    ebp
        mov     ebp,esp
        sub     esp,8
        lea     eax,[ebp-8]
        push    eax
        call    dword ptr [__imp_NtQuerySystemTime]
        mov     esp,ebp
        pop     ebp
        ret
        pad     IMAGE+1350h
proc WriteLine
        push    ebp
        mov     ebp,esp
        sub     esp,40h
        push    0
        push    0
        push    60h
        push    1
        push    3
        push    80h
        push    0
        lea     eax,[ebp-10h]
        push    eax                                 ; IoStatusBlock
        lea     eax,[ebp-28h]
        push    eax                                 ; ObjectAttributes
        push    100080h
        lea     eax,[ebp-4]
        push    eax                                 ; FileHandle
        call    dword ptr [__imp_NtCreateFile]
        push    dword ptr [ebp-4]
        call    dword ptr [__imp_NtClose]
        mov     esp,ebp
        pop     ebp
        ret
`;
/** ntdll: the two doors, and where both return to. */
export const DOORS = `
export proc KiFastSystemCall
        mov     edx,esp
        sysenter
export proc KiFastSystemCallRet
        ret
        align   16
export proc KiIntSystemCall
        lea     edx,[esp+8]
        int     2Eh
        ret
`;
