/** Structure layouts as data, in the notation of `dt`. */

/**
 * A field's type is written as `dt` prints it: `Uint8B`, `UChar`, `Int4B`, `Void`, `Ptr64 _KTHREAD`, `Ptr64 Void`, `[8] Uint8B`,
 * `_LIST_ENTRY`, `Pos 3, 5 Bits`. `offset` is in bytes from the start of the structure.
 */
export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly type: string;
}
export interface Layout {
  /** With the leading underscore: `_KTRAP_FRAME`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly fields: readonly Field[];
}
export interface Layouts {
  /** By name with or without underscore, ignoring case. */
  find(name: string): Layout | undefined;
  readonly all: readonly Layout[];
  /** Offset of `path` such as `KTHREAD.TrapFrame` or `KPCR.Prcb.RspBase`. @throws Error when there is none: our bug */
  offset(path: string): number;
  /** Type of such a field; undefined where this build has none. */
  type(path: string): string | undefined;
}
