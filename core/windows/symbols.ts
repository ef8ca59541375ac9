/** Names of addresses, module by module, as a debugger knows them. */

export interface Module {
  /** As in `nt!Name`: lower case. */
  readonly name: string;
  readonly image: string;
  readonly base: bigint;
  /** First address after it. */
  readonly end: bigint;
}
/** Is it an image? The shared page has names without being one. */
export const isLoaded = (m: Module): boolean => m.image !== '';
export interface Symbol {
  readonly module: string;
  /** Without the module, in its own spelling. */
  readonly name: string;
  readonly address: bigint;
  readonly kind: 'function' | 'data' | 'label';
  /** A public (exported) symbol; others are private. */
  readonly exported: boolean;
  /** Bytes, where known: a function's code or an object's size. */
  readonly size?: number;
  /** A structure name such as `_KSERVICE_TABLE_DESCRIPTOR`, for data. */
  readonly type?: string;
}

export interface Symbols {
  readonly modules: readonly Module[];
  /** By name, ignoring case; `nt!X` or plain `X` (first module that has it, nt first). */
  find(name: string): Symbol | undefined;
  /** Where a name of one module stands for several addresses, all that have it, in their order; else none. */
  several(of: Pick<Symbol, 'module' | 'name'>): readonly Symbol[];
  /** The symbol with the greatest address not above `address`, inside the same module. */
  nearest(address: bigint): { readonly symbol: Symbol; readonly displacement: bigint } | undefined;
  /** The symbol with the smallest address above `address`, inside the same module. */
  following(address: bigint): Symbol | undefined;
  /** By module and name patterns with `*` and `?`, ignoring case, in address order. */
  matching(modulePattern: string, namePattern: string): readonly Symbol[];
  moduleAt(address: bigint): Module | undefined;
}
