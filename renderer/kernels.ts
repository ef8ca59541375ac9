/** What every kernel assembles to (core/asm/objects.ts); the window's build puts it in place of nothing. */
export const kernels: string | undefined = undefined;
