/** nt: what several entries do alike while they make a trap frame. */

/** Behind the pushed interrupt frame: the rest of the trap frame, what is saved in it at once, and user memory opened. */
export const SAVE = `        sub     rsp,8                               ; ErrorCode: room, nothing written
        push    rbp
        sub     rsp,158h                            ; RSP = TF
        lea     rbp,[rsp+80h]
        mov     qword ptr [rbp+TF+140h],rbx
        mov     qword ptr [rbp+TF+148h],rdi
        mov     qword ptr [rbp+TF+150h],rsi
        test    byte ptr [KeSmapEnabled],0FFh
        je      .noSmap
        test    byte ptr [rbp+TF+170h],1
        je      .noSmap
        stac
.noSmap:
        mov     qword ptr [rbp+TF+30h],rax
        mov     qword ptr [rbp+TF+38h],rcx
        mov     qword ptr [rbp+TF+40h],rdx`;
/** After SYSCALL, on the thread's stack: the interrupt frame that the processor did not push, then the rest. @param rsp where the user's RSP is kept */
export const handMade = (rsp: string, cs: 0x33 | 0x23): string => `        push    2Bh                                 ; SegSs
        push    qword ptr gs:[${rsp}]
        push    r11                                 ; EFlags
        push    ${cs.toString(16)}h                                 ; SegCs
        push    rcx                                 ; Rip
        mov     ${cs === 0x33 ? 'rcx,r10 ' : 'ecx,r10d'}                            ; the first argument: SYSCALL took RCX
${SAVE}`;
/** The registers a call may change, into the frame. */
export const SAVE_VOLATILE = `        mov     qword ptr [rbp-80h+30h],rax
        mov     qword ptr [rbp-80h+38h],rcx
        mov     qword ptr [rbp-80h+40h],rdx
        mov     qword ptr [rbp-80h+48h],r8
        mov     qword ptr [rbp-80h+50h],r9
        mov     qword ptr [rbp-80h+58h],r10
        mov     qword ptr [rbp-80h+60h],r11`;
