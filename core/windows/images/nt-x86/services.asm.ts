/**
 * nt on x86: services that do something a caller can observe, as on x64. Arguments are from [esp+4] on, copied from the caller's stack, and taken
 * off by the service.
 */
const SUCCESS = 0x0;
const ENDS: Readonly<Record<string, number>> = {
  '.bad': 0xc0000005,
  '.handle': 0xc0000008,
  '.class': 0xc0000003,
  '.length': 0xc0000004,
  '.unknown': 0xc000000b,
};
const end = (code: number): string => `${code ? `mov eax,0${code.toString(16)}h` : 'xor eax,eax'}\nRETURN`;
const argument = (n: number): string => `dword ptr [esp+${4 * n}]`;
/** ECX = argument n, refused if it is not the user's. */
const pointer = (n: number, register = 'ecx'): string =>
  `mov ${register},${argument(n)}\ncmp ${register},dword ptr [MmUserProbeAddress]\njae .bad\n`;
const handle = `cmp ${argument(1)},0\nje .handle\n`;
const body = (text: string, code = SUCCESS): string =>
  `${text}${end(code)}\n${Object.entries(ENDS)
    .filter(([label]) => text.includes(label))
    .map(([label, status]) => `${label}: ${end(status)}\n`)
    .join('')}`;

const GIVE_HANDLE = `${pointer(1)}mov dword ptr [ecx],2Ch\n`;
const opened = `${pointer(4)}and dword ptr [ecx],0\nmov dword ptr [ecx+4],1\n`;
const TRANSFER = `${handle}${pointer(6)}${pointer(5)}mov eax,${argument(7)}\nand dword ptr [ecx],0\nmov dword ptr [ecx+4],eax\n`;
const previous = `${handle}cmp ${argument(2)},0\nje .done\n${pointer(2)}mov dword ptr [ecx],0\n.done: `;
/** Copy argument 4 bytes; the number to *argument 5, if that is not null. The direction is the caller's. */
const copy = (from: number, to: number): string =>
  body(`${handle}${pointer(from)}${pointer(to, 'edx')}push esi
push edi
mov esi,ecx
mov edi,edx
mov ecx,dword ptr [esp+18h]
rep movsb
pop edi
pop esi
mov ecx,${argument(5)}
test ecx,ecx
je .done
mov eax,${argument(4)}
mov dword ptr [ecx],eax
.done: `);
/** Information of class 0 and `size` bytes at argument 3. */
const information = (size: number, text: string): string => {
  const bytes = `${size.toString(16)}h`;
  return body(`${handle}cmp ${argument(2)},0
jne .class
cmp ${argument(4)},${bytes}
jne .length
${pointer(3)}mov eax,dword ptr fs:[KPCR.PrcbData.CurrentThread]
${text}mov ecx,${argument(5)}
test ecx,ecx
je .done
mov dword ptr [ecx],${bytes}
.done: `);
};

/** Name -> body; RETURN stands for the `ret` that takes the arguments off. */
export const SERVICE_BODIES: Readonly<Record<string, string>> = {
  NtClose: body(handle),
  NtYieldExecution: end(0x40000024),
  NtTestAlert: end(SUCCESS),
  NtCallbackReturn: end(0xc0000258),
  NtQuerySystemTime: body(
    `${pointer(1)}mov eax,dword ptr [0FFDF0014h]\nmov dword ptr [ecx],eax\nmov eax,dword ptr [0FFDF0018h]\nmov dword ptr [ecx+4],eax\n`,
  ),
  NtQueryPerformanceCounter: body(
    `${pointer(1)}rdtsc\nmov dword ptr [ecx],eax\nmov dword ptr [ecx+4],edx\nmov ecx,${argument(2)}\ntest ecx,ecx\nje .done\n${pointer(2)}mov dword ptr [ecx],369E99h\nmov dword ptr [ecx+4],0\n.done: `,
  ),
  NtDelayExecution: body(`${pointer(2)}mov eax,dword ptr [ecx]\n`),
  NtWaitForSingleObject: body(handle),
  NtCreateEvent: body(GIVE_HANDLE),
  NtOpenEvent: body(GIVE_HANDLE),
  NtCreateMutant: body(GIVE_HANDLE),
  NtCreateSection: body(GIVE_HANDLE),
  NtOpenKey: body(GIVE_HANDLE),
  NtSetEvent: body(previous),
  NtResetEvent: body(previous),
  NtClearEvent: body(handle),
  NtCreateFile: body(`${opened}${GIVE_HANDLE}`),
  NtOpenFile: body(`${opened}${GIVE_HANDLE}`),
  NtReadFile: body(TRANSFER),
  NtWriteFile: body(TRANSFER),
  /** The one service here that calls another, as a driver does: by its Zw name. */
  NtFlushBuffersFile: body(`${handle}${pointer(2)}call ZwYieldExecution\n${pointer(2)}mov dword ptr [ecx],eax\nand dword ptr [ecx+4],0\n`),
  NtOpenProcess: body(
    `${pointer(4)}mov eax,dword ptr fs:[KPCR.PrcbData.CurrentThread]\nmov eax,dword ptr [eax+KTHREAD.ApcState.Process]\nmov eax,dword ptr [eax+EPROCESS.UniqueProcessId]\ncmp dword ptr [ecx],eax\njne .unknown\n${pointer(1)}mov dword ptr [ecx],30h\n`,
  ),
  NtReadVirtualMemory: copy(2, 3),
  NtWriteVirtualMemory: copy(3, 2),
  NtQueryInformationProcess: information(
    0x18,
    `mov eax,dword ptr [eax+KTHREAD.ApcState.Process]
mov dword ptr [ecx],103h
mov edx,dword ptr [eax+EPROCESS.Peb]
mov dword ptr [ecx+4],edx
mov dword ptr [ecx+8],1
mov dword ptr [ecx+0Ch],8
mov edx,dword ptr [eax+EPROCESS.UniqueProcessId]
mov dword ptr [ecx+10h],edx
mov edx,dword ptr [eax+EPROCESS.InheritedFromUniqueProcessId]
mov dword ptr [ecx+14h],edx
`,
  ),
};
