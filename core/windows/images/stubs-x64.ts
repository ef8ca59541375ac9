/** Stubs of 32 bytes, one for each service, as one image has them in a row: the same but for the number. */

/** Distance of one stub from the next. */
export const STUB_BYTES = 32;
/** `mov r10,rcx / mov eax,N / test byte ptr [7FFE0308h],1 / jne +3 / syscall / ret / int 2Eh / ret`: of ntdll and win32u. */
const USER = [0x4c, 0x8b, 0xd1, 0xb8, 0, 0, 0, 0, 0xf6, 0x04, 0x25, 8, 3, 0xfe, 0x7f, 1, 0x75, 3, 0x0f, 5, 0xc3, 0xcd, 0x2e, 0xc3];
/** Bytes of a stub without what fills it up. */
export const USER_STUB_BYTES = USER.length;
/** `mov rax,rsp / cli / sub rsp,10h / push rax / pushfq / push 10h / lea rax,[KiServiceLinkage] / push rax / mov eax,N / jmp KiServiceInternal`: nt's Zw names. */
const KERNEL = [
  ...[0x48, 0x8b, 0xc4, 0xfa, 0x48, 0x83, 0xec, 0x10, 0x50, 0x9c, 0x6a, 0x10, 0x48, 0x8d, 0x05, 0, 0, 0, 0, 0x50, 0xb8],
  ...[0, 0, 0, 0, 0xe9, 0, 0, 0, 0, 0xcc, 0xcc],
];
export const KERNEL_STUB_BYTES = 30;

/** Stubs for the numbers from `first`. */
export function userStubs(first: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * STUB_BYTES).fill(0xcc),
    view = new DataView(bytes.buffer);
  for (let n = 0; n < count; n++) {
    bytes.set(USER, n * STUB_BYTES);
    view.setUint32(n * STUB_BYTES + 4, first + n, true);
  }
  return bytes;
}
/** Stubs at `at`, which call KiServiceInternal at `to` and name KiServiceLinkage at `linkage` as where the call came from. */
export function kernelStubs(count: number, at: bigint, to: bigint, linkage: bigint): Uint8Array {
  const bytes = new Uint8Array(count * STUB_BYTES),
    view = new DataView(bytes.buffer);
  for (let n = 0; n < count; n++) {
    const here = n * STUB_BYTES,
      from = (end: number, target: bigint): number => Number(target - (at + BigInt(here + end)));
    bytes.set(KERNEL, here);
    view.setInt32(here + 15, from(19, linkage), true);
    view.setUint32(here + 21, n, true);
    view.setInt32(here + 26, from(30, to), true);
  }
  return bytes;
}
