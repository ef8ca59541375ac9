/**
 * nt: services that do something a caller can observe. They check what they are given and answer with an NTSTATUS; the others say that nobody
 * implemented them. Handles are numbers: anything but 0 is one. RCX, RDX, R8, R9 and the stack from RSP+28h are the arguments.
 */
const SUCCESS = 0x0,
  INVALID_HANDLE = 0xc0000008,
  INVALID_INFO_CLASS = 0xc0000003,
  INFO_LENGTH_MISMATCH = 0xc0000004,
  ACCESS_VIOLATION = 0xc0000005,
  INVALID_CID = 0xc000000b;

const status = (code: number): string => (code ? `mov eax,0${code.toString(16)}h\nret` : 'xor eax,eax\nret');
/** Refuse a pointer that is not the user's. */
const probe = (...registers: string[]): string =>
  registers.map(r => `cmp ${r},qword ptr [MmUserProbeAddress]\njae .bad\n`).join('');
const handle = (register = 'rcx'): string => `test ${register},${register}\nje .handle\n`;
const ENDS: Readonly<Record<string, number>> = {
  '.bad': ACCESS_VIOLATION,
  '.handle': INVALID_HANDLE,
  '.class': INVALID_INFO_CLASS,
  '.length': INFO_LENGTH_MISMATCH,
  '.unknown': INVALID_CID,
};
/** A body, and the ends it jumps to. */
const body = (text: string, code = SUCCESS): string =>
  `${text}${status(code)}\n${Object.entries(ENDS)
    .filter(([label]) => text.includes(label))
    .map(([label, end]) => `${label}: ${status(end)}\n`)
    .join('')}`;

/** A new handle to *RCX. */
const GIVE_HANDLE = `${probe('rcx')}mov qword ptr [rcx],0ACh\n`;
/** IO_STATUS_BLOCK at R9: status 0, information 1 (opened). */
const OPENED = `${probe('r9')}and qword ptr [r9],0\nmov qword ptr [r9+8],1\n`;
/** NtReadFile and NtWriteFile: IO_STATUS_BLOCK, buffer and length are the fifth to the seventh argument. */
const TRANSFER = `${handle()}mov rax,qword ptr [rsp+28h]
${probe('rax')}mov r10,qword ptr [rsp+30h]
${probe('r10')}mov r11d,dword ptr [rsp+38h]
and qword ptr [rax],0
mov qword ptr [rax+8],r11
`;
/** Copy R9 bytes from RSI to RDI and give their number to *[rsp+28h], if that is not null; both registers are the caller's. */
const COPY = `${probe('rdx', 'r8')}mov r10,rsi
mov r11,rdi
mov rcx,r9
FROM_TO
rep movsb
mov rsi,r10
mov rdi,r11
mov rax,qword ptr [rsp+28h]
test rax,rax
je .done
mov qword ptr [rax],r9
.done: `;
const copy = (from: string, to: string): string => body(handle() + COPY.replace('FROM_TO', `mov rsi,${from}\nmov rdi,${to}`));
/** Information of class 0 and 30h bytes; what is written where is the caller's. */
const information = (text: string): string => body(`${handle()}test edx,edx
jne .class
cmp r9d,30h
jne .length
${probe('r8')}mov rax,qword ptr gs:[KPCR.Prcb.CurrentThread]
${text}mov rax,qword ptr [rsp+28h]
test rax,rax
je .done
mov dword ptr [rax],30h
.done: `);

