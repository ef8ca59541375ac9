/** note.exe: a program that calls services in a loop. Frame offsets are chosen so that the arguments stand where the study note saw them. */
export const NOTE = `
        pad     IMAGE+1000h
proc main
        push    rbp
        sub     rsp,30h
        mov     rbx,HEAP
        mov     rdi,HEAP+1230h
        mov     r15,rdi
        xor     r12d,r12d
        xor     r13d,r13d
        xor     r14d,r14d
.loop:  call    ReadClock
        call    WriteLine
        inc     dword ptr [Rounds]
        jmp     .loop
        pad     IMAGE+1100h
proc ReadClock
        push    rbp
        sub     rsp,30h
        lea     rcx,[rsp+20h]
        call    qword ptr [__imp_NtQuerySystemTime]
        add     rsp,30h
        pop     rbp
        ret
        pad     IMAGE+1350h
proc WriteLine
        push    rbp
        mov     rbp,rsp
        sub     rsp,110h
        lea     rcx,[rbp-0C8h]
        lea     r8,[rbp-70h]
        lea     r9,[rbp-88h]
        lea     rsi,[r9-8]
        mov     edx,100080h
        and     qword ptr [rsp+20h],0
        mov     dword ptr [rsp+28h],80h
        mov     dword ptr [rsp+30h],3
        mov     dword ptr [rsp+38h],1
        mov     dword ptr [rsp+40h],60h
        and     qword ptr [rsp+48h],0
        times   6 nop
        call    qword ptr [__imp_NtCreateFile]
        mov     rcx,qword ptr [rbp-0C8h]
        call    qword ptr [__imp_NtClose]
        add     rsp,110h
        pop     rbp
        ret
`;
