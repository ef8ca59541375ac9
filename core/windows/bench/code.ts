/** What a bench runs, assembled once: the page of the doors, which lies at one address, and code of ring 0 that can be put anywhere. */
import type { AssembledSymbol } from '../../asm/assemble.ts';
import type { Named } from '../../asm/expression.ts';
import { objectOf } from '../../asm/objects.ts';
import { ENTRIES, HANDLERS, user } from './code.asm.ts';
import type { Draw } from './draw.ts';

export type Bits = 32 | 64;
export const USER = 0x401000n,
  USER_STACK = 0x420000n,
  STACK_BYTES = 0x4000n;
export const FIRST_STACK = USER_STACK + STACK_BYTES - 0x100n;
/** Bytes of one text; symbols have their distances from its beginning. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly symbols: readonly (Omit<AssembledSymbol, 'address'> & { readonly offset: bigint })[];
}
export interface BenchCode {
  readonly user: Piece;
  readonly entries: ReadonlyMap<keyof Draw['entries'], Piece>;
  readonly handlers: Piece;
}
/** Where ring 0 lies while it is assembled: nothing in it says where it is. */
const ANYWHERE = 0x8000_0000n;

const codes = new Map<Bits, BenchCode>();
export function codeOf(bits: Bits): BenchCode {
  const known = codes.get(bits) ?? assembled(bits);
  codes.set(bits, known);
  return known;
}
function assembled(bits: Bits): BenchCode {
  const doors = piece(bits, 'bench', USER, user(bits)),
    given: Readonly<Record<string, bigint>> = {
      AfterSysenter: USER + offsetOf(doors, 'DoSysenter') + 2n,
      UserStack: FIRST_STACK,
    },
    ring0 = (text: string): Piece => piece(bits, 'ring0', ANYWHERE, text, given),
    entries = Object.entries(ENTRIES[bits]) as [keyof Draw['entries'], string][];
  return {
    user: doors,
    entries: new Map(entries.map(([name, text]) => [name, ring0(`export proc ${name}\n${text}`)])),
    handlers: ring0(HANDLERS),
  };
}
function piece(bits: Bits, file: string, origin: bigint, text: string, given: Readonly<Record<string, bigint>> = {}): Piece {
  const names = (name: string): Named | undefined => (Object.hasOwn(given, name) ? { value: given[name]!, label: undefined } : undefined),
    { chunks, relocations, symbols } = objectOf([{ file, text }], { origin, bits, image: file, names }),
    [chunk, ...more] = chunks;
  if (!chunk || more.length > 0 || relocations.length > 0)
    throw new Error(`${file}: a bench's code is one piece that says no address of its own`);
  return {
    bytes: chunk.bytes,
    symbols: symbols.filter(s => s.kind !== 'label').map(({ address, ...s }) => ({ ...s, offset: address - origin })),
  };
}
/** @throws Error when nobody has that name: our bug */
export function offsetOf({ symbols }: Piece, name: string): bigint {
  const found = symbols.find(s => s.name === name);
  if (!found) throw new Error(`${name} is nowhere`);
  return found.offset;
}
