/**
 * Object files: what assembling gave is kept, and used again for the same texts at the same place while each name they ask for means the same.
 * Assembling a kernel takes a hundred milliseconds, reading its objects a few: whoever starts a machine in a new process may bring those of the last.
 */
import { assemble, type AssembledSymbol, type AssemblyOptions, type Relocation } from './assemble.ts';
import type { Bits } from './encode.ts';
import type { Named } from './expression.ts';
import type { Chunk } from './output.ts';
import type { Source } from './statement.ts';

export interface ObjectFile {
  readonly chunks: readonly Chunk[];
  readonly relocations: readonly Relocation[];
  readonly symbols: readonly AssembledSymbol[];
}
export type ObjectOptions = Required<Pick<AssemblyOptions, 'origin' | 'bits' | 'image' | 'names'>>;
/** An object as it is kept: numbers of 64 bits in hexadecimal, bytes as characters. */
interface Kept {
  readonly origin: string;
  readonly bits: Bits;
  readonly image: string;
  readonly sources: readonly Source[];
  /** Every name that was asked for from outside, and what it meant. */
  readonly names: readonly { readonly name: string; readonly value?: string; readonly label?: string | undefined }[];
  readonly chunks: readonly (readonly [address: string, bytes: string])[];
  readonly relocations: readonly (readonly [address: string, of: Omit<Relocation, 'address'>])[];
  readonly symbols: readonly (readonly [address: string, of: Omit<AssembledSymbol, 'address'>])[];
}
const hex = (value: bigint): string => value.toString(16),
  big = (text: string): bigint => BigInt(`0x${text}`);

let brought: readonly Kept[] = [],
  bring = (): string | undefined => undefined,
  made = 0;
const used = new Set<Kept>();

/** Assemble texts as one, or take what is kept of them. @throws Error where they cannot be assembled: our bug */
export function objectOf(sources: readonly Source[], options: ObjectOptions): ObjectFile {
  readBrought();
  const kept = brought.find(k => isOf(k, sources, options));
  if (kept) {
    used.add(kept);
    return read(kept);
  }
  const names = new Map<string, Named | undefined>(),
    note = (name: string): Named | undefined => {
      const named = options.names(name);
      names.set(name, named);
      return named;
    };
  made++;
  const result = assemble(sources, { ...options, names: note });
  if (!result.ok) throw new Error(result.problems.map(p => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
  used.add(write(sources, options, names, result.value));
  return result.value;
}
function isOf(kept: Kept, sources: readonly Source[], { origin, bits, image, names }: ObjectOptions): boolean {
  return (
    kept.bits === bits &&
    kept.image === image &&
    kept.sources.length === sources.length &&
    kept.sources.every((s, n) => s.file === sources[n]!.file && s.text === sources[n]!.text) &&
    big(kept.origin) === origin &&
    kept.names.every(({ name, value, label }) => {
      const now = names(name);
      return value === undefined ? now === undefined : now?.value === big(value) && now.label === label;
    })
  );
}
function write(
  sources: readonly Source[],
  { origin, bits, image }: ObjectOptions,
  names: ReadonlyMap<string, Named | undefined>,
  { chunks, relocations, symbols }: ObjectFile,
): Kept {
  return {
    origin: hex(origin),
    bits,
    image,
    sources,
    names: [...names].map(([name, now]) => ({ name, ...(now && { value: hex(now.value), label: now.label }) })),
    chunks: chunks.map(({ address, bytes }) => [hex(address), String.fromCharCode(...bytes)]),
    relocations: relocations.map(({ address, ...of }) => [hex(address), of]),
    symbols: symbols.map(({ address, ...of }) => [hex(address), of]),
  };
}
function read({ chunks, relocations, symbols }: Kept): ObjectFile {
  return {
    chunks: chunks.map(([address, text]) => {
      const bytes = new Uint8Array(text.length);
      for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
      return { address: big(address), bytes };
    }),
    relocations: relocations.map(([address, of]) => ({ address: big(address), ...of })),
    symbols: symbols.map(([address, of]) => ({ address: big(address), ...of })),
  };
}

/** How many objects nobody had brought. */
export const objectsMade = (): number => made;
/** Every object used so far, as text: each source once. */
export function writeObjects(): string {
  const texts = [...new Set([...used].flatMap(k => k.sources.map(s => s.text)))],
    objects = [...used].map(k => ({ ...k, sources: k.sources.map(({ file, text }) => ({ file, text: texts.indexOf(text) })) }));
  return JSON.stringify({ texts, objects });
}
/** Before anything is assembled, ask for what `writeObjects` gave, made by this same assembler; undefined if there is nothing. */
export function objectsFrom(source: () => string | undefined): void {
  bring = source;
}
function readBrought(): void {
  const text = bring();
  bring = () => undefined;
  if (text === undefined) return;
  const { texts, objects } = JSON.parse(text) as {
    readonly texts: readonly string[];
    readonly objects: readonly (Omit<Kept, 'sources'> & {
      readonly sources: readonly { readonly file: string; readonly text: number }[];
    })[];
  };
  brought = objects.map(k => ({ ...k, sources: k.sources.map(({ file, text: n }) => ({ file, text: texts[n]! })) }));
}
