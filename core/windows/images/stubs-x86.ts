/** Stubs of 16 bytes, one for each service, as an image of XP SP2 or 7 has them: the same but for the number and the bytes of arguments. */

/** Distance of one stub from the next. */
export const STUB_BYTES_X86 = 16;
interface Called {
  readonly number: number;
  /** Dwords the stub takes off the stack. */
  readonly stackArguments: number;
}
const row = (services: readonly Called[], one: (s: Called, n: number) => number[]): Uint8Array => {
  const bytes = new Uint8Array(services.length * STUB_BYTES_X86).fill(0xcc);
  services.forEach((s, n) => bytes.set(one(s, n), n * STUB_BYTES_X86));
  return bytes;
};
const dword = (v: number): number[] => [v & 255, (v >> 8) & 255, (v >> 16) & 255, (v >> 24) & 255];
/** `ret n`, or `ret`. */
export const returnBytes = (bytes: number): number[] => (bytes ? [0xc2, bytes, 0] : [0xc3]);

/** `mov eax,N / mov edx,7FFE0300h / call dword ptr [edx] / ret n`: of ntdll. */
export const userStubsX86 = (services: readonly Called[]): Uint8Array =>
  row(services, s => [0xb8, ...dword(s.number), 0xba, 0, 3, 0xfe, 0x7f, 0xff, 0x12, ...returnBytes(4 * s.stackArguments)]);
/** `mov eax,N / lea edx,[esp+4] / pushfd / push 8 / call KiSystemService / ret n`: nt's Zw names, at `at`. They fill 20 bytes, 32 apart. */
export function kernelStubsX86(services: readonly Called[], at: bigint, to: bigint): Uint8Array {
  const bytes = new Uint8Array(services.length * KERNEL_STUB_BYTES_X86).fill(0xcc);
  services.forEach((s, n) => {
    const here = n * KERNEL_STUB_BYTES_X86,
      distance = Number(to - (at + BigInt(here + 17)));
    bytes.set([0xb8, ...dword(s.number), 0x8d, 0x54, 0x24, 4, 0x9c, 0x6a, 8, 0xe8, ...dword(distance), ...returnBytes(4 * s.stackArguments)], here);
  });
  return bytes;
}
export const KERNEL_STUB_BYTES_X86 = 32;
