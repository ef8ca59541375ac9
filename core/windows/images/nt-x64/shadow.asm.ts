/**
 * nt: what KVA shadow puts in front of the entries and behind the exits. These pages are the only code that the user's page tables map; each
 * entry loads the kernel's CR3 before it touches anything else, each exit loads the user's after it has touched everything.
 */
import { EXCEPTIONS } from './exceptions.asm.ts';
import { handMade } from './frame.asm.ts';

/** GS is the kernel's: CR3 becomes the kernel's by way of `register`, unless there is no other. */
const kernelTables = (register: string): string => `        mov     ${register},qword ptr gs:[KPCR.Prcb.KernelDirectoryTableBase]
        bt      dword ptr gs:[KPCR.Prcb.ShadowFlags],1
        jb      .sameTables
        mov     cr3,${register}
.sameTables:`;
/** GS is the kernel's: CR3 becomes that of the current process's user side by way of `register`. */
const userTables = (register: string): string => `        bt      dword ptr gs:[KPCR.Prcb.ShadowFlags],1
        jb      .sameTables
        mov     ${register},qword ptr gs:[KPCR.Prcb.CurrentThread]
        mov     ${register},qword ptr [${register}+KTHREAD.Process]
        mov     ${register},qword ptr [${register}+KPROCESS.UserDirectoryTableBase]
        bt      dword ptr gs:[KPCR.Prcb.ShadowFlags],0
        jb      .flush
        bts     ${register},63
.flush: mov     cr3,${register}
.sameTables:`;
/** In front of a handler: one register is borrowed for CR3, and GS is the user's again when the handler swaps it. `cs` is where CS was pushed. */
const handler = (name: string, to: string, cs: number): string => `
proc ${name}
        test    byte ptr [rsp+${cs}],1
        je      ${to}
        swapgs
        mov     qword ptr gs:[KPCR.Prcb.UserRspShadow],rax
${kernelTables('rax')}
        mov     rax,qword ptr gs:[KPCR.Prcb.UserRspShadow]
        swapgs
        jmp     ${to}
        align   16
`;

export const SHADOW = `
proc KiSystemCall64Shadow
        swapgs
        mov     qword ptr gs:[KPCR.Prcb.UserRspShadow],rsp
${kernelTables('rsp')}
        mov     rsp,qword ptr gs:[KPCR.Prcb.RspBaseShadow]
KiSystemCall64ShadowCommon:
${handMade('KPCR.Prcb.UserRspShadow', 0x33)}
        jmp     KiSystemServiceUser
proc KiSystemCall32Shadow
        swapgs
        mov     qword ptr gs:[KPCR.Prcb.UserRspShadow],rsp
${kernelTables('rsp')}
        mov     rsp,qword ptr gs:[KPCR.Prcb.RspBaseShadow]
${handMade('KPCR.Prcb.UserRspShadow', 0x23)}
        jmp     KiSystemServiceUser
proc KiSystemServiceShadow                          ; the frame lies on the transition stack: it moves to the thread's
        swapgs
        lfence
        mov     rcx,rsp
${kernelTables('rsp')}
        mov     rsp,qword ptr gs:[KPCR.Prcb.RspBaseShadow]
        push    qword ptr [rcx+20h]
        push    qword ptr [rcx+18h]
        push    qword ptr [rcx+10h]
        push    qword ptr [rcx+8]
        push    qword ptr [rcx]
        jmp     KiSystemServiceCommon
proc KiKernelSysretExit                             ; R8 is the user's RSP, R9 its RBP
        cmp     word ptr [rbp-80h+170h],23h
        je      .compat
${userTables('rdx')}
        xor     edx,edx
        mov     rbp,r9
        mov     rsp,r8
        swapgs
        sysretq
.compat:
        mov     rbp,r9
        mov     rsp,r8
        jmp     KiKernelSysretExit32
KiKernelSysretExit32:
${userTables('rdx')}
        xor     edx,edx
        swapgs
        sysret
proc KiKernelExit                                   ; RBP is the frame + 80h; RCX and RBP are all that is left to restore
${userTables('rcx')}
        mov     rcx,qword ptr [rbp-80h+38h]
        lea     rsp,[rbp-80h+158h]
        pop     rbp
        add     rsp,8
        swapgs
        iretq
proc KiIsrThunkShadow                   ; a thunk for each vector, as without KVA shadow
${Array.from({ length: 256 }, (_, v) => `        db      6Ah,${v},55h,0E9h\n        dd      KxIsrLinkageShadow-$-4\n`).join('')}
${handler('KxIsrLinkageShadow', 'KiIsrEntry', 0x18)}
${Object.values(EXCEPTIONS)
  .map(({ name, error }) => handler(`${name}Shadow`, name, error ? 0x10 : 8))
  .join('')}
`;
