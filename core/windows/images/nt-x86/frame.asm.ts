/** nt on x86: what every entry through a gate does first, from the error code on. */
export const PUSH_REGISTERS = `        push    ebp
        push    ebx
        push    esi
        push    edi
        push    fs
        mov     ebx,30h
        mov     fs,bx
        push    dword ptr fs:[0]                    ; ExceptionList
        mov     dword ptr fs:[0],0FFFFFFFFh`;
