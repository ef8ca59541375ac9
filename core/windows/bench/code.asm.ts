/** The code of the benches: every door as one instruction with a name, and what stands behind each door. */

/** User page, ring 3 and ring 0 alike. Run from its start it goes through every door the processor has and ends in the handler of vector 2Eh. */
export const user = (bits: 32 | 64): string =>
  bits === 64
    ? `
export proc DoSyscall
    syscall
export proc DoSysenter
    sysenter
export proc DoInt2E
    int 2Eh
export proc DoSysretq
    sysretq
    nop
export proc DoSysret
    sysret
    nop
export proc DoSysexitq
    sysexitq
    nop
export proc DoSysexit
    sysexit
    nop
export proc DoSwapgs
    swapgs
    swapgs
export proc DoIretq
    iretq
    nop
${LANDING}`
    : `
export proc DoSysenter
    sysenter
export proc DoInt2E
    int 2Eh
export proc DoSysexit
    sysexit
    nop
export proc DoIret
    iretd
    nop
${LANDING}`;
/** Where a drawn return address leads: on from any of its bytes. */
const LANDING = `
    pad 401800h
export proc Landing
    times 200h nop
    jmp DoInt2E`;

/** What LSTAR, CSTAR and SYSENTER_EIP point at. `AfterSysenter` and `UserStack` are given. */
export const ENTRIES: Readonly<Record<32 | 64, Readonly<Record<string, string>>>> = {
  64: {
    SyscallEntry: 'nop\nsysretq',
    CompatEntry: 'nop\nsysret',
    SysenterEntry: 'nop\nmov edx,AfterSysenter\nmov ecx,UserStack\nsysexitq',
  },
  32: { SysenterEntry: 'nop\nmov edx,AfterSysenter\nmov ecx,UserStack\nsti\nsysexit' },
};

/** One parked handler for each vector, 16 bytes apart: the processor stays in it for whoever wants to look at the frame. */
export const HANDLERS = Array.from(
  { length: 256 },
  (_, v) => `export proc Vector${v.toString(16).toUpperCase().padStart(2, '0')}\n.park: hlt\njmp .park\nalign 16`,
).join('\n');
