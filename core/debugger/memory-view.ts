/** What a debugger needs of memory: reads by linear and physical address that say undefined instead of faulting. */
export interface MemoryView {
  read(linear: bigint, length: number): Uint8Array | undefined;
  write(linear: bigint, bytes: Uint8Array): boolean;
  readPhysical(physical: bigint, length: number): Uint8Array | undefined;
  writePhysical(physical: bigint, bytes: Uint8Array): boolean;
}