/** Name -> body. */
export const SERVICE_BODIES: Readonly<Record<string, string>> = {
  NtClose: body(handle()),
  NtYieldExecution: status(0x40000024),
  NtTestAlert: status(SUCCESS),
  NtGetCurrentProcessorNumber: status(SUCCESS),
  NtCallbackReturn: status(0xc0000258),
  NtFlushProcessWriteBuffers: status(SUCCESS),
  NtQuerySystemTime: body(`${probe('rcx')}mov rax,0FFFFF78000000014h\nmov rax,qword ptr [rax]\nmov qword ptr [rcx],rax\n`),
  NtQueryPerformanceCounter: body(
    `${probe('rcx')}mov r8,rdx\nrdtsc\nshl rdx,32\nor rax,rdx\nmov qword ptr [rcx],rax\ntest r8,r8\nje .done\n${probe('r8')}mov qword ptr [r8],989680h\n.done: `,
  ),
  NtQueryTimerResolution: body(
    `${probe('rcx', 'rdx', 'r8')}mov dword ptr [rcx],2625Ah\nmov dword ptr [rdx],1388h\nmov dword ptr [r8],2625Ah\n`,
  ),
  NtDelayExecution: body(`${probe('rdx')}mov rax,qword ptr [rdx]\n`),
  NtWaitForSingleObject: body(handle()),
  NtCreateEvent: body(GIVE_HANDLE),
  NtOpenEvent: body(GIVE_HANDLE),
  NtCreateMutant: body(GIVE_HANDLE),
  NtCreateSection: body(GIVE_HANDLE),
  NtOpenKey: body(GIVE_HANDLE),
  NtSetEvent: body(`${handle()}test rdx,rdx\nje .done\n${probe('rdx')}mov dword ptr [rdx],0\n.done: `),
  NtResetEvent: body(`${handle()}test rdx,rdx\nje .done\n${probe('rdx')}mov dword ptr [rdx],0\n.done: `),
  NtClearEvent: body(handle()),
  NtCreateFile: body(`${probe('rcx', 'r9')}mov rax,qword ptr [rsp+58h]\n${GIVE_HANDLE}${OPENED}`),
  NtOpenFile: body(`${probe('rcx', 'r9')}${GIVE_HANDLE}${OPENED}`),
  NtReadFile: body(TRANSFER),
  NtWriteFile: body(TRANSFER),
  /** The one service here that calls another, as a driver does: by its Zw name. */
  NtFlushBuffersFile: body(
    `${handle()}${probe('rdx')}push rbx\nmov rbx,rdx\nsub rsp,20h\ncall ZwYieldExecution\nadd rsp,20h\nmov dword ptr [rbx],eax\nand qword ptr [rbx+8],0\npop rbx\n`,
  ),
  NtOpenProcess: body(
    `${probe('rcx', 'r9')}mov rax,qword ptr gs:[KPCR.Prcb.CurrentThread]\nmov rax,qword ptr [rax+KTHREAD.Process]\nmov rax,qword ptr [rax+EPROCESS.UniqueProcessId]\ncmp qword ptr [r9],rax\njne .unknown\nmov qword ptr [rcx],0B0h\n`,
  ),
  NtReadVirtualMemory: copy('rdx', 'r8'),
  NtWriteVirtualMemory: copy('r8', 'rdx'),
  NtQueryInformationProcess: information(`mov rax,qword ptr [rax+KTHREAD.Process]
mov qword ptr [r8],103h
mov r10,qword ptr [rax+EPROCESS.Peb]
mov qword ptr [r8+8],r10
mov qword ptr [r8+10h],1
mov qword ptr [r8+18h],8
mov r10,qword ptr [rax+EPROCESS.UniqueProcessId]
mov qword ptr [r8+20h],r10
mov r10,qword ptr [rax+EPROCESS.InheritedFromUniqueProcessId]
mov qword ptr [r8+28h],r10
`),
  NtQueryInformationThread: information(`mov qword ptr [r8],103h
mov r10,qword ptr [rax+KTHREAD.Teb]
mov qword ptr [r8+8],r10
mov r10,qword ptr [rax+ETHREAD.Cid]
mov qword ptr [r8+10h],r10
mov r10,qword ptr [rax+ETHREAD.Cid+8]
mov qword ptr [r8+18h],r10
mov qword ptr [r8+20h],1
mov qword ptr [r8+28h],8
`),
};
